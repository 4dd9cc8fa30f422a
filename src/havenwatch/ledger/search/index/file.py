"""The index of words in a ledger file: FTS5 of SQLite."""

from __future__ import annotations

import sqlalchemy as sa

from havenwatch.ledger.search.words import Forms, parts

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

__all__ = ["enter", "forget", "match"]


def forget(connection: sa.Connection, document: str) -> None:
    """Take the words of a document out; to be called while its entries are there."""
    connection.execute(_FORGET, {"document": document})


def enter(connection: sa.Connection, number: int, lines: tuple[str, str]) -> None:
    """Put in the lemmas and sounds of an entry."""
    connection.execute(_ENTER, {"number": number, "words": lines[0], "sounds": lines[1]})


def match(
    connection: sa.Connection, wanted: list[Forms], limit: int, most: int | None
) -> list[tuple[str, str | None, float]]:
    """Best matches as (document, statement, rank), the smallest rank first; the latest where more than `most` match."""
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


def _clause(wanted: Forms) -> str:
    """FTS5 expression for one word; the forms are quoted, so that none is taken for an operator."""
    terms = [_term("words", w) for w in sorted(wanted.lemmas)] + [_term("sounds", s) for s in sorted(wanted.sounds)]
    return f"({' OR '.join(terms)})"


def _term(column: str, form: str) -> str:
    return f"({' AND '.join(f'{column} : {chr(34)}{part}{chr(34)}' for part in parts(form))})"
