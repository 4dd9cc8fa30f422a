"""Each case as a line of time: an event is a bar from the earliest to the latest day that the sources allow."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from havenwatch.indicator.index import shifted
from havenwatch.lang.phrases import Phrases
from havenwatch.report.draw.record import END, START, Box, Drawing, Label, Shape, Stroke

MOST_CASES = 24  # rows: more stand in the table
MOST_DAYS = 8 * 366  # what is older is cut off at the left edge
FEWEST_DAYS = 200
WIDTH, LEFT, RIGHT, ROW, TOP, BAR = 720, 190, 12, 24, 8, 10
LONGEST_NAME = 27  # letters beside a row
THIN = 3.0  # width of a single day
WIDE_DAYS = 31  # a longer interval is hatched: any day in it would be a guess

ROLES = {-1: "adverse", 0: "neutral", 1: "protective"}


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """One event: its closed interval and its direction for the person."""

    earliest: dt.date
    latest: dt.date
    direction: int


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One case: who it is and its dated events in order."""

    name: str
    spans: tuple[Span, ...]


def draw(rows: Sequence[Row], until: dt.date, title: str, description: str, say: Phrases) -> Drawing | None:
    """The rows below each other over one scale of time; None when no row has a dated event."""
    shown = [row for row in rows if any(s.earliest <= until for s in row.spans)][:MOST_CASES]
    if not shown:
        return None
    days = [s.earliest for row in shown for s in row.spans if s.earliest <= until]
    first = max(
        min(*days, shifted(until, -dt.timedelta(days=FEWEST_DAYS))), shifted(until, -dt.timedelta(days=MOST_DAYS))
    )
    scale = (WIDTH - LEFT - RIGHT) / ((until - first).days + 1)
    height = TOP + len(shown) * ROW + 22
    shapes = [*_ticks(first, until, scale, height, say)]
    for i, row in enumerate(shown):
        shapes += _row(row, TOP + i * ROW, first, until, scale)
    return Drawing("casebars", WIDTH, height, title, description, tuple(shapes))


def _row(row: Row, top: float, first: dt.date, until: dt.date, scale: float) -> list[Shape]:
    middle = top + ROW / 2
    name = row.name if len(row.name) <= LONGEST_NAME else row.name[: LONGEST_NAME - 1].rstrip() + "\u2026"
    marks: list[Shape] = [
        Label(LEFT - 10, middle + 4, name, "ink", END),
        Stroke(((LEFT, middle), (WIDTH - RIGHT, middle)), "grid", 0.7),
    ]
    # wide intervals first: a day inside them stays visible
    for span in sorted(row.spans, key=lambda s: s.earliest - s.latest):
        start, end = max(span.earliest, first), min(span.latest, until)
        if start > until or end < first:
            continue
        x = LEFT + (start - first).days * scale
        width = max(THIN, ((end - start).days + 1) * scale)
        wide = (span.latest - span.earliest).days > WIDE_DAYS
        marks.append(Box(x, middle - BAR / 2, width, BAR, f"bar {ROLES[span.direction]}", hatched=wide, radius=1.5))
    return marks


def _ticks(first: dt.date, until: dt.date, scale: float, height: float, say: Phrases) -> list[Shape]:
    """A line at every January, at every third month of a short stretch."""
    short = (until - first).days < 800
    marks: list[Shape] = []
    for year in range(first.year, until.year + 1):
        for month in (1, 4, 7, 10) if short else (1,):
            day = dt.date(year, month, 1)
            if first <= day <= until:
                x = LEFT + (day - first).days * scale
                label = str(year) if month == 1 else say(f"months.short.{month}")
                marks.append(Stroke(((x, TOP), (x, height - 16)), "tick", 0.7, dashed=True))
                last = x > WIDTH - RIGHT - 30
                marks.append(Label(x - 2 if last else x + 2, height - 4, label, anchor=END if last else START))
    return marks
