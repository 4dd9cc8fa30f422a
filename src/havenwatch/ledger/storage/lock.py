"""One writer at a time, across processes and systems."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Protocol

# Long enough for a command that stores one decision, short enough that a person is told instead of left waiting.
LOCK_SECONDS = 10.0
# A long run that let others in goes on after them, however long that takes them.
RETURN_SECONDS = 3_600.0

__all__ = ["LOCK_SECONDS", "RETURN_SECONDS", "Held", "Lockable", "WriterLock"]


class Held(Protocol):
    """What holds the lock until it is closed, or until its process ends, however it ends."""

    def close(self) -> None:
        """Let the next writer in."""


class Lockable(Protocol):
    """The place whose writers take turns."""

    def acquire(self, seconds: float) -> Held:
        """Keep all other writers out, in turn; LedgerError when one is there for longer than that."""

    def awaited(self, held: Held) -> bool:
        """Whether another process waits for the lock that is held."""


class WriterLock:
    """Advisory lock of one ledger: its place keeps other processes out, this class other threads of this one."""

    def __init__(self, place: Lockable, seconds: float = LOCK_SECONDS) -> None:
        self._place = place
        self._seconds = seconds
        self._within = threading.RLock()
        self._depth = 0
        self._held: Held | None = None

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
            self._held = self._place.acquire(self._seconds)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                self._release()

    def give_way(self) -> None:
        """Let another process that waits write first, then go on; nothing happens when none waits or it is not held."""
        with self._within:
            if self._held is None or not self._place.awaited(self._held):
                return
            self._release()
            self._held = self._place.acquire(RETURN_SECONDS)

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.close()
