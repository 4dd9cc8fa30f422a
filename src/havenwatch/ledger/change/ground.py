"""The stored ledger as a change of the dossier looks at it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger import dossier
from havenwatch.ledger.browse.single import records, referring
from havenwatch.ledger.change import copies
from havenwatch.ledger.change.maps import StoredMaps
from havenwatch.ledger.storage import rows, schema
from havenwatch.ledger.storage.codec import load
from havenwatch.ledger.storage.portion import portions
from havenwatch.records import Document, Judgement, Mention, Reading, Review

__all__ = ["StoredGround"]


class StoredGround:
    """See `havenwatch.case.change.Ground`; everything is looked up in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.maps: Any = StoredMaps(connection)

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id, with the original of each copy."""
        found: dict[str, Document] = {}
        for part in portions(ids):
            repeated = copies.originals_of(self._connection, part)
            for document in rows.documents(self._connection, part):
                found[document.id] = dataclasses.replace(document, duplicate_of=repeated.get(document.id))
        return found

    def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """Readings by document; those that are not read are left out."""
        found = (r for part in portions(ids) for r in rows.readings(self._connection, part))
        return {r.document: r for r in found}

    def reviews(self, statements: Iterable[str]) -> tuple[Review, ...]:
        """Live reviews of some statements."""
        return tuple(r for part in portions(statements) for r in rows.reviews(self._connection, part))

    def judgements(self) -> tuple[Judgement, ...]:
        """Live judgements of people."""
        return rows.judgements(self._connection)

    def heads(self, mentions: Iterable[str]) -> dict[str, str]:
        """Mention id -> head of its chain; mentions that are no more are left out."""
        found: dict[str, str] = {}
        for part in portions(mentions):
            query = sa.select(schema.mention.c.body).where(schema.mention.c.id.in_(part))
            told = (load(Mention, body) for body in self._connection.execute(query).scalars())
            found |= {m.id: m.head for m in told}
        return found

    def versions(self, urls: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Address -> all documents of that address, sorted."""
        table, found = schema.document, dict[str, list[str]]()
        for part in portions(urls):
            query = sa.select(table.c.url, table.c.id).where(table.c.url.in_(part)).order_by(table.c.id)
            for url, identity in self._connection.execute(query):
                found.setdefault(url, []).append(identity)
        return {url: tuple(ids) for url, ids in found.items()}

    def copies(self, originals: Iterable[str]) -> tuple[str, ...]:
        """Documents that repeat the words of some others."""
        return copies.of_originals(self._connection, originals)

    def places(self, statements: Iterable[str]) -> dict[str, str]:
        """Statement id -> its document."""
        table, found = schema.statement, dict[str, str]()
        for part in portions(statements):
            query = sa.select(table.c.id, table.c.document).where(table.c.id.in_(part))
            found |= {row.id: row.document for row in self._connection.execute(query)}
        return found

    def records(self, noun: str, ids: Iterable[str]) -> Mapping[str, Any]:
        """Derived records by id."""
        return records(self._connection, noun, dossier.nouns()[noun], ids)

    def referring(self, noun: str, other: str, ids: Iterable[str]) -> frozenset[str]:
        """Ids of derived records of `noun` that refer to records of `other`."""
        return frozenset(referring(self._connection, noun, other, ids))
