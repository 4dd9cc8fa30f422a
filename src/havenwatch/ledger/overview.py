"""The whole ledger as records, and in figures."""

from __future__ import annotations

import sqlalchemy as sa

from havenwatch.ledger import dossier
from havenwatch.ledger.custody import versions, withdrawals
from havenwatch.ledger.results import Status
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import journal, problems, rows, schema
from havenwatch.records import Problem, Snapshot

# How many of the latest documents the status names.
LAST_ADDED = 5
# How much of an untitled document stands for its title.
TITLE_LENGTH = 70

__all__ = ["known_problems", "status", "take_snapshot"]


def take_snapshot(connection: sa.Connection, stages: Stages) -> Snapshot:
    """All records, each tuple sorted by id or by place in the text; a stale dossier is derived in passing."""
    read = rows.readings(connection)
    documents, statements = rows.documents(connection), tuple(s for r in read for s in r.statements)
    seen = versions(connection)
    current = dossier.is_current(connection, stages.version)
    return Snapshot(
        documents=documents,
        sources=rows.sources(connection),
        mentions=tuple(m for r in read for m in r.mentions),
        statements=statements,
        reviews=rows.reviews(connection),
        dossier=dossier.read(connection) if current else dossier.derive(connection, stages),
        problems=known_problems(connection),
        versions=seen,
        withdrawals=withdrawals(seen, documents, statements),
    )


def status(connection: sa.Connection, path: str, version: str) -> Status:
    """Figures on the ledger at `path`; `version` is that of the reader in use."""
    counts = {noun: _count(connection, table) for noun, table in _tables().items()}
    derived = sa.select(schema.derived.c.noun, sa.func.count()).group_by(schema.derived.c.noun)
    found = {row[0]: row[1] for row in connection.execute(derived)}
    counts |= {noun: found.get(noun, 0) for noun in dossier.nouns() if noun != "judgements"}
    live = rows.reviews(connection)
    counts |= {"reviews": len(live), "judgements": len(rows.judgements(connection))}
    counts |= _reader_counts(connection, counts["documents"], version)
    counts |= _watch_counts(connection)
    counts["problems"] = len(known_problems(connection))
    return Status(
        path=path,
        counts=counts,
        last_added=_last_added(connection),
        reviewed=_share_reviewed(connection, {r.statement for r in live}, counts["statements"]),
        current=dossier.is_current(connection, version),
        journal=journal.head(connection),
    )


def known_problems(connection: sa.Connection) -> tuple[Problem, ...]:
    """Problems of inputs and readings, each once, sorted by stage, document and message."""
    found = {*problems.of_inputs(connection), *rows.reading_problems(connection)}
    return tuple(sorted(found, key=lambda p: (p.stage, p.document or "", p.message)))


def _tables() -> dict[str, sa.Table]:
    return {"documents": schema.document, "sources": schema.source, "statements": schema.statement}


def _count(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


def _reader_counts(connection: sa.Connection, documents: int, version: str) -> dict[str, int]:
    read = _count(connection, schema.reading)
    return {
        "unread": documents - read,
        "outdated": _count(connection, schema.reading, schema.reading.c.reader != version),
    }


def _watch_counts(connection: sa.Connection) -> dict[str, int]:
    """Addresses under watch, and those among them whose last visit failed."""
    table = schema.watched
    failing = _count(connection, table, table.c.done == 0, table.c.failures > 0)
    return {"watched": _count(connection, table, table.c.done == 0), "failing": failing}


def _share_reviewed(connection: sa.Connection, reviewed: set[str], statements: int) -> float | None:
    """Share of statements with a live review; a review of a statement that a rebuild dropped does not count."""
    if statements == 0:
        return None
    present = connection.execute(sa.select(schema.statement.c.id)).scalars()
    return sum(s in reviewed for s in present) / statements


def _last_added(connection: sa.Connection) -> tuple[tuple[str, str], ...]:
    source, origin, document = schema.source, schema.provenance, schema.document
    beginning = sa.func.substr(document.c.text, 1, 2 * TITLE_LENGTH)
    query = (
        sa.select(source.c.retrieved, origin.c.title, document.c.url, beginning)
        .join(origin, origin.c.source == source.c.id)
        .join(document, document.c.id == origin.c.document)
        .order_by(source.c.retrieved.desc(), document.c.id)
        .limit(LAST_ADDED)
    )
    rows_found = connection.execute(query).all()
    return tuple((when, title or url or " ".join(text.split())[:TITLE_LENGTH]) for when, title, url, text in rows_found)
