from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ledger_fakes import STAGES

from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger import Ledger
from havenwatch.ledger.storage import rows
from havenwatch.records import Judgement, Review

MADE = "2026-03-01T10:00:00+00:00"


def review(statement: str, verdict: str = "rejected", **fields: Any) -> Review:
    return Review(
        **{
            "statement": statement,
            "verdict": verdict,
            "changes": (),
            "reason": "r",
            "by": "Анна",
            "made": MADE,
            **fields,
        }
    )


def judgement(left: str, right: str, **fields: Any) -> Judgement:
    return Judgement(
        **{
            "left": left,
            "right": right,
            "verdict": "same",
            "score": 1.0,
            "reasons": ("один адрес",),
            "by": "Анна",
            "made": MADE,
            **fields,
        }
    )


def test_a_review_changes_the_dossier_and_survives_a_rebuild(filled: Ledger) -> None:
    statement = filled.snapshot().statements[0]
    decision = review(statement.id, changes=(("type", "released"), ("about", None)))
    filled.decide(decision)
    assert not filled.status().current
    found = filled.snapshot()
    assert found.reviews == (decision,)
    assert not [e for e in found.dossier.events if statement.id in e.statements]
    filled.rebuild()
    assert filled.snapshot() == found
    assert filled.status().reviewed == pytest.approx(1 / 11)


def test_the_last_review_counts_and_earlier_ones_stay(filled: Ledger) -> None:
    statement = filled.snapshot().statements[0].id
    for verdict in ("rejected", "accepted"):
        filled.decide(review(statement, verdict))
    assert [r.verdict for r in filled.snapshot().reviews] == ["accepted"]
    filled.decide(review(statement, "unreviewed"))
    assert filled.snapshot().reviews == ()
    with filled._database.read() as connection:
        assert len(rows.all_reviews(connection)) == 3


def test_the_last_judgement_of_a_pair_counts(filled: Ledger) -> None:
    left, right = sorted(m.id for m in filled.snapshot().mentions)[:2]
    filled.judge(judgement(left, right))
    filled.judge(judgement(left, right, verdict="different", score=0.0))
    assert [j.verdict for j in filled.snapshot().dossier.judgements] == ["different"]
    assert [j.score for j in filled.snapshot().dossier.judgements] == [0.0]


def test_judgements_that_contradict_each_other_are_refused_with_the_way(filled: Ledger) -> None:
    a, b, c = sorted(m.id for m in filled.snapshot().mentions)[:3]
    filled.judge(judgement(a, b))
    filled.judge(judgement(b, c))
    with pytest.raises(UsageError, match=f"contradicts {a} and {b} same .*; {b} and {c} same .* decide one of these"):
        filled.judge(judgement(a, c, verdict="different"))
    filled.judge(judgement(b, c, verdict="different"))
    filled.judge(judgement(a, c, verdict="different"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"statement": "st-none"}, "statement st-none is not in"),
        ({"verdict": "maybe"}, "verdict 'maybe' is unknown; choose one of unreviewed, accepted"),
        ({"changes": (("quote", "x"),)}, "field 'quote' cannot be corrected; choose one of about"),
        ({"changes": (("colour", "x"),)}, "field 'colour' cannot be corrected"),
        ({"by": " "}, "needs the name of the person"),
    ],
)
def test_reviews_that_cannot_be_applied(filled: Ledger, change: dict[str, Any], reason: str) -> None:
    statement = filled.snapshot().statements[0].id
    with pytest.raises(UsageError, match=reason):
        filled.decide(review(**{"statement": statement, **change}))
    assert filled.snapshot().reviews == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"right": "m-zzz"}, "mention m-zzz is not in"),
        ({"left": "z"}, "the one with the smaller id first"),
        ({"verdict": "maybe"}, "verdict 'maybe' is unknown; choose one of same, different, unsure"),
        ({"by": ""}, "needs the name of the person"),
    ],
)
def test_judgements_that_cannot_be_applied(filled: Ledger, change: dict[str, Any], reason: str) -> None:
    left, right = sorted(m.id for m in filled.snapshot().mentions)[:2]
    with pytest.raises(UsageError, match=reason):
        filled.judge(judgement(**{"left": left, "right": right, **change}))


def test_nothing_is_decided_in_a_ledger_opened_for_reading(filled: Ledger, address: str, corpus: Path) -> None:
    statement = filled.snapshot().statements[0].id
    with Ledger.open(address, read_only=True, stages=STAGES) as reader:
        with pytest.raises(LedgerError, match="opened for reading alone"):
            reader.decide(review(statement))
        with pytest.raises(LedgerError, match="opened for reading alone"):
            reader.add([corpus])
