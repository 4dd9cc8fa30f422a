"""Annotated sets as documents, and their export, on a small set made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.corpora import OWN, export_of, load_corpus

TEXT = "Польша выслала активиста Руслана Тимерханова 12 февраля."
ROWS = [
    {"id": "one", "language": "ru", "published": "2026-03-05", "url": "https://example.org/1", "text": TEXT},
    {"id": "two", "language": "tr", "published": None, "url": None, "text": "Kar yağdı."},
    {"id": "three", "language": "ru", "published": None, "url": None, "text": "Шёл снег."},
]  # fmt: skip


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "wikinews"
    folder.mkdir(parents=True)
    (folder / "documents.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / "gold.jsonl").write_text("", encoding="utf-8")
    return tmp_path


def test_only_languages_that_are_read_are_kept(shared: Path) -> None:
    corpus = load_corpus("wikinews", shared)
    assert [d.external_id for d in corpus.documents] == ["one", "three"]
    assert [d.text for d in corpus.documents] == [TEXT, "Шёл снег."]
    assert corpus.documents[1].published is None


def test_the_digest_follows_the_annotations(shared: Path) -> None:
    before = load_corpus("wikinews", shared).digest
    assert load_corpus("wikinews", shared).digest == before
    (shared / "data" / "wikinews" / "gold.jsonl").write_text("{}", encoding="utf-8")
    assert load_corpus("wikinews", shared).digest != before


def test_absent_data_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_corpus("wikinews", tmp_path)


def test_our_own_set_needs_nothing_beside_the_repository(tmp_path: Path) -> None:
    assert len(load_corpus(OWN, tmp_path / "absent").documents) == 60


def test_the_export_holds_the_whole_chain(shared: Path) -> None:
    exported = export_of(load_corpus("wikinews", shared).documents)
    assert [d["external_id"] for d in sorted(exported["documents"], key=lambda d: d["external_id"])] == ["one", "three"]
    (person,) = exported["persons"]
    (event,) = exported["events"]
    assert "Руслан Тимерханов" in person["names"]
    assert (event["type"], event["earliest"], event["host"]) == ("expelled", "2026-02-12", "PL")
