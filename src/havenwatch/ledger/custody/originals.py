"""What a case rests on, as it was obtained: bytes, records of visits, the journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.errors import LedgerError
from havenwatch.ledger.storage import journal, schema
from havenwatch.records import Source

__all__ = ["Originals", "Visit", "read_originals"]


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """One visit that gave a source, with its WARC records (empty for a post of a chat export)."""

    id: str
    source: str
    url: str
    address: str
    status: int | None
    made: str
    record: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Originals:
    """Sources by document, their bytes by digest, the visits that gave them, all rows of the journal in order."""

    sources: Mapping[str, tuple[Source, ...]]
    blobs: Mapping[str, bytes]
    visits: tuple[Visit, ...]
    journal: tuple[Mapping[str, Any], ...]


def read_originals(connection: sa.Connection, documents: Iterable[str]) -> Originals:
    """Originals of some documents; the journal is given whole, since its chain cannot be checked in parts.

    Raises:
        LedgerError: the chain of the journal is broken, so that it would prove nothing to anybody.
    """
    broken = next(journal.broken_rows(connection), None)
    if broken is not None:
        raise LedgerError(
            f"row {broken} of the journal does not follow from the one before, so that it proves nothing; "
            "run 'havenwatch verify', and restore the ledger from a copy"
        )
    origin, source, blob = schema.provenance, schema.source, schema.blob
    sources: dict[str, tuple[Source, ...]] = {}
    blobs: dict[str, bytes] = {}
    visits: list[Visit] = []
    for document in sorted(set(documents)):
        query = sa.select(source).join(origin, origin.c.source == source.c.id).where(origin.c.document == document)
        rows = connection.execute(query.distinct().order_by(source.c.id)).mappings()
        sources[document] = tuple(Source(**row) for row in rows)
        for one in sources[document]:
            blobs[one.sha256] = connection.execute(
                sa.select(blob.c.data).where(blob.c.sha256 == one.sha256)
            ).scalar_one()
            visits += _visits(connection, one.id)
    log = connection.execute(sa.select(schema.journal).order_by(schema.journal.c.number)).mappings()
    return Originals(sources, blobs, tuple({v.id: v for v in visits}.values()), tuple(dict(row) for row in log))


def _visits(connection: sa.Connection, source: str) -> list[Visit]:
    table = schema.capture
    columns = (table.c.id, table.c.source, table.c.url, table.c.address, table.c.status, table.c.made, table.c.record)
    query = sa.select(*columns).where(table.c.source == source).order_by(table.c.made, table.c.id)
    return [Visit(*row) for row in connection.execute(query)]
