"""A ledger as a program with fewer migrations would hold it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from havenwatch.ledger.storage.migrate import migrations
from havenwatch.ledger.storage.sqlite.migrate import applied, migrate

# Tables that follow from others: an older ledger has them filled by its own program, or not at all.
DERIVED = {"migration", "derived", "heading", "relation", "queue", "shelf"}


def open_file(path: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(path, isolation_level=None))


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Columns of each table that holds rows of its own; those of the full text are filled through `word_index`."""
    names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    own = [n for n in names if not n.startswith(("word_index_", "sqlite_"))]
    return {n: [row[1] for row in connection.execute(f"PRAGMA table_info({n})")] for n in own}


def older(level: int, origin: Path, target: Path) -> Path:
    """The ledger `origin` as a program that had only the first `level` migrations would hold it."""
    with open_file(target) as made, open_file(origin) as now:
        made.execute("PRAGMA journal_mode = WAL")
        migrate(made, migrations()[:level])
        newest = tables(now)
        for table, columns in tables(made).items():
            shared = [f'"{c}"' for c in columns if c in newest.get(table, ())]
            if table in DERIVED or not shared:
                continue
            if table == "word_index":
                shared = ["rowid", *shared]
            rows = now.execute(f"SELECT {', '.join(shared)} FROM {table}").fetchall()
            made.executemany(f"INSERT INTO {table} ({', '.join(shared)}) VALUES ({', '.join('?' * len(shared))})", rows)
    return target


def level_of(path: Path) -> list[str]:
    """Names of the migrations that a file has."""
    with open_file(path) as connection:
        return list(applied(connection))
