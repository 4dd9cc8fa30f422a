"""A backup: one moment of a ledger in one file, checked before it gets its name."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from havenwatch.errors import LedgerError
from havenwatch.ledger.results import FAILED, Backup
from havenwatch.ledger.safety.copy import copied, digest
from havenwatch.ledger.safety.faults import faults
from havenwatch.ledger.storage import Database, journal, schema
from havenwatch.ledger.verify import verify_evidence

# Noun -> tables whose rows are counted for it.
COUNTED = {
    "documents": (schema.document,),
    "statements": (schema.statement,),
    "decisions": (schema.review, schema.judgement, schema.opinion),
    "journal rows": (schema.journal,),
}

__all__ = ["back_up", "driver"]


def back_up(database: Database, target: Path) -> Backup:
    """Copy a ledger to `target` while others read and write it.

    Raises:
        UsageError: there is a file of that name already, or no such folder.
        LedgerError: the copy cannot be written, or fails a check because the ledger does; no file is made.
    """
    with database.read() as connection, faults(target), copied(driver(connection), target) as part:
        with contextlib.closing(Database.open(part, read_only=True)) as copy, copy.read() as made:
            faults_found = [f"{f.check}: {f.message}" for f in verify_evidence(made) if f.state == FAILED]
            if faults_found:
                raise LedgerError(f"{database.name}: is damaged, no backup was made; {'; '.join(faults_found)}")
            counts = {noun: sum(_count(made, t) for t in tables) for noun, tables in COUNTED.items()}
            head = journal.head(made)
        sha256, size = digest(part), part.stat().st_size
    return Backup(target, sha256, size, counts, head)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """The connection of SQLite under one of SQLAlchemy.

    Raises:
        LedgerError: it is one of another database system, which has tools of its own for copies.
    """
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise LedgerError(
            "a backup is made of a ledger in a file; use pg_dump for one on a server, or copy it into a file first "
            "('havenwatch copy FILE')"
        )
    return found


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
