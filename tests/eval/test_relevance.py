"""Scoring the relevance gate, and the models' sets in the evaluation gate."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from pathlib import Path

import pytest

from eval import gate, models, relevance
from eval.errors import EvaluationError
from eval.models import MEASURES, model_corpus, unpacked
from havenwatch.model.gate import Gate


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two small annotated sets, one of their texts from NEREL."""
    for name in relevance.SETS:
        (tmp_path / name).mkdir()
        texts = [{"id": "1", "text": "суд", "file": "dev/known.txt"}, {"id": "2", "text": "парк"}]
        gold = [{"doc": "1", "relevant": True}, {"doc": "2", "relevant": False}]
        for part, rows in (("documents", texts), ("gold", gold)):
            (tmp_path / name / f"{part}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "nerel.tar.xz"
    with tarfile.open(path, "w:xz") as file:
        for name in ("x/dev/known.txt", "x/dev/other.txt", "x/train/third.txt", "x/readme.txt", "../evil/dev/a.txt"):
            body = name.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            file.addfile(entry, io.BytesIO(body))
    return path


def test_figures_count_what_is_kept_and_what_is_set_aside() -> None:
    strict = Gate({"судья": [1.0, 1.0], "парки": [-1.0, 1.0], "цветы": [-1.0, 1.0], "роза": [-1.0, 1.0]}, 0.0, 0.5)
    about, other = "судья парки роза неба. " * 40, "парки цветы роза. " * 40
    found = relevance.figures([about, other], [other, other], strict)
    assert (found["recall"], found["others_rejected"]) == (0.0, 1.0)
    found = relevance.figures(["судья судья вновь роза", other], [about], Gate({}, 0.0, 0.0))
    assert (found["recall"], found["others_rejected"]) == (1.0, 0.0)


def test_texts_of_the_annotated_sets_are_no_others(data: Path, archive: Path, tmp_path: Path) -> None:
    unpacked(archive, tmp_path / "nerel", "")
    assert relevance.relevant_texts(data) == ["суд", "суд"]
    assert sorted(relevance.other_texts(data, tmp_path / "nerel")) == [
        "../evil/dev/a.txt",
        "x/dev/other.txt",
        "x/train/third.txt",
    ]


def test_an_archive_is_unpacked_below_its_folder_and_in_part(archive: Path, tmp_path: Path) -> None:
    unpacked(archive, tmp_path / "out", "dev/")
    found = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.txt"))
    assert found == ["dev/a.txt", "dev/known.txt", "dev/other.txt"]


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_set_that_cannot_be_read_is_named(data: Path, damage: str) -> None:
    path = data / "coverage" / "gold.jsonl"
    path.unlink() if damage == "missing" else path.write_text("{", encoding="utf-8")
    with pytest.raises(EvaluationError, match="coverage"):
        relevance.relevant_texts(data)


def test_a_folder_without_nerel_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="unpack NEREL"):
        relevance.other_texts(data, tmp_path / "absent")


def test_the_command_ends_with_a_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["relevance", str(tmp_path), str(tmp_path)])
    assert relevance.main() == 2
    assert "wikinews" in capsys.readouterr().err


def test_a_models_figure_below_its_floor_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (models.NEREL, models.HRDS):
        (tmp_path / "data" / name).parent.mkdir(parents=True)
        (tmp_path / "data" / name).write_bytes(b"data")
    (tmp_path / "acceptance").mkdir()
    (tmp_path / "acceptance" / "score.py").touch()
    monkeypatch.setattr(gate, "SHARED", tmp_path)
    assert set(MEASURES) >= {"nerel", "hrdsattack", "relevance"}
    digest = model_corpus("nerel", tmp_path).digest
    assert model_corpus("hrdsattack", tmp_path).digest == digest
    monkeypatch.setitem(MEASURES, "nerel", lambda path: {"nested f1": 0.5} if path.name.startswith("nerel") else {})
    (fault,) = gate.faults({"nerel": {"digest": digest, "floors": {"nested f1": 0.6}}})
    assert "nested f1 0.500 is below its floor 0.600" in fault
