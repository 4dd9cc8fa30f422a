"""Putting a copy in the place of a ledger: the copy is checked first, the old ledger is kept beside.

The pages are put into the ledger's own file in one transaction wherever that can be opened, so that programs which have
it open, a review app above all, go on with the restored ledger and not with a file that has lost its name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from havenwatch import __version__
from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger.results import FAILED, Finding, Restored
from havenwatch.ledger.safety.copy import copied, digest, drop
from havenwatch.ledger.safety.faults import faults
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import Database, journal
from havenwatch.ledger.storage.database import ledger_path
from havenwatch.ledger.storage.lock import LOCK_SECONDS
from havenwatch.ledger.storage.migrate import migrations
from havenwatch.ledger.storage.sqlite.lock import acquire
from havenwatch.ledger.storage.sqlite.migrate import APPLICATION_ID, pending
from havenwatch.ledger.verify import MENDED_BY_REBUILD, verify

_MAGIC = b"SQLite format 3\0"

__all__ = ["check_copy", "restore"]


def check_copy(copy: Path, stages: Stages) -> tuple[Finding, ...]:
    """Every check of a copy, which is left as it is; one of an older version is brought up to date elsewhere first.

    Raises:
        LedgerError: missing, foreign, newer, or too damaged to be opened.
    """
    with _usable(copy, Path(tempfile.gettempdir())) as usable:
        return _checked(usable, stages)


def restore(copy: Path, address: str | Path, stages: Stages) -> Restored:
    """Put a copy in the place of a ledger.

    Raises:
        UsageError: copy and ledger are one file.
        LedgerError: the copy cannot be opened or fails a check that no rebuild mends, what stands in the place of the
            ledger is of another program, or another command is writing. Nothing was replaced then.
    """
    ledger = ledger_path(address)
    if ledger.exists() and copy.exists() and ledger.samefile(copy):
        raise UsageError(f"{copy}: is the ledger itself; name the copy to restore, and the ledger with --ledger")
    with _usable(copy, ledger.parent) as usable:
        findings = _checked(usable, stages)
        lost = [f"{f.check}: {f.message}" for f in findings if f.state == FAILED and f.check not in MENDED_BY_REBUILD]
        if lost:
            raise LedgerError(f"{copy}: is damaged, nothing was replaced; {'; '.join(lost)}")
        with contextlib.closing(acquire(ledger, LOCK_SECONDS)), faults(ledger):
            kept = _keep(ledger) if _holds_ledger(ledger) else None
            _put(usable, ledger)
    _record(copy, ledger)
    return Restored(findings, kept)


@contextlib.contextmanager
def _usable(copy: Path, room: Path) -> Iterator[Path]:
    """The copy itself, or one of it at the schema of this program in a passing folder within `room`."""
    if not copy.is_file():
        raise LedgerError(f"{copy}: no such file; name a copy that 'havenwatch backup' made")
    try:
        Database.open(copy, read_only=True).close()
    except LedgerError:
        if not _is_older(copy):
            raise
        with tempfile.TemporaryDirectory(dir=room, prefix=".restoring-") as folder, faults(copy):
            moved = Path(folder) / "ledger.db"
            with _reading(copy) as origin, copied(origin, moved):
                pass
            Database.open(moved).close()
            yield moved
        return
    yield copy


def _is_older(copy: Path) -> bool:
    """Whether a file that was refused is a ledger whose only fault is that migrations are pending."""
    try:
        with _reading(copy) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            older = connection.execute("PRAGMA user_version").fetchone()[0] <= len(migrations())
            return ours and older and bool(pending(connection, migrations()))
    except sqlite3.DatabaseError:
        return False


def _checked(copy: Path, stages: Stages) -> tuple[Finding, ...]:
    with contextlib.closing(Database.open(copy, read_only=True)) as database, database.read() as connection:
        return verify(connection, stages)


def _holds_ledger(ledger: Path) -> bool:
    """Whether there is a ledger to keep, be it damaged.

    Raises:
        LedgerError: what is there is no ledger, so that it is left alone.
    """
    if not ledger.exists() or (ledger.is_file() and ledger.stat().st_size == 0):
        return False
    if ledger.is_dir():
        raise LedgerError(f"{ledger}: is a folder; name a file for the ledger")
    with ledger.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise LedgerError(f"{ledger}: is no ledger and is left as it is; move it away first if it was one")
    try:
        with _reading(ledger) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    except sqlite3.DatabaseError:
        return True
    if not ours:
        raise LedgerError(f"{ledger}: is a database of another program and is left as it is; name another file")
    return True


def _keep(ledger: Path) -> Path:
    """A copy of the ledger as it is, beside it; byte by byte where it is too damaged for its pages to be read."""
    now = dt.datetime.now(dt.UTC)
    stem = f"{ledger.name}.replaced-{now:%Y%m%dT%H%M%SZ}"
    names = (ledger.with_name(f"{stem}{'' if n == 1 else f'-{n}'}") for n in range(1, 1000))
    kept = next(name for name in names if not name.exists())
    try:
        with _reading(ledger) as origin, copied(origin, kept):
            pass
    except sqlite3.DatabaseError:
        for ending in ("", "-wal"):
            part = ledger.with_name(f"{ledger.name}{ending}")
            if part.exists():
                shutil.copyfile(part, kept.with_name(f"{kept.name}{ending}"))
    return kept


def _put(copy: Path, ledger: Path) -> None:
    with _reading(copy) as origin:
        if ledger.exists() and ledger.stat().st_size > 0:
            try:
                _overwrite(origin, ledger)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                drop(ledger)  # it was kept; nobody can have been writing to what nobody can open
            else:
                return
        drop(ledger)
        with copied(origin, ledger):
            pass
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def _record(copy: Path, ledger: Path) -> None:
    """Have the journal of the restored ledger say where it comes from."""
    with contextlib.closing(Database.open(ledger)) as database, database.write() as connection:
        journal.append(connection, f"havenwatch {__version__}", "restored", {"file": digest(copy)})


def _overwrite(origin: sqlite3.Connection, ledger: Path) -> None:
    """All pages of `origin` into the file of a ledger, in one transaction."""
    with contextlib.closing(sqlite3.connect(ledger, isolation_level=None, timeout=LOCK_SECONDS)) as target:
        target.execute("PRAGMA journal_mode = WAL")
        origin.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads one moment of a file and cannot write it."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    waiting = file.with_name(f"{file.name}-wal")
    pending_pages = waiting.exists() and waiting.stat().st_size > 0
    try:
        connection = _begun(address)
    except sqlite3.OperationalError:
        if pending_pages:
            raise
        connection = _begun(f"{address}&immutable=1")  # a medium that cannot be written, see storage.database
    with contextlib.closing(connection):
        yield connection


def _begun(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_SECONDS)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
