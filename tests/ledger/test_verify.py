from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_fakes import STAGES

from havenwatch.errors import LedgerError
from havenwatch.ledger import Ledger
from havenwatch.ledger.storage import schema
from havenwatch.records import Review

REVIEW = {"verdict": "rejected", "changes": (), "reason": "not said", "by": "Анна", "made": "2026-03-01T10:00:00+00:00"}


@pytest.fixture
def sound(ledger: Ledger, corpus: Path) -> Ledger:
    (corpus / "e.txt").unlink()  # the one that cannot be read
    post = '{"id": 1, "date": "2026-03-05T10:00:00", "text": "Суд отпустил SIDOROVA."}'
    export = f'{{"name": "Вестник", "type": "public_channel", "id": 1, "messages": [{post}]}}'
    (corpus / "result.json").write_text(export, encoding="utf-8")
    ledger.add([corpus])
    statement = ledger.snapshot().statements[0].id
    ledger.decide(Review(statement, **REVIEW))
    ledger.snapshot()
    return ledger


def failed(ledger: Ledger) -> dict[str, str]:
    return {f.check: f.message for f in ledger.verify() if f.state == "failed"}


def test_a_sound_ledger_passes_every_check(sound: Ledger) -> None:
    found = sound.verify()
    assert {f.state for f in found} == {"passed"}
    assert len(found) == len({f.check for f in found}) == 13


@pytest.mark.parametrize(
    ("sql", "checks"),
    [
        ("UPDATE blob SET data = X'00' WHERE rowid = 1", {"blobs"}),
        ("UPDATE source SET name = 'other.txt' WHERE rowid = 1", {"sources"}),
        ("UPDATE capture SET made = '2020-01-01' WHERE rowid = 1", {"captures"}),
        ("UPDATE capture SET record = X'00' WHERE rowid = 1", {"captures"}),
        ("DELETE FROM capture WHERE rowid = 1", {"journal"}),
        ("UPDATE document SET text = text || ' ' WHERE rowid = 1", {"documents"}),
        ("UPDATE document SET url = 'https://example.org' WHERE rowid = 1", {"documents"}),
        ("UPDATE statement SET body = json_set(body, '$.quote', 'Другое.') WHERE rowid = 1", {"quotes"}),
        ("UPDATE statement SET body = json_set(body, '$.start', 3) WHERE rowid = 1", {"quotes"}),
        ("UPDATE mention SET body = json_set(body, '$.text', 'Другая') WHERE rowid = 1", {"quotes"}),
        ("UPDATE journal SET who = 'other' WHERE number = 2", {"journal"}),
        ("UPDATE journal SET digest = previous WHERE number = 2", {"journal"}),
        ("DELETE FROM journal WHERE number = 2", {"journal"}),
        ("DELETE FROM journal WHERE number = 1", {"journal"}),
        ("DELETE FROM journal WHERE what = 'reviewed'", {"decisions"}),
        ("UPDATE review SET verdict = 'accepted'", {"decisions", "dossier"}),
        ("DELETE FROM review", {"decisions", "dossier"}),
        ("DELETE FROM entry WHERE number = 1", {"index"}),
        ("UPDATE signature SET data = X'00' WHERE rowid = 1", {"signatures"}),
        ("UPDATE statement SET body = '{' WHERE rowid = 1", {"quotes"}),
        ("UPDATE derived SET body = '[]' WHERE noun = 'events'", {"dossier"}),
        ("UPDATE journal SET ids = 'x' WHERE number = 2", {"journal", "decisions"}),
        ("DELETE FROM derived WHERE noun = 'events' AND position = 0", {"dossier"}),
        ("UPDATE derived SET body = json_set(body, '$.status', 'denied') WHERE noun = 'events'", {"dossier"}),
        ("UPDATE migration SET sha256 = 'x'", {"schema"}),
        ("DELETE FROM source WHERE rowid = 1", {"database", "journal"}),
    ],
)
def test_each_change_behind_the_back_is_found(
    sound: Ledger, tamper: Callable[[str], None], sql: str, checks: set[str]
) -> None:
    tamper(sql)
    found = failed(sound)
    assert checks <= set(found)
    assert all("restore the ledger" in message or "rebuild" in message for message in found.values())


def test_a_reading_that_is_missing_or_old_is_told_apart(sound: Ledger, address: str) -> None:
    with Ledger.open(address, stages=dataclasses.replace(STAGES, version="fake-2")) as newer:
        (old,) = [f for f in newer.verify() if f.check == "readings"]
        assert (old.state, "7 of 7 documents were read by another version" in old.message) == ("not checked", True)


def test_a_long_list_of_faults_is_cut(sound: Ledger, tamper: Callable[[str], None]) -> None:
    tamper("UPDATE statement SET body = json_set(body, '$.quote', 'Другое.')")
    assert " and 7 more; run 'havenwatch rebuild'" in failed(sound)["quotes"]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_damaged_pages_are_an_error_with_a_remedy(sound: Ledger, path: Path) -> None:
    sound.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"ledger\.db: .*restore it from a copy"):
        Ledger.open(path, stages=STAGES).snapshot()


@pytest.mark.parametrize("table", ["blob", "source", "capture", "document", "provenance", "review", "journal"])
@pytest.mark.parametrize("change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_evidence_and_decisions_cannot_be_changed(sound: Ledger, table: str, change: str) -> None:
    with pytest.raises(LedgerError, match=r"never (changed|deleted)"), sound._database.write() as connection:
        connection.execute(sa.text(change.format(table, next(iter(schema.METADATA.tables[table].c)).name)))
