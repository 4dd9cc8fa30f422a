from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_fakes import STAGES

from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger import Ledger
from havenwatch.ledger.desk import Seen
from havenwatch.ledger.storage import schema
from havenwatch.records import Review, to_json


@pytest.fixture
def decided(ledger: Ledger, corpus: Path) -> Ledger:
    (corpus / "e.txt").unlink()  # the one that cannot be read
    (corpus / "nul.txt").write_text("Суд\0 отпустил SIDOROVA. \ufdd01 \ufdd0 Конец.", encoding="utf-8")
    ledger.add([corpus])
    found = ledger.snapshot()
    ledger.decide(Review(found.statements[0].id, "rejected", (), "нет", "Анна", "2026-03-01T00:00:00+00:00"))
    ledger.desk.review(Seen(found.statements[1].id), "accepted", (), "", "Борис")
    ledger.snapshot()
    return ledger


def held(ledger: Ledger) -> dict[str, object]:
    """Every row of every table but those that each ledger makes for itself, and what it tells of itself."""
    kept = {}
    with ledger._database.read() as connection:
        for table in schema.METADATA.tables.values():
            if table.name not in {"migration", "entry"}:
                rows = connection.execute(table.select()).mappings()
                kept[table.name] = sorted(repr(dict(row)) for row in rows)
    snapshot = json.dumps(to_json(ledger.snapshot()), ensure_ascii=False)
    hits = [(h.document, h.statement, round(h.score, 9)) for h in ledger.search("суд отпустил")]
    return {"rows": kept, "snapshot": snapshot, "hits": hits, "journal": ledger.status().journal}


def test_there_and_back_again(decided: Ledger, tmp_path: Path, new_schema: Callable[[], str], corpus: Path) -> None:
    places = [new_schema(), str(tmp_path / "back.db"), new_schema()]
    wanted, origin = held(decided), decided
    for place in places:
        counts = origin.copy_to(place)
        assert counts["review"] == 2
        origin.close()
        origin = Ledger.open(place, stages=STAGES)
        assert held(origin) == wanted
        assert {f.state for f in origin.verify()} == {"passed"}
    # it goes on as a ledger of its own
    (corpus / "new.txt").write_text("Новый PETROVICH здесь.", encoding="utf-8")
    origin.add([corpus])
    origin.decide(Review(origin.snapshot().statements[0].id, "accepted", (), "", "Анна", "2026-03-02T00:00:00+00:00"))
    origin.snapshot()
    assert {f.state for f in origin.verify()} == {"passed"}
    origin.close()


def test_a_ledger_with_something_in_it_is_left_as_it_is(decided: Ledger, tmp_path: Path) -> None:
    decided.copy_to(tmp_path / "copy.db")
    with pytest.raises(UsageError, match="is a ledger with something in it, which is left as it is"):
        decided.copy_to(tmp_path / "copy.db")


def test_a_damaged_ledger_gives_no_copy(decided: Ledger, tmp_path: Path, tamper: Callable[[str], None]) -> None:
    tamper("UPDATE journal SET who = 'other' WHERE number = 2")
    with pytest.raises(LedgerError, match="is damaged, nothing was copied; journal: row 2"):
        decided.copy_to(tmp_path / "copy.db")
    with Ledger.open(tmp_path / "copy.db", stages=STAGES) as left:
        assert left.snapshot().documents == ()
