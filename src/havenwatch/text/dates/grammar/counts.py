"""Counted lengths: N units ago, in N units, the last N units, N units after something."""

from __future__ import annotations

import dataclasses

from havenwatch.text.dates.grammar.terms import ENGLISH_PLURALS, PLURAL, PLURALS, Symbols, number, pick
from havenwatch.text.dates.node import Node
from havenwatch.text.dates.symbols import Symbol

BY_ONE = frozenset({"годом", "месяцем", "неделей", "неделею", "днем", "веком"})  # годом ранее: no number goes with it


def vague(_: Symbols) -> Node | None:
    """Недавно, на днях."""
    return Node("length", "relative")


def recurrence(_: Symbols) -> Node | None:
    """По средам, раз в месяц, каждый вторник."""
    return Node("length", "set")


def length(s: Symbols) -> Node | None:
    """Полтора года, within ten days: a length without an anchor."""
    if s[-1].text in BY_ONE:
        return None
    return Node("length", "duration", word=s[-1].value)


def measured(s: Symbols) -> list[Symbol] | None:
    """For a year, four years, several months: the article counts only after a preposition, which stays outside."""
    outside = [s[0]] if s[0].name == "ON" else []
    if not outside and s[0].name == "ART":
        return None
    return [*outside, Symbol(s[len(outside)].start, s[-1].end, "E", "", Node("length", "duration"))]


def _amount(s: Symbols) -> tuple[float, str] | None:
    """Count and unit of «два с половиной года», «неделю», «полгода»."""
    word = pick(s, "UNIT", "YW", "DAYWORD")
    if word is None or word.value in ("weekend", "tenth"):
        return None
    count = pick(s, "DOZEN") or pick(s, "CARD", "D2", "DN", "FRACTION", "ORD")
    value = 1.0 if count is None else number(count)
    if count is not None and word.text in BY_ONE:
        return None
    if pick(s, "HALF") is not None:
        value = value + 0.5 if pick(s, "AND", "FROM") is not None else 0.5
    return (value * 2, "week") if word.value == "fortnight" else (value, word.value)


def _offset(s: Symbols, mod: str) -> Node | None:
    amount = _amount(s)
    if amount is None:
        return None
    noun = pick(s, "UNIT", "YW", "DAYWORD")
    uncounted = pick(s, "CARD", "D2", "DN", "FRACTION", "HALF", "ART") is None
    if uncounted and noun is not None and noun.text in PLURALS:
        return vague(s)
    almost = pick(s, "ALMOST") is not None and amount[1] == "year"
    if pick(s, "SOMEDAYS") is not None:
        return Node("length", "relative")
    return Node("offset", "relative", number=amount[0], word=amount[1], mod=mod, almost=almost)


def ago(s: Symbols) -> Node | None:
    """Три века назад, почти год назад."""
    return _offset(s, "ago")


def across(s: Symbols) -> Node | None:
    """Через три недели."""
    return _offset(s, "across")


def if_ahead(s: Symbols) -> Node | None:
    """За десять днів, in ten days, en diez días: counted when the clause points ahead, else how long something took."""
    return _offset(s, "if ahead")


def later(s: Symbols) -> Node | None:
    """Полгода спустя, a year later."""
    return _offset(s, "later")


def earlier(s: Symbols) -> Node | None:
    """Двумя годами ранее."""
    return _offset(s, "earlier")


def counted(s: Symbols) -> Node | None:
    """A month and a half ago, two weeks from now: the last word tells the direction."""
    mod = {"AGO": "ago", "LATER": "later", "EARLIER": "earlier", "AHEAD": "ahead"}.get(s[-1].name)
    return None if mod is None else _offset(s, mod)


def span(s: Symbols) -> Node | None:
    """За последние шесть лет, в ближайшие пять дней, в течение следующих трёх лет."""
    amount = _amount(s)
    mod = pick(s, "FINAL", "LAST", "NEXT", "NEAREST")
    if amount is None or mod is None:
        return None
    if pick(s, "SOMEDAYS") is not None:
        return Node("length", "duration")
    uncounted = pick(s, "CARD", "D2", "DN", "FRACTION") is None and amount[1] != "halfyear"
    word = pick(s, "UNIT", "YW")
    if uncounted and word is not None and not word.text.startswith("сут"):
        if mod.text.endswith(PLURAL) or word.text in ENGLISH_PLURALS:
            return vague(s)
        if amount[1] == "day":
            return None
    side = "last" if mod.name in ("FINAL", "LAST") else "next"
    return Node("span", "duration", number=amount[0], word=amount[1], mod=side)


def hanging(s: Symbols) -> Node | None:
    """«Через год после …», за неделю до …, a week before …: counted from what follows, unknown if that has no date."""
    amount = _amount(s)
    if amount is None or pick(s, "SOMEDAYS") is not None:
        return None if amount is None else Node("length", "relative")
    mod = "earlier" if pick(s, "UNTIL", "BEFORE") is not None else "later"
    return Node("length", "relative", number=amount[0], word=amount[1], mod=mod)


def anchored(s: Symbols) -> Node | None:
    """Three days after Easter, за неделю до 8 марта."""
    shift, origin = s[0].node, s[-1].node
    if (
        shift is None
        or not shift.mod
        or origin is None
        or origin.op not in ("day", "feast", "month", "year", "relative")
    ):
        return None
    op = "weekday_count" if shift.mod == "weekday" else "offset_from"
    return dataclasses.replace(shift, op=op, parts=(origin,))


def day_shift(s: Symbols) -> Node | None:
    """Днём ранее, днём позже."""
    if s[0].text != "днем":
        return None
    return Node("offset", "relative", number=1, word="day", mod="earlier" if s[-1].name == "EARLIER" else "later")
