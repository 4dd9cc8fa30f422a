"""The lock of a ledger file: exclusive transactions on empty SQLite files of their own beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from havenwatch.errors import LedgerError
from havenwatch.ledger.safety.faults import remedy

__all__ = ["acquire", "awaited"]


def acquire(ledger: Path, seconds: float) -> sqlite3.Connection:
    """Take the lock, waiting up to `seconds`; closing what is returned lets it go.

    Who waits for it holds a second such file meanwhile, so that a long run sees that somebody waits and lets them in,
    and does not get it again before them. The operating system releases both when the process ends, however it ends;
    the files themselves may stay.

    Raises:
        LedgerError: another writer kept it for the whole time, or the file cannot be made.
    """
    turn = _exclusive(ledger, "waiting", seconds)
    try:
        return _exclusive(ledger, "writer", seconds)
    finally:
        turn.close()


def awaited(ledger: Path) -> bool:
    """Whether another process waits for the lock."""
    try:
        _exclusive(ledger, "waiting", 0.0).close()
    except LedgerError:
        return True
    return False


def _exclusive(ledger: Path, what: str, seconds: float) -> sqlite3.Connection:
    file = ledger.with_name(f"{ledger.name}-{what}")
    try:
        connection = sqlite3.connect(file, timeout=seconds, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise LedgerError(_reason(ledger, error)) from error
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        raise LedgerError(_reason(ledger, error)) from error
    return connection


def _reason(ledger: Path, error: sqlite3.OperationalError) -> str:
    if "locked" in str(error):
        return f"{ledger}: another command is writing to this ledger; wait until it ends and repeat"
    return f"{ledger}: cannot be written ({error}); {remedy(str(error))}"
