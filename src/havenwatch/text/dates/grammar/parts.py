"""Parts of a longer time and parts of the day."""

from __future__ import annotations

from havenwatch.text.dates.grammar.days import day_month, feast, month
from havenwatch.text.dates.grammar.terms import (
    ENGLISH_PLURALS,
    Symbols,
    last_meaning,
    meanings,
    number,
    part_of,
    pick,
    year,
)
from havenwatch.text.dates.node import Node
from havenwatch.text.dates.symbols import Symbol

THIS_YEAR = Node("unit", "relative", word="year", mod="this")
DAYLIKE = {"day", "weekday", "relative", "unit", "eve", "weekday_of", "feast", "nth", "day_in", "range"}


def part(s: Symbols) -> Node | None:
    """В начале июля, в конце прошлой недели, mid-June."""
    word, inner = pick(s, "PARTW"), last_meaning(s)
    return None if word is None or inner is None else part_of(word.value, inner)


def part_after(s: Symbols) -> Node | None:
    """Қаңтардың соңында: the part stands after."""
    word, inner = pick(s, "PARTAFTER"), last_meaning(s[:1])
    return None if word is None or inner is None else part_of(word.value, inner)


def half(s: Symbols) -> Node | None:
    """Во второй половине июля, в первом полугодии."""
    order = pick(s, "ORD", "ROMAN", "D2", "ORDD")
    inner = last_meaning(s)
    if s[-1].value == "halfyear" and s[-1].node is None:
        inner = THIS_YEAR
    if order is None or inner is None or number(order) not in (1, 2):
        return None
    return part_of(f"half{int(number(order))}", inner)


def half_after(s: Symbols) -> Node | None:
    """Жылдың екінші жартысында."""
    order, inner = pick(s, "ORD"), last_meaning(s[:1])
    return None if order is None or inner is None else part_of(f"half{int(number(order))}", inner)


def third(s: Symbols) -> Node | None:
    """Первая треть августа."""
    order, inner = pick(s, "ORD", "ORDD"), last_meaning(s)
    word = None if order is None else {1: "start", 2: "mid", 3: "end"}.get(int(number(order)))
    return None if word is None or inner is None else part_of(word, inner)


def quarter(s: Symbols) -> Node | None:
    """В третьем квартале, в II квартале 2018 г."""
    order = pick(s, "ORD", "ROMAN", "D2", "ORDD")
    unit = pick(s, "UNIT")
    if order is None or unit is None or unit.value not in ("quarter", "halfyear"):
        return None
    size = 4 if unit.value == "quarter" else 2
    if not 1 <= number(order) <= size:
        return None
    word = f"{'quarter' if size == 4 else 'half'}{int(number(order))}"
    years = [
        m
        for m in meanings([x for x in s if x.name in ("YEAR", "D4", "E", "ORDY", "YEARNUM")])
        if m.op in ("year", "unit")
    ]
    return Node("quarter", "part", word=word, year=years[-1] if years else None)


def quarter_sign(s: Symbols) -> Node | None:
    """Q3 2024, 2018Q4."""
    order, sign = next((x for x in s if x.name == "D2"), None), pick(s, "QUARTERSIGN")
    if order is None or sign is None or not 1 <= number(order) <= 4:
        return None
    years = [m for m in meanings([x for x in s if x.name in ("YEAR", "D4", "YEARNUM")]) if m.op in ("year", "unit")]
    return Node("quarter", "part", word=f"quarter{int(number(order))}", year=years[0] if years else None)


def tenth(s: Symbols) -> Node | None:
    """Первая декада мая."""
    order, inner = pick(s, "ORD"), s[-1].node
    if order is None or inner is None or inner.op != "month" or s[-2].value != "tenth":
        return None
    word = {1: "start", 2: "mid", 3: "end"}.get(int(number(order)))
    return None if word is None else part_of(word, inner)


def edge(s: Symbols) -> Node | None:
    """Первый день мая, последняя неделя сентября; «первые дни марта» is its beginning."""
    order, unit, inner = pick(s, "ORD", "ORDD", "FINAL", "LAST"), pick(s, "UNIT"), last_meaning(s)
    if order is None or unit is None or inner is None or inner.op not in ("month", "year", "season", "unit"):
        return None
    final = order.name in ("FINAL", "LAST")
    if unit.value == "day" and not final and number(order) > 1:
        return _day_of(number(order), inner)
    if unit.value not in ("day", "week") or (not final and number(order) != 1):
        return None
    if unit.value == "day" and (unit.text in ("дни", "дней", "днях", "days") or order.text.endswith(("ие", "ые"))):
        return part_of("end" if final else "start", inner)
    return Node("edge", "part", number=1, word=unit.value, mod="last" if final else "first", parts=(inner,))


def nth_last(s: Symbols) -> Node | None:
    """The fifth last day of May, the third last week of 2018."""
    order, unit, found = pick(s, "ORD", "ORDD"), pick(s, "UNIT"), pick(s, "MONTH")
    inner = month([x for x in s if x.name in ("MONTH", "YEAR", "D4", "YEARNUM")]) if found else last_meaning(s)
    if order is None or unit is None or unit.value not in ("day", "week") or inner is None or inner.op == "unit":
        return None
    return Node("edge", "part", number=number(order), word=unit.value, mod="last", parts=(inner,))


def length_from(s: Symbols) -> Node | None:
    """For ten days from 18 December, from 18 December for ten days."""
    names = [x.name for x in s]
    cut = names.index("FROM") if names[0] != "FROM" else names.index("ON")
    length, start = (s[cut:], s[:cut]) if names[0] == "FROM" else (s[:cut], s[cut:])
    amount, unit = pick(length, "CARD", "D2"), pick(length, "UNIT")
    inner = feast(start) if pick(start, "HOLIDAY") is not None else day_month(start)
    if amount is None or unit is None or inner is None or unit.value not in ("day", "week", "month", "year"):
        return None
    return Node("length_from", "range", number=number(amount), word=unit.value, parts=(inner,))


def short_part(s: Symbols) -> Node | None:
    """EOM, seit Jahresbeginn, Jahresende 2023: the part of a unit in one word."""
    found, when = pick(s, "PARTUNIT"), year(s)
    word, _, unit = found.value.partition(" ") if found is not None else ("", "", "")
    if when is not None and unit != "year":
        return None
    return part_of(word, when or Node("unit", "relative", word=unit, mod="this"))


def _day_of(count: float, inner: Node) -> Node | None:
    """The third day of October, the 20th day of next month."""
    if inner.op == "month" and not inner.mod and count <= 31:
        return Node("day", "date", number=count, month=inner.month, year=inner.year)
    return Node("day_in", "date", number=count, parts=(inner,)) if (inner.op, inner.word) == ("unit", "month") else None


def day_of_unit(s: Symbols) -> Node | None:
    """The 15th day of next month."""
    order, day, mod = pick(s, "ORD", "ORDD"), pick(s, "UNIT"), pick(s, "LAST", "NEXT", "THIS")
    if order is None or day is None or day.value != "day" or mod is None:
        return None
    return _day_of(number(order), Node("unit", "relative", word=s[-1].value, mod=mod.value))


def part_of_week(s: Symbols) -> Node | None:
    """The beginning of the coming week, the end of the past month: a calendar unit, which alone would be a length."""
    word, mod, unit = pick(s, "PARTW"), pick(s, "NEAREST", "FINAL"), pick(s, "UNIT")
    if word is None or mod is None or unit is None or unit.text in ENGLISH_PLURALS:
        return None
    inner = Node("unit", "relative", word=unit.value, mod="next" if mod.name == "NEAREST" else "last")
    return part_of(word.value, inner)


def edge_of_month(s: Symbols) -> Node | None:
    """Последняя неделя сентября, в первых числах марта, последние дни апреля."""
    order, unit = s[0] if s[0].name != "THE" else s[1], pick(s, "UNIT", "NUMERAL")
    inner = month([x for x in s if x.name in ("MONTH", "YEAR", "D4", "YEARNUM", "ORDY")])
    if inner is None or unit is None:
        return None
    if unit.name == "NUMERAL":
        final = order.name != "ORD"
        return (
            part_of("end" if final else "start", inner)
            if unit.text == "числах" and (final or number(order) == 1)
            else None
        )
    if unit.value == "tenth":
        word = {1: "start", 2: "mid", 3: "end"}.get(int(number(order))) if order.name == "ORD" else "end"
        return None if word is None else part_of(word, inner)
    return edge([*s[: 2 + (s[0].name == "THE")], Symbol(0, 0, "E", "", inner)])


def first_months(s: Symbols) -> Node | None:
    """За первые девять месяцев 2020 года."""
    count, unit, inner = pick(s, "CARD", "D2"), pick(s, "UNIT"), last_meaning(s)
    if count is None or unit is None or unit.value != "month" or inner is None or inner.op not in ("year", "unit"):
        return None
    return Node("months_of", "range", number=number(count), parts=(inner,)) if 1 <= number(count) <= 12 else None


def daypart(s: Symbols) -> Node | None:
    """Вечером 9 июня, утро понедельника, Friday night: the day alone counts."""
    inner = pick(s, "E")
    if inner is None or inner.node is None or inner.node.op not in DAYLIKE:
        return None
    return inner.node if inner.node.op != "unit" or inner.node.word == "day" else None


def night_to(s: Symbols) -> Node | None:
    """В ночь на 17 ноября, der Nacht zum 19. November: the day before and the day."""
    inner = daypart(s)
    return None if inner is None else Node("night_to", inner.kind, parts=(inner,))


def last_night(_: Symbols) -> Node | None:
    """Минувшей ночью, last night, overnight."""
    return Node("last_night", "relative")


def today(_: Symbols) -> Node | None:
    """This morning."""
    return Node("relative", "relative")


def same_part(_: Symbols) -> Node | None:
    """Тем же вечером, that same night: the day told last."""
    return Node("unit", "relative", word="day", mod="same")


def next_part(s: Symbols) -> Node | None:
    """Следующим утром, the next morning: the day after the one told."""
    return Node("unit", "relative", word="day", mod="following") if pick(s, "NEXT", "FOLLOWING") is not None else None
