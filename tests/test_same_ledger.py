"""The example corpus gives one ledger, however it is added: twice, in reverse, one by one, after a rebuild."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from havenwatch.exchange.json import export
from havenwatch.ledger import Ledger

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "kazakhstan" / "documents.jsonl"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("corpus")
    for n, line in enumerate(EXAMPLES.read_text(encoding="utf-8").splitlines()):
        (folder / f"d{n:02}.jsonl").write_text(line + "\n", encoding="utf-8")
    return sorted(str(path) for path in folder.iterdir())


@pytest.fixture(scope="module")
def forward(files: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return content(tmp_path_factory.mktemp("forward") / "l.db", [files])


def content(path: Path, batches: Sequence[Sequence[str]], *, rebuild: bool = False) -> dict[str, Any]:
    """Export after the batches, without the times at which things were obtained."""
    with Ledger.open(str(path), create=True) as ledger:
        for batch in batches:
            ledger.add(list(batch))
        if rebuild:
            ledger.rebuild()
        found = export(ledger.snapshot(), made="")
    for document in found["documents"]:
        del document["retrieved"]
    return {key: sorted(map(dump, rows)) if isinstance(rows, list) else rows for key, rows in found.items()}


def dump(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def test_the_corpus_yields_cases(forward: dict[str, Any]) -> None:
    assert len(forward["documents"]) == 36
    assert len(forward["cases"]) > 5


def test_twice(files: list[str], forward: dict[str, Any], tmp_path: Path) -> None:
    assert content(tmp_path / "l.db", [files, files]) == forward


def test_in_reverse_and_rebuilt(files: list[str], forward: dict[str, Any], tmp_path: Path) -> None:
    assert content(tmp_path / "l.db", [files[::-1]], rebuild=True) == forward


def test_one_by_one(files: list[str], forward: dict[str, Any], tmp_path: Path) -> None:
    assert content(tmp_path / "l.db", [[file] for file in files]) == forward
