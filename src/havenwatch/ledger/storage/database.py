"""Connections to one ledger file: checked marks, pragmas, reading and writing transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from havenwatch.errors import LedgerError
from havenwatch.ledger.safety.copy import keep_before_migration
from havenwatch.ledger.safety.faults import faults
from havenwatch.ledger.storage.lock import LOCK_SECONDS, WriterLock
from havenwatch.ledger.storage.migrate import APPLICATION_ID, applied, migrate, migrations, pending

# A reader meets a lock only for the moment of a checkpoint or a recovery after a crash.
BUSY_SECONDS = 10.0
_MAGIC = b"SQLite format 3\0"
_SCHEME = "sqlite:///"

__all__ = ["Database", "ledger_path"]


def ledger_path(address: str | Path) -> Path:
    """File of a ledger given as path or `sqlite:///PATH`.

    Raises:
        LedgerError: an address of another database system.
    """
    text = str(address)
    if text.startswith(_SCHEME):
        return Path(text.removeprefix(_SCHEME))
    if "://" in text:
        raise LedgerError(f"{text}: only SQLite files can be ledgers; give the path of a file")
    return Path(text)


class Database:
    """One ledger file, opened for reading and writing or for reading alone."""

    def __init__(self, path: Path, *, read_only: bool, lock_seconds: float) -> None:
        self.path = path
        self.read_only = read_only
        self._lock = WriterLock(path, lock_seconds)
        self._engine = _engine(path, read_only=read_only)
        self._writing = self._engine.execution_options(writes=True)

    @classmethod
    def open(
        cls, address: str | Path, *, create: bool = False, read_only: bool = False, lock_seconds: float = LOCK_SECONDS
    ) -> Self:
        """Open a ledger file, bringing it to the schema of this version unless it is read only.

        Raises:
            LedgerError: missing (without `create`), not a ledger, newer than this program, or not writable.
        """
        path = ledger_path(address)
        if create and read_only:
            raise LedgerError(f"{path}: a ledger cannot be created for reading alone")
        fresh = _is_fresh(path, create=create)
        if not fresh:
            _check(path, read_only=read_only)
        database = cls(path, read_only=read_only, lock_seconds=lock_seconds)
        if not read_only:
            _migrated(database)
        return database

    def migrate(self) -> None:
        """Apply pending migrations; the journal mode is set first, since it cannot be set inside a transaction."""
        with self._lock.held(), faults(self.path), contextlib.closing(_connect(self.path)) as connection:
            if steps := pending(connection, migrations()):
                if applied(connection):
                    keep_before_migration(connection, self.path, steps[0].name)
                connection.execute("PRAGMA journal_mode = WAL")
                migrate(connection, migrations())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out for several transactions.

        Raises:
            LedgerError: opened for reading alone, or another writer has it.
        """
        if self.read_only:
            raise LedgerError(f"{self.path}: opened for reading alone; nothing can be stored")
        with self._lock.held():
            yield

    def give_way(self) -> None:
        """Between two transactions of a long run: let another process that waits write first."""
        self._lock.give_way()

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that is stored whole or not at all."""
        with self.locked(), faults(self.path), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one moment of the ledger, whatever a writer does meanwhile."""
        with faults(self.path), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give the file back."""
        self._engine.dispose()


def _migrated(database: Database) -> None:
    """Bring a ledger up to date; give its file back when that fails."""
    try:
        database.migrate()
    except BaseException:
        database.close()
        raise


def _is_fresh(path: Path, *, create: bool) -> bool:
    """Whether the file is to be made, or is empty and may become a ledger."""
    if path.is_dir():
        raise LedgerError(f"{path}: is a folder; name a file for the ledger")
    if path.exists() and path.stat().st_size > 0:
        return False
    if not create:
        raise LedgerError(f"{path}: no ledger here; make one with 'havenwatch add' or name another with --ledger")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: the folder {path.parent} does not exist; make it first")
    return True


def _check(path: Path, *, read_only: bool) -> None:
    """Refuse what is no ledger of ours before anything is written to it."""
    with faults(path):
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                raise LedgerError(f"{path}: is not a ledger (no SQLite file); name another file with --ledger")
        with contextlib.closing(_connect(path, read_only=True)) as connection:
            if not _is_ours(connection, read_only=read_only):
                raise LedgerError(f"{path}: is a database of another program; name another file with --ledger")
            known = migrations()
            if _pragma(connection, "user_version") > len(known):
                raise LedgerError(f"{path}: was written by a newer version of havenwatch; install that version")
            if read_only and pending(connection, known):
                raise LedgerError(
                    f"{path}: was written by an older version; run 'havenwatch rebuild' once to bring it up to date"
                )


def _is_ours(connection: sqlite3.Connection, *, read_only: bool) -> bool:
    """Whether the file carries our mark, or is empty because its making was cut off before the first migration."""
    if _pragma(connection, "application_id") == APPLICATION_ID:
        return True
    return not read_only and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    connection = _open(path, read_only=read_only)
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    # A finished item must outlive a power failure too; reading it takes far longer than the wait for the disk.
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _open(path: Path, *, read_only: bool) -> sqlite3.Connection:
    # as_uri escapes what a URI gives a meaning to (?, #, %)
    address = path.absolute().as_uri()
    mode = "ro" if read_only else "rwc"
    try:
        return _usable(f"{address}?mode={mode}")
    except sqlite3.OperationalError:
        waiting = path.with_name(f"{path.name}-wal")
        if not read_only or (waiting.exists() and waiting.stat().st_size > 0):
            raise
        # On a medium that cannot be written SQLite cannot make its shared memory; nothing is pending, so read as is.
        return _usable(f"{address}?mode=ro&immutable=1")


def _usable(address: str) -> sqlite3.Connection:
    """A connection that has read once; closed again when it cannot."""
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _engine(path: Path, *, read_only: bool) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://", creator=lambda: _connect(path, read_only=read_only), poolclass=sa.pool.QueuePool
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
