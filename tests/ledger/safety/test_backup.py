from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_fakes import STAGES
from safety_known import MADE, Known

from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger import FAILED, Ledger
from havenwatch.ledger.safety import backup, restore
from havenwatch.ledger.safety.backup import driver
from havenwatch.ledger.safety.copy import copied
from havenwatch.ledger.storage import journal
from havenwatch.records import Review


@pytest.fixture
def copy(sound: Ledger, tmp_path: Path) -> Path:
    file = tmp_path / "copy.db"
    sound.backup(file)
    return file


def beside(path: Path, word: str) -> list[Path]:
    return sorted(p for p in path.parent.iterdir() if word in p.name)


def test_a_backup_is_the_ledger_in_one_checked_file(sound: Ledger, known: Known, tmp_path: Path) -> None:
    made = sound.backup(tmp_path / "copy.db")
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert (made.size, made.journal) == (made.path.stat().st_size, sound.status().journal)
    assert (made.counts["documents"], made.counts["decisions"]) == (7, 4)
    assert beside(made.path, "copy.db") == [made.path]
    assert Known.of(made.path) == known


def test_a_backup_sees_one_moment_while_others_write(sound: Ledger, path: Path, tmp_path: Path) -> None:
    statement = sound.snapshot().statements[2].id
    with Ledger.open(path, read_only=True, stages=STAGES) as reader, reader._database.read() as connection:
        before = journal.head(connection)
        sound.decide(Review(statement, "accepted", (), "", "Анна", MADE))  # between its first page and its last
        with copied(driver(connection), tmp_path / "copy.db"):
            pass
    with Ledger.open(tmp_path / "copy.db", stages=STAGES) as copy:
        assert copy.status().journal == before != sound.status().journal


def test_a_backup_replaces_no_file(sound: Ledger, path: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for name, reason in (("mine.txt", "exists already"), ("ledger.db", "exists already"), ("no/x.db", "make it first")):
        with pytest.raises(UsageError, match=reason):
            sound.backup(tmp_path / name)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not beside(path, ".part")


def test_a_file_that_came_meanwhile_is_not_replaced_either(
    sound: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(file: Path) -> str:
        (tmp_path / "copy.db").write_text("mine")
        return "0" * 64

    monkeypatch.setattr(backup, "digest", slow)
    with pytest.raises(UsageError, match="exists already"):
        sound.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_damaged_ledger_gives_no_backup(sound: Ledger, tamper: Callable[[str], None], tmp_path: Path) -> None:
    tamper("DELETE FROM journal WHERE number = 3")
    with pytest.raises(LedgerError, match=r"is damaged, no backup was made; .*row 4 of the journal does not follow"):
        sound.backup(tmp_path / "copy.db")
    assert not beside(tmp_path, "copy.db")


def test_a_restored_ledger_is_the_one_that_was_copied(sound: Ledger, known: Known, copy: Path, path: Path) -> None:
    sound.decide(Review(sound.snapshot().statements[2].id, "accepted", (), "late", "Анна", MADE))
    later = Known.of(path)
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    done = Ledger.restore(copy, path, stages=STAGES)
    assert not [f for f in done.findings if f.state == FAILED]
    assert Known.of(path) == known
    assert Known.of(done.kept) == later != known
    assert done.kept.name.startswith("ledger.db.replaced-2")
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == digest
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        told = connection.execute("SELECT what, ids FROM journal ORDER BY number DESC").fetchone()
    assert told == ("restored", f'{{"file": "{digest}"}}')


def test_a_program_that_has_the_ledger_open_goes_on_with_the_restored_one(
    sound: Ledger, copy: Path, path: Path
) -> None:
    statements = sound.snapshot().statements
    sound.decide(Review(statements[2].id, "accepted", (), "lost by the restore", "Анна", MADE))
    Ledger.restore(copy, path, stages=STAGES)
    sound.decide(Review(statements[3].id, "rejected", (), "made after it", "Анна", MADE))
    reasons = {r.reason for r in Known.of(path).snapshot.reviews}
    assert "made after it" in reasons
    assert "lost by the restore" not in reasons


def test_a_restore_makes_a_ledger_where_none_is(known: Known, copy: Path, tmp_path: Path) -> None:
    assert Ledger.restore(copy, tmp_path / "new.db", stages=STAGES).kept is None
    assert Known.of(tmp_path / "new.db") == known


@pytest.mark.parametrize("damage", [slice(0, 100), slice(16, 4096), slice(4096, None)])
def test_a_restore_puts_the_copy_in_the_place_of_a_damaged_ledger(
    sound: Ledger, known: Known, copy: Path, path: Path, damage: slice
) -> None:
    sound.close()
    broken = bytearray(path.read_bytes())
    broken[damage] = b"\xff" * len(broken[damage])
    broken[:16] = b"SQLite format 3\0"
    path.write_bytes(broken)
    done = Ledger.restore(copy, path, stages=STAGES)
    assert Known.of(path) == known
    assert done.kept.stat().st_size >= len(broken) - 4096


def break_page(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER document_update")
        connection.execute("UPDATE document SET text = text || '.' WHERE rowid = 1")


def foreign(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def newer(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 999")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (break_page, "is damaged, nothing was replaced; .*document .* was changed"),
        (foreign, "is a database of another program"),
        (newer, "was written by a newer version"),
        (lambda f: f.write_text("слова " * 100), "is not a ledger"),
        (Path.unlink, "no such file; name a copy"),
    ],
)
def test_a_copy_that_is_none_replaces_nothing(known: Known, copy: Path, path: Path, harm, reason: str) -> None:
    harm(copy)
    with pytest.raises(LedgerError, match=reason):
        Ledger.restore(copy, path, stages=STAGES)
    assert Known.of(path) == known
    assert not beside(path, "replaced")
    assert not beside(path, "restoring")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (foreign, "is a database of another program and is left as it is"),
        (lambda f: f.write_text("слова " * 100), "is no ledger and is left as it is"),
    ],
)
def test_a_restore_leaves_alone_what_is_no_ledger(copy: Path, tmp_path: Path, make, reason: str) -> None:
    target = tmp_path / "other.db"
    target.touch()
    make(target)
    before = target.read_bytes()
    with pytest.raises(LedgerError, match=reason):
        Ledger.restore(copy, target, stages=STAGES)
    assert target.read_bytes() == before


def test_the_ledger_is_no_copy_of_itself(sound: Ledger, path: Path) -> None:
    with pytest.raises(UsageError, match="is the ledger itself"):
        Ledger.restore(path, path, stages=STAGES)


def test_a_check_alone_touches_neither_file(sound: Ledger, copy: Path, path: Path) -> None:
    sound.close()
    shutil.copy(path, path.with_name("before.db"))
    found = Ledger.restore(copy, path, check_only=True, stages=STAGES)
    assert {f.state for f in found.findings} == {"passed"}
    assert path.read_bytes() == path.with_name("before.db").read_bytes()
    break_page(copy)
    found = Ledger.restore(copy, path, check_only=True, stages=STAGES)
    assert "documents" in {f.check for f in found.findings if f.state == FAILED}


def test_a_restore_waits_for_no_other_writer_forever(
    sound: Ledger, known: Known, copy: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "LOCK_SECONDS", 0.2)
    with sound._database.locked(), pytest.raises(LedgerError, match="another command is writing"):
        Ledger.restore(copy, path, stages=STAGES)
    assert Known.of(path) == known
