"""Ranges and open intervals."""

from __future__ import annotations

import dataclasses

from havenwatch.text.dates.grammar.terms import INNER, Symbols, last_meaning, meanings, pick, year
from havenwatch.text.dates.node import Node
from havenwatch.text.dates.symbols import Symbol

OPEN = "open"
PLACES = {
    "day", "relative", "weekday", "month", "part", "season", "feast", "year", "unit", "decade", "century", "quarter",
    "nth",
}  # fmt: skip


def two(s: Symbols) -> Node | None:
    """С 2 по 11 октября, в январе — марте, с 2006 по 2019 год."""
    found = meanings([x for x in s if x.name in INNER or x.name in ("MONTH", "WEEKDAY")])
    if len(found) != 2:
        return None
    left, right = found
    if (
        left.op == right.op == "day"
        and left.month is right.month is None
        and not all(x.name == "E" for x in s if x.name in INNER)
    ):
        return None  # 2-15 is no range of days without a month
    if left.op == "day" and left.month is None and right.month is not None and right.op == "day":
        left = _borrow(left, right)
    elif right.op == "day" and right.month is None and left.month is not None and left.op == "day":
        right = _borrow(right, left)
    if not _same_grain(left, right):
        return None
    return Node("range", "range", parts=(left, right))


def two_of_year(s: Symbols) -> Node | None:
    """May 3-5, 2021."""
    node, when = two(s[:3]), year(s[3:])
    if node is None or when is None:
        return None
    return dataclasses.replace(node, parts=tuple(dataclasses.replace(p, year=when) for p in node.parts))


def _borrow(bare: Node, full: Node) -> Node:
    return Node("day", "date", number=bare.number, month=full.month, year=full.year)


def _same_grain(left: Node, right: Node) -> bool:
    if left.op not in PLACES or right.op not in PLACES:
        return False
    if {left.op, right.op} != {"day"} and any(n.op == "day" and n.month is None for n in (left, right)):
        return False
    years = {left.op, right.op} & {"year"}
    if years and not {left.op, right.op} <= {"year", "unit", "part"}:
        return False
    if left.op == right.op == "day" and (left.month is None) != (right.month is None):
        return False
    return not (left.op == right.op == "year" and left.number >= right.number)


def adjacent(s: Symbols) -> Node | None:
    """30 и 31 мая, июль и август: two neighbours are one range."""
    node = two(s)
    if node is None:
        return None
    left, right = node.parts
    if left.op == right.op == "month" and left.month and right.month:
        return node if (right.month - left.month) % 12 == 1 else None
    if left.op == right.op == "weekday":
        return node if (right.number - left.number) % 7 == 1 else None
    if left.op == right.op == "year":
        return node if right.number - left.number == 1 else None
    if left.op == right.op == "day":
        same_month = left.month == right.month and right.number - left.number == 1
        return node if same_month or (left.number >= 28 and right.number == 1) else None
    return None


def seasons(s: Symbols) -> Node | None:
    """Весной и летом 2020 года: neighbours are one range."""
    names = [x.value for x in s if x.name == "SEASON"]
    order = ("winter", "spring", "summer", "autumn")
    if (order.index(names[1]) - order.index(names[0])) % 4 != 1:
        return None
    nodes = [Node("season", "season", word=name) for name in names]
    nodes[1] = dataclasses.replace(nodes[1], year=year(s))
    return Node("range", "range", parts=tuple(nodes))


def _open(op: str, s: Symbols) -> Node | None:
    inner = last_meaning([x for x in s if x.name != "INCLUSIVE"])
    if inner is None or inner.op in ("length", "range", "until", "since", "after", "before", "span"):
        return None
    if inner.op == "day" and inner.month is None and s[-1].node is None:
        return None
    if s[-1].name in ("UNIT", "YW"):
        return None
    return Node(op, OPEN, parts=(inner,))


def until(s: Symbols) -> Node | None:
    """До 30 сентября, к началу года, by Friday."""
    return _open("until", s)


def before(s: Symbols) -> Node | None:
    """Before X."""
    return _open("before", s)


def since(s: Symbols) -> Node | None:
    """С марта, since May."""
    return _open("since", s)


def after(s: Symbols) -> Node | None:
    """После 6 ноября."""
    return _open("after", s)


def from_open(s: Symbols) -> Node | None:
    """Не ранее 5 мая: open even when the day has passed."""
    return _open("from", s)


def until_after(s: Symbols) -> Node | None:
    """15 сәуірге дейін: the postposition stands after."""
    return _open("until", s[:1])


def since_after(s: Symbols) -> Node | None:
    """1 шілдеден бастап, тамыздан бері."""
    return _open("since", s[:1])


def since_past(s: Symbols) -> Node | None:
    """Since May, depuis le 3 mai, seit Montag: it began in the past and lasts until now."""
    node = _open("since", s)
    return None if node is None else dataclasses.replace(node, mod="now")


def since_now(s: Symbols) -> Node | None:
    """Тамыздан бері, 2022-жылдан бери: it lasts until now."""
    node = _open("since", s[:1])
    return None if node is None else dataclasses.replace(node, mod="now")


def moved(s: Symbols) -> list[Symbol] | None:
    """Moved from September 15 to October 2: two days and no time between them."""
    node = two(s[1:])
    if node is None:
        return None
    places = [x for x in s if x.name in INNER]
    ahead = Node("planned", node.parts[1].kind, parts=(node.parts[1],))
    days = [Symbol(x.start, x.end, "E", "", part) for x, part in zip(places, (node.parts[0], ahead), strict=True)]
    return [*s[: s.index(places[0])], days[0], pick(s, "TO") or s[0], days[1]]


def since_or_of(s: Symbols) -> Node | None:
    """From July 1; a letter from late 2023, which is over."""
    node = _open("since", s)
    return None if node is None else dataclasses.replace(node, mod="of")


def after_after(s: Symbols) -> Node | None:
    """10 желтоқсаннан кейін."""
    return _open("after", s[:1])
