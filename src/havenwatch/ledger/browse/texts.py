"""Statements in their documents: the review queue, one statement, one document."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.browse.listing import briefs, known, paged
from havenwatch.ledger.browse.lists import DIFFERS
from havenwatch.ledger.browse.record import (
    Brief,
    DocumentSheet,
    Heading,
    Hidden,
    Page,
    Queued,
    Reviewed,
    StatementSheet,
    Wanted,
)
from havenwatch.ledger.desk import opinions, store
from havenwatch.ledger.storage import problems, rows, schema
from havenwatch.ledger.storage.codec import load
from havenwatch.records import UNREVIEWED, Event, Mention, Problem, Review, Statement

# Code points shown on either side of a quote.
CONTEXT = 320
# Variables of one SQL statement.
_PORTION = 10_000
# States of a statement that nobody has decided on yet, in the order in which the queue shows them.
_TO_DO = (DIFFERS, UNREVIEWED, "unsure")

__all__ = ["document", "queue", "reviewed", "statement"]


def reviewed(connection: sa.Connection, ids: Collection[str]) -> dict[str, Reviewed]:
    """Statements with their live reviews, by id; ids that are not there are left out."""
    found: dict[str, Statement] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _PORTION):
        part = wanted[start : start + _PORTION]
        for table in (schema.statement, schema.differing):
            query = sa.select(table.c.id, table.c.body).where(table.c.id.in_(part))
            found |= {row.id: load(Statement, row.body) for row in connection.execute(query)}
    live = _live(connection, wanted)
    return {i: Reviewed(found[i], *live.get(i, (None, 0))) for i in ids if i in found}


def _live(connection: sa.Connection, wanted: Sequence[str]) -> dict[str, tuple[Review, int]]:
    table, live = schema.review, dict[str, tuple[Review, int]]()
    for start in range(0, len(wanted), _PORTION):
        part = wanted[start : start + _PORTION]
        query = sa.select(table).where(table.c.statement.in_(part)).order_by(table.c.number)
        for row in connection.execute(query).mappings():
            live[row["statement"]] = (rows.review_of(row), row["number"])
    return live


def queue(connection: sa.Connection, wanted: Wanted, hidden: Hidden) -> Page[Queued]:
    """A page of the queue; `state` None means what is left to do."""
    table = schema.queue
    query = sa.select(table)
    if wanted.document is not None:
        query = query.where(table.c.document == wanted.document)
    if wanted.state is not None and wanted.document is not None:
        query = query.where(table.c.state == wanted.state)
    if wanted.host is not None:
        query = query.where(table.c.host == wanted.host)
    if wanted.kind is not None:
        query = query.where(sa.or_(table.c.type == wanted.kind, table.c.kind == wanted.kind))
    if hidden.documents:
        query = query.where(table.c.document.not_in(hidden.documents))
    if wanted.reader is not None:
        told = schema.opinion
        read = sa.exists().where(told.c.statement == table.c.statement, told.c.by == wanted.reader)
        query = query.where(sa.not_(read))
    if wanted.document is None:
        states = _TO_DO if wanted.state is None else (wanted.state,)
        found, total = _by_weight(connection, query, states, wanted)
    else:
        found, total = _by_text(connection, query, wanted)
    return Page(_queued(connection, found), total, wanted.page, wanted.size)


def _by_weight(
    connection: sa.Connection, query: sa.Select[Any], states: Sequence[str], wanted: Wanted
) -> tuple[list[Mapping[str, Any]], int]:
    """State by state, in each what matters most first: so an index gives the order, however long the queue is."""
    table, found, total = schema.queue, list[Mapping[str, Any]](), 0
    skipped = (max(1, wanted.page) - 1) * wanted.size
    for state in states:
        part = query.where(table.c.state == state)
        there = connection.execute(sa.select(sa.func.count()).select_from(part.subquery())).scalar_one()
        if skipped < there and len(found) < wanted.size:
            ordered = part.order_by(table.c.weight.desc(), table.c.statement)
            rows_found = connection.execute(ordered.limit(wanted.size - len(found)).offset(skipped))
            found += [dict(row) for row in rows_found.mappings()]
        skipped = max(0, skipped - there)
        total += there
    return found, total


def _by_text(connection: sa.Connection, query: sa.Select[Any], wanted: Wanted) -> tuple[list[Mapping[str, Any]], int]:
    start = sa.select(schema.statement.c.start).where(
        schema.statement.c.id == schema.queue.c.statement, schema.statement.c.document == schema.queue.c.document
    )
    place = start.scalar_subquery().asc().nulls_first()
    return paged(connection, query.order_by(place, schema.queue.c.statement), wanted)


def _queued(connection: sa.Connection, found: Sequence[Mapping[str, Any]]) -> tuple[Queued, ...]:
    told = reviewed(connection, {row["statement"] for row in found})
    documents = briefs(connection, frozenset(row["document"] for row in found))
    made = []
    for row in found:
        one = told.get(row["statement"])
        if one is not None:
            before, after = _around(connection, one.statement)
            made.append(Queued(one, documents[row["document"]], before, after, row["weight"], row["state"]))
    return tuple(made)


def _around(connection: sa.Connection, statement: Statement) -> tuple[str, str]:
    """Text before and after a quote; the database cuts it, so that a long text is not loaded."""
    text = schema.document.c.text
    first = max(0, statement.start - CONTEXT)
    before = sa.func.substr(text, first + 1, statement.start - first)
    after = sa.func.substr(text, statement.end + 1, CONTEXT)
    query = sa.select(before, after).where(schema.document.c.id == statement.document)
    found = connection.execute(query).one()
    return found[0], found[1]


def statement(connection: sa.Connection, identity: str, hidden: Hidden) -> StatementSheet | None:
    """A statement with all that is known and was decided of it."""
    one = reviewed(connection, {identity}).get(identity)
    if one is None or one.statement.document in hidden.documents:
        return None
    query = sa.select(schema.queue).where(schema.queue.c.statement == identity)
    row = connection.execute(query).mappings().first()
    before, after = _around(connection, one.statement)
    brief = briefs(connection, frozenset({one.statement.document}))[one.statement.document]
    weight, state = (0.0, one.verdict) if row is None else (row["weight"], row["state"])
    table = schema.review
    history = connection.execute(sa.select(table).where(table.c.statement == identity).order_by(table.c.number))
    events = _events(connection, identity)
    return StatementSheet(
        queued=Queued(one, brief, before, after, weight, state),
        history=tuple(rows.review_of(row) for row in history.mappings()),
        opinions=tuple(opinions.live(connection, identity).get(identity, {}).values()),
        events=events,
        cases=_cases(connection, [e.id for e in events], hidden),
        mentions=_mentions(connection, one.statement.document),
        decided=_decided(connection, identity),
    )


def _decided(connection: sa.Connection, identity: str) -> Reviewed | None:
    table = schema.differing
    old = connection.execute(sa.select(table.c.decided).where(table.c.id == identity)).scalar()
    if old is None:
        return None
    kept = reviewed(connection, {old}).get(old)
    if kept is not None:
        return kept
    body = connection.execute(sa.select(schema.marked.c.body).where(schema.marked.c.id == old)).scalar()
    live = store.live_review(connection, old)
    return None if body is None or live is None else Reviewed(load(Statement, body), live[1], live[0])


def _events(connection: sa.Connection, identity: str) -> tuple[Event, ...]:
    relation, table = schema.relation, schema.derived
    query = (
        sa.select(table.c.body)
        .join(relation, sa.and_(relation.c.noun == table.c.noun, relation.c.id == table.c.id))
        .where(relation.c.other == "statements", relation.c.other_id == identity, relation.c.noun == "events")
    )
    return tuple(load(Event, body) for body in connection.execute(query).scalars())


def _cases(connection: sa.Connection, events: Sequence[str], hidden: Hidden) -> tuple[Heading, ...]:
    table = schema.relation
    query = sa.select(table.c.id).where(
        table.c.other == "events", table.c.other_id.in_(events), table.c.noun == "cases"
    )
    found = known(connection, "cases", frozenset(connection.execute(query).scalars()))
    return tuple(h for c, h in sorted(found.items()) if c not in hidden.cases)


def _mentions(connection: sa.Connection, document: str) -> tuple[Mention, ...]:
    table = schema.mention
    query = sa.select(table.c.body).where(table.c.document == document).order_by(table.c.start, table.c.end, table.c.id)
    return tuple(load(Mention, body) for body in connection.execute(query).scalars())


def document(connection: sa.Connection, identity: str, hidden: Hidden) -> DocumentSheet | None:
    """A document with what was read in it, its copies, other versions of its page and its sources."""
    table = schema.document
    row = connection.execute(sa.select(table).where(table.c.id == identity)).mappings().first()
    if row is None or identity in hidden.documents:
        return None
    (found,) = rows.documents(connection, [identity])
    bodies = connection.execute(
        sa.select(schema.statement.c.id)
        .where(schema.statement.c.document == identity)
        .order_by(schema.statement.c.start, schema.statement.c.end, schema.statement.c.id)
    ).scalars()
    told = reviewed(connection, list(bodies))
    mentions = _mentions(connection, identity)
    return DocumentSheet(
        document=found,
        statements=tuple(told.values()),
        mentions=mentions,
        persons=_persons(connection, mentions),
        copies=_others(connection, "words_sha256", row, hidden),
        versions=tuple(b for b in _others(connection, "url", row, hidden)),
        sources=_sources(connection, identity),
        problems=_problems(connection, identity),
    )


def _persons(connection: sa.Connection, mentions: Sequence[Mention]) -> dict[str, Heading]:
    table = schema.relation
    ids = {m.id for m in mentions} | {m.head for m in mentions}
    query = sa.select(table.c.id, table.c.other_id).where(
        table.c.other == "mentions", table.c.other_id.in_(ids), table.c.noun == "persons"
    )
    owner = {row.other_id: row.id for row in connection.execute(query)}
    found = known(connection, "persons", frozenset(owner.values()))
    names = {m.id: owner.get(m.id, owner.get(m.head)) for m in mentions}
    return {m: found[p] for m, p in names.items() if p is not None and p in found}


def _others(connection: sa.Connection, column: str, row: Mapping[Any, Any], hidden: Hidden) -> tuple[Brief, ...]:
    if row[column] is None:
        return ()
    table = schema.document
    query = sa.select(table.c.id).where(table.c[column] == row[column], table.c.id != row["id"]).limit(100)
    if column == "url":
        query = query.where(table.c.words_sha256.is_distinct_from(row["words_sha256"]))
    found = briefs(connection, frozenset(connection.execute(query).scalars()) - hidden.documents)
    return tuple(sorted(found.values(), key=lambda b: (b.published is None, b.published, b.id)))


def _sources(connection: sa.Connection, identity: str) -> tuple[tuple[str, str], ...]:
    source, origin = schema.source, schema.provenance
    query = sa.select(source.c.name, source.c.retrieved).join(origin, origin.c.source == source.c.id)
    found = connection.execute(query.where(origin.c.document == identity).order_by(source.c.retrieved, source.c.id))
    return tuple((row.name, row.retrieved) for row in found)


def _problems(connection: sa.Connection, identity: str) -> tuple[Problem, ...]:
    table = schema.reading
    told = connection.execute(sa.select(table.c.problems).where(table.c.document == identity)).scalar()
    read = () if told is None else load(tuple[Problem, ...], told)
    return (*read, *problems.at(connection, identity))
