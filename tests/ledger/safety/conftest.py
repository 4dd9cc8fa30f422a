"""A ledger that passes every check, with decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from safety_known import MADE, Known

from havenwatch.ledger import Ledger
from havenwatch.ledger.desk import Seen
from havenwatch.records import Judgement, Review


@pytest.fixture
def address(path: Path) -> str:
    """What is looked at here is the file."""
    return str(path)


@pytest.fixture
def sound(ledger: Ledger, corpus: Path) -> Ledger:
    """Texts, a post, a review, a judgement, an act that was taken back."""
    (corpus / "e.txt").unlink()  # the one that cannot be read
    post = '{"id": 1, "date": "2026-03-05T10:00:00", "text": "Суд отпустил SIDOROVA."}'
    export = f'{{"name": "Вестник", "type": "public_channel", "id": 1, "messages": [{post}]}}'
    (corpus / "result.json").write_text(export, encoding="utf-8")
    ledger.add([corpus])
    found = ledger.snapshot()
    ledger.decide(Review(found.statements[0].id, "rejected", (), "not said", "Анна", MADE))
    left, right = sorted(m.id for m in found.mentions)[:2]
    ledger.judge(Judgement(left, right, "same", 1.0, ("one address",), "Анна", MADE))
    done = ledger.desk.review(Seen(found.statements[1].id), "accepted", (), "", "Борис")
    ledger.desk.undo(done.act, "Борис")
    ledger.snapshot()
    return ledger


@pytest.fixture
def known(path: Path, sound: Ledger) -> Known:
    """What the sound ledger holds."""
    return Known.of(path)
