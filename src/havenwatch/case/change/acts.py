"""Statements of acts of persons that are to be assembled anew: those that a chain of shared persons connects.

Only acts of one type are put together, so the chain is followed for each type by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from havenwatch.case.change.persons import People
from havenwatch.case.change.texts import Texts
from havenwatch.event.assemble import told_of
from havenwatch.event.cluster import WIDER
from havenwatch.records import EVENT, Statement


class Acts:
    """Personal event statements of the loaded documents by type and person."""

    def __init__(self, texts: Texts, people: People, policies: frozenset[str]) -> None:
        self._texts = texts
        self._people = people
        self._policies = policies
        self._seen: set[str] = set()
        self._of: dict[tuple[str, str], list[tuple[Statement, frozenset[str]]]] = {}
        self._types: dict[str, set[str]] = {}

    def person_of(self, statements: Iterable[Statement]) -> dict[str, str]:
        """Mention id -> person id for the mentions that the statements name."""
        mentions = {m for s in statements for name in ("person", "bearer") for m in s.values(name)}
        return {m: p for m in mentions if (p := self._people.of_mention(m)) is not None}

    def connected(self, persons: Iterable[str]) -> dict[str, Statement]:
        """All statements of the types in which something is told of the persons, that shared persons connect."""
        found: dict[str, Statement] = {}
        start = sorted(persons)
        self._enter(start)
        queue = [(kind, p) for p in start for kind in sorted(self._types.get(p, ()))]
        done = set(queue)
        while queue:
            kind, person = queue.pop()
            self._enter([person])
            for statement, others in self._of.get((kind, person), ()):
                found[statement.id] = statement
                for other in sorted(others):
                    if (kind, other) not in done:
                        done.add((kind, other))
                        queue.append((kind, other))
        return found

    def _enter(self, persons: Iterable[str]) -> None:
        self._texts.need(d for p in persons for d in self._people.documents(p))
        for document in self._texts.by_document.keys() - self._seen:
            self._seen.add(document)
            for statement in self._texts.by_document[document]:
                self._file(statement)

    def _file(self, statement: Statement) -> None:
        if statement.kind != EVENT or statement.type is None or statement.type in self._policies:
            return
        persons = told_of(statement, self.person_of([statement]), {}).persons
        kind = WIDER.get(statement.type, statement.type)
        for person in persons:
            self._of.setdefault((kind, person), []).append((statement, persons))
            self._types.setdefault(person, set()).add(kind)
