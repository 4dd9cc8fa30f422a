"""Figures of one quantity, place and period with values beyond rounding."""

from __future__ import annotations

import math
from collections.abc import Sequence

from havenwatch.case.conflict.sources import On, Sources, collect, conflict
from havenwatch.event.actor import people_of
from havenwatch.event.interval import interval, overlap
from havenwatch.records import Conflict, Event, Figure

_SAME_NEWS_DAYS = 31
_ROUNDING = 0.1  # values that differ by less than a tenth can be one value rounded differently


def _grain(value: float) -> float:
    """Half of the last place that a value was rounded to: 50 for 700, 0.5 for 7."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    size = 1.0
    while value % (size * 10) == 0:
        size *= 10
    return size / 2


def beyond_rounding(a: float, b: float) -> bool:
    """Whether two values cannot be one value rounded differently."""
    difference = abs(a - b)
    return difference > max(_grain(a), _grain(b)) or difference > _ROUNDING * max(abs(a), abs(b))


def periods_meet(a: Figure | Event, b: Figure | Event) -> bool:
    """Whether two records can be of one time: an undated one can be of any."""
    x, y = interval(a), interval(b)
    return x is None or y is None or overlap(x, y)


def _one_time(a: Figure, b: Figure, sources: Sources) -> bool:
    """Whether two figures are of one time: their periods meet, or texts of the same weeks leave a period open."""
    if interval(a) is not None and interval(b) is not None:
        return periods_meet(a, b)
    days = [[d for s in f.statements if (d := sources.published(s)) is not None] for f in (a, b)]
    return any(abs((x - y).days) <= _SAME_NEWS_DAYS for x in days[0] for y in days[1])


def _differ(a: Figure, b: Figure, sources: Sources) -> bool:
    return (
        a.value != b.value
        and a.place is not None  # dead of one bomb and of another are no rivals
        and _one_time(a, b, sources)
        and beyond_rounding(a.value, b.value)
        and sources.independent(a.statements, b.statements)
    )


def _in_words(figure: Figure) -> str:
    plain = f"{figure.value:g}" if figure.value != int(figure.value) else str(int(figure.value))
    about = "about " if figure.approximate else ""
    return f"{about}{plain}" if figure.unit is None else f"{about}{plain} {figure.unit}"


def matter(figure: Figure, sources: Sources) -> tuple[object, ...]:
    """What a figure counts, of whom and where: only figures of one matter are compared."""
    return figure.quantity, figure.place, people_of(figure.of or "", sources.state), figure.unit


def rivals(figures: Sequence[Figure], sources: Sources) -> list[Conflict]:
    """Conflicts between figures of one matter; each hangs on the lower id."""
    found = []
    for figure in figures:
        others = [f for f in figures if f.id > figure.id and _differ(figure, f, sources)]
        if others:
            told = collect((_in_words(f), i) for f in (figure, *others) for i in f.statements)
            found.append(conflict("number", "figure", told, sources, On(figure=figure.id)))
    return found
