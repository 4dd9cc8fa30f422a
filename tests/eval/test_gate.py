"""The gate: a figure below its floor, data that changed unnoticed, floors that only rise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval import gate
from eval.corpora import OWN, Corpus, digest_of
from eval.gate import MARGIN, faults, flat, raised

MEASURED = {"events": [0.5, 0.6, 0.7], "date": 0.9, "faithful": 1.0, "statements": 12, "false alarms": 0}
FLOORS = {"events": 0.65, "date": 0.9, "faithful": 1.0}


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the scorer would find; a test may change it before the gate is run."""
    (tmp_path / "data").mkdir()
    (tmp_path / "acceptance").mkdir()
    (tmp_path / "acceptance" / "score.py").touch()
    monkeypatch.setattr(gate, "SHARED", tmp_path)
    found = dict(MEASURED)
    monkeypatch.setattr(gate, "figures", lambda _: found)
    monkeypatch.setattr(gate, "load_corpus", lambda name: Corpus(name, (), Path("gold.jsonl"), "abc"))
    return found


def floors(digest: str = "abc", **changes: float) -> dict[str, Any]:
    return {"sample": {"digest": digest, "floors": FLOORS | changes}}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Floors of the command in a folder of the test."""
    path = tmp_path / "floors.json"
    path.write_text(json.dumps(floors()), encoding="utf-8")
    monkeypatch.setattr(gate, "FLOORS", path)
    monkeypatch.setattr("sys.argv", ["gate"])
    return path


def test_a_triple_gives_its_last_figure_and_counts_are_left_out() -> None:
    assert flat(MEASURED) == {"events": 0.7, "date": 0.9, "faithful": 1.0}


def test_floors_that_are_reached_exactly_hold(measured: dict[str, Any]) -> None:
    assert faults(floors()) == []


@pytest.mark.parametrize(("key", "value"), [("date", 0.899), ("events", [0.9, 0.9, 0.649]), ("faithful", 0.999)])
def test_a_figure_below_its_floor_is_named(measured: dict[str, Any], key: str, value: Any) -> None:
    measured[key] = value
    (fault,) = faults(floors())
    assert key in fault
    assert "sample" in fault
    assert f"{FLOORS[key]:.3f}" in fault


def test_all_figures_that_fell_are_named(measured: dict[str, Any]) -> None:
    measured.update(date=0.1, faithful=0.1)
    assert len(faults(floors())) == 2


def test_changed_data_are_a_fault_even_when_the_figures_hold(measured: dict[str, Any]) -> None:
    (fault,) = faults(floors(digest="other"))
    assert "changed" in fault
    assert "sample" in fault


def test_a_set_without_faults_does_not_hide_another(measured: dict[str, Any]) -> None:
    entries = {"good": floors()["sample"], "bad": floors(date=0.95)["sample"]}
    (fault,) = faults(entries)
    assert fault.startswith("bad")


def test_raising_lifts_to_the_measured_figure_less_the_margin(measured: dict[str, Any]) -> None:
    lifted = raised(floors(digest="old", events=0.2))["sample"]
    assert lifted["floors"]["events"] == pytest.approx(0.7 - MARGIN)
    assert lifted["digest"] == "abc"


def test_raising_never_lowers(measured: dict[str, Any]) -> None:
    measured.update(events=[0.1, 0.1, 0.1], date=0.0, faithful=0.5)
    assert raised(floors())["sample"]["floors"] == FLOORS


def test_a_perfect_figure_is_held_without_margin(measured: dict[str, Any]) -> None:
    assert raised(floors(faithful=0.5))["sample"]["floors"]["faithful"] == 1.0


def test_raised_floors_hold_at_once(measured: dict[str, Any]) -> None:
    assert faults(raised(floors(events=0.0, date=0.0, faithful=0.0))) == []


def test_the_command_succeeds_when_all_floors_hold(measured: dict[str, Any], files: Path) -> None:
    assert gate.main() == 0


def test_the_command_fails_and_says_why(
    measured: dict[str, Any], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured["date"] = 0.2
    assert gate.main() == 1
    assert "date" in capsys.readouterr().err


def test_the_command_lifts_floors_only_when_asked(
    measured: dict[str, Any], files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files.read_text(encoding="utf-8")
    measured["events"] = [0.9, 0.9, 0.9]
    assert gate.main() == 0
    assert files.read_text(encoding="utf-8") == before
    monkeypatch.setattr("sys.argv", ["gate", "--raise"])
    assert gate.main() == 0
    assert json.loads(files.read_text(encoding="utf-8"))["sample"]["floors"]["events"] == pytest.approx(0.9 - MARGIN)


def test_without_the_data_the_gate_says_that_nothing_was_checked(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "SHARED", tmp_path / "absent")
    assert gate.main() == 0
    out = capsys.readouterr().out
    assert "sample not checked: absent/ with the annotated data is not beside the repository" in out
    assert "all floors hold" not in out


@pytest.fixture
def own(measured: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """Our own set where the scorer is absent."""
    (tmp_path / "acceptance" / "score.py").unlink()
    return {OWN: floors()["sample"]}


def test_without_the_scorer_our_own_set_is_not_checked_with_a_reason(
    own: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults(own) == []
    assert f"{OWN} not checked: the scorer" in capsys.readouterr().out


def test_the_digest_of_our_own_set_is_checked_without_the_scorer(own: dict[str, Any]) -> None:
    own[OWN]["digest"] = "other"
    (fault,) = faults(own)
    assert "changed" in fault


def test_what_cannot_be_scored_is_not_raised(own: dict[str, Any]) -> None:
    assert raised(own) == own


def test_a_digest_depends_on_every_byte_and_on_the_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"a")
    two.write_bytes(b"b")
    before = digest_of([one, two])
    assert digest_of([one, two]) == before
    assert digest_of([two, one]) != before
    two.write_bytes(b"c")
    assert digest_of([one, two]) != before
