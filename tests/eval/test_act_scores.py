"""Scoring the head of acts: one to one, told twice is once, and no text is judged by a head that saw it."""

from __future__ import annotations

import hashlib
import json

import pytest

from eval.acts import GoldAct, Tally, add, gold_acts, matched
from eval.corpora import GOLD, SHARED
from eval.unseen import DIGITS, FOLDS, held_out
from havenwatch.text.acts import ProposedAct

SETS = ("wikinews", "passages", "coverage")


def proposed(kind: str, peak: int, probability: float = 0.9, status: str = "reported") -> ProposedAct:
    return ProposedAct(kind, peak, peak + 1, peak, probability, {status: 1.0})


GOLD_ACTS = (GoldAct("detained", "reported", ((0, 10), (50, 60))), GoldAct("detained", "denied", ((20, 30),)))


@pytest.mark.parametrize(
    ("found", "counted", "hits"),
    [
        ([proposed("detained", 5)], 1, 1),
        ([proposed("detained", 5), proposed("detained", 55)], 1, 1),
        ([proposed("detained", 5), proposed("detained", 6)], 2, 1),
        ([proposed("detained", 5), proposed("detained", 25)], 2, 2),
        ([proposed("released", 5), proposed("detained", 15)], 2, 0),
    ],
    ids=["found", "told twice", "found twice in one place", "two acts", "wrong type and wrong place"],
)
def test_acts_are_matched_one_to_one(found: list[ProposedAct], counted: int, hits: int) -> None:
    pairs = list(matched(GOLD_ACTS, found))
    assert (len(pairs), sum(g is not None for _, g in pairs)) == (counted, hits)


def test_counts_give_the_figures() -> None:
    tally = Tally()
    add(tally, GOLD_ACTS, [proposed("detained", 5), proposed("detained", 25)], quiet=False)
    add(tally, (), [proposed("killed", 1), proposed("killed", 2, status="denied")], quiet=True)
    figures = tally.figures()
    assert {k: figures[k] for k in ("precision", "recall", "f1", "status", "alarms", "quiet")} == {
        "precision": 0.5, "recall": 1.0, "f1": 0.667, "status": 0.5, "alarms": 1, "quiet": 1,
    }  # fmt: skip


def test_one_act_against_two_persons_is_one() -> None:
    event = {"type": "detained", "status": "reported", "quote": "задержали двоих"}
    gold = {"cases": [{"events": [event]}, {"events": [event]}]}
    assert gold_acts("Вчера задержали двоих.", gold) == (GoldAct("detained", "reported", ((6, 21),)),)


def test_the_held_out_check_was_trained_on_by_no_head() -> None:
    texts = [json.loads(line)["text"] for line in (GOLD / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {hashlib.sha256(t.encode()).hexdigest()[:DIGITS] for t in texts}.isdisjoint(held_out())


@pytest.mark.skipif(not (SHARED / "data").exists(), reason="the annotated data are not beside the repository")
def test_every_text_trained_on_is_held_out_by_one_head() -> None:
    assert len(list(FOLDS.iterdir())) == 5
    paths = [SHARED / "data" / name / "documents.jsonl" for name in SETS]
    texts = [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert {hashlib.sha256(t.encode()).hexdigest()[:DIGITS] for t in texts} == held_out().keys()
