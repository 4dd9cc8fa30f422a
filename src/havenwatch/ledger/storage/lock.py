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
# A long run that let others in goes on after them, however long that takes them.
RETURN_SECONDS = 3_600.0

__all__ = ["LOCK_SECONDS", "WriterLock"]


class WriterLock:
    """Advisory lock beside the ledger: an exclusive transaction on an empty SQLite file of its own.

    Who waits for it holds a second such file meanwhile, so that a long run sees that somebody waits and lets them in.
    The operating system releases both when the process ends, however it ends; the files themselves may stay.
    """

    def __init__(self, ledger: Path, seconds: float = LOCK_SECONDS) -> None:
        self._file = ledger.with_name(f"{ledger.name}-writer")
        self._turn = ledger.with_name(f"{ledger.name}-waiting")
        self._ledger = ledger
        self._seconds = seconds
        self._within = threading.RLock()
        self._depth = 0
        self._connection: sqlite3.Connection | None = None

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
            self._connection = self._acquire(self._seconds)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                self._release()

    def give_way(self) -> None:
        """Let another process that waits write first, then go on; nothing happens when none waits or it is not held."""
        with self._within:
            if self._connection is None or not self._awaited():
                return
            self._release()
            self._connection = self._acquire(RETURN_SECONDS)

    def _release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _awaited(self) -> bool:
        try:
            self._exclusive(self._turn, 0.0).close()
        except LedgerError:
            return True
        return False

    def _acquire(self, seconds: float) -> sqlite3.Connection:
        """The lock, got in turn: who let others in does not get it before them."""
        turn = self._exclusive(self._turn, seconds)
        try:
            return self._exclusive(self._file, seconds)
        finally:
            turn.close()

    def _exclusive(self, file: Path, seconds: float) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(file, timeout=seconds, isolation_level=None, check_same_thread=False)
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
