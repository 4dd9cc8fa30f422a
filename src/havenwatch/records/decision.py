"""What is decided about statements and pairs of persons, by rule or by a person."""

from __future__ import annotations

import dataclasses

__all__ = [
    "ACCEPTED",
    "CORRECTED",
    "DIFFERENT",
    "REJECTED",
    "REVIEWS",
    "SAME",
    "UNREVIEWED",
    "UNSURE",
    "VERDICTS",
    "Judgement",
    "Review",
]


SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
VERDICTS = (SAME, DIFFERENT, UNSURE)
UNREVIEWED, ACCEPTED, CORRECTED, REJECTED = "unreviewed", "accepted", "corrected", "rejected"
REVIEWS = (UNREVIEWED, ACCEPTED, CORRECTED, REJECTED)


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """Decision on whether two mentions (chain heads) stand for one person.

    `left` < `right` by id. `by` is `rule:NAME` or a reviewer; `made` an ISO timestamp, None for rules.
    """

    left: str
    right: str
    verdict: str
    score: float
    reasons: tuple[str, ...]
    by: str
    made: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one statement; `changes` holds corrected fields as (field, new value) pairs."""

    statement: str
    verdict: str
    changes: tuple[tuple[str, str | None], ...]
    reason: str
    by: str
    made: str
