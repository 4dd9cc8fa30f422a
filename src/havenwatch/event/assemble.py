"""Assembly: statements of all documents become events."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.event.act import Told
from havenwatch.event.cluster import Cluster, clusters, narrowest
from havenwatch.event.interval import Interval, interval, overlap, shared, width
from havenwatch.records import EVENT, REPORTED, Event, Statement, content_id


def _votes(values: Iterable[tuple[str, str]]) -> str | None:
    """Value told by most origins, then by most statements, then the first in the alphabet; None when none is told."""
    told = list(values)
    origins: dict[str, set[str]] = {}
    for value, origin in told:
        origins.setdefault(value, set()).add(origin)
    times = collections.Counter(value for value, _ in told)
    return min(origins, key=lambda v: (-len(origins[v]), -times[v], v), default=None)


def role_of(cluster: Cluster, name: str) -> str | None:
    """Value of a role that most origins of a cluster tell, None when none does."""
    return _votes((v, t.origin) for t in cluster for v in t.statement.values(name))


def event_interval(cluster: Cluster) -> Interval | None:
    """What all dated statements share; else the interval that most origins agree with, the narrowest of these."""
    spans = [(i, t.origin) for t in cluster if (i := t.interval) is not None]
    common = shared(i for i, _ in spans)
    if common is not None or not spans:
        return common
    support = {i: len({origin for other, origin in spans if overlap(i, other)}) for i, _ in spans}
    return min(support, key=lambda i: (-support[i], width(i), i))


def _count(cluster: Cluster) -> int | None:
    told = _votes((str(c), t.origin) for t in cluster if (c := t.statement.count) is not None)
    return None if told is None else int(told)


def _status(cluster: Cluster) -> str:
    statuses = {t.statement.status for t in cluster}
    return REPORTED if REPORTED in statuses else min(statuses)


def make_event(cluster: Cluster) -> Event:
    """The event that a cluster of statements tells."""
    span = event_interval(cluster)
    kind, status = narrowest(str(t.statement.type) for t in cluster), _status(cluster)
    statements = tuple(sorted(t.statement.id for t in cluster))
    return Event(
        id=content_id("e", kind, status, statements),
        type=kind,
        about=_votes((a, t.origin) for t in cluster if (a := t.statement.about) is not None),
        status=status,
        earliest=None if span is None else span[0],
        latest=None if span is None else span[1],
        place=role_of(cluster, "place"),
        host=role_of(cluster, "host"),
        requesting=role_of(cluster, "requesting"),
        destination=role_of(cluster, "destination"),
        actors=tuple(sorted({v for t in cluster for v in t.statement.values("agent")})),
        count=_count(cluster),
        persons=tuple(sorted({p for t in cluster for p in t.persons})),
        statements=statements,
    )


def _place_key(statement: Statement) -> str | None:
    place = statement.role("host") or statement.role("place")
    return None if place is None else place.value


def policy_key(s: Statement) -> tuple[str, ...]:
    """What statements without persons must have in common to tell one act: type, status, place, matter, dates."""
    span = interval(s)
    when = "" if span is None else f"{span[0]}/{span[1]}"
    return (str(s.type), s.status, str(_place_key(s)), str(s.about), when)


def _impersonal(statements: Sequence[Told]) -> tuple[Cluster, ...]:
    """Clusters of statements without persons: type, status, place, matter and dates agree.

    A policy is one across documents; any other act without a person is only put together within its document, because
    nothing shows that two documents mean the same people.
    """
    groups: dict[tuple[str, ...], list[Told]] = {}
    for told in statements:
        groups.setdefault(policy_key(told.statement), []).append(told)
    return tuple(tuple(sorted(g, key=lambda t: t.statement.id)) for g in groups.values())


def _split_by_document(group: Sequence[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for told in group:
        found.setdefault(told.origin, []).append(told)
    return found


def told_of(statement: Statement, person_of: Mapping[str, str], origin_of: Mapping[str, str]) -> Told:
    """A statement with its persons, given by mention id, and the document whose words it repeats."""
    persons = frozenset(person_of[m] for m in statement.values("person") if m in person_of)
    return Told(statement, persons, origin_of.get(statement.document, statement.document))


def assemble(
    statements: Sequence[Statement],
    person_of: Mapping[str, str],
    origin_of: Mapping[str, str],
    policies: frozenset[str],
) -> tuple[Event, ...]:
    """Events of all event statements; each statement is in exactly one.

    Args:
        statements: after review, of any kinds; only kind `event` with a type counts.
        person_of: mention id -> person id; mentions that are missing there stand for nobody.
        origin_of: document id -> the document whose words it repeats.
        policies: event types that concern no person.

    Returns:
        Events sorted by id. Those whose statements name no person have an empty `persons`.
    """
    told = [told_of(s, person_of, origin_of) for s in statements if s.kind == EVENT and s.type is not None]
    personal = [t for t in told if t.persons and t.statement.type not in policies]
    policy = [t for t in told if t.statement.type in policies]
    rest = [t for t in told if not t.persons and t.statement.type not in policies]
    found = [*clusters(personal), *_impersonal(policy)]
    for group in _split_by_document(rest).values():
        found += _impersonal(group)
    return tuple(sorted((make_event(c) for c in found), key=lambda e: e.id))
