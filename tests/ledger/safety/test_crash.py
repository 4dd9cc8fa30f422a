"""A dozen of the kills of bench.crash, over all its tasks."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench.crash import CrashError, Life
from havenwatch.ledger import Ledger
from tests.ledger.ledger_fakes import STAGES

ROOT = Path(__file__).resolve().parents[3]


def test_nothing_is_lost_when_a_process_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "crash.json"
    words = [sys.executable, "-m", "bench.crash", "--kills", "12", "--seed", "3", "-o", str(out)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["faults"], found["all_kills"]) == ([], 12)
    assert (found["documents_a_life"], found["decisions_a_life"]) == (105, 45)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    (tmp_path / "texts").mkdir()
    text = tmp_path / "texts" / "a.txt"
    text.write_text("Суд задержал IVANOVA.", encoding="utf-8")
    with Ledger.open(tmp_path / "origin.db", create=True, stages=STAGES) as ledger:
        ledger.add([text])
    return Life(tmp_path / "life", "http://127.0.0.1:1/", "small", tmp_path / "origin.db")


@pytest.mark.parametrize(
    ("table", "reason"), [("document", "verify|cannot be used"), ("journal", "verify"), ("blob", "verify")]
)
def test_a_loss_would_be_seen(life: Life, table: str, reason: str) -> None:
    Ledger.open(life.ledger, stages=STAGES).close()
    life.look()
    connection = sqlite3.connect(life.ledger)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(f"DELETE FROM {table}")
    connection.commit()
    connection.close()
    with pytest.raises(CrashError, match=reason):
        life.look()


def test_a_decision_that_was_told_and_is_not_there_would_be_seen(life: Life) -> None:
    life._told.add("step 99")
    with pytest.raises(CrashError, match=r"lost: .*step 99"):
        life.look()
