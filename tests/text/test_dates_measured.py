"""The marked news sentences outside the repository: floors well below what was measured, so that a loss shows."""

import json
from pathlib import Path

import pytest

from eval.dates import overlapping, right

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "dates" / "news_dates.jsonl"
FLOORS = {"ru": 0.95, "en": 0.95, "uk": 0.9, "kk": 0.9, "es": 0.9, "de": 0.9}

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"marked sentences not found at {FILE.name}")


@pytest.fixture(scope="module")
def records():
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", FLOORS)
def test_share_of_right_intervals(records, language):
    dated = [r for r in records if r["language"] == language and r["kind"] != "none"]
    assert sum(map(right, dated)) / len(dated) >= FLOORS[language]


def test_share_of_traps_left_alone(records):
    traps = [r for r in records if r["kind"] == "none"]
    assert sum(not overlapping(r) for r in traps) / len(traps) >= 0.95


def test_no_day_is_invented(records):
    """What is a single day was marked as one: nothing wider or unknown is turned into a day."""
    open_ones = [r for r in records if r["kind"] in ("set", "duration", "none") and r["earliest"] is None]
    invented = [p for r in open_ones for _, p in overlapping(r) if p["earliest"] is not None]
    assert invented == []
