"""A ledger of every earlier schema comes forward with all that it holds, and a copy of it as it was is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_fakes import STAGES
from older_ledger import level_of, older, open_file
from safety_known import Known

from havenwatch.errors import LedgerError
from havenwatch.ledger import FAILED, Ledger
from havenwatch.ledger.safety.copy import keep_before_migration
from havenwatch.ledger.storage import Database
from havenwatch.ledger.storage.migrate import Migration, migrations
from havenwatch.ledger.storage.sqlite import store as sqlite_store

STEPS = migrations()
LEVELS = range(1, len(STEPS))


@pytest.fixture
def plain(path: Path, ledger: Ledger, corpus: Path) -> Known:
    """A ledger with nothing that an older schema had no place for, and what it holds."""
    (corpus / "e.txt").unlink()  # the one that cannot be read
    ledger.add([corpus])
    decide(ledger)
    return Known.of(path)


def decide(ledger: Ledger) -> None:
    from havenwatch.records import Judgement, Review

    found, made = ledger.snapshot(), "2026-03-01T10:00:00+00:00"
    ledger.decide(Review(found.statements[0].id, "rejected", (), "not said", "Анна", made))
    left, right = sorted(m.id for m in found.mentions)[:2]
    ledger.judge(Judgement(left, right, "same", 1.0, (), "Анна", made))


@pytest.mark.parametrize("level", LEVELS)
def test_a_ledger_of_every_level_comes_forward(plain: Known, path: Path, tmp_path: Path, level: int) -> None:
    old = older(level, path, tmp_path / "old.db")
    with pytest.raises(LedgerError, match="written by an older version"):
        Database.open(old, read_only=True)
    assert Known.of(old) == plain
    assert plain.failed == ()
    assert level_of(old) == [s.name for s in STEPS]
    (kept,) = (p for p in tmp_path.iterdir() if "before" in p.name)
    assert kept.name == f"old.db.before-{STEPS[level].name}"
    assert level_of(kept) == [s.name for s in STEPS[:level]]


@pytest.mark.parametrize("level", LEVELS)
def test_a_copy_of_every_level_is_checked_and_restored(plain: Known, path: Path, tmp_path: Path, level: int) -> None:
    old = older(level, path, tmp_path / "old.db")
    with open_file(old) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    before = old.read_bytes()
    checked = Ledger.restore(old, path, check_only=True, stages=STAGES)
    assert not [f for f in checked.findings if f.state == FAILED]
    assert Ledger.restore(old, tmp_path / "new.db", stages=STAGES).kept is None
    assert Known.of(tmp_path / "new.db") == plain
    assert old.read_bytes() == before
    assert not [p for p in tmp_path.iterdir() if "restoring" in p.name]


def test_a_migration_that_fails_leaves_ledger_and_copy(
    plain: Known, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (*STEPS, Migration("999_more", "CREATE TABLE more (x); INSERT INTO nowhere VALUES (1);"))
    monkeypatch.setattr(sqlite_store, "migrations", lambda: broken)
    for _ in range(2):  # the second try finds the copy of the first
        with pytest.raises(LedgerError, match=r"migration 999_more failed .*the ledger is as it was before it"):
            Ledger.open(path, stages=STAGES)
    monkeypatch.undo()
    kept = [p for p in tmp_path.iterdir() if "before" in p.name]
    assert [p.name for p in kept] == ["ledger.db.before-999_more"]
    assert Known.of(path) == Known.of(kept[0]) == plain


def test_no_copy_of_another_state_is_taken_for_the_one_kept(path: Path, plain: Known) -> None:
    with open_file(path) as connection:
        first = keep_before_migration(connection, path, "x")
        connection.execute("UPDATE state SET value = '999' WHERE key = 'revision'")
        second = keep_before_migration(connection, path, "x")
        assert keep_before_migration(connection, path, "x") == second
    assert [p.name for p in (first, second)] == ["ledger.db.before-x", "ledger.db.before-x-2"]


def test_a_new_ledger_leaves_no_copy(path: Path) -> None:
    Ledger.open(path, create=True, stages=STAGES).close()
    assert not [p for p in path.parent.iterdir() if "before" in p.name]
