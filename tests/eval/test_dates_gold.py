"""The marked dates in the repository: well formed, enough of every language, and read as marked."""

from __future__ import annotations

import collections
import datetime as dt

import pytest

from eval.corpora import GOLD
from eval.dates import figures, read_records, right
from havenwatch.text.dates.lexicon import LANGUAGES

RECORDS = read_records(GOLD / "dates.jsonl")


def test_every_record_marks_its_expression_and_closes_its_interval() -> None:
    for record in RECORDS:
        start = record["start"]
        assert record["text"][start : start + len(record["expression"])] == record["expression"]
        days = [dt.date.fromisoformat(d) for d in (record["earliest"], record["latest"]) if d is not None]
        assert days == sorted(days)
        assert record["kind"] != "none" or days == []
    assert len({r["id"] for r in RECORDS}) == len(RECORDS)


def test_every_language_is_there() -> None:
    count = collections.Counter(r["language"] for r in RECORDS)
    assert set(count) == set(LANGUAGES)
    assert min(count["ru"], count["en"]) >= 100


@pytest.mark.parametrize("name", ["ru", "en", "traps"])
def test_shares_are_held(name: str) -> None:
    assert figures(RECORDS)[name] >= 0.97


def test_a_trap_that_is_read_and_a_wrong_interval_count_as_wrong() -> None:
    record = {
        "language": "en",
        "published": "2024-05-15",
        "text": "He fled on May 3.",
        "expression": "May 3",
        "start": 11,
    }
    dated = record | {"earliest": "2024-05-03", "latest": "2024-05-03", "kind": "date"}
    assert right(dated)
    assert not right(dated | {"latest": "2024-05-04"})
    assert not right(record | {"earliest": None, "latest": None, "kind": "none"})
