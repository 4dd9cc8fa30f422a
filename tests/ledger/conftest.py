"""A ledger with small stages, in a folder of its own and in a schema of its own, and texts to add to it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger_fakes import STAGES, TEXTS

from havenwatch.ledger import Ledger


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, path: Path) -> str:
    """Where the ledger is kept: every test that asks for it, or for a ledger, runs on both."""
    if request.param == "sqlite":
        return str(path)
    made: str = request.getfixturevalue("new_schema")()
    return made


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger.open(address, create=True, stages=STAGES) as opened:
        yield opened


@pytest.fixture
def filled(ledger: Ledger, corpus: Path) -> Ledger:
    ledger.add([corpus])
    return ledger


def in_postgres(sql: str) -> str:
    """A statement that is written for SQLite, in the words of PostgreSQL."""
    table = re.match(r"(?:UPDATE|DELETE FROM) (\w+)", sql)[1]
    sql = sql.replace("rowid = 1", f"ctid = (SELECT min(ctid) FROM {table})").replace("X'00'", "'\\x00'")
    sql = re.sub(r"'\$\.(\w+)', ('[^']*')", r"'{\1}', to_jsonb(\2::text)", sql)
    sql = re.sub(r"'\$\.(\w+)', (\d+)", r"'{\1}', to_jsonb(\2)", sql)
    return re.sub(r"json_set\(body, (.*?\))\)", r"jsonb_set(body::jsonb, \1)::text", sql)


@pytest.fixture
def tamper(address: str) -> Callable[[str], None]:
    """Changes a ledger behind its back, past its triggers."""

    def in_file(sql: str) -> None:
        with contextlib.closing(sqlite3.connect(address, isolation_level=None)) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(sql).rowcount > 0

    def on_server(sql: str) -> None:
        from havenwatch.ledger.storage.postgres.address import connect, parse

        with contextlib.closing(connect(parse(address), autocommit=True)) as connection:
            connection.execute("SET session_replication_role = replica")
            assert connection.execute(in_postgres(sql).encode()).rowcount > 0

    return on_server if "://" in address else in_file
