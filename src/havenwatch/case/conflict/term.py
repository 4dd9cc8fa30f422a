"""Lengths of time that a quote names: six years, шесть лет, 30 суток."""

from __future__ import annotations

from havenwatch.text.numbers import read_numbers

_UNITS = ("year", "month", "week", "day")
_LONGEST = 1000  # "in 2020" is a year and no length; the longest term in days that an order names is shorter


def terms(quote: str, language: str) -> frozenset[str]:
    """Each length as words of one form ("6 year"); empty when the quote names none."""
    found = read_numbers(quote, language=language)
    return frozenset(f"{n.value:g} {n.unit}" for n in found if n.unit in _UNITS and n.value < _LONGEST)
