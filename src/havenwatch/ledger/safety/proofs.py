"""Checks beside those of the evidence: the schema with its guards, acts of people, what follows from texts."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from havenwatch.document import signature_of
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.migrate import migrations
from havenwatch.ledger.storage.sqlite.migrate import migrate
from havenwatch.records import Document, content_id

# What a person did, as the journal names it; the other rows of the journal are of the program.
MARKED, READ, FORCED = "marked", "read", "forced"
_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"

__all__ = ["desk", "guards", "sign", "signatures"]


def guards(connection: sa.Connection) -> Iterator[str]:
    """Tables, indexes and triggers that are not as the migrations make them; of SQLite alone.

    Without its triggers a ledger would let evidence be changed.
    """
    if connection.dialect.name != "sqlite":
        return
    found = {(kind, name): sql for kind, name, sql in connection.exec_driver_sql(_OBJECTS)}
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        migrate(model, migrations())
        wanted = {(kind, name): sql for kind, name, sql in model.execute(_OBJECTS)}
    for kind, name in sorted(wanted):
        # The tables that the full text keeps for itself are written by SQLite, whose versions differ.
        if not name.startswith("word_index_") and found.get((kind, name)) != wanted[kind, name]:
            yield f"{kind} {name} is {'missing' if (kind, name) not in found else 'not as it was made'}"


def desk(connection: sa.Connection) -> Iterator[str]:
    """Acts, marked statements, second readings and forced documents that the journal has otherwise than the tables."""
    told = _told(connection)
    yield from _differences("act", Counter(told["act"]), _column(connection, schema.act.c.number))
    opinion, marked = schema.opinion, schema.marked
    second = connection.execute(sa.select(opinion.c.by, opinion.c.statement))
    read: Counter[tuple[str, ...]] = Counter((str(by), str(statement)) for by, statement in second)
    yield from _differences("second reading", Counter(told[READ]), read)
    by_person = sa.select(marked.c.id, marked.c.body).where(marked.c.origin == "person")
    kept: Counter[tuple[str, ...]] = Counter(
        (str(i), content_id("b", body)) for i, body in connection.execute(by_person)
    )
    yield from _differences("marked record", Counter(told[MARKED]), kept)
    yield from _differences("forced document", Counter(told[FORCED]), _column(connection, schema.forced.c.document))


def signatures(connection: sa.Connection) -> Iterator[str]:
    """Documents whose signature, from which copies are told, is not that of their text."""
    document, signature = schema.document, schema.signature
    query = sa.select(document.c.id, document.c.text, signature.c.data)
    for identity, text, data in connection.execute(query.join(signature, signature.c.document == document.c.id)):
        if data != signature_of(text).dump():
            yield f"signature of document {identity} is not that of its text"


def sign(connection: sa.Connection, document: Document) -> None:
    """Store the signature of a document in place of another one."""
    table, data = schema.signature, signature_of(document.text).dump()
    stored = connection.execute(sa.select(table.c.data).where(table.c.document == document.id)).scalar()
    if stored != data:
        connection.execute(sa.delete(table).where(table.c.document == document.id))
        connection.execute(sa.insert(table).values(document=document.id, data=data))


def _told(connection: sa.Connection) -> dict[str, list[tuple[str, ...]]]:
    """What the journal has of the desk, by kind; `act` holds the numbers of all acts."""
    told: dict[str, list[tuple[str, ...]]] = {"act": [], MARKED: [], READ: [], FORCED: []}
    table = schema.journal
    for who, what, text in connection.execute(sa.select(table.c.who, table.c.what, table.c.ids)):
        ids = json.loads(text)
        if "act" in ids:
            told["act"].append((ids["act"],))
        elif what == READ:
            told[READ].append((who, ids["statement"]))
        elif what == FORCED:
            told[FORCED].append((ids["document"],))
        elif what == MARKED:
            told[MARKED].append((ids.get("statement") or ids["mention"], ids["content"]))
    return told


def _column(connection: sa.Connection, column: sa.Column[object]) -> Counter[tuple[str, ...]]:
    return Counter((str(value),) for value in connection.execute(sa.select(column)).scalars())


def _differences(noun: str, told: Counter[tuple[str, ...]], stored: Counter[tuple[str, ...]]) -> Iterator[str]:
    yield from (f"{noun} {' '.join(key)} is not in the journal as it is" for key in sorted(stored - told))
    yield from (f"{noun} {' '.join(key)} of the journal is missing" for key in sorted(told - stored))
