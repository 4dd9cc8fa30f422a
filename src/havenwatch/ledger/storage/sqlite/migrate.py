"""Applying migrations to a ledger file."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from havenwatch.errors import LedgerError
from havenwatch.ledger.storage.migrate import Migration, lacking

# Written into the header of the file ("HAVW"), so that a foreign database is told from a ledger.
APPLICATION_ID = 0x48415657
_RECORD = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied TEXT NOT NULL)"

__all__ = ["APPLICATION_ID", "applied", "migrate", "pending"]


def applied(connection: sqlite3.Connection) -> dict[str, str]:
    """Name -> digest of what the file has; empty in a new file."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").fetchone()
    return {} if known is None else dict(connection.execute("SELECT name, sha256 FROM migration ORDER BY name"))


def pending(connection: sqlite3.Connection, steps: Sequence[Migration]) -> tuple[Migration, ...]:
    """Migrations that the file lacks, in order."""
    return lacking(applied(connection), steps)


def migrate(connection: sqlite3.Connection, steps: Sequence[Migration]) -> None:
    """Apply what is pending. The connection must be in autocommit mode (`isolation_level=None`).

    Raises:
        LedgerError: a step failed; it is undone, those before it stay.
    """
    for step in pending(connection, steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            _apply(connection, step, 1 + len(applied(connection)))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            connection.execute("ROLLBACK")
            raise LedgerError(
                f"migration {step.name} failed ({error}); the ledger is as it was before it, install a repaired version"
            ) from error


def _apply(connection: sqlite3.Connection, step: Migration, version: int) -> None:
    connection.execute(_RECORD)
    for statement in step.statements():
        connection.execute(statement)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (step.name, step.sha256, now))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
