"""Acts that are counted once, and those of unnamed persons that another act may already tell."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from havenwatch.indicator.index import Index, shifted
from havenwatch.records import Event

# accounts of one act by two sources differ by days, seldom by more than a week
OVERLAP_SLACK = dt.timedelta(days=7)
# intervals longer than this are compared with everything: bucketing them by month would cost more than it saves
_WIDE_DAYS = 400
# one possible repetition is enough to widen a count; a few are named so that a person can look
_MOST_NAMED = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """What is counted once: `events` that tell it, its persons and its weight; dates None when not known.

    `named` says whether its persons have names, `overlaps` holds ids of events that may tell the same act.
    """

    events: tuple[Event, ...]
    persons: tuple[str, ...]
    named: bool
    earliest: dt.date | None
    latest: dt.date | None
    count: int
    completed: bool
    overlaps: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[dt.date, str, tuple[str, ...]]:
        """Order of time, undated acts last, then by id: the same for any order of the input."""
        return (self.earliest or dt.date.max, self.events[0].id, self.persons)


@dataclasses.dataclass(frozen=True, slots=True)
class _Trace:
    """What two acts are compared by, computed once an act."""

    act: Act
    documents: frozenset[str]
    profiles: frozenset[str]


def with_overlaps(index: Index, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Marks acts of unnamed or unsure persons that another act of the same rule may already tell.

    Of a possible pair the later one in order is marked, a named person never in favour of an unnamed one.
    """
    buckets: dict[int, list[_Trace]] = defaultdict(list)
    wide: list[_Trace] = []
    marked: list[Act] = []
    for act in sorted(acts, key=lambda a: (not a.named, a.key)):
        trace = _trace(index, act)
        marked.append(dataclasses.replace(act, overlaps=_first_few(index, trace, _near(trace, buckets, wide))))
        for month in _months(act):
            buckets[month].append(trace)
        if not _months(act):
            wide.append(trace)
    return tuple(sorted(marked, key=lambda a: a.key))


def _trace(index: Index, act: Act) -> _Trace:
    documents = frozenset(d for e in act.events for d in index.documents_of(e))
    persons = [index.persons[p] for p in act.persons if p in index.persons]
    return _Trace(act, documents, frozenset(profile for p in persons for profile in p.profiles))


def _months(act: Act) -> range:
    """Months that the interval touches, slack included; empty for an undated or a wide act."""
    if act.earliest is None or act.latest is None or (act.latest - act.earliest).days > _WIDE_DAYS:
        return range(0)
    first, last = shifted(act.earliest, -OVERLAP_SLACK), shifted(act.latest, OVERLAP_SLACK)
    return range(first.year * 12 + first.month, last.year * 12 + last.month + 1)


def _near(trace: _Trace, buckets: dict[int, list[_Trace]], wide: list[_Trace]) -> Iterator[_Trace]:
    """Earlier acts whose dates may coincide with those of `trace`, each at least once."""
    months = _months(trace.act)
    yield from wide
    for bucket in [buckets[m] for m in months] if months else list(buckets.values()):
        yield from bucket


def _first_few(index: Index, trace: _Trace, others: Iterable[_Trace]) -> tuple[str, ...]:
    if trace.act.named and not index.unsure:
        return ()
    found: set[str] = set()
    for other in others:
        if len(found) >= _MOST_NAMED:
            break
        if _possible(index, trace, other):
            found.update(e.id for e in other.act.events)
    return tuple(sorted(found))


def _possible(index: Index, one: _Trace, other: _Trace) -> bool:
    if any(frozenset((a, b)) in index.unsure for a in one.act.persons for b in other.act.persons):
        return _dates_meet(one.act, other.act)
    return not one.act.named and _may_be_same(one, other)


def _may_be_same(one: _Trace, other: _Trace) -> bool:
    """Dates that may coincide, profiles that do not exclude each other, and no document that tells both."""
    if not _dates_meet(one.act, other.act) or one.documents & other.documents:
        return False
    return not one.profiles or not other.profiles or bool(one.profiles & other.profiles)


def _dates_meet(act: Act, other: Act) -> bool:
    if act.earliest is None or act.latest is None or other.earliest is None or other.latest is None:
        return True
    late, other_late = shifted(act.latest, OVERLAP_SLACK), shifted(other.latest, OVERLAP_SLACK)
    return act.earliest <= other_late and other.earliest <= late
