"""Packs of weights: what does not match its manifest is refused, with the file's name."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from havenwatch.errors import ModelError
from havenwatch.model import gate, reader
from havenwatch.model.gate import open_gate
from havenwatch.model.pack import open_pack
from havenwatch.model.reader import Reader

WEIGHTS = Path(reader.__file__).parent / "weights"
SHIPPED = {"reader": (reader.PROTOCOL, reader.ROLES), "gate": (gate.PROTOCOL, ("weights",))}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The reader's pack with files that a test may replace: they are links."""
    for path in (WEIGHTS / "reader").iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "manifest.json").unlink()
    shutil.copy(WEIGHTS / "reader" / "manifest.json", tmp_path / "manifest.json")
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_packs_are_whole_and_say_what_they_are_made_of(name: str) -> None:
    pack = open_pack(WEIGHTS / name, *SHIPPED[name])
    assert set(pack.files) == set(SHIPPED[name][1])
    assert all(pack.about[entry] for entry in ("data", "licence"))


def test_the_shipped_weights_fit_into_sixty_megabytes() -> None:
    assert sum(p.stat().st_size for p in WEIGHTS.rglob("*") if p.is_file()) <= 60e6


def rewrite(folder: Path, change: dict[str, object]) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")


@pytest.mark.parametrize("body", [None, "", "{", "{}", "[]"])
def test_a_manifest_that_is_missing_or_malformed_is_named(copied: Path, body: str | None) -> None:
    (copied / "manifest.json").unlink()
    if body is not None:
        (copied / "manifest.json").write_text(body, encoding="utf-8")
    with pytest.raises(ModelError, match=re.escape("manifest.json")):
        Reader(copied)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"protocol": 99}, "protocol 99"),
        ({"files": {}}, "encoder"),
        ({"types": None}, "manifest"),
        ({"window": "?"}, "manifest"),
    ],
)
def test_a_foreign_manifest_is_refused(copied: Path, change: dict[str, object], words: str) -> None:
    rewrite(copied, change)
    with pytest.raises(ModelError, match=words):
        Reader(copied)


@pytest.mark.parametrize(
    "file",
    [
        "encoder.onnx",
        "pairs.onnx",
        "syntax.onnx",
        "embeddings.q4",
        "vocabulary.txt.gz",
        "scores.f32",
        "normaliser.json",
    ],
)
def test_a_damaged_or_missing_file_is_refused_before_it_is_loaded(copied: Path, file: str) -> None:
    (copied / file).unlink()
    with pytest.raises(ModelError, match=re.escape(file)):
        Reader(copied)
    (copied / file).write_bytes(b"something else")
    with pytest.raises(ModelError, match=re.escape(file)):
        Reader(copied)


def test_a_file_that_onnxruntime_cannot_load_is_named(copied: Path) -> None:
    import hashlib

    (copied / "pairs.onnx").unlink()
    (copied / "pairs.onnx").write_bytes(b"no graph")
    files = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))["files"]
    files["pairs"]["sha256"] = hashlib.sha256(b"no graph").hexdigest()
    rewrite(copied, {"files": files})
    with pytest.raises(ModelError, match="onnxruntime"):
        Reader(copied)


def test_a_foreign_gate_is_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS / "gate", tmp_path / "gate")
    (tmp_path / "gate" / "weights.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=re.escape("weights.json")):
        open_gate(tmp_path / "gate")
