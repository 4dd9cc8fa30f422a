"""Turns impostors into class BLOCKED before the grammar sees them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Sequence

from havenwatch.text.dates.guard.names import is_governing, is_name, is_other_word, is_surname, sayings, titles
from havenwatch.text.dates.guard.numbers import age_places, is_bad_digits, is_norm, is_series, is_sum, is_thing, is_year
from havenwatch.text.dates.guard.view import NUMBERS, Guards, View, guards
from havenwatch.text.dates.symbols import Symbol

RAMADAN = "hijri 09-*"  # a given name and surname too
NAMELIKE = frozenset({"MONTH", "WEEKDAY", "SEASON"})


def block(symbols: Sequence[Symbol], text: str, language: str) -> list[Symbol]:
    """The symbols with impostors turned into class BLOCKED, lone years into YEARNUM where the language writes so."""
    banned = titles(text, language) + sayings(symbols, text, language)
    seen = [View(symbols, i, text, language) for i in range(len(symbols))]
    ages = {place for view in seen if view.here.name in ("UNIT", "YW") for place in age_places(view)}
    return [_judged(v, banned, ages) if v.here.name != "O" else v.here for v in seen]


def _judged(view: View, banned: Sequence[tuple[int, int]], ages: Collection[int]) -> Symbol:
    symbol, lists = view.here, guards(view.language)
    checks: tuple[Callable[[View, Guards], bool], ...] = ()
    if symbol.name in NUMBERS:
        checks = (is_norm, is_sum, is_series, is_bad_digits, is_thing)
    elif symbol.name in NAMELIKE:
        checks = (is_name, is_other_word)
    elif symbol.name in ("EVE", "SETWORD"):
        checks = (is_governing,)
    elif symbol.name == "HOLIDAY" and symbol.value == RAMADAN:
        checks = (is_surname,)
    if view.at in ages or any(check(view, lists) for check in checks) or any(a <= symbol.start < b for a, b in banned):
        return dataclasses.replace(symbol, name="BLOCKED")
    if symbol.value == "weekend" and symbol.name == "UNIT" and view.name(-1) in ("IN", "ON", "AT", "THE"):
        return dataclasses.replace(symbol, name="FREE")
    if symbol.name == "D4" and lists.year_alone and is_year(view, lists):
        return dataclasses.replace(symbol, name="YEARNUM")
    return symbol
