"""Bytes that a disk lost are found, named, and never silently used."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_fakes import STAGES
from safety_known import MADE, Known

from havenwatch.errors import LedgerError
from havenwatch.ledger import FAILED, PASSED, Ledger
from havenwatch.records import Review, Snapshot

SEEDS = range(40)


def damage(file: Path, seed: int) -> None:
    """Other bytes in one place of the file: a few, a block of the disk, or a page of zeros."""
    rng = random.Random(seed)  # noqa: S311 - damage of the same kind at every run
    data = bytearray(file.read_bytes())
    length = rng.choice((1, 16, 512, 4096))
    start = rng.randrange(100, len(data) - length)
    data[start : start + length] = bytes(length) if rng.random() < 0.3 else rng.randbytes(length)
    file.write_bytes(data)


def outcome(file: Path) -> tuple[bool, str]:
    """Whether `verify` finds nothing, and what it says else."""
    try:
        with Ledger.open(file, read_only=True, stages=STAGES) as opened:
            bad = [f"{f.check}: {f.message}" for f in opened.verify() if f.state != PASSED]
    except LedgerError as error:
        return False, str(error)
    return not bad, "; ".join(bad)


def used(file: Path) -> tuple[Snapshot | None, str | None]:
    """What a ledger shows to those who ask, or why it refuses."""
    try:
        with Ledger.open(file, read_only=True, stages=STAGES) as opened:
            opened.status()
            opened.search("Астана")
            return opened.snapshot(), None
    except LedgerError as error:
        return None, str(error)


@pytest.mark.parametrize("seed", SEEDS)
def test_damage_is_found_or_does_no_harm(sound: Ledger, known: Known, path: Path, tmp_path: Path, seed: int) -> None:
    sound.backup(tmp_path / "whole.db")
    broken = Path(shutil.copy(tmp_path / "whole.db", tmp_path / "broken.db"))
    damage(broken, seed)
    clean, told = outcome(broken)
    assert clean or "restore" in told or "rebuild" in told
    seen, refused = used(broken)
    assert refused is None or not clean, f"verify found nothing, but: {refused}"
    assert refused is None or any(w in refused for w in ("broken.db", "havenwatch verify", "restore it")), refused
    if clean:
        assert [d.text for d in seen.documents] == [d.text for d in known.snapshot.documents]
        assert seen.dossier == known.snapshot.dossier
        assert seen.reviews == known.snapshot.reviews


def test_what_a_rebuild_mends_is_mended_by_it(sound: Ledger, known: Known, tamper: Callable[[str], None]) -> None:
    guards = [f.message for f in sound.verify() if f.check == "schema"]
    tamper("UPDATE statement SET body = '{' WHERE rowid = 1")
    tamper("UPDATE signature SET data = zeroblob(512)")
    tamper("DELETE FROM entry WHERE number = 3")
    tamper("UPDATE derived SET body = '[]' WHERE noun = 'events'")
    failed = {f.check for f in sound.verify() if f.state == FAILED}
    assert {"quotes", "signatures", "index"} <= failed
    sound.rebuild()
    left = {f.check: f.message for f in sound.verify() if f.state == FAILED}
    assert set(left) == {"schema"}, "only the triggers that the test removed are missing"
    assert "trigger act_delete is missing" in left["schema"]
    assert guards == ["made by the migrations of this program"]
    assert sound.snapshot().dossier == known.snapshot.dossier


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("DELETE FROM act", "act 1 of the journal is missing"),
        ("DELETE FROM journal WHERE what = 'undo'", "act 2 is not in the journal as it is"),
    ],
)
def test_what_people_did_is_proved_too(sound: Ledger, tamper: Callable[[str], None], sql: str, reason: str) -> None:
    tamper(sql)
    assert reason in {f.check: f.message for f in sound.verify()}["decisions"]


def test_a_journal_with_a_hole_is_named_by_every_run_that_adds(
    sound: Ledger, tamper: Callable[[str], None], corpus: Path
) -> None:
    assert sound.add([corpus / "a.txt"]).problems == ()
    tamper("DELETE FROM journal WHERE number = 2")
    (problem,) = sound.add([corpus / "a.txt"]).problems
    assert problem.stage == "ledger"
    assert "the journal was changed or has a hole" in problem.message
    with pytest.raises(LedgerError, match="row 3 of the journal does not follow"):
        sound.originals([])


def test_a_last_row_that_was_changed_is_seen_before_another_is_chained_to_it(
    sound: Ledger, tamper: Callable[[str], None], corpus: Path
) -> None:
    tamper("UPDATE journal SET who = 'other' WHERE number = (SELECT max(number) FROM journal)")
    assert [p.stage for p in sound.add([corpus / "a.txt"]).problems] == ["ledger"]


def test_a_text_of_broken_letters_keeps_no_check_from_being_made(sound: Ledger, tamper: Callable[[str], None]) -> None:
    tamper("UPDATE document SET text = CAST(X'ff' AS TEXT) WHERE rowid = 1")
    found = {f.check: f.message for f in sound.verify() if f.state == FAILED}
    assert {"documents", "quotes"} <= set(found)
    assert "rows cannot be read" in found["documents"]


def test_a_text_that_was_changed_is_not_read(sound: Ledger, tamper: Callable[[str], None]) -> None:
    tamper("UPDATE document SET text = replace(text, 'обжаловал', 'отказался') WHERE rowid = 1")
    with pytest.raises(LedgerError, match=r"has another text than was stored; .*restore it from a copy"):
        sound.snapshot()
    sound.decide(Review(_statement(sound), "accepted", (), "", "Анна", MADE))


def _statement(ledger: Ledger) -> str:
    import sqlalchemy as sa

    from havenwatch.ledger.storage import schema

    with ledger._database.read() as connection:
        return connection.execute(sa.select(schema.statement.c.id)).scalars().first()
