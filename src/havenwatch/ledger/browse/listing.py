"""Lists, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.browse.record import Brief, Heading, Hidden, Page, Wanted
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.rows import to_date

# Columns that a list can be ordered by; a minus in front turns the order round.
ORDERS = ("latest", "earliest", "label", "size", "flags", "conflicts", "host", "requesting")

# Code points of a text that stand for the title of an untitled document.
BEGINNING = 90

__all__ = [
    "ORDERS", "briefs", "countries", "documents", "figures", "heading", "headings", "known", "paged", "queue_counts",
]  # fmt: skip


def paged(connection: sa.Connection, query: sa.Select[Any], wanted: Wanted) -> tuple[list[Mapping[str, Any]], int]:
    """Rows of one page, and how many there are in all."""
    total = connection.execute(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    size = max(1, wanted.size)
    part = query.limit(size).offset((max(1, wanted.page) - 1) * size)
    return [dict(row) for row in connection.execute(part).mappings()], total


def countries(connection: sa.Connection, hidden: Hidden) -> tuple[dict[str, Any], ...]:
    """One row a host state, the one with most cases first; cases without a known host under None."""
    table = schema.heading
    query = (
        sa.select(
            table.c.host,
            sa.func.count().label("cases"),
            sa.cast(sa.func.sum(sa.case((table.c.flags > 0, 1), else_=0)), sa.Integer).label("flagged"),
            sa.cast(sa.func.sum(table.c.conflicts), sa.Integer).label("conflicts"),
            sa.func.max(table.c.latest).label("latest"),
        )
        .where(table.c.noun == "cases", *_visible(table, hidden.cases))
        .group_by(table.c.host)
        .order_by(sa.desc("cases"), table.c.host.asc().nulls_first())
    )
    return tuple(dict(row) | {"latest": to_date(row["latest"])} for row in connection.execute(query).mappings())


def _visible(table: sa.Table, hidden: frozenset[str], column: str = "id") -> list[sa.ColumnElement[bool]]:
    return [table.c[column].not_in(hidden)] if hidden else []


def headings(connection: sa.Connection, noun: str, wanted: Wanted, hidden: Hidden) -> Page[Heading]:
    """A page of cases, persons or conflicts that fit the filters."""
    table = schema.heading
    off = {"cases": hidden.cases, "persons": hidden.persons}.get(noun, frozenset())
    query = sa.select(table).where(table.c.noun == noun, *_visible(table, off))
    for column in ("host", "requesting", "kind"):
        value = getattr(wanted, column)
        if value is not None:
            query = query.where(table.c[column] == value)
    if wanted.words is not None:
        query = query.where(table.c.label.icontains(wanted.words, autoescape=True))
    if noun == "conflicts" and hidden.cases:
        query = query.where(table.c.id.not_in(_conflicts_of(hidden.cases)))
    rows, total = paged(connection, query.order_by(*_order(table, wanted.order)), wanted)
    return Page(tuple(map(heading, rows)), total, wanted.page, wanted.size)


def _conflicts_of(cases: frozenset[str]) -> sa.Select[Any]:
    relation, events = schema.relation, schema.relation.alias()
    of_events = sa.select(events.c.other_id).where(
        events.c.noun == "cases", events.c.other == "events", events.c.id.in_(cases)
    )
    on = sa.or_(
        sa.and_(relation.c.other == "cases", relation.c.other_id.in_(cases)),
        sa.and_(relation.c.other == "events", relation.c.other_id.in_(of_events)),
    )
    return sa.select(relation.c.id).where(relation.c.noun == "conflicts", on)


def _order(table: sa.Table, wanted: str) -> list[sa.ColumnElement[Any]]:
    column, turned = wanted.removeprefix("-"), wanted.startswith("-")
    column = column if column in ORDERS else "latest"
    if column in {"label", "host", "requesting"}:
        # what has no name stands at the end either way
        empty = sa.func.coalesce(table.c[column], "") == ""
        chosen = table.c[column].desc().nulls_last() if turned else table.c[column].asc().nulls_first()
        return [empty, chosen, table.c.id]
    return [table.c[column].asc().nulls_first() if turned else table.c[column].desc().nulls_last(), table.c.id]


def heading(row: Mapping[Any, Any]) -> Heading:
    """Heading from a row of its table."""
    plain = {k: row[k] for k in ("id", "label", "host", "requesting", "kind", "size", "flags", "conflicts")}
    return Heading(**plain, earliest=to_date(row["earliest"]), latest=to_date(row["latest"]))


def known(connection: sa.Connection, noun: str, ids: frozenset[str]) -> dict[str, Heading]:
    """Headings by id."""
    table = schema.heading
    query = sa.select(table).where(table.c.noun == noun, table.c.id.in_(ids))
    return {row["id"]: heading(row) for row in connection.execute(query).mappings()} if ids else {}


def queue_counts(connection: sa.Connection) -> Mapping[str, int]:
    """Statements by state."""
    table = schema.queue
    query = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def figures(connection: sa.Connection) -> Mapping[str, int]:
    """Numbers for the head of the first page."""
    table = schema.heading
    found = dict(connection.execute(sa.select(table.c.noun, sa.func.count()).group_by(table.c.noun)).all())
    for noun, counted in (("documents", schema.document), ("sources", schema.source)):
        found[noun] = connection.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
    return {str(noun): int(number) for noun, number in found.items()}


def _documents() -> sa.Select[Any]:
    """Documents without text; of several sources each field comes from the first that has it."""
    document, origin = schema.document, schema.provenance

    def told(field: str) -> sa.ScalarSelect[Any]:
        from_first = sa.select(origin.c[field]).where(origin.c.document == document.c.id, origin.c[field].is_not(None))
        return from_first.order_by(origin.c.source, origin.c.id).limit(1).scalar_subquery()

    statements = sa.select(sa.func.count()).where(schema.statement.c.document == document.c.id).scalar_subquery()
    return sa.select(
        document.c.id,
        document.c.external_id,
        document.c.url,
        document.c.published,
        sa.func.length(document.c.text).label("length"),
        sa.func.substr(document.c.text, 1, BEGINNING).label("beginning"),
        statements.label("statements"),
        *(told(f).label(f) for f in ("title", "publisher", "language")),
    )


def _brief(row: Mapping[Any, Any]) -> Brief:
    published: dt.date | None = to_date(row["published"])
    return Brief(**{**dict(row), "published": published})


def briefs(connection: sa.Connection, ids: frozenset[str]) -> dict[str, Brief]:
    """Documents without text by id."""
    if not ids:
        return {}
    query = _documents().where(schema.document.c.id.in_(ids))
    return {row["id"]: _brief(row) for row in connection.execute(query).mappings()}


def documents(connection: sa.Connection, wanted: Wanted, hidden: Hidden) -> Page[Brief]:
    """A page of documents, the latest published first, those without a date last."""
    table = schema.document
    chosen = sa.select(table.c.id).where(*_visible(table, hidden.documents))
    rows, total = paged(connection, chosen.order_by(table.c.published.desc().nulls_last(), table.c.id), wanted)
    found = briefs(connection, frozenset(row["id"] for row in rows))
    return Page(tuple(found[row["id"]] for row in rows), total, wanted.page, wanted.size)
