"""What builders share: symbols of a rule by class, numbers, years, inner meanings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from havenwatch.text.dates.node import Node
from havenwatch.text.dates.symbols import Symbol

Symbols = Sequence[Symbol]
Built = Node | tuple[str, str] | list[Symbol]  # a meaning, a number as (class, value), or several symbols
Builder = Callable[[Symbols], Built | None]
Form = tuple[str, Builder, str]  # form over classes, builder, class of the result
Local = Mapping[int, tuple[Form, ...]]  # forms of one language by layer
NUMERALS, YEARS, POINTS, PARTS, DAYS, WIDE, OPENS = range(7)
ROMANS = {"i": 1, "v": 5, "x": 10}
MODIFIERS = ("LAST", "NEXT", "NEAREST", "THIS", "BEFORELAST", "SAME", "FINAL", "PREVIOUS", "FOLLOWING")
YEAR_LIKE = ("YEAR", "D4", "YEARNUM", "ORDY")
PLURAL = (  # of an adjective: последние годы, les prochains mois, los próximos días
    "ие", "их", "ими", "ые", "ых", "ыми", "prochains", "prochaines", "derniers", "dernières", "últimos", "últimas",
    "próximos", "próximas", "pasados", "pasadas",
)  # fmt: skip
ENGLISH_PLURALS = frozenset({"days", "weeks", "months", "years", "decades", "centuries", "quarters"})
PLURALS = ENGLISH_PLURALS | {
    "дни", "дней", "месяцы", "месяцев", "годы", "годов", "лет", "недель", "роки", "років", "тижнів", "днів", "місяців",
    "años", "días", "semanas", "meses", "décadas", "siglos", "ans", "années", "jours", "semaines",
    "décennies", "siècles", "jahre", "jahren", "monate", "monaten", "wochen", "tage", "tagen", "jahrzehnte",
    "jahrzehnten", "jahrhunderte",
}  # fmt: skip
INNER = ("E", "YEAR", "D4", "D2", "ORDD", "ORD", "ORDY", "YEARNUM", "CARD")


def pick(symbols: Symbols, *names: str) -> Symbol | None:
    """First symbol of one of the classes."""
    return next((s for s in symbols if s.name in names), None)


def number(symbol: Symbol) -> float:
    """Value of a number: digits, a word, an ordinal or a Roman numeral."""
    if symbol.name == "ROMAN":
        digits = [ROMANS[c] for c in symbol.value]
        return sum(-d if d < max(digits[i + 1 :], default=0) else d for i, d in enumerate(digits))
    plain = re.sub(r"[\s,](?=\d{3})", "", symbol.value).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return 0


def lowest_place(value: float) -> float:
    """Place value that the lowest non-zero digit leaves free: 20 -> 10, 300 -> 100, 7 -> 1, 13 -> 1."""
    for place in (1000, 100, 10):
        if value % place == 0:
            return place
    return 1


def year(symbols: Symbols) -> Node | None:
    """Year node of the first year-like symbol."""
    symbol = pick(symbols, *YEAR_LIKE)
    if symbol is None:
        return None
    return symbol.node or Node("year", "year", number=number(symbol))


def meanings(s: Symbols) -> list[Node]:
    """Inner meanings in order; a bare four-digit number is a year, a bare small one a day without month."""
    found = []
    for x in s:
        if x.node is not None:
            found.append(x.node)
        elif x.name in ("D4", "ORDY", "YEARNUM"):
            found.append(Node("year", "year", number=number(x)))
        elif x.name in ("D2", "ORDD", "ORD", "CARD"):
            found.append(Node("day", "date", number=number(x)))
        elif x.name == "MONTH":
            found.append(Node("month", "month", month=int(x.value)))
        elif x.name == "WEEKDAY":
            found.append(Node("weekday", "weekday", number=int(x.value)))
    return found


def last_meaning(s: Symbols) -> Node | None:
    """The meaning at the end of the rule; a bare «года» or «месяца» is the current one."""
    tail = s[-1]
    if tail.name in ("UNIT", "YW"):
        return (
            Node("unit", "relative", word=tail.value, mod="this") if tail.value in ("year", "month", "week") else None
        )
    found = meanings([tail])
    return found[0] if found else None


def part_of(word: str, inner: Node) -> Node | None:
    """Part of a longer time; None for days and lengths, which have no parts here."""
    if inner.op in ("day", "weekday", "relative", "range", "span", "offset"):
        return None
    return Node("part", "part", word=word, parts=(inner,))


def modifier(symbol: Symbol | None) -> str:
    """Value of a modifier, empty without one; «последний» before a single time is the last one."""
    if symbol is None:
        return ""
    return "last" if symbol.value == "final" else symbol.value
