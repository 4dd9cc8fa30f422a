"""Closed date intervals: overlap, gap, the part that all share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from havenwatch.records import Event, Figure, Statement

Interval = tuple[dt.date, dt.date]


def interval(dated: Statement | Event | Figure) -> Interval | None:
    """Interval of a dated record, None when it has no date; one open end is closed by the other."""
    first, last = dated.earliest, dated.latest
    if first is None or last is None:
        known = first if first is not None else last
        return None if known is None else (known, known)
    return (first, last) if first <= last else (last, first)


def overlap(a: Interval, b: Interval) -> bool:
    """Whether two intervals share a day."""
    return a[0] <= b[1] and b[0] <= a[1]


def gap(a: Interval, b: Interval) -> int:
    """Days between two intervals, 0 when they share a day or touch."""
    return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)


def width(a: Interval) -> int:
    """Days that an interval spans, 1 for a single day."""
    return (a[1] - a[0]).days + 1


def shared(intervals: Iterable[Interval]) -> Interval | None:
    """The part that all intervals share, None when there is none or no interval is given."""
    every = list(intervals)
    if not every:
        return None
    first, last = max(a for a, _ in every), min(b for _, b in every)
    return (first, last) if first <= last else None


def in_words(a: Interval) -> str:
    """`YYYY-MM-DD`, or `YYYY-MM-DD/YYYY-MM-DD` for several days."""
    return a[0].isoformat() if a[0] == a[1] else f"{a[0].isoformat()}/{a[1].isoformat()}"
