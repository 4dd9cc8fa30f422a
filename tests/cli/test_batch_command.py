"""The command batch from its call to a ledger, and a command that is stopped."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
LINES = [
    '{"id": "1", "text": "Суд арестовал активиста Ивана Петрова.", "published": "2026-02-01", "language": "ru"}',
    '{"id": "2", "text": 5}',
]
PROGRAM = [sys.executable, "-c", "import sys; from havenwatch.cli import main; main(sys.argv[1:])"]


def call(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], cwd=folder, capture_output=True, text=True, check=False)


def test_an_archive_goes_into_shards_and_from_there_into_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    made = call(tmp_path, "batch", "in.jsonl", "-o", "shards", "--workers", "1")
    assert (made.returncode, made.stdout) == (1, "")
    assert "1 documents" in made.stderr
    assert "1 inputs could not be read; shards/problems names them" in made.stderr
    added = call(tmp_path, "--ledger", "l.db", "add", "shards")
    assert added.returncode == 1
    assert "in.jsonl, line 2: has no 'text'" in added.stderr
    assert "1 new" in added.stderr
    again = call(tmp_path, "batch", "in.jsonl", "-o", "shards", "--shard", "7")
    assert (again.returncode, "begun with --shard 500" in again.stderr) == (2, True)


@pytest.mark.parametrize("words", [["x"], ["-o", "y"], ["x", "-o", "y", "--address", "auto"]])
def test_wrong_usage(words: list[str], tmp_path: Path) -> None:
    done = call(tmp_path, "batch", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert not list(tmp_path.iterdir())


# The program as typed at a terminal: where the tests run in the background, children would ignore Ctrl-C.
HEARS_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from havenwatch.cli import main
if __name__ == "__main__":
    main()
"""


def test_ctrl_c_stops_with_a_line_and_what_was_stored_stays(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("\n".join(LINES[:1]), encoding="utf-8")
    (tmp_path / "slow.jsonl").write_text(
        "".join(
            LINES[0].replace('"1"', f'"{n}"').replace("Петрова", "Петрова " * (n + 400)) + "\n" for n in range(200)
        ),
        encoding="utf-8",
    )
    words = ["--ledger", "l.db", "add", "in.jsonl", "slow.jsonl", "--workers", "2"]
    running = subprocess.Popen(
        [sys.executable, "-c", HEARS_CTRL_C, *words], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    while running.poll() is None and readings(tmp_path) == 0:
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert (running.returncode, told) == (130, "stopped; what was stored stays, the same command goes on from there\n")
    assert call(tmp_path, "--ledger", "l.db", "verify").returncode == 0


def readings(folder: Path) -> int:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{folder / 'l.db'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM reading").fetchone()[0])
    except sqlite3.Error:
        return 0
