"""Full text over documents and statements: any inflection of a word, any script of a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from havenwatch.ledger.results import Hit
from havenwatch.ledger.search.words import Forms, forms, words
from havenwatch.ledger.storage import rows, schema
from havenwatch.ledger.storage.codec import load
from havenwatch.records import Document, Statement

# A word counts for the rank of a text up to this often: more says that the text is long, not that it is nearer.
COUNT_LIMIT = 5
# Code points around a hit that are shown with it.
CONTEXT = 80
# How much of a text is searched for the first hit to show; a longer one is shown from its beginning.
EXCERPT_REACH = 500_000

_MATCH = sa.text(
    "SELECT entry.document, entry.statement, bm25(word_index) AS rank"
    " FROM word_index JOIN entry ON entry.number = word_index.rowid"
    " WHERE word_index MATCH :query ORDER BY rank, entry.document, entry.statement LIMIT :limit"
)
_HOW_MANY = sa.text("SELECT count(*) FROM (SELECT rowid FROM word_index WHERE word_index MATCH :query LIMIT :limit)")
_LATEST = sa.text(
    "SELECT entry.document, entry.statement, 0.0 AS rank FROM (SELECT rowid AS number FROM word_index"
    " WHERE word_index MATCH :query ORDER BY rowid DESC LIMIT :limit) AS found JOIN entry USING (number)"
    " ORDER BY number DESC"
)
_FORGET = sa.text("DELETE FROM word_index WHERE rowid IN (SELECT number FROM entry WHERE document = :document)")
_ENTER = sa.text("INSERT INTO word_index (rowid, words, sounds) VALUES (:number, :words, :sounds)")

__all__ = ["hit", "index", "match", "search"]


def index(connection: sa.Connection, document: Document, statements: Sequence[Statement]) -> None:
    """Put the words of a document and of its statements into the index, in place of earlier ones."""
    connection.execute(_FORGET, {"document": document.id})
    connection.execute(sa.delete(schema.entry).where(schema.entry.c.document == document.id))
    _enter(connection, document.id, None, f"{document.title or ''}\n{document.text}")
    for statement in statements:
        _enter(connection, document.id, statement.id, statement.quote)


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
    values = {"query": " AND ".join(_clause(w) for w in wanted), "limit": limit}
    try:
        many = most is not None and connection.execute(_HOW_MANY, values | {"limit": most + 1}).scalar_one() > most
        found = connection.execute(_LATEST if many else _MATCH, values)
        return [(row.document, row.statement, row.rank) for row in found]
    except sa.exc.OperationalError as error:
        # a letter that is newer than the index's table of letters cuts a word in two, and then none can be found by it
        if "phrase queries" in str(error):
            return []
        raise


def _enter(connection: sa.Connection, document: str, statement: str | None, text: str) -> None:
    counted = Counter(word for _, _, word in words(text))
    lemmas: Counter[str] = Counter()
    sounds: Counter[str] = Counter()
    for word, count in counted.items():
        found = forms(word)
        lemmas.update(dict.fromkeys(found.lemmas, count))
        sounds.update(dict.fromkeys(found.sounds, count))
    entered = sa.insert(schema.entry).values(document=document, statement=statement).returning(schema.entry.c.number)
    row = {"number": connection.execute(entered).scalar_one(), "words": _line(lemmas), "sounds": _line(sounds)}
    connection.execute(_ENTER, row)


def _line(counted: Counter[str]) -> str:
    return " ".join(word for word, count in sorted(counted.items()) for _ in range(min(count, COUNT_LIMIT)))


def _clause(wanted: Forms) -> str:
    """FTS5 expression for one word; the forms are quoted, so that none is taken for an operator."""
    terms = [_term("words", w) for w in sorted(wanted.lemmas)] + [_term("sounds", s) for s in sorted(wanted.sounds)]
    return f"({' OR '.join(terms)})"


def _term(column: str, form: str) -> str:
    """One form; the index holds the parts of O'Connor or of ¾ (3⁄4) as words of their own."""
    parts = "".join(c if c.isalnum() else " " for c in form).split()
    return f"({' AND '.join(f'{column} : {chr(34)}{part}{chr(34)}' for part in parts or [form])})"


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
