"""Words and numbers that look temporal and are not: names, titles, norms, sums, ages."""

from havenwatch.text.dates.guard.block import block

__all__ = ["block"]
