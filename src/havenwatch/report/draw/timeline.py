"""Chart of events over time: adverse ones above the axis, protective ones below, the change point under them.

Events whose interval settles a month are squares in that month; longer intervals are hatched bars over their whole
length, because any month in them would be a guess.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from havenwatch.indicator.window import SETTLED_DAYS, first_day, month_name, month_number
from havenwatch.lang.phrases import Phrases
from havenwatch.records import Event
from havenwatch.report.draw.record import END, START, Box, Drawing, Label, Shape, Stroke

ADVERSE, PROTECTIVE = -1, 1
MOST_MONTHS = 96  # what is older is counted in the caption: a year of a century ago would flatten the rest
FEWEST_MONTHS = 12
MOST_BARS = 8  # hatched bars a side; the rest is counted in the caption and stands in the table
WIDTH, LEFT, RIGHT, LEVEL, BAR, STRIP = 720, 46, 10, 15, 9, 44
MOST_LEVELS = 9  # height of the tallest column; more events share a level


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """One event on the chart: its direction, its months from..to (numbers), whether the month is settled."""

    event: str
    direction: int
    first: int
    last: int
    settled: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Points:
    """What is drawn: `first` and `last` month, the points; `older` events lie before, `undated` have no date."""

    first: int
    last: int
    drawn: tuple[Point, ...]
    older: int
    undated: int


def place_points(events: Iterable[tuple[Event, int]], since: dt.date | None, until: dt.date) -> Points:
    """Points for (event, direction) pairs up to `until`; nothing later is drawn, nothing undated is placed.

    `since` is the day from which documents are at hand, so that months without events are seen as such.
    """
    points, undated = [], 0
    for event, direction in events:
        if event.earliest is None or event.latest is None:
            undated += 1
        elif event.earliest <= until:
            points.append(_point(event, direction, event.earliest, min(event.latest, until)))
    last = month_number(until)
    floor = last - MOST_MONTHS + 1
    drawn = [p for p in points if p.last >= floor]
    first = min((max(p.first, floor) for p in drawn), default=last)
    first = min(first, last - FEWEST_MONTHS + 1, last if since is None else max(month_number(since), floor))
    first = max(first, month_number(dt.date.min))
    order = tuple(sorted(drawn, key=lambda p: (p.first, p.last, p.event)))
    return Points(first, last, order, len(points) - len(drawn), undated)


def _point(event: Event, direction: int, earliest: dt.date, latest: dt.date) -> Point:
    if (latest - earliest).days < SETTLED_DAYS:
        middle = month_number(earliest + (latest - earliest) / 2)
        return Point(event.id, direction, middle, middle, settled=True)
    return Point(event.id, direction, month_number(earliest), month_number(latest), settled=False)


def heights(points: Points, direction: int) -> dict[int, int]:
    """Events with a settled month, by month number, on one side of the axis."""
    counts: dict[int, int] = {}
    for point in points.drawn:
        if point.settled and point.direction == direction:
            counts[point.first] = counts.get(point.first, 0) + 1
    return counts


def draw(points: Points, posterior: Sequence[tuple[str, float]], title: str, description: str, say: Phrases) -> Drawing:
    """The chart; below it, where there is one, the probability of each month to be the last of the old rate."""
    up, down = heights(points, ADVERSE), heights(points, PROTECTIVE)
    per_level = max(1, -(-max((*up.values(), *down.values()), default=1) // MOST_LEVELS))
    levels = [max(2, *(-(-n // per_level) for n in (0, *side.values()))) for side in (up, down)]
    bars = [_bars(points, d)[:MOST_BARS] for d in (ADVERSE, PROTECTIVE)]
    above = levels[0] * LEVEL + len(bars[0]) * (BAR + 3) + 26
    below = levels[1] * LEVEL + len(bars[1]) * (BAR + 3) + 26
    axis, height = above, above + below + 18
    step = (WIDTH - LEFT - RIGHT) / (points.last - points.first + 1)
    chances = _chances(points, posterior)
    strip = STRIP + 40 if chances else 0
    shapes: list[Shape] = [
        *_ticks(points, height + strip, step, say),
        *_scale(axis, levels, per_level, say),
        *_columns(points, up, axis, step, per_level, -1),
        *_columns(points, down, axis, step, per_level, 1),
        *_bar_marks(points, bars[0], axis - levels[0] * LEVEL - 6, step, -1),
        *_bar_marks(points, bars[1], axis + levels[1] * LEVEL + 6, step, 1),
        Stroke(((LEFT, axis), (WIDTH - RIGHT, axis)), "axis", 1.4),
        Label(LEFT, height - 20, say("chart.protective"), "protective", bold=True),
        *_strip(chances, height + strip - 18, step, say),
    ]
    return Drawing("events", WIDTH, height + strip, title, description, tuple(shapes))


def _chances(points: Points, posterior: Sequence[tuple[str, float]]) -> list[tuple[int, float]]:
    """(month from the first drawn, probability) for the months that are drawn."""
    numbered = ((int(m[:4]) * 12 + int(m[5:]) - 1 - points.first, p) for m, p in posterior)
    return [(m, p) for m, p in numbered if 0 <= m <= points.last - points.first]


def _strip(chances: Sequence[tuple[int, float]], base: float, step: float, say: Phrases) -> list[Shape]:
    if not chances:
        return []
    most = max(p for _, p in chances)
    width = max(1.5, min(step - 1.5, 22))
    marks: list[Shape] = [Label(LEFT, base - STRIP - 8, say("chart.posterior"), "posterior", bold=True)]
    for month, chance in chances:
        tall = STRIP * chance / most
        x = LEFT + month * step + (step - width) / 2
        marks.append(Box(x, base - tall, width, tall, "posterior"))
    percent = say.short(100 * most) + "\u202f%"
    marks.append(Label(LEFT - 6, base - STRIP + 8, percent, anchor=END))
    return [*marks, Stroke(((LEFT, base), (WIDTH - RIGHT, base)), "axis", 1.0)]


def _bars(points: Points, direction: int) -> list[Point]:
    return [p for p in points.drawn if not p.settled and p.direction == direction]


def _columns(points: Points, counts: dict[int, int], axis: float, step: float, per_level: int, way: int) -> list[Shape]:
    """Squares stacked away from the axis; the last one of a column is lower when it stands for fewer events."""
    side = "adverse" if way < 0 else "protective"
    width = max(1.5, min(step - 1.5, 22))
    marks: list[Shape] = []
    for month, count in sorted(counts.items()):
        x = LEFT + (month - points.first) * step + (step - width) / 2
        for level in range(-(-count // per_level)):
            share = min(1.0, (count - level * per_level) / per_level)
            tall = (LEVEL - 2) * share
            y = axis - level * LEVEL - 2 - tall if way < 0 else axis + level * LEVEL + 2
            marks.append(Box(x, y, width, tall, side))
    return marks


def _bar_marks(points: Points, bars: Sequence[Point], start: float, step: float, way: int) -> list[Shape]:
    side = "adverse" if way < 0 else "protective"
    marks: list[Shape] = []
    for i, bar in enumerate(bars):
        first, last = max(bar.first, points.first), min(bar.last, points.last)
        x, width = LEFT + (first - points.first) * step, (last - first + 1) * step
        y = start - (i + 1) * (BAR + 3) if way < 0 else start + i * (BAR + 3) + 3
        marks.append(Box(x, y, width, BAR, side, hatched=True, radius=2))
    return marks


def _scale(axis: float, levels: Sequence[int], per_level: int, say: Phrases) -> list[Shape]:
    """Numbers and lines at every second level or so, and the name of the upper side."""
    marks: list[Shape] = []
    for way, count in ((-1, levels[0]), (1, levels[1])):
        for level in range(1, count + 1):
            y = axis + way * level * LEVEL
            if level == count or level % max(1, count // 3) == 0:
                marks.append(Stroke(((LEFT, y), (WIDTH - RIGHT, y)), "grid", 0.7))
                marks.append(Label(LEFT - 6, y + 4, say.number(level * per_level), anchor=END))
    return [*marks, Label(LEFT, 14, say("chart.adverse"), "adverse", bold=True)]


def _ticks(points: Points, height: float, step: float, say: Phrases) -> list[Shape]:
    """A tick and the year at every January, months named on short charts."""
    marks: list[Shape] = []
    short = points.last - points.first < 2 * FEWEST_MONTHS
    for month in range(points.first, points.last + 1):
        x = LEFT + (month - points.first) * step
        day = first_day(month)
        if day.month == 1 or (short and (day.month - 1) % 3 == 0):
            label = str(day.year) if day.month == 1 else say(f"months.short.{day.month}")
            marks.append(Stroke(((x, 14), (x, height - 14)), "tick", 0.7, dashed=True))
            last = x > WIDTH - RIGHT - 30
            marks.append(Label(x - 3 if last else x + 3, height - 4, label, anchor=END if last else START))
    return marks


def month_rows(points: Points) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """(YYYY-MM, adverse event ids, protective event ids) for months that have any; wide intervals by first..last."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for point in points.drawn:
        name = month_name(point.first) if point.settled else f"{month_name(point.first)}/{month_name(point.last)}"
        sides = found.setdefault(name, ([], []))
        sides[0 if point.direction == ADVERSE else 1].append(point.event)
    return [(name, tuple(up), tuple(down)) for name, (up, down) in sorted(found.items())]
