"""Days, months, seasons, feasts and parts: what comes every year, and what is a year or longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from havenwatch.text.dates import calendar
from havenwatch.text.dates.calendar import Span
from havenwatch.text.dates.node import UNKNOWN, Interval, Node
from havenwatch.text.dates.resolve.scene import PAST, STEP, Scene, resolve, resolves

NEAR_DAYS, FAR_DAYS = 31, 800  # how far a week day may move a day against, and in the absence of, a telling verb
FAR_YEARS = 8  # 29 February comes back after eight years at most (1896-1904)


def year_of(node: Node | None, scene: Scene) -> int | None:
    """The calendar year that a year node means, None when it cannot be known."""
    if node is None:
        return None
    first = resolve(node, scene)[0]
    return None if first is None else first.year


def _yearly(place: Callable[[int], Span | None], node: Node, scene: Scene) -> Interval:
    """Interval of something that comes every year, in the year that node or scene give, else the nearest by tense."""
    if node.year is not None:
        year = year_of(node.year, scene)
        return UNKNOWN if year is None else _placed(place, year) or UNKNOWN
    if scene.given is not None:
        found = _placed(place, scene.given)
        if found is not None and _agrees(found, scene):
            return found
    return _nearest(place, scene)


def _agrees(span: Span, scene: Scene) -> bool:
    """A year given before does not bind what a verb puts on the other side of today."""
    if scene.published is None:
        return True
    if scene.told is None:
        return scene.floor is None or span[1] >= scene.floor
    if scene.floor is not None and span[1] < scene.floor:
        return False
    return span[0] <= scene.published if scene.tense == PAST else span[1] >= scene.published


def _placed(place: Callable[[int], Span | None], year: int) -> Span | None:
    try:
        return place(year)
    except ValueError:  # 29 February of a common year
        return None


def _nearest(place: Callable[[int], Span | None], scene: Scene) -> Interval:
    today = scene.published
    if today is None:
        return UNKNOWN
    step = -1 if scene.tense == PAST else 1
    for year in range(today.year - step, today.year + step * (FAR_YEARS + 1), step):
        span = _placed(place, year)
        if span is not None and (span[0] <= today if step < 0 else span[1] >= today):
            return span
    return UNKNOWN


@resolves("day")
def _day(node: Node, scene: Scene) -> Interval:
    number = int(node.number)
    if node.month is None:
        return _day_of_month(number, scene, node.parts[0] if node.parts else None)
    month = node.month

    def place(year: int) -> Span:
        day = dt.date(year, month, number)
        return day, day

    found = _yearly(place, node, scene)
    if not node.parts or node.year is not None or scene.published is None or _falls_on(found, node.parts[0]):
        return found
    return _on_weekday(place, node.parts[0], scene) or found


def _falls_on(span: Interval, weekday: Node) -> bool:
    return span[0] is not None and span[0].weekday() == int(weekday.number)


def _on_weekday(place: Callable[[int], Span | None], weekday: Node, scene: Scene) -> Span | None:
    """«Воскресенье, 10 февраля»: the nearest year in which that day is a Sunday, against the tense only if close."""
    today = scene.published
    if today is None:
        return None
    reach = dt.timedelta(days=NEAR_DAYS if scene.told is not None else FAR_DAYS)
    near = [s for y in range(today.year - 2, today.year + 3) if (s := _placed(place, y)) and _falls_on(s, weekday)]
    return min((s for s in near if abs(s[0] - today) <= reach), key=lambda s: abs(s[0] - today), default=None)


def _day_of_month(number: int, scene: Scene, weekday: Node | None) -> Interval:
    """«13-го числа»: that day of this month, else of the nearest one by tense, with a week day one that fits."""
    if scene.published is None:
        return UNKNOWN
    step = -1 if scene.tense == PAST else 1
    for back in range(4 if weekday is None else 12):
        month = calendar.shift_months(scene.published.replace(day=1), step * back)
        day = _placed(lambda _, m=month: (m.replace(day=number),) * 2, month.year)  # type: ignore[misc]
        if day is not None and weekday is not None and not _falls_on(day, weekday):
            continue
        if day is not None and (day[0] <= scene.published if step < 0 else day[0] >= scene.published):
            return day
    return UNKNOWN


@resolves("month")
def _month(node: Node, scene: Scene) -> Interval:
    if node.mod and scene.published is not None:
        return _modified(node.mod, scene.published, lambda year: calendar.month_span(year, node.month or 1))
    return _yearly(lambda year: calendar.month_span(year, node.month or 1), node, scene)


@resolves("season")
def _season(node: Node, scene: Scene) -> Interval:
    if node.mod == "same":
        anchor = scene.anchor[0] if scene.anchor is not None else None
        return UNKNOWN if anchor is None else calendar.season_span(node.word, anchor.year)
    if node.mod and scene.published is not None:
        return _modified(node.mod, scene.published, lambda year: calendar.season_span(node.word, year))
    return _yearly(lambda year: calendar.season_span(node.word, year), node, scene)


def _modified(mod: str, today: dt.date, place: Callable[[int], Span]) -> Interval:
    """Of what comes every year: the last one is over, the next one has not begun, this one is of this year."""
    spans = [span for step in (-2, -1, 0, 1, 2) if (span := _placed(place, today.year + step)) is not None]
    if mod in ("last", "previous"):
        return max(s for s in spans if s[1] < today)
    if mod == "beforelast":
        return sorted(s for s in spans if s[1] < today)[-2]
    if mod == "afternext":
        return sorted(s for s in spans if s[0] > today)[1]
    if mod in ("next", "nearest", "following"):
        return min(s for s in spans if s[0] > today)
    return min((s for s in spans if today.year in (s[0].year, s[1].year)), key=lambda s: _gap(s, today))


def _gap(span: Span, today: dt.date) -> int:
    return 0 if span[0] <= today <= span[1] else min(abs((span[0] - today).days), abs((span[1] - today).days))


@resolves("feast")
def _feast(node: Node, scene: Scene) -> Interval:
    if node.mod and scene.published is not None:
        return _modified(node.mod, scene.published, lambda year: calendar.feast_span(node.word, year))
    return _yearly(lambda year: calendar.feast_span(node.word, year), node, scene)


@resolves("nth")
def _nth_weekday(node: Node, scene: Scene) -> Interval:
    if node.parts:
        first = resolve(node.parts[0], scene)[0]
        month = (
            UNKNOWN[0]
            if first is None
            else calendar.nth_weekday(first.year, first.month, int(node.number), int(node.word))
        )
        return (month, month)

    def place(year: int) -> Span:
        day = calendar.nth_weekday(year, node.month or 1, int(node.number), int(node.word))
        return day, day

    return _yearly(place, node, scene)


@resolves("part")
def _part(node: Node, scene: Scene) -> Interval:
    inner = node.parts[0]
    if inner.op in ("month", "season", "quarter") and not inner.mod:
        span_of = _span_of(inner)
        return _yearly(lambda year: calendar.part_span(span_of(year), node.word), inner, scene)
    first, last = resolve(inner, scene)
    if first is None or last is None:
        return UNKNOWN
    return calendar.part_span((first, last), node.word) or UNKNOWN


def _span_of(node: Node) -> Callable[[int], Span]:
    if node.op == "month":
        return lambda year: calendar.month_span(year, node.month or 1)
    if node.op == "quarter":
        return lambda year: calendar.months_span(year, *calendar.PART_MONTHS[node.word])
    return lambda year: calendar.season_span(node.word, year)


@resolves("quarter")
def _quarter(node: Node, scene: Scene) -> Interval:
    return _yearly(_span_of(node), node, scene)


@resolves("year")
def _year(node: Node, _: Scene) -> Interval:
    return calendar.years_span(int(node.number), int(node.number))


@resolves("decade")
def _decade(node: Node, _: Scene) -> Interval:
    return calendar.years_span(int(node.number), int(node.number) + 9)


@resolves("century")
def _century(node: Node, scene: Scene) -> Interval:
    if node.mod in STEP and scene.published is not None:
        return calendar.century_span((scene.published.year - 1) // 100 + 1 + STEP[node.mod])
    return calendar.century_span(int(node.number)) if node.number else UNKNOWN


@resolves("day_in")
def _day_in(node: Node, scene: Scene) -> Interval:
    """20-го числа прошлого месяца."""
    month = resolve(node.parts[0], scene)[0]
    return UNKNOWN if month is None else (month.replace(day=int(node.number)),) * 2


@resolves("edge")
def _edge(node: Node, scene: Scene) -> Interval:
    """Первый день мая, последняя неделя сентября: a day or a whole calendar week, counted from the start or end."""
    first, last = resolve(node.parts[0], scene)
    if first is None or last is None:
        return UNKNOWN
    count = int(node.number) - 1
    if node.word == "day":
        return (
            (first + dt.timedelta(days=count),) * 2 if node.mod == "first" else (last - dt.timedelta(days=count),) * 2
        )
    if node.mod == "first":
        monday = first + dt.timedelta(days=-first.weekday() % 7 + 7 * count)
    else:
        monday = last - dt.timedelta(days=(last.weekday() + 1) % 7 + 6 + 7 * count)
    return calendar.week_span(monday)


@resolves("length_from")
def _length_from(node: Node, scene: Scene) -> Interval:
    """For ten days from 18 December."""
    first = resolve(node.parts[0], scene)[0]
    return UNKNOWN if first is None else (first, calendar.shift(first, node.word, node.number))


@resolves("months_of")
def _months_of(node: Node, scene: Scene) -> Interval:
    """За первые девять месяцев года."""
    year = year_of(node.parts[0], scene)
    return UNKNOWN if year is None else calendar.months_span(year, 1, int(node.number))
