"""One ledger file: checked marks, pragmas, connections."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from havenwatch.errors import LedgerError
from havenwatch.ledger.safety.copy import keep_before_migration
from havenwatch.ledger.safety.faults import faults
from havenwatch.ledger.storage.lock import Held
from havenwatch.ledger.storage.migrate import migrations
from havenwatch.ledger.storage.sqlite.lock import acquire, awaited
from havenwatch.ledger.storage.sqlite.migrate import APPLICATION_ID, applied, migrate, pending

# A reader meets a lock only for the moment of a checkpoint or a recovery after a crash.
BUSY_SECONDS = 10.0
_MAGIC = b"SQLite format 3\0"

__all__ = ["SqliteStore"]


class SqliteStore:
    """A ledger in a file; see `Store` for what each part stands for."""

    def __init__(self, path: Path) -> None:
        self.path: Path | None = path
        self.name = str(path)
        self._path = path

    def check(self, *, create: bool, read_only: bool) -> None:
        """Refuse a folder, a missing or foreign file, another version."""
        with self.faults():
            if not _is_fresh(self._path, create=create):
                _check(self._path, read_only=read_only)

    def migrate(self) -> None:
        """Apply pending migrations; the journal mode is set first, since it cannot be set inside a transaction."""
        with contextlib.closing(_connect(self._path)) as connection:
            if steps := pending(connection, migrations()):
                if applied(connection):
                    keep_before_migration(connection, self._path, steps[0].name)
                connection.execute("PRAGMA journal_mode = WAL")
                migrate(connection, migrations())

    def acquire(self, seconds: float) -> Held:
        """Lock the file beside the ledger."""
        return acquire(self._path, seconds)

    def awaited(self, held: Held) -> bool:  # noqa: ARG002 - another file tells
        """Whether somebody holds the other file, in which one waits."""
        return awaited(self._path)

    def reader(self, *, read_only: bool) -> sa.Engine:
        """Engine on connections to the file."""
        return _engine(self._path, read_only=read_only)

    def writer(self, reader: sa.Engine) -> sa.Engine:
        """Engine whose transactions take the write lock of the file at their beginning."""
        return reader.execution_options(writes=True)

    def faults(self) -> contextlib.AbstractContextManager[None]:
        """Turn what SQLite and the disk report into an error that names the file and a remedy."""
        return faults(self._path)


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
