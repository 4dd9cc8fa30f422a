"""Lists and look-ups that go with a dossier: headings, who refers to whom, the order of review."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.storage import schema
from havenwatch.ontology.counting import load_rules
from havenwatch.records import UNREVIEWED, Case, Conflict, Dossier, Event, Person

# Rows are written in portions, so that a large ledger does not hold them all twice.
PORTION = 20_000
DIFFERS = "differs"
# How much a statement matters, in parts of one that stands behind nothing; see `_influence`.
_COUNTED, _ALONE, _DISPUTED, _FLAGGED, _TOLD = 3.0, 2.0, 2.0, 1.0, 1.0
# Even a sure reading is worth a look when much hangs on it.
_LEAST_DOUBT = 0.1

Row = dict[str, Any]

__all__ = ["DIFFERS", "fill"]


def fill(connection: sa.Connection, dossier: Dossier) -> None:
    """Make the lists of a dossier in place of the earlier ones."""
    for table in (schema.heading, schema.relation, schema.queue):
        connection.execute(sa.delete(table))
    lists = _Lists(dossier)
    _insert(connection, schema.relation, _relations(dossier))
    _insert(connection, schema.heading, lists.headings())
    _insert(connection, schema.queue, lists.queue(connection))


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    portion: list[Row] = []
    for row in rows:
        portion.append(row)
        if len(portion) == PORTION:
            connection.execute(sa.insert(table), portion)
            portion = []
    if portion:
        connection.execute(sa.insert(table), portion)


def _relations(dossier: Dossier) -> Iterator[Row]:
    fields = {
        "cases": (("persons", "persons"), ("events", "events")),
        "persons": (("mentions", "mentions"),),
        "events": (("persons", "persons"), ("statements", "statements")),
        "figures": (("statements", "statements"),),
        "calendar": (("statements", "statements"),),
    }
    for noun, pairs in fields.items():
        for record in getattr(dossier, noun):
            for other, field in pairs:
                yield from _related(noun, record.id, other, getattr(record, field))
    for position, judgement in enumerate(dossier.judgements):
        # a judgement has no id: its place among the derived ones leads to it
        pair = {"id": judgement.left, "other": "mentions", "other_id": judgement.right}
        yield {"noun": "judgements", **pair, "position": position}
    for conflict in dossier.conflicts:
        for other in ("cases", "events", "figures"):
            yield from _related("conflicts", conflict.id, other, _one(getattr(conflict, other[:-1])))
        yield from _related("conflicts", conflict.id, "statements", _sides(conflict))


def _related(noun: str, identity: str, other: str, ids: Iterable[str]) -> Iterator[Row]:
    for position, other_id in enumerate(ids):
        yield {"noun": noun, "id": identity, "other": other, "other_id": other_id, "position": position}


def _one(identity: str | None) -> tuple[str, ...]:
    return () if identity is None else (identity,)


def _sides(conflict: Conflict) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for value in conflict.values for s in value.statements))


class _Lists:
    """What the rows of one dossier are made from."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._events = {e.id: e for e in dossier.events}
        self._persons = {p.id: p for p in dossier.persons}
        self._case_of = {e: c for c in dossier.cases for e in c.events}
        self._conflicts = Counter(c.case for c in dossier.conflicts if c.case is not None)
        of_event = Counter(c.event for c in dossier.conflicts if c.case is None and c.event in self._case_of)
        for event, number in of_event.items():
            if event is not None:
                self._conflicts[self._case_of[event].id] += number

    def headings(self) -> Iterator[Row]:
        cases_of: defaultdict[str, list[Case]] = defaultdict(list)
        for case in self._dossier.cases:
            yield self._case(case)
            for identity in case.persons:
                cases_of[identity].append(case)
        for person in self._dossier.persons:
            yield self._person(person, cases_of[person.id])
        for conflict in self._dossier.conflicts:
            yield self._conflict(conflict)

    def _case(self, case: Case) -> Row:
        events = [self._events[e] for e in case.events if e in self._events]
        label = ", ".join(self._persons[p].names[0] for p in case.persons if p in self._persons and _named(p, self))
        persons = [self._persons[p] for p in case.persons if p in self._persons]
        stages = json.dumps(_described(case.profiles, persons) | {"tracks": [list(step) for step in case.tracks]})
        return _heading("cases", case.id, label, case, events) | {
            "kind": stages,
            "flags": len(case.flags),
            "conflicts": self._conflicts[case.id],
        }

    def _person(self, person: Person, cases: list[Case]) -> Row:
        label = person.names[0] if person.names and not person.anonymous else ""
        events = [self._events[e] for c in cases for e in c.events if e in self._events]
        first = cases[0] if cases else None
        row = _heading("persons", person.id, label, first, events)
        return row | {
            "size": len(person.mentions),
            "kind": json.dumps(_described(person.profiles, [person])),
            "flags": len(cases),
        }

    def _conflict(self, conflict: Conflict) -> Row:
        event = self._events.get(conflict.event or "")
        case = self._case_of.get(conflict.event or "")
        if conflict.case is not None:
            case = next((c for c in self._dossier.cases if c.id == conflict.case), case) if case is None else case
        row = _heading("conflicts", conflict.id, conflict.field, case, [event] if event is not None else [])
        return row | {"kind": conflict.field, "size": len(conflict.values)}

    def queue(self, connection: sa.Connection) -> Iterator[Row]:
        """Every statement with its weight: what hangs on it times how unsure its reading is."""
        influence, host = self._influence()
        states = _states(connection)
        for noun, table in ((None, schema.statement), (DIFFERS, schema.differing)):
            for document, body in connection.execute(sa.select(table.c.document, table.c.body)):
                told = json.loads(body)
                state = states.get(told["id"], noun or UNREVIEWED)
                doubt = _LEAST_DOUBT + 1.0 - told["confidence"]
                yield {
                    "statement": told["id"],
                    "document": document,
                    "host": host.get(told["id"]) or _role(told, "host"),
                    "type": told["type"],
                    "kind": told["kind"],
                    "state": state,
                    "weight": round(doubt * (1.0 + influence.get(told["id"], 0.0)), 4),
                }

    def _influence(self) -> tuple[Mapping[str, float], Mapping[str, str | None]]:
        """What hangs on each statement: a counted act, being its only witness, a dispute, a flag."""
        counted = {step.type for rule in load_rules().values() for step in rule.steps}
        found: defaultdict[str, float] = defaultdict(float)
        host: dict[str, str | None] = {}
        for event in self._dossier.events:
            weight = _TOLD * bool(event.persons) + _COUNTED * (event.type in counted and bool(event.persons))
            for statement in event.statements:
                found[statement] += weight + _ALONE * (len(event.statements) == 1 and bool(event.persons))
                host[statement] = event.host
        for conflict in self._dossier.conflicts:
            for statement in _sides(conflict):
                found[statement] += _DISPUTED
        for case in self._dossier.cases:
            for statement in {s for flag in case.flags for s in flag.statements}:
                found[statement] += _FLAGGED
        return found, host


def _named(person: str, lists: _Lists) -> bool:
    found = lists._persons[person]  # noqa: SLF001 - one module
    return bool(found.names) and not found.anonymous


def _described(profiles: Iterable[str], persons: Sequence[Person]) -> dict[str, Any]:
    """What is known of somebody without a name."""
    return {"profiles": list(profiles), "count": next((p.count for p in persons), None)}


def _heading(noun: str, identity: str, label: str, case: Case | None, events: list[Event]) -> Row:
    first = [e.earliest for e in events if e.earliest is not None]
    last = [e.latest for e in events if e.latest is not None]
    return {
        "noun": noun,
        "id": identity,
        "label": label,
        "host": None if case is None else case.host,
        "requesting": None if case is None else case.requesting,
        "kind": None,
        "size": len(events),
        "earliest": _day(min(first, default=None)),
        "latest": _day(max(last, default=None)),
        "flags": 0,
        "conflicts": 0,
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _role(statement: Mapping[str, Any], name: str) -> str | None:
    return next((r["value"] for r in statement["roles"] if r["name"] == name), None)


def _states(connection: sa.Connection) -> dict[str, str]:
    """Statement -> verdict of its last review."""
    table = schema.review
    last = sa.select(sa.func.max(table.c.number)).group_by(table.c.statement)
    query = sa.select(table.c.statement, table.c.verdict).where(table.c.number.in_(last))
    return {row.statement: row.verdict for row in connection.execute(query)}
