"""People's decisions: stored beside what they judge, never changed, the last one counts."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable

import sqlalchemy as sa

from havenwatch.errors import UsageError
from havenwatch.ledger import dossier
from havenwatch.ledger.storage import journal, rows, schema
from havenwatch.ledger.storage.codec import dump
from havenwatch.person.contradiction import contradiction
from havenwatch.records import CORRECTED, REVIEWS, UNREVIEWED, UNSURE, VERDICTS, Judgement, Review

# A person looked and could not tell: the statement stays unreviewed, the queue shows it to others last.
DECISIONS = (*REVIEWS, UNSURE)
# A person's judgement that was taken back: the rules judge the pair again.
WITHDRAWN = "withdrawn"
# Verdicts that leave a statement as the machine read it.
OPEN = frozenset({UNREVIEWED, UNSURE})

__all__ = [
    "DECISIONS", "OPEN", "WITHDRAWN", "check_consistent", "check_judgement", "check_review", "decision_digest",
    "insert_judgement", "insert_review",
]  # fmt: skip


def check_review(review: Review) -> None:
    """Refuse a review that could not be applied.

    Raises:
        UsageError: unknown verdict or field, or no name of the reviewer.
    """
    from havenwatch.event.review import FIELDS, check_change  # loaded where somebody decides

    if review.verdict not in DECISIONS:
        raise UsageError(f"verdict '{review.verdict}' is unknown; choose one of {', '.join(DECISIONS)}")
    for field, value in review.changes:
        if field not in FIELDS:
            raise UsageError(f"field '{field}' cannot be corrected; choose one of {', '.join(FIELDS)}")
        check_change(field, value)
    if review.verdict == CORRECTED and not review.changes:
        raise UsageError("a correction needs at least one field with another value; accept the statement otherwise")
    _check_name(review.by)


def check_judgement(judgement: Judgement) -> None:
    """Refuse a judgement that could not be applied.

    Raises:
        UsageError: unknown verdict, a pair in the wrong order, or no name of the reviewer.
    """
    if judgement.verdict not in (*VERDICTS, WITHDRAWN):
        raise UsageError(f"verdict '{judgement.verdict}' is unknown; choose one of {', '.join(VERDICTS)}")
    if judgement.left >= judgement.right:
        raise UsageError("a judgement is about two mentions, the one with the smaller id first")
    _check_name(judgement.by)


def check_consistent(judgement: Judgement, earlier: Iterable[Judgement]) -> None:
    """Refuse a judgement that contradicts earlier ones of people: nothing is merged or torn apart silently.

    Raises:
        UsageError: names the decisions in the way, by whom and when, and the remedy.
    """
    way = contradiction(judgement, earlier)
    if way:
        told = "; ".join(f"{j.left} and {j.right} {j.verdict} ({j.by}, {j.made or 'no date'})" for j in way)
        raise UsageError(
            f"{judgement.left} and {judgement.right} cannot be {judgement.verdict}: that contradicts {told}; "
            "decide one of these pairs anew first"
        )


def insert_review(connection: sa.Connection, review: Review) -> int:
    """Store a review as the live one of its statement; its number."""
    row = {"statement": review.statement, "verdict": review.verdict, "changes": json.dumps(review.changes)}
    rest = {"reason": review.reason, "by": review.by, "made": review.made}
    inserted = sa.insert(schema.review).values(**row, **rest).returning(schema.review.c.number)
    number: int = connection.execute(inserted).scalar_one()
    queued = sa.update(schema.queue).where(schema.queue.c.statement == review.statement)
    connection.execute(queued.values(state=review.verdict))
    told = sa.select(schema.statement.c.document).where(schema.statement.c.id == review.statement)
    for document in connection.execute(told).scalars().all():
        rows.note_changed(connection, document)
    _record(connection, review.by, "reviewed", {"statement": review.statement, "review": decision_digest(review)})
    return number


def insert_judgement(connection: sa.Connection, judgement: Judgement) -> int:
    """Store a judgement as the live one of its pair; its number."""
    row = dataclasses.asdict(judgement) | {"reasons": json.dumps(judgement.reasons, ensure_ascii=False)}
    inserted = sa.insert(schema.judgement).values(**row).returning(schema.judgement.c.number)
    number: int = connection.execute(inserted).scalar_one()
    pair = {"left": judgement.left, "right": judgement.right}
    _record(connection, judgement.by, "judged", {**pair, "judgement": decision_digest(judgement)})
    return number


def decision_digest(decision: Review | Judgement) -> str:
    """SHA-256 of a decision, which the journal keeps so that a change of the row shows."""
    return hashlib.sha256(dump(decision).encode()).hexdigest()


def _record(connection: sa.Connection, who: str, what: str, ids: dict[str, str]) -> None:
    journal.append(connection, who, what, ids)
    dossier.touch(connection)


def _check_name(by: str) -> None:
    if not by.strip():
        raise UsageError("a decision needs the name of the person who makes it")
