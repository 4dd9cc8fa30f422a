"""The index of words on a server: a table of ours that holds, cuts and ranks words as the index of a file does."""

from __future__ import annotations

import math
import sqlite3
import threading
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.search.words import Forms, parts
from havenwatch.ledger.storage import schema

# Okapi BM25 as SQLite's FTS5 has it, with the same constants.
K1, B = 1.2, 0.75
LEAST_WEIGHT = 1e-6
_COLUMNS = ("words", "sounds")

_word = sa.table("word_index", *map(sa.column, ("word", "column", "number", "times")))
_size = sa.table("word_index_size", *map(sa.column, ("number", "words")))

__all__ = ["Cutter", "enter", "forget", "match"]


class Cutter:
    """Cuts lines into words and English words to their stems, with the very tokenizer of the index of a file."""

    def __init__(self) -> None:
        self._within = threading.Lock()
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute(
            "CREATE VIRTUAL TABLE cut USING fts5 (words, sounds, tokenize = 'porter unicode61 remove_diacritics 0')"
        )
        self._connection.execute("CREATE VIRTUAL TABLE found USING fts5vocab (cut, instance)")

    def counts(self, lines: tuple[str, str]) -> list[tuple[str, int, int]]:
        """Word, column (0 lemma, 1 sound) and how often it stands there."""
        with self._within:
            self._connection.execute("BEGIN")
            try:
                self._connection.execute("INSERT INTO cut (rowid, words, sounds) VALUES (1, ?, ?)", lines)
                query = "SELECT term, col, count(*) FROM found GROUP BY term, col ORDER BY term, col"
                rows = self._connection.execute(query).fetchall()
            finally:
                self._connection.execute("ROLLBACK")
        return [(word, _COLUMNS.index(column), times) for word, column, times in rows]

    def single(self, part: str) -> str | None:
        """The one word that a part is in the index; None when it is cut in several, or nothing is left of it."""
        found = self.counts((part, ""))
        return found[0][0] if len(found) == 1 and found[0][2] == 1 else None


_CUTTER = Cutter()


def forget(connection: sa.Connection, document: str) -> None:
    """Take the words of a document out; to be called while its entries are there."""
    numbers = sa.select(schema.entry.c.number).where(schema.entry.c.document == document)
    for table in (_word, _size):
        connection.execute(sa.delete(table).where(table.c.number.in_(numbers)))


def enter(connection: sa.Connection, number: int, lines: tuple[str, str]) -> None:
    """Put in the lemmas and sounds of an entry."""
    found = [
        {"number": number, "word": word, "column": column, "times": times}
        for word, column, times in _CUTTER.counts(lines)
    ]
    if found:
        connection.execute(sa.insert(_word), found)
    connection.execute(sa.insert(_size).values(number=number, words=sum(row["times"] for row in found)))


def match(
    connection: sa.Connection, wanted: list[Forms], limit: int, most: int | None
) -> list[tuple[str, str | None, float]]:
    """Best matches as (document, statement, rank), the smallest rank first; the latest where more than `most` match."""
    terms = _terms(wanted)
    if terms is None:
        return []
    scores = _scores(connection, terms, len(wanted)).subquery()
    entry = schema.entry
    query = sa.select(entry.c.document, entry.c.statement).join(scores, scores.c.number == entry.c.number)
    if most is not None and _more(connection, scores, most):
        found = connection.execute(query.order_by(entry.c.number.desc()).limit(limit))
        return [(row.document, row.statement, 0.0) for row in found]
    ordered = query.add_columns(scores.c.rank).order_by(
        scores.c.rank, entry.c.document, entry.c.statement.asc().nulls_first()
    )
    return [(row.document, row.statement, row.rank) for row in connection.execute(ordered.limit(limit))]


def _more(connection: sa.Connection, scores: sa.Subquery, most: int) -> bool:
    several = sa.select(scores.c.number).limit(most + 1).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(several)).scalar_one() > most


# number of the wanted word, number of its form, number of the part of it, how many parts the form has, column, word
_Term = tuple[int, int, int, int, int, str]


def _terms(wanted: list[Forms]) -> list[_Term] | None:
    """Words to look up; None when one of them cannot be in any index, as a part that is cut in several."""
    found: list[_Term] = []
    for number, word in enumerate(wanted):
        forms = [(0, f) for f in sorted(word.lemmas)] + [(1, s) for s in sorted(word.sounds)]
        for place, (column, form) in enumerate(forms):
            cut = [_CUTTER.single(part) for part in parts(form)]
            if None in cut:
                return None
            found += [(number, place, i, len(cut), column, part) for i, part in enumerate(cut) if part is not None]
    return found


def _scores(connection: sa.Connection, terms: list[_Term], wanted: int) -> sa.Select[Any]:
    """Entries that have some form of every wanted word, with their rank: smaller is nearer."""
    entries, length = _extent(connection)
    weighed = [(*term, _weight(connection, term, entries)) for term in terms]
    names = ("wanted", "form", "part", "parts", "column", "word")
    term = sa.values(
        *(sa.column(n, sa.Integer) for n in names[:5]), sa.column("word", sa.Text), sa.column("weight", sa.Float),
        name="term",
    ).data(weighed)  # fmt: skip
    words = sa.cast(_size.c.words, sa.Float)
    often = sa.cast(_word.c.times, sa.Float)
    share = term.c.weight * often * (K1 + 1) / (often + K1 * (1 - B + B * words / length))
    by_form = (
        sa.select(_word.c.number, term.c.wanted, sa.func.sum(share).label("score"))
        .join(term, sa.and_(term.c.word == _word.c.word, term.c.column == _word.c.column))
        .join(_size, _size.c.number == _word.c.number)
        .group_by(_word.c.number, term.c.wanted, term.c.form, term.c.parts)
        .having(sa.func.count() == term.c.parts)
        .subquery()
    )
    return (
        sa.select(by_form.c.number, (-sa.func.sum(by_form.c.score)).label("rank"))
        .group_by(by_form.c.number)
        .having(sa.func.count(by_form.c.wanted.distinct()) == wanted)
    )


def _extent(connection: sa.Connection) -> tuple[int, float]:
    """How many entries there are, and their mean number of words."""
    query = sa.select(sa.func.count(), sa.cast(sa.func.sum(_size.c.words), sa.Float)).select_from(_size)
    entries, total = connection.execute(query).one()
    return entries, (total or 0.0) / entries if entries and total else 1.0


def _weight(connection: sa.Connection, term: _Term, entries: int) -> float:
    """How much an occurrence tells: the rarer the word, the more."""
    query = sa.select(sa.func.count()).select_from(_word).where(_word.c.word == term[5], _word.c.column == term[4])
    having = connection.execute(query).scalar_one()
    return max(LEAST_WEIGHT, math.log((entries - having + 0.5) / (having + 0.5)))
