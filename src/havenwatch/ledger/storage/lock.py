"""One writer at a time, across processes and systems."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from havenwatch.errors import LedgerError

# Long enough for a command that stores one decision, short enough that a person is told instead of left waiting.
LOCK_SECONDS = 10.0

__all__ = ["LOCK_SECONDS", "WriterLock"]


class WriterLock:
    """Advisory lock beside the ledger: an exclusive transaction on an empty SQLite file of its own.

    The operating system releases it when the process ends, however it ends; the file itself may stay.
    """

    def __init__(self, ledger: Path, seconds: float = LOCK_SECONDS) -> None:
        self._file = ledger.with_name(f"{ledger.name}-writer")
        self._ledger = ledger
        self._seconds = seconds
        self._within = threading.RLock()
        self._depth = 0

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; a thread that has it may take it again.

        Raises:
            LedgerError: another writer kept it for the whole time that this one waits.
        """
        with self._within:
            if self._depth:
                yield
                return
            connection = self._acquire()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                connection.close()

    def _acquire(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self._file, timeout=self._seconds, isolation_level=None, check_same_thread=False
            )
        except sqlite3.OperationalError as error:
            raise LedgerError(self._reason(error)) from error
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            raise LedgerError(self._reason(error)) from error
        return connection

    def _reason(self, error: sqlite3.OperationalError) -> str:
        if "locked" in str(error):
            return f"{self._ledger}: another command is writing to this ledger; wait until it ends and repeat"
        return f"{self._ledger}: cannot be written ({error}); check that its folder exists and its permissions"
