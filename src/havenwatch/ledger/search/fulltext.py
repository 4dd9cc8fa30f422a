"""Full text over documents and statements: any inflection of a word, any script of a name."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import sqlalchemy as sa

from havenwatch.ledger.results import Hit
from havenwatch.ledger.search.index import file, server
from havenwatch.ledger.search.words import Forms, forms, lines, words
from havenwatch.ledger.storage import rows, schema
from havenwatch.ledger.storage.codec import load
from havenwatch.records import Document, Statement

# Code points around a hit that are shown with it.
CONTEXT = 80
# How much of a text is searched for the first hit to show; a longer one is shown from its beginning.
EXCERPT_REACH = 500_000

__all__ = ["hit", "index", "match", "search"]


def index(connection: sa.Connection, document: Document, statements: Sequence[Statement]) -> None:
    """Put the words of a document and of its statements into the index, in place of earlier ones."""
    words_of = _index_of(connection)
    words_of.forget(connection, document.id)
    connection.execute(sa.delete(schema.entry).where(schema.entry.c.document == document.id))
    texts = {None: f"{document.title or ''}\n{document.text}"} | {s.id: s.quote for s in statements}
    for statement, text in texts.items():
        entered = sa.insert(schema.entry).values(document=document.id, statement=statement)
        number = connection.execute(entered.returning(schema.entry.c.number)).scalar_one()
        words_of.enter(connection, number, lines(text))


def _index_of(connection: sa.Connection) -> ModuleType:
    """The full text of the database system at hand."""
    return server if connection.dialect.name == "postgresql" else file


def search(connection: sa.Connection, query: str, limit: int) -> tuple[Hit, ...]:
    """Best hits that have all words of `query`, statements and documents mixed; empty when there is none."""
    wanted = [forms(word) for _, _, word in words(query)]
    if not wanted:
        return ()
    found = match(connection, wanted, limit)
    known = {d.id: d for d in rows.documents(connection, sorted({document for document, _, _ in found}))}
    return tuple(hit(connection, known[d], s, -rank, wanted) for d, s, rank in found)


def match(
    connection: sa.Connection, wanted: list[Forms], limit: int, most: int | None = None
) -> list[tuple[str, str | None, float]]:
    """Best matches as (document, statement, rank), the smallest rank first.

    With more than `most` matches the latest are taken in place of the best: to rank them all would take too long, and
    words that stand in so many places rank none of them.
    """
    found: list[tuple[str, str | None, float]] = _index_of(connection).match(connection, wanted, limit, most)
    return found


def hit(connection: sa.Connection, document: Document, statement: str | None, score: float, wanted: list[Forms]) -> Hit:
    """What a match looks like in its document."""
    start, end = _first(document.text, wanted) if statement is None else _span(connection, document.id, statement)
    return Hit(
        document=document.id,
        statement=statement,
        start=start,
        end=end,
        excerpt=document.text[max(0, start - CONTEXT) : end + CONTEXT],
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        url=document.url,
        score=score,
    )


def _first(text: str, wanted: list[Forms]) -> tuple[int, int]:
    """Span of the first word of the text that was asked for; its beginning when the hit is in the title."""
    near = words(text[:EXCERPT_REACH])
    return next(((s, e) for s, e, word in near if any(forms(word).meets(w) for w in wanted)), (0, 0))


def _span(connection: sa.Connection, document: str, statement: str) -> tuple[int, int]:
    table = schema.statement
    query = sa.select(table.c.body).where(table.c.document == document, table.c.id == statement)
    found = load(Statement, connection.execute(query).scalar_one())
    return found.start, found.end
