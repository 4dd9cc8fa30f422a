"""Statements that people marked or decided on, kept so that they outlive the reading they were made on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from havenwatch.errors import UsageError
from havenwatch.ledger.decision import OPEN
from havenwatch.ledger.search import index
from havenwatch.ledger.storage import journal, rows, schema
from havenwatch.ledger.storage.codec import dump, load
from havenwatch.records import (
    EVENT,
    REJECTED,
    Mention,
    Reading,
    Review,
    Statement,
    content_id,
)

STATEMENT, MENTION = "statement", "mention"
PERSON, DECIDED = "person", "decided"
# A selection over one page of text is a slip of the mouse, not a statement.
LONGEST_SPAN = 5_000
Record = Statement | Mention
# What a reader may say otherwise without saying something else: its own words for how and how surely it was found.
_SAID = ("kind", "type", "about", "status", "attributed_to", "earliest", "latest", "count", "amount")

__all__ = ["LONGEST_SPAN", "add", "carry", "is_added", "keep", "moved"]


def add(connection: sa.Connection, statement: Statement, mentions: Sequence[Mention], by: str, made: str) -> None:
    """Store a statement of a person with the mentions it needs, and put it among the others of its document.

    Raises:
        UsageError: the span does not lie in the text, or its words are not the quote.
    """
    text = connection.execute(
        sa.select(schema.document.c.text).where(schema.document.c.id == statement.document)
    ).scalar()
    _check(text, statement)
    records: tuple[Record, ...] = (*mentions, statement)
    for record in records:
        _insert(connection, record, PERSON, by, made)
    (document,) = rows.documents(connection, [statement.document])
    _enter(connection, statement, mentions)
    table = schema.statement
    bodies = connection.execute(sa.select(table.c.body).where(table.c.document == document.id)).scalars()
    index(connection, document, [load(Statement, body) for body in bodies])


def is_added(connection: sa.Connection, statement: str) -> bool:
    """Whether a person added the statement."""
    table = schema.marked
    found = sa.select(table.c.id).where(table.c.id == statement, table.c.origin == PERSON)
    return connection.execute(found).first() is not None


def keep(connection: sa.Connection, statement: Statement, by: str, made: str) -> None:
    """Keep a statement and its mentions as they are when somebody decides on it."""
    wanted = {r.value for r in statement.roles if r.name == PERSON}
    table = schema.mention
    bodies = connection.execute(sa.select(table.c.body).where(table.c.id.in_(wanted))).scalars().all() if wanted else []
    records: tuple[Record, ...] = (*(load(Mention, body) for body in bodies), statement)
    for record in records:
        _insert(connection, record, DECIDED, by, made)


def moved(connection: sa.Connection, statement: Statement, start: int, end: int, by: str) -> Statement:
    """The same statement on other words of its document, as a person's.

    Raises:
        UsageError: the span is empty, unchanged or not in the text.
    """
    text = connection.execute(
        sa.select(schema.document.c.text).where(schema.document.c.id == statement.document)
    ).scalar()
    if text is None or not 0 <= start < end <= len(text):
        raise UsageError("the selection does not lie in the text; select the words again")
    if (start, end) == (statement.start, statement.end):
        raise UsageError("the selection is the present one; select other words")
    identity = content_id("s", statement.document, start, end, statement.kind, statement.type, "moved", statement.id)
    return dataclasses.replace(
        statement, id=identity, start=start, end=end, quote=text[start:end], confidence=1.0, found_by=f"person:{by}"
    )


def carry(connection: sa.Connection, reading: Reading) -> Reading:
    """A new reading with what people marked and decided in its document.

    A statement that a person added, accepted or corrected is kept whether or not it was read again. Where the new
    reading says something else in the place of one that was decided on, the decision stands, and what is new is
    noted as differing for the queue. A rejected statement stays away, however it is read now.
    """
    ours = _of_document(connection, reading.document)
    connection.execute(sa.delete(schema.differing).where(schema.differing.c.document == reading.document))
    if not ours:
        return reading
    found = {s.id for s in reading.statements}
    reviews = _live(connection, {s.id for s, _ in ours} | found)
    lost = [s for s, origin in ours if s.id not in found and (origin == PERSON or _decides(reviews.get(s.id)))]
    replaced = {s.id: old for s in reading.statements if s.id not in reviews and (old := _place(s, lost)) is not None}
    for statement in reading.statements:
        old = replaced.get(statement.id)
        if old is not None and _differs(statement, old, reviews.get(old.id)):
            row = {"id": statement.id, "document": statement.document, "decided": old.id, "body": dump(statement)}
            connection.execute(sa.insert(schema.differing).values(**row))
    kept = [s for s in lost if _stays(s, reviews.get(s.id), ours)]
    statements = [*(s for s in reading.statements if s.id not in replaced), *kept]
    mentions = _mentions(connection, reading, kept)
    return dataclasses.replace(reading, statements=tuple(sorted(statements, key=_order)), mentions=mentions)


def _order(record: Record) -> tuple[int, int, str]:
    return record.start, record.end, record.id


def _decides(review: Review | None) -> bool:
    return review is not None and review.verdict not in OPEN


def _stays(statement: Statement, review: Review | None, ours: Sequence[tuple[Statement, str]]) -> bool:
    """Whether it is put back: a rejected one of the machine is not, a rejected one of a person stays to be seen."""
    added = any(s.id == statement.id and origin == PERSON for s, origin in ours)
    return added or (review is not None and review.verdict != REJECTED)


def _place(statement: Statement, lost: Iterable[Statement]) -> Statement | None:
    """The decided statement whose place a new one takes: same kind, same words, or same type on half of them."""
    for old in lost:
        shared = min(statement.end, old.end) - max(statement.start, old.start)
        same = (statement.start, statement.end) == (old.start, old.end)
        half = 2 * shared >= min(statement.end - statement.start, old.end - old.start)
        if old.kind == statement.kind and (same or (half and statement.type == old.type)):
            return old
    return None


def _differs(statement: Statement, old: Statement, review: Review | None) -> bool:
    if review is not None and review.verdict == REJECTED:
        return True
    from havenwatch.event.review import apply_reviews  # loaded where somebody decided

    (kept,) = apply_reviews([old], [] if review is None else [review])
    mine, theirs = ([getattr(s, name) for name in _SAID] for s in (statement, kept))
    return mine != theirs


def _mentions(connection: sa.Connection, reading: Reading, kept: Sequence[Statement]) -> tuple[Mention, ...]:
    """Mentions of the reading and those that kept statements need and the reading lacks, joined to chains they meet."""
    known = {m.id: m for m in reading.mentions}
    needed = {r.value for s in kept for r in s.roles if r.name == PERSON} - known.keys()
    table = schema.marked
    query = sa.select(table.c.body).where(table.c.id.in_(needed), table.c.noun == MENTION)
    added = [load(Mention, body) for body in connection.execute(query).scalars()] if needed else []
    joined = [_joined(m, known) for m in added]
    return tuple(sorted((*reading.mentions, *joined), key=_order))


def _joined(mention: Mention, known: dict[str, Mention]) -> Mention:
    if mention.head in known:
        return dataclasses.replace(mention, head=known[mention.head].head)
    met = (m for m in known.values() if m.start < mention.end and mention.start < m.end and m.name == mention.name)
    return dataclasses.replace(mention, head=next((m.head for m in met), mention.id))


def _of_document(connection: sa.Connection, document: str) -> list[tuple[Statement, str]]:
    table = schema.marked
    query = sa.select(table.c.body, table.c.origin).where(table.c.document == document, table.c.noun == STATEMENT)
    return [(load(Statement, body), origin) for body, origin in connection.execute(query.order_by(table.c.id))]


def _live(connection: sa.Connection, statements: set[str]) -> dict[str, Review]:
    from havenwatch.ledger.desk import store

    found = {s: store.live_review(connection, s) for s in sorted(statements)}
    return {s: live[1] for s, live in found.items() if live is not None}


def _check(text: str | None, statement: Statement) -> None:
    if text is None:
        raise UsageError(f"document {statement.document} is not in the ledger")
    if not 0 <= statement.start < statement.end <= len(text):
        raise UsageError("the selection does not lie in the text; select the words again")
    length = statement.end - statement.start
    if length > LONGEST_SPAN:
        raise UsageError(f"{length} characters are selected, at most {LONGEST_SPAN} make a statement; select less")
    if text[statement.start : statement.end] != statement.quote or not statement.quote.strip():
        raise UsageError("the words selected are not those of the stored text; select them again")
    if statement.kind == EVENT and statement.type is None:
        raise UsageError("an event needs a type; choose what happened")
    from havenwatch.event.review import check_change  # loaded where somebody decides

    for field in ("kind", "status"):
        check_change(field, getattr(statement, field))


def _insert(connection: sa.Connection, record: Record, origin: str, by: str, made: str) -> None:
    table = schema.marked
    if connection.execute(sa.select(table.c.id).where(table.c.id == record.id)).first() is not None:
        return
    noun = STATEMENT if isinstance(record, Statement) else MENTION
    row = {"id": record.id, "document": record.document, "noun": noun, "body": dump(record)}
    connection.execute(sa.insert(table).values(**row, origin=origin, by=by, made=made))
    if origin == PERSON:
        journal.append(connection, by, "marked", {noun: record.id, "content": content_id("b", dump(record))})


def _enter(connection: sa.Connection, statement: Statement, mentions: Sequence[Mention]) -> None:
    """Put the records among those of the stored reading, unless they are there."""
    if (
        connection.execute(
            sa.select(schema.reading.c.document).where(schema.reading.c.document == statement.document)
        ).first()
        is None
    ):
        raise UsageError("the document has no reading yet; run 'havenwatch rebuild' first")
    rows.note_changed(connection, statement.document)
    records: tuple[Record, ...] = (*mentions, statement)
    for record in records:
        table = schema.statement if isinstance(record, Statement) else schema.mention
        known = sa.select(table.c.id).where(table.c.document == record.document, table.c.id == record.id)
        if connection.execute(known).first() is None:
            connection.execute(sa.insert(table).values(**_row(record)))


def _row(record: Record) -> dict[str, Any]:
    row = {"document": record.document, "id": record.id, "start": record.start, "end": record.end, "body": dump(record)}
    if isinstance(record, Statement):
        row |= {"kind": record.kind, "type": record.type, "status": record.status}
    return row
