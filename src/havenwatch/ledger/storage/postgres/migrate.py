"""Applying migrations to a ledger on a server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from havenwatch.errors import LedgerError
from havenwatch.ledger.storage.migrate import Migration, lacking
from havenwatch.ledger.storage.postgres.address import driver
from havenwatch.ledger.storage.postgres.translate import translated

if TYPE_CHECKING:
    import psycopg

# The comment of the table `migration`, so that a foreign database is told from a ledger.
MARK = "havenwatch ledger"
_RECORD = (
    'CREATE TABLE IF NOT EXISTS migration (name TEXT COLLATE "C" PRIMARY KEY,'
    ' sha256 TEXT COLLATE "C" NOT NULL, applied TEXT COLLATE "C" NOT NULL)'
)
_REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$"
)

__all__ = ["MARK", "applied", "is_marked", "migrate", "pending"]


def is_marked(connection: psycopg.Connection[Any]) -> bool:
    """Whether the schema of the connection holds a ledger of ours."""
    query = "SELECT obj_description(to_regclass('migration'), 'pg_class')"
    found = connection.execute(query).fetchone()
    return found is not None and found[0] == MARK


def applied(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """Name -> digest of what the ledger has; empty in a new one."""
    if not is_marked(connection):
        return {}
    return dict(connection.execute("SELECT name, sha256 FROM migration ORDER BY name").fetchall())


def pending(connection: psycopg.Connection[Any], steps: Sequence[Migration]) -> tuple[Migration, ...]:
    """Migrations that the ledger lacks, in order."""
    return lacking(applied(connection), steps)


def migrate(connection: psycopg.Connection[Any], steps: Sequence[Migration]) -> None:
    """Apply what is pending. The connection must be in autocommit mode.

    Raises:
        LedgerError: a step failed; it is undone, those before it stay.
    """
    for step in pending(connection, steps):
        try:
            with connection.transaction():
                _apply(connection, step)
        except driver().Error as error:
            raise LedgerError(
                f"migration {step.name} failed ({str(error).strip()}); the ledger is as it was before it, "
                "install a repaired version"
            ) from error


def _apply(connection: psycopg.Connection[Any], step: Migration) -> None:
    connection.execute(_RECORD)
    connection.execute(f"COMMENT ON TABLE migration IS '{MARK}'")
    connection.execute(_REFUSE)
    for statement in translated(step):
        connection.execute(statement.encode())
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    connection.execute("INSERT INTO migration VALUES (%s, %s, %s)", (step.name, step.sha256, now))
