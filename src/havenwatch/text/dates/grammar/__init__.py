"""From the symbols of a text to the meanings of its temporal expressions."""

from havenwatch.text.dates.grammar.reduce import reduce

__all__ = ["reduce"]
