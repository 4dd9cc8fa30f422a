"""SQLite's own checks of a file."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

__all__ = ["faults"]


def faults(connection: sa.Connection) -> Iterator[str]:
    """Damaged pages and rows that refer to missing ones."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if line != "ok":
            yield str(line)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"row {row[1]} of {row[0]} refers to a missing {row[2]}"
