"""Opening cases: which host state and which requesting state the events of a person belong to."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.records import Event, Statement


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """A case before its events are put in order: one person (or group), one host state."""

    person: str
    host: str | None
    requesting: str | None
    events: tuple[Event, ...]


def _most(values: Iterable[str]) -> str | None:
    """Most frequent value, the first in the alphabet among equals, None for none."""
    times = collections.Counter(values)
    return min(times, key=lambda v: (-times[v], v), default=None)


def _hosts(statements: Iterable[Statement], wanting: frozenset[str]) -> list[str]:
    return [h for s in statements for h in s.values("host") if h not in wanting]


@dataclasses.dataclass(frozen=True, slots=True)
class Life:
    """All that is told of one person: statements of the events, and all statements of the documents they stand in.

    `wanting` are the states that want the person; what such a state does at home (charges, convicts) belongs to the
    case in the state where the person is.
    """

    statements: tuple[Statement, ...]
    around: tuple[Statement, ...]
    wanting: frozenset[str]

    def main_host(self, documents: frozenset[str]) -> str | None:
        """Host state most told of the person in these documents, else in all, else in the documents' other lines."""
        here = _hosts((s for s in self.statements if s.document in documents), self.wanting)
        return _most(here) or _most(_hosts(self.statements, self.wanting)) or _most(_hosts(self.around, self.wanting))


def life(
    events: Sequence[Event], by_id: Mapping[str, Statement], by_document: Mapping[str, Sequence[Statement]]
) -> Life:
    """What is told of the person whose events these are."""
    statements = tuple(by_id[i] for e in events for i in e.statements)
    documents = sorted({s.document for s in statements})
    wanting = frozenset(v for s in statements for v in s.values("requesting"))
    return Life(statements, tuple(s for d in documents for s in by_document.get(d, ())), wanting)


def host_of(event: Event, by_id: Mapping[str, Statement], of: Life) -> str | None:
    """Host state of one event for one person: its own, unless that is a state that wants the person or is not told."""
    if event.host is not None and event.host not in of.wanting:
        return event.host
    main = of.main_host(frozenset(by_id[i].document for i in event.statements))
    return main if main is not None else event.host


def _opened(person: str, host: str | None, events: Sequence[Event], by_id: Mapping[str, Statement]) -> Opened:
    told = (v for e in events for i in e.statements for v in by_id[i].values("requesting") if v != host)
    return Opened(person, host, _most(told), tuple(sorted(events, key=lambda e: e.id)))


def open_cases(events: Sequence[Event], statements: Sequence[Statement]) -> tuple[Opened, ...]:
    """One case for each person and host state; every event stands in one case of each of its persons.

    Events without persons open no case.
    """
    by_id = {s.id: s for s in statements}
    by_document: dict[str, list[Statement]] = {}
    for s in sorted(statements, key=lambda s: s.id):
        by_document.setdefault(s.document, []).append(s)
    of_person: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda e: e.id):
        for person in event.persons:
            of_person.setdefault(person, []).append(event)
    found = []
    for person, told in sorted(of_person.items()):
        whole, groups = life(told, by_id, by_document), collections.defaultdict[str | None, list[Event]](list)
        for event in told:
            groups[host_of(event, by_id, whole)].append(event)
        found += [_opened(person, host, group, by_id) for host, group in groups.items()]
    return tuple(sorted(found, key=lambda c: (c.person, c.host or "")))


def with_hosts(events: Sequence[Event], cases: Sequence[Opened]) -> tuple[Event, ...]:
    """Events whose host is not told get that of their cases when these agree."""
    hosts: dict[str, set[str | None]] = {}
    for case in cases:
        for event in case.events:
            hosts.setdefault(event.id, set()).add(case.host)
    filled = []
    for event in events:
        known = hosts.get(event.id, set())
        lone = next(iter(known)) if event.host is None and len(known) == 1 else event.host
        filled.append(dataclasses.replace(event, host=lone))
    return tuple(filled)
