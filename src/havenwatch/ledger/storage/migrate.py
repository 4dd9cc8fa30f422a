"""Migrations: SQL files in order of name, each applied in one transaction together with its record.

They are written in the SQL of SQLite; `postgres.translate` says the same to PostgreSQL, so that there is one set of
them. A failure leaves the earlier ones applied and itself pending, so that a repaired program goes on where it stopped.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.resources
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Migration", "lacking", "migrations"]


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


def lacking(applied: Mapping[str, str], steps: Sequence[Migration]) -> tuple[Migration, ...]:
    """Migrations that a ledger with these applied (name -> digest) lacks, in order."""
    return tuple(m for m in steps if m.name not in applied)
