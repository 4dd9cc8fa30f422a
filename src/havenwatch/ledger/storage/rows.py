"""Rows to records and back: documents with their provenance, readings, decisions."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from havenwatch.document import Print, Signature, originals, signature_of
from havenwatch.errors import LedgerError
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.codec import dump, load
from havenwatch.records import (
    UNREVIEWED,
    UNSURE,
    VERDICTS,
    Document,
    Judgement,
    Mention,
    Problem,
    Reading,
    Review,
    Source,
    Statement,
    content_id,
)

FIELDS = ("title", "publisher", "language")

__all__ = [
    "all_judgements", "all_reviews", "delete_reading", "documents", "insert_reading", "judgements", "note_changed",
    "provenance_of", "reading_input", "reading_problems", "readings", "review_of", "reviews", "sources",
    "statements_of", "to_date",
]  # fmt: skip


def documents(connection: sa.Connection, ids: Sequence[str] | None = None) -> tuple[Document, ...]:
    """Documents sorted by id, each with what its sources say together; all of them when `ids` is None.

    Of several sources the one with the smallest id is named, and each field comes from the first that has it: the
    result does not depend on which was added first. Copies are known only when all documents are asked for.
    """
    query = sa.select(schema.document).order_by(schema.document.c.id)
    origin = (
        sa.select(schema.provenance, schema.source.c.retrieved)
        .join(schema.source, schema.source.c.id == schema.provenance.c.source)
        .order_by(schema.provenance.c.source, schema.provenance.c.id)
    )
    if ids is not None:
        query = query.where(schema.document.c.id.in_(ids))
        origin = origin.where(schema.provenance.c.document.in_(ids))
    told: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(origin).mappings():
        told[row["document"]].append(dict(row))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    copies = originals(_prints(connection, rows)) if ids is None else {}
    return tuple(_document(row, told[row["id"]], copies.get(row["id"])) for row in rows)


def _prints(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> Iterator[Print]:
    """What copies are told by; a signature that an older version did not store is made in passing."""
    stored = {r.document: r.data for r in connection.execute(sa.select(schema.signature))}
    for row in rows:
        data = stored.get(row["id"])
        signature = signature_of(row["text"]) if data is None else Signature.load(data)
        published = to_date(row["published"])
        yield Print(row["id"], published, row["words_sha256"], signature, row["url"] or row["external_id"])


def _document(row: Mapping[str, Any], told: Sequence[Mapping[str, Any]], original: str | None) -> Document:
    if not told:
        raise LedgerError(f"document {row['id']} has no source; the ledger is damaged, restore it from a copy")
    if hashlib.sha256(row["text"].encode()).hexdigest() != row["sha256"]:
        raise LedgerError(
            f"document {row['id']} has another text than was stored; the ledger is damaged, restore it from a copy"
        )
    title, publisher, language = (next((t[f] for t in told if t[f] is not None), None) for f in FIELDS)
    return Document(
        id=row["id"],
        external_id=row["external_id"],
        source=told[0]["source"],
        url=row["url"],
        title=title,
        publisher=publisher,
        published=to_date(row["published"]),
        retrieved=told[0]["retrieved"],
        language=language,
        sha256=row["sha256"],
        duplicate_of=original,
        text=row["text"],
    )


def sources(connection: sa.Connection) -> tuple[Source, ...]:
    """All sources sorted by id."""
    rows = connection.execute(sa.select(schema.source).order_by(schema.source.c.id)).mappings()
    return tuple(Source(**row) for row in rows)


def provenance_of(document: Document, item: str) -> dict[str, str | None]:
    """Row of provenance for a document as one item gives it; `item` digests the item with its hints."""
    told = {f: getattr(document, f) for f in FIELDS}
    return {"id": item, "document": document.id, "source": document.source, **told}


def reading_input(document: Document) -> str:
    """Digest of what a reader gets beside the text; a change means that the document is to be read again."""
    return content_id("in-", *(getattr(document, f) for f in FIELDS))


def insert_reading(connection: sa.Connection, document: Document, reading: Reading, version: str) -> None:
    """Store a reading in place of an earlier one of the same document."""
    delete_reading(connection, document.id)
    row = {"document": document.id, "reader": version, "input": reading_input(document)}
    connection.execute(sa.insert(schema.reading).values(**row, problems=dump(reading.problems)))
    mentions = {m.id: _span(document.id, m) for m in reading.mentions}
    if mentions:
        connection.execute(sa.insert(schema.mention), list(mentions.values()))
    statements = {
        s.id: _span(document.id, s) | {"kind": s.kind, "type": s.type, "status": s.status} for s in reading.statements
    }
    if statements:
        connection.execute(sa.insert(schema.statement), list(statements.values()))


def note_changed(connection: sa.Connection, document: str) -> None:
    """Note that what is told in a document changed since the dossier was derived."""
    table = schema.changed
    if connection.execute(sa.select(table.c.document).where(table.c.document == document)).first() is None:
        connection.execute(sa.insert(table).values(document=document))


def delete_reading(connection: sa.Connection, document: str) -> None:
    """Forget a reading with its mentions and statements."""
    note_changed(connection, document)
    connection.execute(sa.delete(schema.reading).where(schema.reading.c.document == document))


def _span(document: str, record: Mention | Statement) -> dict[str, Any]:
    return {
        "document": document, "id": record.id, "start": record.start, "end": record.end, "body": dump(record)
    }  # fmt: skip


def readings(connection: sa.Connection, ids: Sequence[str] | None = None) -> tuple[Reading, ...]:
    """Readings sorted by document, their parts in order of the text; all of them when `ids` is None."""
    mentions = _by_document(connection, schema.mention, Mention, ids)
    statements = _by_document(connection, schema.statement, Statement, ids)
    query = sa.select(schema.reading).order_by(schema.reading.c.document)
    rows = connection.execute(query if ids is None else query.where(schema.reading.c.document.in_(ids)))
    return tuple(
        Reading(
            r.document,
            tuple(mentions.get(r.document, ())),
            tuple(statements.get(r.document, ())),
            load(tuple[Problem, ...], r.problems),
        )
        for r in rows
    )


def reading_problems(connection: sa.Connection) -> tuple[Problem, ...]:
    """Problems of all readings, by document, without the readings themselves."""
    table = schema.reading
    query = sa.select(table.c.problems).where(table.c.problems != dump(())).order_by(table.c.document)
    return tuple(p for body in connection.execute(query).scalars() for p in load(tuple[Problem, ...], body))


def _by_document(
    connection: sa.Connection, table: sa.Table, kind: Any, ids: Sequence[str] | None
) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    columns = (table.c.document, table.c.start, table.c.end, table.c.id)
    query = sa.select(table.c.document, table.c.body).order_by(*columns)
    for document, body in connection.execute(query if ids is None else query.where(table.c.document.in_(ids))):
        found[document].append(load(kind, body))
    return found


def statements_of(connection: sa.Connection, document: str) -> tuple[Statement, ...]:
    """Statements of one document in order of the text."""
    table = schema.statement
    query = sa.select(table.c.body).where(table.c.document == document).order_by(table.c.start, table.c.end, table.c.id)
    return tuple(load(Statement, body) for body in connection.execute(query).scalars())


def reviews(connection: sa.Connection, statements: Sequence[str] | None = None) -> tuple[Review, ...]:
    """Live reviews, the last of each statement, sorted by statement; those that decide nothing are left out.

    Such are one taken back (`unreviewed`) and one of a person who could not tell (`unsure`). `statements` restricts
    the answer to reviews of these.
    """
    live = {r.statement: r for r in all_reviews(connection, statements)}
    return tuple(live[s] for s in sorted(live) if live[s].verdict not in {UNREVIEWED, UNSURE})


def all_reviews(connection: sa.Connection, statements: Sequence[str] | None = None) -> tuple[Review, ...]:
    """Reviews in the order they were made, superseded ones included; only those of `statements` unless None."""
    query = sa.select(schema.review).order_by(schema.review.c.number)
    wanted = query if statements is None else query.where(schema.review.c.statement.in_(statements))
    found = connection.execute(wanted).mappings()
    return tuple(review_of(row) for row in found)


def review_of(row: Mapping[Any, Any]) -> Review:
    """Review from a row of its table."""
    changes = tuple((field, value) for field, value in json.loads(row["changes"]))
    return Review(row["statement"], row["verdict"], changes, row["reason"], row["by"], row["made"])


def judgements(connection: sa.Connection) -> tuple[Judgement, ...]:
    """Live judgements of people, the last of each pair, sorted by pair; one that was taken back is left out."""
    live = {(j.left, j.right): j for j in all_judgements(connection)}
    return tuple(live[pair] for pair in sorted(live) if live[pair].verdict in VERDICTS)


def all_judgements(connection: sa.Connection) -> tuple[Judgement, ...]:
    """Judgements of people in the order they were made, superseded ones included."""
    found = connection.execute(sa.select(schema.judgement).order_by(schema.judgement.c.number)).mappings()
    return tuple(_judgement(dict(row)) for row in found)


def _judgement(row: Mapping[str, Any]) -> Judgement:
    fields = {k: v for k, v in row.items() if k not in ("number", "reasons")}
    return Judgement(**fields, reasons=tuple(json.loads(row["reasons"])))


def to_date(text: str | None) -> dt.date | None:
    """Date of a column, None where there is none."""
    return None if text is None else dt.date.fromisoformat(text)
