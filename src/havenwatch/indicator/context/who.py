"""Profiles, accusations, acts with their channel, speed and safeguards over the cases of one host state.

Small numbers are numbers: nothing here is a percentage. Persons are counted once a case; a group counts its members.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from havenwatch.indicator.index import Index
from havenwatch.ontology.procedure import load_procedure
from havenwatch.person.charge import charge_classes
from havenwatch.records import REPORTED, Case, Event

NO_CHANNEL = "none"  # acts that belong to no procedure: threats, abductions, searches
LAWYER, OFFENCE = "lawyer", "administrative_offence"
# acts from which the time to a removal is measured: the first one by which the person learns of it
FIRST_ACTS = frozenset({"detained", "detained_in_transit", "custody_ordered", OFFENCE, "residence_revoked", "searched"})
MOST_WORDINGS = 4  # of one kind of charge
MOST_DAYS = 3 * 366  # a removal years later has another cause than the first act known


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """How many persons share something; `statements` are one a case, `cases` the number of cases."""

    key: str
    persons: int
    cases: int
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ActTally:
    """One type of act: its channel (track of the procedure), persons, first and last day known."""

    type: str
    channel: str
    persons: int
    earliest: dt.date | None
    latest: dt.date | None
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Speed:
    """From the first act to the removal in one case, in days: at least and at most, as exact as the dates are."""

    case: str
    first: str
    removal: str
    least: int
    most: int
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Safeguards:
    """In how many of `cases` a lawyer speaks, something was appealed, an international body stepped in."""

    cases: int
    counsel: Tally
    appeal: Tally
    measures: Tally


def persons_in(index: Index, case: Case) -> int:
    """Number of persons of a case: one where it is not told."""
    counts = [index.persons[p].count or 1 for p in case.persons if p in index.persons]
    return sum(counts) or 1


def events_of(index: Index, case: Case) -> list[Event]:
    """Events of a case that are in the ledger, in order of time."""
    return [index.events[e] for e in case.events if e in index.events]


def profiles(index: Index, cases: Iterable[Case]) -> tuple[Tally, ...]:
    """Persons by profile, the most frequent first; a person with two profiles counts in both."""
    found = ((profile, case) for case in cases for profile in case.profiles if profile != "other")
    return _tallies(index, found)


def accusations(index: Index, cases: Iterable[Case]) -> tuple[Tally, ...]:
    """Persons by accusation; the words that sources use for one kind of charge stand together in `key`."""

    def told(case: Case) -> Iterator[tuple[str, str]]:
        for event in events_of(index, case):
            for statement in (index.statements[s] for s in event.statements if s in index.statements):
                yield from ((value.casefold().strip(" .,;"), statement.id) for value in statement.values("accusation"))

    found: dict[frozenset[str], dict[str, tuple[Case, str]]] = defaultdict(dict)
    wording: dict[frozenset[str], set[str]] = defaultdict(set)
    for case in cases:
        for words, statement in told(case):
            kind = charge_classes(words) or frozenset({words})
            wording[kind].add(words)
            found[kind].setdefault(case.id, (case, statement))
    return _sorted(
        Tally("; ".join(sorted(wording[kind])[:MOST_WORDINGS]), *_numbers(index, by)) for kind, by in found.items()
    )


def _numbers(index: Index, by: Mapping[str, tuple[Case, str]]) -> tuple[int, int, tuple[str, ...]]:
    """Persons, cases and one statement a case."""
    return sum(persons_in(index, c) for c, _ in by.values()), len(by), tuple(s for _, s in by.values())


def _tallies(index: Index, found: Iterable[tuple[str, Case]]) -> tuple[Tally, ...]:
    cases: dict[str, list[Case]] = defaultdict(list)
    for key, case in found:
        cases[key].append(case)
    return _sorted(_tally(index, key, of) for key, of in cases.items())


def _tally(index: Index, key: str, cases: Sequence[Case]) -> Tally:
    firsts = (next((s for e in events_of(index, c) for s in e.statements), None) for c in cases)
    return Tally(key, sum(persons_in(index, c) for c in cases), len(cases), tuple(s for s in firsts if s is not None))


def _sorted(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(tallies, key=lambda t: (-t.persons, t.key)))


def acts(index: Index, cases: Iterable[Case], host: str, directions: Mapping[str, int]) -> tuple[ActTally, ...]:
    """Adverse acts reported to have happened in the host state, by type, the most frequent first."""
    channels = channel_of()
    found: dict[str, list[tuple[Case, Event]]] = defaultdict(list)
    for case in cases:
        seen: set[str] = set()
        for event in events_of(index, case):
            adverse = directions.get(event.type, 0) < 0 and event.status == REPORTED and event.host in (host, None)
            if adverse and event.type not in seen:
                seen.add(event.type)
                found[event.type].append((case, event))
    rows = (_act(index, kind, channels.get(kind, NO_CHANNEL), told) for kind, told in found.items())
    return tuple(sorted(rows, key=lambda row: (-row.persons, row.type)))


def _act(index: Index, kind: str, channel: str, told: Sequence[tuple[Case, Event]]) -> ActTally:
    firsts = [e.earliest for _, e in told if e.earliest is not None]
    lasts = [e.latest for _, e in told if e.latest is not None]
    return ActTally(
        type=kind,
        channel=channel,
        persons=sum(persons_in(index, case) for case, _ in told),
        earliest=min(firsts, default=None),
        latest=max(lasts, default=None),
        statements=tuple(e.statements[0] for _, e in told if e.statements),
    )


def channel_of() -> Mapping[str, str]:
    """Track of the procedure that each event type moves: the first that names it."""
    channels: dict[str, str] = {}
    for step in load_procedure().transitions:
        channels.setdefault(step.event, step.track)
    return channels


def speeds(index: Index, cases: Iterable[Case]) -> tuple[Speed, ...]:
    """From the first act to the removal for every case that has both with a date, the fastest first."""
    found = [s for case in cases if (s := _speed(events_of(index, case), case.id)) is not None]
    return tuple(sorted(found, key=lambda s: (s.most, s.least, s.case)))


def _speed(events: Sequence[Event], case: str) -> Speed | None:
    dated = [e for e in events if e.status == REPORTED and e.earliest is not None and e.latest is not None]
    removal = next((e for e in dated if e.type in load_procedure().removals | {"abducted"}), None)
    if removal is None:
        return None
    before = [e for e in dated[: dated.index(removal)] if e.type in FIRST_ACTS]
    near = [e for e in before if _days(e.latest, removal.earliest) <= MOST_DAYS]
    if not near:
        return None
    first = near[0]
    least, most = max(0, _days(first.latest, removal.earliest)), _days(first.earliest, removal.latest)
    return Speed(case, first.type, removal.type, least, most, (*first.statements[:1], *removal.statements[:1]))


def _days(first: dt.date | None, last: dt.date | None) -> int:
    return 0 if first is None or last is None else (last - first).days


def safeguards(index: Index, cases: Sequence[Case]) -> Safeguards:
    """Counsel, appeals and international measures as far as the sources tell of them."""
    found: dict[str, dict[str, tuple[Case, str]]] = {key: {} for key in ("counsel", "appeal", "measures")}
    for case in cases:
        for event in events_of(index, case):
            for key, statement in _safeguards_in(index, event):
                found[key].setdefault(case.id, (case, statement))
    tallies = {key: Tally(key, *_numbers(index, by)) for key, by in found.items()}
    return Safeguards(len(cases), tallies["counsel"], tallies["appeal"], tallies["measures"])


def _safeguards_in(index: Index, event: Event) -> Iterator[tuple[str, str]]:
    told = [index.statements[s] for s in event.statements if s in index.statements]
    yield from (("counsel", s.id) for s in told if s.speaker == LAWYER)
    if event.type == "appeal_filed" and told:
        yield "appeal", told[0].id
    if event.type == "interim_measures" and told:
        yield "measures", told[0].id
