"""The documents that a change concerns, loaded as they are asked for, with their statements as people left them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from havenwatch.case.change.ground import Ground
from havenwatch.event import apply_reviews
from havenwatch.event.presuppose import with_own_words
from havenwatch.records import Document, Reading, Statement


class Texts:
    """Documents and statements by id; `by_document` are the statements of each loaded document."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.documents: dict[str, Document] = {}
        self.statements: dict[str, Statement] = {}
        self.by_document: dict[str, tuple[Statement, ...]] = {}
        self.heads: dict[str, str] = {}
        self._readings: dict[str, Reading] = {}

    def need(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Load what is not loaded yet; ids of what came."""
        wanted = sorted(set(ids) - self.documents.keys())
        if not wanted:
            return ()
        self.documents |= self._ground.documents(wanted)
        readings = self._ground.readings(wanted)
        reviews = self._ground.reviews(s.id for r in readings.values() for s in r.statements)
        for identity in wanted:
            reading = readings.get(identity, Reading(identity, (), (), ()))
            told = with_own_words(apply_reviews(reading.statements, reviews))
            self.by_document[identity] = told
            self.statements |= {s.id: s for s in told}
            self.heads |= {m.id: m.head for m in reading.mentions}
            self._readings[identity] = dataclasses.replace(reading, statements=told)
        return tuple(wanted)

    def need_statements(self, ids: Iterable[str]) -> None:
        """Load the documents of some statements."""
        missing = set(ids) - self.statements.keys()
        if missing:
            self.need(self._ground.places(missing).values())

    def readings(self, ids: Iterable[str]) -> list[Reading]:
        """Readings of loaded documents, with the statements that people left."""
        return [self._readings[i] for i in sorted(ids)]

    def root(self, document: str) -> str:
        """The document whose words a loaded one repeats, itself for an original."""
        found = self.documents.get(document)
        return document if found is None or found.duplicate_of is None else found.duplicate_of

    def roots(self) -> dict[str, str]:
        """Document -> whose words it repeats, of all that are loaded."""
        return {i: self.root(i) for i in self.documents}
