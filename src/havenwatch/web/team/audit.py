"""The audit log: append only, each row chained to the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

ORIGIN = "0" * 64
_COLUMNS = ("number", "made", "who", "what", "detail", "previous")

__all__ = ["append", "broken", "page"]


def append(connection: sqlite3.Connection, who: str, what: str, detail: Mapping[str, Any]) -> None:
    """Add a row; inside the transaction of what it tells of."""
    last = connection.execute("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (1, ORIGIN) if last is None else (last[0] + 1, last[1])
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    row = (number, made, who, what, told, previous)
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, _digest(row)))


def _digest(row: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()


def broken(connection: sqlite3.Connection) -> Iterator[int]:
    """Numbers of rows that do not follow from the row before them; empty when the chain is whole."""
    previous, expected = ORIGIN, 1
    for row in connection.execute(f"SELECT {', '.join(_COLUMNS)}, digest FROM audit ORDER BY number"):
        if row[0] != expected or row[5] != previous or row[6] != _digest(tuple(row[:6])):
            yield row[0]
        previous, expected = row[6], row[0] + 1


def page(connection: sqlite3.Connection, number: int, size: int) -> tuple[list[dict[str, Any]], int]:
    """Rows of a page, the latest first, and how many there are in all."""
    total = connection.execute("SELECT count(*) FROM audit").fetchone()[0]
    query = "SELECT number, made, who, what, detail FROM audit ORDER BY number DESC LIMIT ? OFFSET ?"
    rows = connection.execute(query, (size, (max(1, number) - 1) * size))
    return [dict(zip(("number", "made", "who", "what", "detail"), row, strict=True)) for row in rows], total
