"""What keeps the ledger: sources, problems, the journal, and parts of pages that were made before."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.browse.inside import field_of, parts_of
from havenwatch.ledger.browse.listing import paged
from havenwatch.ledger.browse.record import Hidden, Page, Wanted
from havenwatch.ledger.storage import schema

__all__ = ["activity", "mark", "problems", "shelf", "shelve", "sources", "stamp"]


def stamp(connection: sa.Connection, version: str) -> tuple[str, bool]:
    """Revision of readings and decisions, and whether the dossier follows from them."""
    table = schema.state
    found = dict(connection.execute(sa.select(table.c.key, table.c.value)).all())
    revision = found.get("revision", "0")
    return revision, found.get("dossier") == f"{revision} {version}"


def mark(connection: sa.Connection) -> str:
    """Changes with every reading, decision and derivation."""
    table = schema.state
    return repr(sorted(connection.execute(sa.select(table.c.key, table.c.value)).all()))


def sources(connection: sa.Connection, wanted: Wanted, hidden: Hidden) -> Page[dict[str, Any]]:
    """Sources with their documents, the latest obtained first."""
    source, origin = schema.source, schema.provenance
    query = sa.select(source).order_by(source.c.retrieved.desc(), source.c.id)
    if hidden.documents:
        named = sa.select(origin.c.source).where(origin.c.document.in_(hidden.documents))
        query = query.where(source.c.id.not_in(named))
    found, total = paged(connection, query, wanted)
    ids = [row["id"] for row in found]
    made: dict[str, list[str]] = {i: [] for i in ids}
    for row in connection.execute(sa.select(origin.c.source, origin.c.document).where(origin.c.source.in_(ids))):
        made[row.source].append(row.document)
    rows = tuple(dict(row) | {"documents": sorted(set(made[row["id"]]))} for row in found)
    return Page(rows, total, wanted.page, wanted.size)


def problems(connection: sa.Connection, wanted: Wanted, hidden: Hidden) -> Page[dict[str, Any]]:
    """Problems of inputs, then those inside readings, by stage and message."""
    table, reading = schema.problem, schema.reading
    inputs = sa.select(table.c.stage, table.c.document, table.c.message, table.c.name, table.c.made)
    told = parts_of(reading.c.problems)
    value = told.c.value
    inside = sa.select(
        field_of(value, "stage"),
        reading.c.document,
        field_of(value, "message"),
        sa.null(),
        sa.null(),
    ).select_from(reading.join(told, sa.true()))
    every = sa.union_all(inputs, inside).subquery()
    query = sa.select(every).order_by(every.c.stage, every.c.message, every.c.document.asc().nulls_first())
    if hidden.documents:
        query = query.where(sa.or_(every.c.document.is_(None), every.c.document.not_in(hidden.documents)))
    if wanted.kind is not None:
        query = query.where(every.c.stage == wanted.kind)
    found, total = paged(connection, query, wanted)
    return Page(tuple(dict(row) for row in found), total, wanted.page, wanted.size)


def activity(connection: sa.Connection, wanted: Wanted) -> Page[dict[str, Any]]:
    """Rows of the journal, the latest first; `kind` is what was done, `words` who did it."""
    table = schema.journal
    query = sa.select(table).order_by(table.c.number.desc())
    if wanted.kind is not None:
        query = query.where(table.c.what == wanted.kind)
    if wanted.words is not None:
        query = query.where(table.c.who == wanted.words)
    found, total = paged(connection, query, wanted)
    rows = tuple(dict(row) | {"ids": json.loads(row["ids"])} for row in found)
    return Page(rows, total, wanted.page, wanted.size)


def shelf(connection: sa.Connection, key: str) -> tuple[str, str] | None:
    """Revision and body of a part made before."""
    table = schema.shelf
    found = connection.execute(sa.select(table.c.revision, table.c.body).where(table.c.key == key)).first()
    return None if found is None else (found.revision, found.body)


def shelve(connection: sa.Connection, key: str, revision: str, body: str) -> None:
    """Keep a part in place of an earlier one."""
    connection.execute(sa.delete(schema.shelf).where(schema.shelf.c.key == key))
    connection.execute(sa.insert(schema.shelf).values(key=key, revision=revision, body=body))
