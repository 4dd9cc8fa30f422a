"""A ledger is copied, lost and brought back by the commands that a keeper types."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
TEXT = "date 2026-03-05 Генпрокуратура Казахстана 30 января одобрила выдачу Мансура Мовлаева в Россию."


@pytest.fixture
def kept(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("add", "a.txt")[0] == 0
    return tmp_path / "havenwatch.db"


def test_backup_and_restore(run: Run, kept: Path) -> None:
    before = run("status")[1]
    code, out, err = run("backup", "copy.db")
    digest = hashlib.sha256(Path("copy.db").read_bytes()).hexdigest()
    assert (code, out) == (0, f"{digest}  copy.db\n")
    assert "havenwatch.db -> copy.db: " in err
    assert "1 documents, 1 statements, 0 decisions" in err
    code, out, _ = run("restore", "copy.db", "--check")
    assert (code, {line.split()[0] for line in out.splitlines()}) == (0, {"passed"})
    kept.unlink()
    code, _, err = run("restore", "copy.db")
    assert (code, err) == (0, "copy.db -> havenwatch.db\n")
    assert same(run("status")[1]) == same(before)
    code, _, err = run("restore", "copy.db", "-q")
    assert (code, err) == (0, "")
    assert len(list(kept.parent.glob("havenwatch.db.replaced-*"))) == 1


def same(status: str) -> list[str]:
    return [line for line in status.splitlines() if not line.startswith("journal")]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("backup", "a.txt"), "a.txt: exists already and is left as it is; name another file"),
        (("backup", "no/copy.db"), "the folder no does not exist; make it first"),
        (("backup", "copy.db", "--ledger", "none.db"), "none.db: no ledger here"),
        (("restore", "a.txt"), "a.txt: is not a ledger"),
        (("restore", "none.db", "--check"), "none.db: no such file"),
        (("restore", "havenwatch.db"), "havenwatch.db: is the ledger itself"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, kept: Path, words: tuple[str, ...], reason: str) -> None:
    before = kept.read_bytes()
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert reason in err
    assert kept.read_bytes() == before
