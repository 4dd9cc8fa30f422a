"""Numbers in words, years, decades, centuries, and calendar units with a modifier."""

from __future__ import annotations

from havenwatch.text.dates.grammar.counts import span, vague
from havenwatch.text.dates.grammar.terms import (
    MODIFIERS,
    PLURAL,
    PLURALS,
    Symbols,
    lowest_place,
    meanings,
    number,
    pick,
)
from havenwatch.text.dates.node import Node

LAST_CENTURY = 21


def numeral(s: Symbols) -> tuple[str, str] | None:
    """Двадцать первого, сто двадцать пять, две тысячи двадцать третьем: class and value; None when they do not add."""
    total, group, floor = 0.0, 0.0, float("inf")
    for x in s:
        value = number(x)
        if x.name in ("DASH", "AND"):
            continue
        if x.name == "SCALE":
            total, group, floor = total + (group or 1) * value, 0.0, value
            continue
        if value >= floor or (group and value >= lowest_place(group)):
            return None
        group += value
    return s[-1].name if s[-1].name == "ORD" else "CARD", f"{total + group:g}" if total + group < 1e6 else "0"


def year_number(s: Symbols) -> Node | None:
    """2014 году, 2014-м, две тысячи двадцать третьем году."""
    symbol = pick(s, "D4", "ORDY", "YEARNUM", "ORD")
    value = number(symbol) if symbol is not None else 0
    return Node("year", "year", number=value) if 1000 <= value <= 2199 else None


def short_year(s: Symbols) -> Node | None:
    """В 91-м году: two digits of the last century only, since «на 5-м году» counts years."""
    value = number(s[0])
    return (
        Node("year", "year", number=1900 + value)
        if 32 <= value <= 99 and s[-1].text in ("году", "год", "года")
        else None
    )


def two_years(s: Symbols) -> Node | None:
    """В 2020/21 учебном году, the 2020-2021 fiscal year: both calendar years, as its bounds differ by country."""
    first, second = [m.number for m in meanings([x for x in s if x.name not in ("YW", "UNIT", "THE")])][:2]
    if (first + 1) % 100 != second % 100:
        return None
    return Node("range", "range", parts=(Node("year", "year", number=first), Node("year", "year", number=first + 1)))


def named_year(s: Symbols) -> Node | None:
    """Im Jahr 2022, el año 2022, the year 2022; la década de 2010."""
    unit_, digits = pick(s, "UNIT"), pick(s, "D4", "YEARNUM")
    if unit_ is not None and unit_.value == "decade" and digits is not None and number(digits) % 10 == 0:
        return Node("decade", "range", number=number(digits))
    if unit_ is None or unit_.value != "year" or digits is None:
        return None
    return Node("year", "year", number=number(digits))


def clipped_year(s: Symbols) -> Node | None:
    """'08, '69: two digits of this century up to 39."""
    digits = s[-1].value
    if len(digits) != 2 or s[0].end != s[-1].start:
        return None
    return Node("year", "year", number=int(digits) + (2000 if int(digits) < 40 else 1900))


def spoken_year(s: Symbols) -> Node | None:
    """Twenty nineteen, nineteen eighty-four."""
    head, tail = number(s[0]), sum(number(x) for x in s[1:] if x.name == "CARD")
    fits = head in (18, 19, 20) and 10 <= tail <= 99 and (len(s) == 2 or number(s[1]) % 10 == 0)
    return Node("year", "year", number=100 * head + tail) if fits else None


def unit(s: Symbols) -> Node | None:
    """Прошлая неделя, этот месяц, тот же год."""
    found = pick(s, *MODIFIERS)
    noun = pick(s, "UNIT", "YW", "DAYWORD")
    mod = "" if found is None else found.value
    if mod == "next" and s[0].name == "THE":  # "next year" looks from today, "the next year" from what was told
        mod = "following"
    word = "" if noun is None else noun.value
    if word == "fortnight":
        return span(s) if found is not None and mod in ("last", "next", "final") else None
    plural = (found is not None and found.text.endswith(PLURAL)) or (noun is not None and noun.text in PLURALS)
    if mod != "same" and found is not None and word == "day" and noun is not None and noun.text.startswith("сут"):
        return span(s) if found.name != "THIS" else None
    if plural and word != "weekend":
        return vague(s)
    if word == "tenth" or mod == "final":
        return None
    if word == "halfyear" and mod not in ("last", "this", "next"):
        return None
    if mod == "nearest" and word != "weekend":
        return Node("span", "duration", number=1, word=word, mod="next")
    kind = {"weekend": "weekday"}.get(word, "relative")
    return Node("unit", kind, word=word, mod=mod)


def year_unit(s: Symbols) -> Node | None:
    """The same, years only, so that months and seasons can take them."""
    noun = pick(s, "UNIT", "YW")
    if noun is None or noun.value != "year" or pick(s, "NEAREST", "FINAL") is not None:
        return None
    node = unit(s)
    return node if node is not None and node.op == "unit" else None


def before_last(s: Symbols) -> Node | None:
    """The year before last."""
    word = pick(s, "UNIT", "YW")
    return None if word is None else Node("unit", "relative", word=word.value, mod="beforelast")


def before_last_year(s: Symbols) -> Node | None:
    """The year before last, which months and seasons can take."""
    return before_last(s) if any(x.value == "year" for x in s) else None


def next_day(_: Symbols) -> Node | None:
    """The day after."""
    return Node("unit", "relative", word="day", mod="following")


def century(s: Symbols) -> Node | None:
    """В XVIII веке, в двадцатом столетии."""
    order, noun = pick(s, "ROMAN", "ORD", "ORDD", "D2"), pick(s, "UNIT")
    if order is None or noun is None or noun.value != "century" or not 1 <= number(order) <= LAST_CENTURY:
        return None
    return Node("century", "range", number=number(order))


def centuries(s: Symbols) -> Node | None:
    """В XIX–XX веках."""
    first, last = number(s[0]), number(s[2])
    if s[-1].value != "century" or not 1 <= first < last <= LAST_CENTURY:
        return None
    return Node("range", "range", parts=(Node("century", "range", number=first), Node("century", "range", number=last)))


def decade(s: Symbols) -> Node | None:
    """В 1990-х годах, в девяностых."""
    value = int(number(s[0])) if s[0].name == "DEC" else int(number(pick(s, "ERA", "DEC", "D4", "YEARNUM") or s[0]))
    if value < 100:
        value += 2000 if value < 20 else 1900
    if value % 10:  # 2021 жылдары is no decade
        return Node("year", "year", number=value)
    return Node("decade", "range", number=value)


def prefixed(s: Symbols) -> Node | None:
    """Earlier this month, later this year: the whole unit."""
    inner = s[-1].node
    return inner if inner is not None and inner.op == "unit" and inner.mod == "this" else None


def current_year(s: Symbols) -> Node | None:
    """С.г., п.г., былтыр: this or last year in one word."""
    return Node("unit", "relative", word="year", mod=s[0].value)
