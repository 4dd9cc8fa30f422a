"""A ledger with small stages in a folder of its own, and texts to add to it."""

from __future__ import annotations

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


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path, create=True, stages=STAGES) as opened:
        yield opened


@pytest.fixture
def filled(ledger: Ledger, corpus: Path) -> Ledger:
    ledger.add([corpus])
    return ledger


@pytest.fixture
def tamper(path: Path) -> Callable[[str], None]:
    """Changes a ledger file behind its back: triggers are dropped first."""

    def change(sql: str) -> None:
        import contextlib
        import sqlite3

        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(sql).rowcount > 0

    return change
