"""What the relevance gate sets aside is kept, counted, and read once a person wants it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_fakes import STAGES

from havenwatch.ledger import Ledger
from havenwatch.records import Document, Problem

ASIDE = "about something else"


def gate(document: Document) -> Problem | None:
    """Sets aside what has no name in capitals."""
    return (
        None if any(w.isupper() and len(w) > 3 for w in document.text.split()) else Problem("gate", document.id, ASIDE)
    )


@pytest.fixture
def gated(address: str) -> Iterator[Ledger]:
    with Ledger.open(address, create=True, stages=dataclasses.replace(STAGES, gate=gate)) as opened:
        yield opened


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    about, other = tmp_path / "about.txt", tmp_path / "other.txt"
    about.write_text("Суд задержал IVANOVA в Астане.", encoding="utf-8")
    other.write_text("Цветы цветут. Птицы поют.", encoding="utf-8")
    return [about, other]


def statements(ledger: Ledger) -> list[str]:
    return sorted(s.quote for s in ledger.snapshot().statements)


def test_a_text_that_is_set_aside_is_stored_searchable_and_counted(gated: Ledger, texts: list[Path]) -> None:
    added = gated.add(texts)
    assert added.counts["new"] == 2
    assert [p.message for p in added.problems] == [ASIDE]
    assert statements(gated) == ["Суд задержал IVANOVA в Астане."]
    assert [p.stage for p in gated.snapshot().problems] == ["gate"]
    assert len(gated.search("птицы")) == 1
    assert gated.status().counts["unread"] == 0


def test_forced_it_is_read_now_and_at_every_rebuild(gated: Ledger, texts: list[Path]) -> None:
    gated.add(texts)
    again = gated.add(texts, forced=True)
    assert (again.counts["known"], again.counts["statements"], again.problems) == (2, 3, ())
    everything = ["Птицы поют.", "Суд задержал IVANOVA в Астане.", "Цветы цветут."]
    assert statements(gated) == everything
    gated.rebuild()
    gated.add(texts)
    assert statements(gated) == everything
    assert gated.snapshot().problems == ()


def test_forced_at_once_or_later_gives_the_same_ledger(gated: Ledger, texts: list[Path], tmp_path: Path) -> None:
    gated.add(texts)
    gated.add(texts, forced=True)
    with Ledger.open(tmp_path / "other.db", create=True, stages=dataclasses.replace(STAGES, gate=gate)) as other:
        other.add(texts[::-1], forced=True)
        assert other.snapshot().statements == gated.snapshot().statements
        assert other.snapshot().dossier == gated.snapshot().dossier


def test_without_a_gate_everything_is_read(ledger: Ledger, texts: list[Path]) -> None:
    ledger.add(texts)
    assert len(statements(ledger)) == 3
