"""Migrations: SQL files in order of name, each applied in one transaction together with its record.

A failure leaves the earlier ones applied and itself pending, so that a repaired program goes on where it stopped.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import importlib.resources
import sqlite3
from collections.abc import Iterator, Sequence

from havenwatch.errors import LedgerError

# Written into the header of the file ("HAVW"), so that a foreign database is told from a ledger.
APPLICATION_ID = 0x48415657
_RECORD = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied TEXT NOT NULL)"

__all__ = ["APPLICATION_ID", "Migration", "applied", "migrate", "migrations", "pending"]


@dataclasses.dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: file name and SQL."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Digest of the SQL, recorded when it is applied."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """Single SQL statements, triggers whole."""
        part = ""
        for line in self.sql.splitlines(keepends=True):
            part += line
            if sqlite3.complete_statement(part):
                yield part
                part = ""
        if part.strip():
            yield part


def migrations() -> tuple[Migration, ...]:
    """All migrations of this version of the program, in order."""
    folder = importlib.resources.files("havenwatch.ledger").joinpath("migrations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(Migration(f.name.removesuffix(".sql"), f.read_text(encoding="utf-8")) for f in files)


def applied(connection: sqlite3.Connection) -> dict[str, str]:
    """Name -> digest of what the file has; empty in a new file."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").fetchone()
    return {} if known is None else dict(connection.execute("SELECT name, sha256 FROM migration ORDER BY name"))


def pending(connection: sqlite3.Connection, steps: Sequence[Migration]) -> tuple[Migration, ...]:
    """Migrations that the file lacks, in order."""
    done = applied(connection)
    return tuple(m for m in steps if m.name not in done)


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
