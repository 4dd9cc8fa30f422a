"""Search with facets: filters on the hits, and how many hits each further filter would leave."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa

from havenwatch.ledger.browse.record import Found, Hidden, Page
from havenwatch.ledger.results import Hit
from havenwatch.ledger.search import fulltext
from havenwatch.ledger.search.words import Forms, forms, words
from havenwatch.ledger.storage import rows, schema

# So many matches are counted and filtered; a search with more of them is too wide to read anyway.
MOST_COUNTED = 1_000
# Up to that many the best are taken, from that on the latest.
MOST_RANKED = 4_000
PAGE_SIZE = 20
FACETS = ("host", "type", "language", "publisher", "year", "state")

__all__ = ["FACETS", "Query", "find"]


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """Words with filters by facet; `sounds` also finds names in other scripts and spellings."""

    words: str
    filters: Mapping[str, str]
    sounds: bool = True


def find(connection: sa.Connection, query: Query, page: int, hidden: Hidden) -> Found:
    """Hits that have all words and pass all filters, best first; no words give no hits."""
    wanted = [forms(word) for _, _, word in words(query.words)]
    if not query.sounds:
        wanted = [Forms(w.lemmas, frozenset()) for w in wanted]
    if not wanted:
        return Found(Page((), 0, 1, PAGE_SIZE), {}, cut=False)
    matched = fulltext.match(connection, wanted, MOST_COUNTED, MOST_RANKED)
    told = _told(connection, [m for m in matched if m[0] not in hidden.documents])
    kept = [t for t in told if all(t.facets.get(f) == v for f, v in query.filters.items())]
    counts = {f: Counter(t.facets[f] for t in kept if t.facets.get(f)) for f in FACETS}
    size = PAGE_SIZE
    shown = kept[(max(1, page) - 1) * size : max(1, page) * size]
    known = {d.id: d for d in rows.documents(connection, sorted({t.document for t in shown}))}
    hits: list[Hit] = [fulltext.hit(connection, known[t.document], t.statement, -t.rank, wanted) for t in shown]
    facets = {f: tuple(sorted(c.items(), key=lambda i: (-i[1], i[0]))) for f, c in counts.items()}
    return Found(Page(tuple(hits), len(kept), max(1, page), size), facets, cut=len(matched) == MOST_COUNTED)


@dataclasses.dataclass(frozen=True, slots=True)
class _Match:
    document: str
    statement: str | None
    rank: float
    facets: Mapping[str, str]


def _told(connection: sa.Connection, matched: list[tuple[str, str | None, float]]) -> list[_Match]:
    documents = _of_documents(connection, {d for d, _, _ in matched})
    statements = _of_statements(connection, {s for _, s, _ in matched if s is not None})
    return [_Match(d, s, r, documents.get(d, {}) | statements.get(s or "", {})) for d, s, r in matched]


def _of_documents(connection: sa.Connection, ids: set[str]) -> dict[str, dict[str, str]]:
    document, origin = schema.document, schema.provenance
    query = (
        sa.select(document.c.id, document.c.published, origin.c.publisher, origin.c.language)
        .join(origin, origin.c.document == document.c.id)
        .where(document.c.id.in_(ids))
        .order_by(origin.c.source.desc(), origin.c.id.desc())
    )
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(query):
        values = {"publisher": row.publisher, "language": row.language, "year": (row.published or "")[:4]}
        found.setdefault(row.id, {}).update({k: v for k, v in values.items() if v})
    return found


def _of_statements(connection: sa.Connection, ids: set[str]) -> dict[str, dict[str, str]]:
    table = schema.queue
    query = sa.select(table).where(table.c.statement.in_(ids))
    found = {}
    for row in connection.execute(query).mappings():
        values = {"host": row["host"], "type": row["type"] or row["kind"], "state": row["state"]}
        found[row["statement"]] = {k: v for k, v in values.items() if v}
    return found
