"""Headings and the order of review after a change: the rows of what changed and of what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.case.change import Delta
from havenwatch.ledger import dossier
from havenwatch.ledger.browse.lists import Lists, insert, sides_of, states_of, told
from havenwatch.ledger.browse.single import records, referring
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.portion import portions
from havenwatch.records import Dossier

Records = dict[str, Any]

__all__ = ["refill"]


def refill(connection: sa.Connection, delta: Delta, changed: Iterable[str]) -> None:
    """Bring the lists up to date with a change that is stored already.

    `changed` are the documents whose statements may be new, other or gone.
    """
    _Refill(connection, delta).headings()
    _Refill(connection, delta).queue(changed)


class _Refill:
    def __init__(self, connection: sa.Connection, delta: Delta) -> None:
        self._connection = connection
        self._delta = delta

    def _both(self, noun: str) -> list[Any]:
        """Records of a noun as they were and as they are, those that changed."""
        return [*self._delta.before.get(noun, {}).values(), *self._delta.put.get(noun, {}).values()]

    def _get(self, noun: str, ids: Iterable[str]) -> Records:
        return records(self._connection, noun, dossier.nouns()[noun], ids)

    def _holding(self, noun: str, other: str, ids: Iterable[str]) -> Records:
        return self._get(noun, referring(self._connection, noun, other, ids))

    def headings(self) -> None:
        """Rows of changed cases, persons and conflicts, and of those whose row shows something of these."""
        cases = self._cases_concerned()
        persons = {p for c in (*self._both("cases"), *cases.values()) for p in c.persons}
        persons |= {p.id for p in self._both("persons")}
        events = {e for c in cases.values() for e in c.events} | {e.id for e in self._both("events")}
        disputes = self._holding("conflicts", "cases", cases) | self._holding("conflicts", "events", events)
        conflicts = disputes.keys() | {c.id for c in self._both("conflicts")}
        mini = self._around(cases | self._holding("cases", "persons", persons), persons, conflicts)
        listed = cases.keys() | {c.id for c in self._both("cases")}
        wanted = {"cases": listed, "persons": persons, "conflicts": conflicts}
        table = schema.heading
        for noun, ids in wanted.items():
            for part in portions(ids):
                self._connection.execute(sa.delete(table).where(table.c.noun == noun, table.c.id.in_(part)))
        insert(self._connection, table, (r for r in Lists(mini).headings() if r["id"] in wanted[r["noun"]]))

    def _cases_concerned(self) -> Records:
        """Cases that are new or other, and those that share an event or a conflict with what changed."""
        events = {e.id for e in self._both("events")} | {e for c in self._both("cases") for e in c.events}
        events |= {c.event for c in self._both("conflicts") if c.event is not None}
        named = {c.case for c in self._both("conflicts") if c.case is not None}
        return {
            **self._delta.put.get("cases", {}),
            **self._get("cases", named),
            **self._holding("cases", "events", events),
        }

    def _around(self, cases: Records, persons: set[str], conflicts: Iterable[str]) -> Dossier:
        """A dossier of all that the rows of some records are made from."""
        disputes = self._get("conflicts", conflicts)
        cases = cases | self._get("cases", {c.case for c in disputes.values() if c.case is not None})
        named = {c.event for c in disputes.values() if c.event is not None}
        events = self._get("events", {e for c in cases.values() for e in c.events} | named)
        cases = cases | self._holding("cases", "events", events)
        events = events | self._get("events", {e for c in cases.values() for e in c.events} - events.keys())
        disputes = disputes | self._holding("conflicts", "cases", cases) | self._holding("conflicts", "events", events)
        known = self._get("persons", persons | {p for c in cases.values() for p in c.persons})
        return _dossier(persons=known, events=events, cases=cases, conflicts=disputes)

    def queue(self, changed: Iterable[str]) -> None:
        """Rows of the statements of changed documents and of those on which something else hangs than before."""
        documents, table = sorted(changed), schema.queue
        statements = self._statements(documents)
        for column, values in (("statement", statements), ("document", documents)):
            for part in portions(values):
                self._connection.execute(sa.delete(table).where(table.c[column].in_(part)))
        events = self._holding("events", "statements", statements)
        around = _dossier(
            events=events,
            cases=self._holding("cases", "events", events),
            conflicts=self._holding("conflicts", "statements", statements),
        )
        lists = Lists(around)
        for part in portions(statements):
            rows = told(self._connection, ("id", part))
            insert(self._connection, table, lists.queue(rows, states_of(self._connection, part)))

    def _statements(self, documents: Iterable[str]) -> set[str]:
        found = {s for e in self._both("events") for s in e.statements}
        found |= {s for c in self._both("conflicts") for s in sides_of(c)}
        found |= {s for c in self._both("cases") for flag in c.flags for s in flag.statements}
        for part in portions(documents):
            for table in (schema.statement, schema.differing):
                query = sa.select(table.c.id).where(table.c.document.in_(part))
                found |= set(self._connection.execute(query).scalars())
        return found


def _dossier(**found: Mapping[str, Any]) -> Dossier:
    """A dossier of some records, in the order of a whole one."""
    kinds = {noun: tuple(found.get(noun, {})[i] for i in sorted(found.get(noun, {}))) for noun in dossier.nouns()}
    return Dossier(**kinds)
