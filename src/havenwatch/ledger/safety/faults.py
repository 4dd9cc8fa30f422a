"""What the database system and the disk report, as errors that name the file and a remedy."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from havenwatch.errors import LedgerError

# Words of a report -> what to do, the first that fits. The words are SQLite's and the system's.
REMEDIES = (
    (("locked", "busy"), "another command is writing to it, wait until it ends and repeat"),
    (("full", "no space", "quota", "too large"), "make room on the disk and repeat, what was stored stays"),
    (("malformed", "not a database", "decode"), "the file is damaged, restore it from a copy ('havenwatch restore')"),
    (("readonly", "read-only"), "the file or its disk is write-protected, allow writing or copy it to another place"),
    (("i/o error",), "see that the disk has room and is sound, and repeat; what was stored stays"),
)

__all__ = ["faults", "remedy"]


@contextlib.contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn reports of the database system and the disk into errors of the ledger at `path`.

    Raises:
        LedgerError: in their place; names the file, the report and a remedy.
    """
    try:
        yield
    except (sqlite3.DatabaseError, sa.exc.DatabaseError, OSError) as error:
        reason = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error)
        raise LedgerError(f"{path}: {reason}; {remedy(reason)}") from error


def remedy(reason: str) -> str:
    """What to do about a report, in one clause."""
    small = reason.lower()
    found = (told for words, told in REMEDIES if any(w in small for w in words))
    return next(found, "check the file, its folder and their permissions")
