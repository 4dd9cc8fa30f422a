"""Days, months, seasons, week days and feasts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re

from havenwatch.text.dates.grammar.terms import MODIFIERS, YEAR_LIKE, Symbols, meanings, modifier, number, pick, year
from havenwatch.text.dates.node import Node
from havenwatch.text.dates.symbols import FIRST_YEAR, LAST_YEAR, Symbol

FIRST_OF_LAST_CENTURY = 70  # 12.05.69 is 2069, 12.05.70 is 1970, as in POSIX


def day_month(s: Symbols) -> Node | None:
    """14 мая, May 14, 14 мая 2020 года, 20 декабря прошлого года."""
    day, month = pick(s, "D2", "ORDD", "ORD"), pick(s, "MONTH")
    if day is None or month is None or not 1 <= number(day) <= 31:
        return None
    return Node("day", "date", number=number(day), month=int(month.value), year=year(s))


def days(s: Symbols) -> list[Symbol] | Node | None:
    """5, 6 и 8 июля: neighbours are one range, other days stand alone."""
    found, month_ = [x for x in s if x.name in ("D2", "ORDD", "ORD")], pick(s, "MONTH")
    numbers = [number(x) for x in found]
    if month_ is None or any(not 1 <= n <= 31 for n in numbers):
        return None
    when = year(s)
    nodes = [Node("day", "date", number=n, month=int(month_.value), year=when) for n in numbers]
    if all(b - a == 1 for a, b in itertools.pairwise(numbers)):
        return Node("range", "range", parts=(nodes[0], nodes[-1]))
    ends = [x.end for x in found]
    ends[-1] = max(ends[-1], s[-1].end)
    starts = [s[0].start, *(x.start for x in found[1:])]
    return [Symbol(a, b, "E", "", n) for a, b, n in zip(starts, ends, nodes, strict=True)]


def between_days(s: Symbols) -> Node | None:
    """Между 12 и 19 октября."""
    found, month_ = [number(x) for x in s if x.name in ("D2", "ORDD", "ORD")], pick(s, "MONTH")
    if month_ is None or any(not 1 <= n <= 31 for n in found) or found[0] >= found[-1]:
        return None
    first, last = (Node("day", "date", number=n, month=int(month_.value), year=year(s)) for n in (found[0], found[-1]))
    return Node("range", "range", parts=(first, last))


def month(s: Symbols) -> Node | None:
    """Март, март 2020 года, март прошлого года."""
    found, mod = pick(s, "MONTH"), pick(s, *MODIFIERS)
    if found is None or (mod is not None and mod.name in ("SAME", "FINAL")):
        return None
    return Node("month", "month", month=int(found.value), year=year(s), mod=modifier(mod))


def day_alone(s: Symbols) -> Node | None:
    """13-го числа."""
    day, plural = pick(s, "D2", "ORDD", "ORD"), s[-1].text == "числах"
    return (
        Node("day", "date", number=number(day)) if not plural and day is not None and 1 <= number(day) <= 31 else None
    )


def full(s: Symbols) -> Node | None:
    """12.03.2024, 02/26/2026, 2024-03-12: day first unless the second number cannot be a month."""
    day, month_, year_ = (int(p) for p in re.findall(r"\d+", s[0].value)[:3])
    if s[0].value[:4].isdigit():
        day, year_ = year_, day
    if month_ > 12:
        day, month_ = month_, day
    return _full(day, month_, year_)


def full_month_first(s: Symbols) -> Node | None:
    """The English reading of 02/03/2026: month first unless the first number cannot be a month."""
    a, b, c = (int(p) for p in re.findall(r"\d+", s[0].value)[:3])
    if "/" not in s[0].value or a > 12:
        return full(s)
    return _full(b, a, c)


def written_month(s: Symbols) -> Node | None:
    """15-Mar-2024, 31/Oct/74."""
    day, month_, when = s[0], s[2], s[4]
    value = int(when.node.number if when.node is not None else number(when))
    if value < 100:
        value += 2000 if value < FIRST_OF_LAST_CENTURY else 1900
    return Node("day", "date", number=number(day), month=int(month_.value), year=Node("year", "year", number=value))


def after_next(s: Symbols) -> Node | None:
    """Friday after next, March after next: the second one to come."""
    month_, day, unit_ = pick(s, "MONTH"), pick(s, "WEEKDAY"), pick(s, "UNIT")
    if month_ is not None:
        return Node("month", "month", month=int(month_.value), mod="afternext")
    if day is not None:
        return Node("weekday", "weekday", number=int(day.value), mod="afternext")
    return None if unit_ is None else Node("unit", "relative", word=unit_.value, mod="afternext")


def _full(day: int, month_: int, year_: int) -> Node | None:
    if year_ < 100:
        year_ += 2000 if year_ < FIRST_OF_LAST_CENTURY else 1900
    try:
        dt.date(year_, month_, day)
    except ValueError:
        return None
    return Node("day", "date", number=day, month=month_, year=Node("year", "year", number=year_))


def short(s: Symbols) -> Node | None:
    """31.07, 26/02: day and month."""
    day, month_ = (int(p) for p in re.findall(r"\d+", s[0].value))
    if month_ > 12 and day <= 12 and "/" in s[0].value:
        day, month_ = month_, day
    return Node("day", "date", number=day, month=month_) if 1 <= day <= 31 and 1 <= month_ <= 12 else None


def short_month_first(s: Symbols) -> Node | None:
    """The American 02/26: month first unless it cannot be."""
    month_, day = (int(p) for p in re.findall(r"\d+", s[0].value))
    return short(s) if month_ > 12 else Node("day", "date", number=day, month=month_) if 1 <= day <= 31 else None


def season(s: Symbols) -> Node | None:
    """Весной, весной 2020 года, этой весной, зимой 2022/2023 годов."""
    found = pick(s, "SEASON")
    years = [x for x in s if x.name in YEAR_LIKE]
    mod = pick(s, *MODIFIERS)
    if found is None:
        return None
    when = year(years[-1:])
    return Node("season", "season", word=found.value, mod=modifier(mod), year=when)


def season_pair(s: Symbols) -> Node | None:
    """Зимой 2021/22 годов, the winter of 2021-22: the second year names the winter."""
    found, first, second = pick(s, "SEASON"), year(s), pick(s, "D2")
    if found is None or first is None or first.op != "year" or second is None:
        return None
    if (first.number + 1) % 100 != number(second):
        return None
    return Node("season", "season", word=found.value, year=dataclasses.replace(first, number=first.number + 1))


def day_in(s: Symbols) -> Node | None:
    """20-го числа прошлого месяца, the 20th of next month."""
    day, inner = pick(s, "D2", "ORDD", "ORD"), s[-1].node
    if inner is None or (inner.op, inner.word) != ("unit", "month"):
        return None
    if day is None:
        bare = s[0].node
        fits = bare is not None and bare.op == "day" and bare.month is None
        return Node("day_in", "date", number=bare.number, parts=(inner,)) if fits and bare is not None else None
    return Node("day_in", "date", number=number(day), parts=(inner,)) if 1 <= number(day) <= 31 else None


def feast(s: Symbols) -> Node | None:
    """В День Победы."""
    found = pick(s, "HOLIDAY")
    years = meanings([x for x in s if x.name in ("YEAR", "D4")])
    mod = pick(s, "LAST", "NEXT", "THIS", "NEAREST")
    if found is None:
        return None
    return Node("feast", "holiday", word=found.value, year=years[0] if years else None, mod=mod.value if mod else "")


def in_that_year(s: Symbols) -> Node | None:
    """Thanksgiving a year ago, March in two years: the one of the calendar year there."""
    first, second = s[0].node, s[-1].node
    if first is None or second is None or first.op not in ("feast", "month") or second.op != "offset":
        return None
    return dataclasses.replace(first, year=second) if first.year is None and not first.mod else None


def spelled_year(s: Symbols) -> Node | None:
    """August two thousand and fifteen."""
    value = number(s[1])
    if not FIRST_YEAR <= value <= LAST_YEAR:
        return None
    node = feast(s[:1]) if s[0].name == "HOLIDAY" else month(s[:1])
    return None if node is None else dataclasses.replace(node, year=Node("year", "year", number=value))


def relative_day(s: Symbols) -> Node | None:
    """Вчера, сегодня вечером."""
    found = pick(s, "REL")
    return None if found is None else Node("relative", "relative", number=int(found.value))


def eve(_: Symbols) -> Node | None:
    """Накануне."""
    return Node("eve", "relative")


def eve_of(s: Symbols) -> Node | None:
    """Накануне Нового года, on the eve of Easter."""
    before, inner = s[0], s[-1].node
    if inner is None or inner.op not in ("day", "feast") or (before.node is not None and before.node.op != "eve"):
        return None
    return Node("eve_of", inner.kind, parts=(inner,))


def same(_: Symbols) -> Node | None:
    """Тогда же."""
    return Node("same", "relative")
