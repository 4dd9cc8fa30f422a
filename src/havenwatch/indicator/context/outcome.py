"""Time from the first detention to the end of a case: handed over, released, left, recognised; open ones censored."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.indicator.context.who import events_of
from havenwatch.indicator.index import Index
from havenwatch.indicator.statistics.incidence import CENSORED, Point, cumulative_incidence
from havenwatch.records import REPORTED, Case, Event

STARTS = frozenset({"detained", "detained_in_transit", "custody_ordered"})
OUTCOMES: Mapping[str, int] = {
    "extradited": 1, "expelled": 1, "handed_to_military": 1, "abducted": 1,
    "released": 2,
    "left_host": 3,
    "asylum_granted": 4, "residence_granted": 4,
}  # fmt: skip
NAMES = ("handed_over", "released", "left", "recognised")
WITHIN = (30, 90, 365)  # days shown
SETTLED = 31  # days: a wider date gives no duration
FEW = 10  # outcomes of a kind below which only the numbers and the curve are shown, no model


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which cases end: how many did, and the share that has within so many days (None: not yet seen)."""

    name: str
    events: int
    shares: tuple[tuple[int, Point | None], ...]
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Durations:
    """Cases with a dated first detention; `open` have not ended by the data date, `outcomes` are the ways to end."""

    cases: int
    open: int
    outcomes: tuple[Outcome, ...]


def durations(index: Index, cases: Iterable[Case], until: dt.date | None) -> Durations:
    """Cumulative incidence of each outcome; cases whose first detention has no date to a month are left out.

    A case enters when it is reported, so that ways to end that are reported more readily look more frequent.
    """
    found = [d for case in cases if until is not None and (d := _duration(events_of(index, case), until)) is not None]
    times = [days for days, _, _ in found]
    ends = [outcome for _, outcome, _ in found]
    outcomes = [_outcome(k, name, times, ends, found) for k, name in enumerate(NAMES, start=1)]
    return Durations(len(found), ends.count(CENSORED), tuple(o for o in outcomes if o.events))


def _outcome(
    key: int, name: str, times: Sequence[float], ends: Sequence[int], found: Iterable[tuple[float, int, str]]
) -> Outcome:
    curve = cumulative_incidence(times, ends, key)
    longest = max(times, default=0.0)
    shares = tuple((d, curve.at(d) if longest >= d or curve.at(d) is not None else None) for d in WITHIN)
    return Outcome(name, curve.events, shares, tuple(s for _, end, s in found if end == key and s))


def _duration(events: Sequence[Event], until: dt.date) -> tuple[float, int, str] | None:
    """Days, outcome and the statement that tells it for one case."""
    told = [e for e in events if e.status == REPORTED and (day := _day(e)) is not None and day <= until]
    start = next((e for e in told if e.type in STARTS), None)
    begun = None if start is None else _day(start)
    if start is None or begun is None:
        return None
    later = [e for e in told[told.index(start) + 1 :] if e.type in OUTCOMES]
    # a release is an end only where nothing later takes the person again
    ends = [e for e in later if OUTCOMES[e.type] != OUTCOMES["released"] or e is later[-1]]
    if not ends:
        return max(0.5, (until - begun).days), CENSORED, ""
    end = _day(ends[0]) or until
    return max(0.5, (end - begun).days), OUTCOMES[ends[0].type], next(iter(ends[0].statements), "")


def _day(event: Event) -> dt.date | None:
    """Middle of a date that is settled to a month, else None."""
    if event.earliest is None or event.latest is None or (event.latest - event.earliest).days > SETTLED:
        return None
    return event.earliest + (event.latest - event.earliest) / 2
