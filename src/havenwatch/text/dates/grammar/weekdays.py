"""Week days: alone, with a date, of a week, of a month, counted."""

from __future__ import annotations

import dataclasses

from havenwatch.text.dates.grammar.days import day_alone
from havenwatch.text.dates.grammar.terms import MODIFIERS, Symbols, modifier, number, pick, year
from havenwatch.text.dates.node import Node


def weekday_ordinal(s: Symbols) -> Node | None:
    """В пятницу, 13-го; Friday the 13th."""
    first = s[0].node
    if first is None or first.op != "weekday" or first.mod:
        return None
    node = day_alone(s[1:])
    return None if node is None else dataclasses.replace(node, parts=(first,))


def weekday_date(s: Symbols) -> Node | None:
    """Во вторник, 14 сентября; накануне, 14 мая: the date decides."""
    nodes = [x.node for x in s if x.node is not None]
    if len(nodes) != 2 or {n.op for n in nodes} not in (
        {"day", "weekday"},
        {"day", "eve"},
        {"day", "relative"},
        {"day", "unit"},
    ):
        return None
    if nodes[1].op != "day" and nodes[1].op != "weekday":
        return None
    if nodes[0].op == "unit" and nodes[0].word != "day":
        return None
    day = next(n for n in nodes if n.op == "day")
    named = tuple(n for n in nodes if n.op == "weekday")
    return day if day.parts or day.month is None else dataclasses.replace(day, parts=named)


def counted_weekdays(s: Symbols) -> Node | None:
    """Three Fridays ago, two Sundays from now."""
    count, day = pick(s, "CARD", "D2"), pick(s, "WEEKDAYS")
    if count is None or day is None or number(count) < 1:
        return None
    side = -1 if s[-1].name == "AGO" else 1
    return Node("weekday_count", "weekday", number=int(day.value), word=str(int(number(count)) * side))


def weekday(s: Symbols) -> Node | None:
    """Четверг, минувшая среда, next Tuesday; with a week after it, the day of that week."""
    found = pick(s, "WEEKDAY")
    if found is None:
        return None
    mod = pick([x for x in s if x.name != "THIS"], *MODIFIERS) or pick(s, "THIS")  # "this past Friday" is a past one
    if mod is not None and mod.name == "SAME":
        return None
    return Node("weekday", "weekday", number=int(found.value), mod=modifier(mod))


def weekday_of_week(s: Symbols) -> Node | None:
    """Среда прошлой недели, Wednesday of next week."""
    nodes = [x.node for x in s if x.node is not None]
    if len(nodes) == 2 and nodes[1].op == "weekday":
        nodes.reverse()  # на прошлой неделе, в среду
    if len(nodes) != 2 or nodes[0].op != "weekday" or nodes[0].mod or (nodes[1].op, nodes[1].word) != ("unit", "week"):
        return None
    return Node("weekday_of", "weekday", number=nodes[0].number, parts=(nodes[1],))


def nth_weekday(s: Symbols) -> Node | None:
    """Последняя пятница марта, the second Monday of May."""
    order, found, month_ = pick(s, "ORD", "ORDD", "FINAL", "LAST"), pick(s, "WEEKDAY"), pick(s, "MONTH")
    if order is None or found is None or month_ is None:
        return None
    which = -1 if order.name in ("FINAL", "LAST") else int(number(order))
    if which not in (-1, 1, 2, 3, 4, 5):
        return None
    return Node("nth", "date", number=int(found.value), word=str(which), month=int(month_.value), year=year(s))


def nth_of_unit(s: Symbols) -> Node | None:
    """The first Monday of last month, первая среда следующего месяца."""
    order, found, unit, mod = (
        pick(s, "ORD", "FINAL", "LAST"),
        pick(s, "WEEKDAY"),
        pick(s, "UNIT"),
        pick(s[3:], "LAST", "NEXT", "THIS"),
    )
    if order is None or found is None or unit is None or unit.value != "month":
        return None
    which = -1 if order.name != "ORD" else int(number(order))
    inner = Node("unit", "relative", word="month", mod=mod.value if mod else "this")
    return Node("nth", "date", number=int(found.value), word=str(which), parts=(inner,)) if which <= 5 else None


def weekend(s: Symbols) -> Node | None:
    """В выходные."""
    return Node("unit", "weekday", word="weekend") if s[-1].name == "FREE" else None


def week_of(s: Symbols) -> Node | None:
    """The week of October 6th: the calendar week that holds the day."""
    unit_, inner = pick(s, "UNIT"), s[-1].node
    fits = unit_ is not None and unit_.value == "week" and inner is not None and inner.op in ("day", "feast")
    return Node("week_of", "relative", parts=(inner,)) if fits and inner is not None else None


def hanging_weekday(s: Symbols) -> Node | None:
    """The second Tuesday after Easter, последняя среда перед 5 мая: counted from what follows."""
    order, day = pick(s, "ORD", "LAST", "FINAL"), pick(s, "WEEKDAY")
    if order is None or day is None:
        return None
    after, count = s[-1].name == "AFTER", int(number(order)) if order.name == "ORD" else 1
    if after and order.name != "ORD":
        return None
    return Node("length", "weekday", number=int(day.value), word=str(count if after else -count), mod="weekday")
