"""Whole copies of a ledger, made while others read and write it: one moment of it, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from havenwatch.errors import LedgerError, UsageError

# What SQLite may put beside a file while it is in use.
COMPANIONS = ("-journal", "-wal", "-shm")

__all__ = ["copied", "digest", "drop", "keep_before_migration"]


@contextlib.contextmanager
def copied(origin: sqlite3.Connection, target: Path) -> Iterator[Path]:
    """A copy under a passing name, for its checks; it gets its own name when the block ends without an error.

    `origin` should be in a reading transaction where others may write: the copy is of that moment.

    Raises:
        UsageError: there is a file of that name already, or no such folder.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target}: exists already and is left as it is; name another file")
    if not target.parent.is_dir():
        raise UsageError(f"{target}: the folder {target.parent} does not exist; make it first")
    part = target.with_name(f".{target.name}.part")
    drop(part)
    try:
        with contextlib.closing(sqlite3.connect(part)) as made:
            origin.backup(made)
            # One file without companions, which can be read from a medium that cannot be written.
            made.execute("PRAGMA journal_mode = DELETE")
        yield part
        _settle(part)
        _publish(part, target)
    finally:
        drop(part)


def keep_before_migration(origin: sqlite3.Connection, ledger: Path, step: str) -> Path:
    """Keep a copy of a ledger as it is before a migration; its path.

    It stands beside the ledger and names the step. One of the same content that an earlier try left is taken as it is.
    """
    number = 1
    while True:
        kept = ledger.with_name(f"{ledger.name}.before-{step}{f'-{number}' if number > 1 else ''}")
        if not kept.exists():
            with copied(origin, kept):
                return kept
        with contextlib.closing(sqlite3.connect(f"{kept.absolute().as_uri()}?mode=ro", uri=True)) as earlier:
            if _head(earlier) == _head(origin):
                return kept
        number += 1


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def drop(file: Path) -> None:
    """Remove a database file with what SQLite put beside it, if it is there."""
    for ending in ("", *COMPANIONS):
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)


def _head(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What tells apart two states of one ledger: last row of the journal, counter of readings, migrations."""
    journal = connection.execute("SELECT digest FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    revision = connection.execute("SELECT value FROM state WHERE key = 'revision'").fetchone()
    return journal, revision, connection.execute("SELECT name FROM migration ORDER BY name").fetchall()


def _settle(part: Path) -> None:
    """Have the disk keep what was written."""
    with part.open("rb") as stream:
        os.fsync(stream.fileno())


def _publish(part: Path, target: Path) -> None:
    """Give a finished copy its name; a file that came to be there meanwhile is never replaced."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise UsageError(f"{target}: exists already and is left as it is; name another file") from error
    except OSError as error:  # a file system without links
        if target.exists():
            raise LedgerError(f"{target}: came to be there meanwhile and is left as it is") from error
        part.rename(target)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
