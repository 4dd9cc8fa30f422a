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

__all__ = ["DIFFERS", "Lists", "fill", "insert", "relations", "sides_of", "states_of", "told"]


def fill(connection: sa.Connection, dossier: Dossier) -> None:
    """Make the lists of a dossier in place of the earlier ones."""
    for table in (schema.heading, schema.relation, schema.queue):
        connection.execute(sa.delete(table))
    lists = Lists(dossier)
    insert(connection, schema.relation, _relations(dossier))
    insert(connection, schema.heading, lists.headings())
    insert(connection, schema.queue, lists.queue(told(connection), states_of(connection)))


def insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> None:
    """Insert rows, some at a time."""
    portion: list[Row] = []
    for row in rows:
        portion.append(row)
        if len(portion) == PORTION:
            connection.execute(sa.insert(table), portion)
            portion = []
    if portion:
        connection.execute(sa.insert(table), portion)


_REFERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cases": (("persons", "persons"), ("events", "events")),
    "persons": (("mentions", "mentions"),),
    "events": (("persons", "persons"), ("statements", "statements")),
    "figures": (("statements", "statements"),),
    "calendar": (("statements", "statements"),),
}


def relations(noun: str, record: Any, place: int) -> Iterator[Row]:
    """To what a derived record refers; `place` is its position among the derived records of its noun."""
    for other, field in _REFERS.get(noun, ()):
        yield from _related(noun, record.id, other, getattr(record, field))
    if noun == "judgements":  # it has no id: its place leads to it
        yield {"noun": noun, "id": record.left, "other": "mentions", "other_id": record.right, "position": place}
    if noun == "conflicts":
        for other in ("cases", "events", "figures"):
            yield from _related(noun, record.id, other, _one(getattr(record, other[:-1])))
        yield from _related(noun, record.id, "statements", sides_of(record))


def _relations(dossier: Dossier) -> Iterator[Row]:
    for noun in (*_REFERS, "judgements", "conflicts"):
        for place, record in enumerate(getattr(dossier, noun)):
            yield from relations(noun, record, place)


def _related(noun: str, identity: str, other: str, ids: Iterable[str]) -> Iterator[Row]:
    for position, other_id in enumerate(ids):
        yield {"noun": noun, "id": identity, "other": other, "other_id": other_id, "position": position}


def _one(identity: str | None) -> tuple[str, ...]:
    return () if identity is None else (identity,)


def sides_of(conflict: Conflict) -> tuple[str, ...]:
    """Statements of all sides of a conflict."""
    return tuple(dict.fromkeys(s for value in conflict.values for s in value.statements))


class Lists:
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
        """Rows of cases, persons and conflicts."""
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

    def queue(self, found: Iterable[tuple[str, str, str]], states: Mapping[str, str]) -> Iterator[Row]:
        """Statements, given with state before review, document and body, with their weight.

        It is what hangs on the statement times how unsure its reading is.
        """
        influence, host = self._influence()
        for before, document, body in found:
            said = json.loads(body)
            identity, doubt = said["id"], _LEAST_DOUBT + 1.0 - said["confidence"]
            yield {
                "statement": identity,
                "document": document,
                "host": host.get(identity) or _role(said, "host"),
                "type": said["type"],
                "kind": said["kind"],
                "state": states.get(identity, before),
                "weight": round(doubt * (1.0 + influence.get(identity, 0.0)), 4),
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
            for statement in sides_of(conflict):
                found[statement] += _DISPUTED
        for case in self._dossier.cases:
            for statement in {s for flag in case.flags for s in flag.statements}:
                found[statement] += _FLAGGED
        return found, host


def _named(person: str, lists: Lists) -> bool:
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


def told(connection: sa.Connection, *where: tuple[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """State before review, document and body of every statement, or of those whose column has one of the values."""
    for state, table in ((UNREVIEWED, schema.statement), (DIFFERS, schema.differing)):
        query = sa.select(table.c.document, table.c.body)
        for column, values in where:
            query = query.where(table.c[column].in_(values))
        for document, body in connection.execute(query):
            yield state, document, body


def states_of(connection: sa.Connection, statements: Sequence[str] | None = None) -> dict[str, str]:
    """Statement -> verdict of its last review."""
    table = schema.review
    last = sa.select(sa.func.max(table.c.number)).group_by(table.c.statement)
    if statements is not None:
        last = last.where(table.c.statement.in_(statements))
    query = sa.select(table.c.statement, table.c.verdict).where(table.c.number.in_(last))
    return {row.statement: row.verdict for row in connection.execute(query)}
