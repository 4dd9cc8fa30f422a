"""Connections to one ledger: reading and writing transactions, one writer at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from havenwatch.errors import LedgerError
from havenwatch.ledger.storage.lock import LOCK_SECONDS, WriterLock
from havenwatch.ledger.storage.store import Store, ledger_path, store_of

__all__ = ["Database", "ledger_path"]


class Database:
    """One ledger, opened for reading and writing or for reading alone."""

    def __init__(self, store: Store, *, read_only: bool, lock_seconds: float) -> None:
        self.store = store
        self.read_only = read_only
        self._lock = WriterLock(store, lock_seconds)
        self._engine = store.reader(read_only=read_only)
        self._writing = store.writer(self._engine)

    @classmethod
    def open(
        cls, address: str | Path, *, create: bool = False, read_only: bool = False, lock_seconds: float = LOCK_SECONDS
    ) -> Self:
        """Open a ledger, bringing it to the schema of this version unless it is read only.

        Raises:
            LedgerError: missing (without `create`), not a ledger, newer than this program, or not writable.
        """
        store = store_of(address)
        if create and read_only:
            raise LedgerError(f"{store.name}: a ledger cannot be created for reading alone")
        store.check(create=create, read_only=read_only)
        database = cls(store, read_only=read_only, lock_seconds=lock_seconds)
        if not read_only:
            _migrated(database)
        return database

    @property
    def name(self) -> str:
        """The place of the ledger as messages name it, without a password."""
        return self.store.name

    @property
    def path(self) -> Path:
        """The file of the ledger.

        Raises:
            LedgerError: the ledger is on a server.
        """
        if self.store.path is None:
            raise LedgerError(f"{self.name}: is no file; copy it into one first ('havenwatch copy FILE')")
        return self.store.path

    def migrate(self) -> None:
        """Apply pending migrations."""
        with self._lock.held(), self.store.faults():
            self.store.migrate()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out for several transactions.

        Raises:
            LedgerError: opened for reading alone, or another writer has it.
        """
        if self.read_only:
            raise LedgerError(f"{self.name}: opened for reading alone; nothing can be stored")
        with self._lock.held():
            yield

    def give_way(self) -> None:
        """Between two transactions of a long run: let another process that waits write first."""
        self._lock.give_way()

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that is stored whole or not at all."""
        with self.locked(), self.store.faults(), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one moment of the ledger, whatever a writer does meanwhile."""
        with self.store.faults(), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give the file or the connections back."""
        self._engine.dispose()


def _migrated(database: Database) -> None:
    """Bring a ledger up to date; give it back when that fails."""
    try:
        database.migrate()
    except BaseException:
        database.close()
        raise
