"""Storing what a person does: every act is one transaction, names what it superseded and can be taken back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from havenwatch.errors import UsageError
from havenwatch.ledger.decision import (
    WITHDRAWN,
    check_consistent,
    check_judgement,
    check_review,
    insert_judgement,
    insert_review,
)
from havenwatch.ledger.desk import join, marked, opinions, store
from havenwatch.ledger.desk.record import BULK, MARK, MERGE, REVIEW, SPAN, SPLIT, UNDO, Failure, Outcome, Part
from havenwatch.ledger.storage import Database, rows
from havenwatch.records import ACCEPTED, DIFFERENT, REJECTED, SAME, UNREVIEWED, Judgement, Mention, Review, Statement

# A person's mentions in that many documents are judged pair by pair with one representative, not all with all.
MOST_SPLIT = 500

__all__ = ["Desk", "Seen"]

Changes = tuple[tuple[str, str | None], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """The statement that a person decides on and the number of the live review they saw, 0 for none, None: not asked.

    With a number, a decision that somebody else made meanwhile is not overwritten unseen.
    """

    statement: str
    review: int | None = None


class Desk:
    """Acts of people on one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def review(self, seen: Seen, verdict: str, changes: Changes, reason: str, by: str) -> Outcome:
        """Decide on one statement.

        Raises:
            UsageError: unknown statement, verdict or field, or somebody decided otherwise since it was looked at.
        """
        with self._database.write() as connection:
            part = _review(connection, seen, Review(seen.statement, verdict, changes, reason, by, _now()))
            return _stored(connection, REVIEW, [part], reason, by)

    def bulk(self, seen: Sequence[Seen], verdict: str, reason: str, by: str) -> Outcome:
        """The same decision on many statements; each that fails is named, the others are stored."""
        parts, failures = [], []
        with self._database.write() as connection:
            for one in seen:
                try:
                    parts.append(_review(connection, one, Review(one.statement, verdict, (), reason, by, _now())))
                except UsageError as error:
                    failures.append(Failure(one.statement, str(error)))
            outcome = _stored(connection, BULK, parts, reason, by)
        return dataclasses.replace(outcome, failures=tuple(failures))

    def mark(self, statement: Statement, mentions: Sequence[Mention], reason: str, by: str) -> Outcome:
        """Add a statement that the machine did not find, and the mentions that it needs; it counts as accepted.

        Raises:
            UsageError: the quote is not the text at its place, is empty or far too long.
        """
        with self._database.write() as connection:
            return _stored(connection, MARK, [_mark(connection, statement, mentions, reason, by)], reason, by)

    def respan(self, seen: Seen, start: int, end: int, reason: str, by: str) -> Outcome:
        """Put a statement on other words of its document: the old one is rejected, one with the new span added.

        Raises:
            UsageError: as for `review` and `mark`.
        """
        with self._database.write() as connection:
            old = store.statement(connection, seen.statement)
            if old is None:
                raise UsageError(store.gone(seen.statement))
            new = marked.moved(connection, _corrected(connection, old), start, end, by)
            words = f"{reason} (span moved: {new.id})".strip()
            parts = [
                _mark(connection, new, (), reason, by),
                _review(connection, seen, Review(old.id, REJECTED, (), words, by, _now())),
            ]
            return _stored(connection, SPAN, parts, reason, by)

    def against(self, persons: Sequence[str]) -> tuple[Judgement, ...]:
        """What people decided that speaks against these persons being one, sorted by pair."""
        with self._database.read() as connection:
            return join.against(connection, persons)

    def merge(self, persons: Sequence[str], reason: str, by: str, *, despite: bool = False) -> Outcome:
        """Judge that persons are one.

        `despite`: what people decided against it, `against` names it, is superseded and kept; it stands in the way
        otherwise.

        Raises:
            UsageError: fewer than two of the persons are in the ledger as it is now, or decisions stand in the way;
                the message names them.
        """
        with self._database.write() as connection:
            pairs = join.pairs(connection, persons)
            if len(pairs) < 1:
                raise UsageError("at least two persons are needed, as they are listed now; open the page again")
            way = join.against(connection, persons)
            if way and not despite:
                raise UsageError(f"these persons cannot be joined: {join.in_words(way)}; decide these pairs anew first")
            apart = [(j.left, j.right) for j in way if j.verdict == DIFFERENT]
            parts = [_judge(connection, pair, SAME, reason, by) for pair in apart]
            for left, right in pairs:
                check_consistent(Judgement(left, right, SAME, 1.0, (), by, None), rows.judgements(connection))
                parts.append(_judge(connection, (left, right), SAME, reason, by))
            return _stored(connection, MERGE, parts, reason, by)

    def split(self, person: str, away: Sequence[str], reason: str, by: str) -> Outcome:
        """Judge that the mentions `away` (chain heads) are of another person than the rest of the person's mentions.

        Raises:
            UsageError: the person changed meanwhile, or nothing or everything is to be taken away.
        """
        with self._database.write() as connection:
            heads = store.heads_of(connection, person)
            out = [h for h in heads if h in set(away)]
            rest = [h for h in heads if h not in set(away)]
            if not out or not rest:
                raise UsageError("choose some of the person's mentions, not none and not all of them")
            if len(out) * len(rest) > MOST_SPLIT:
                raise UsageError(f"that makes {len(out) * len(rest)} pairs, more than {MOST_SPLIT}; split in steps")
            pairs = [(a, b) for a in out for b in rest]
            parts = [_judge(connection, pair, DIFFERENT, reason, by) for pair in pairs]
            parts += [_judge(connection, (out[0], other), SAME, reason, by) for other in out[1:]]
            return _stored(connection, SPLIT, parts, reason, by)

    def undo(self, number: int, by: str) -> Outcome:
        """Take an act back: what it superseded is decided again. What others decided since stays and is named.

        Raises:
            UsageError: no such act, or it was taken back already.
        """
        with self._database.write() as connection:
            act = store.act(connection, number)
            if act is None or act.undone:
                raise UsageError("there is nothing to take back: the act is unknown or was taken back already")
            parts, failures = [], []
            for part in act.parts:
                if not store.stands(connection, part):
                    failures.append(Failure(part.about[0], "somebody decided on it since; their decision stays"))
                else:
                    parts.append(_restored(connection, part, by))
            outcome = _stored(connection, UNDO, parts, f"takes back {number}", by, undoes=number)
        return dataclasses.replace(outcome, failures=tuple(failures))

    def opine(self, review: Review) -> None:
        """Store one reviewer's independent reading, without making it the decision.

        Raises:
            UsageError: as for `review`.
        """
        check_review(review)
        with self._database.write() as connection:
            if store.statement(connection, review.statement) is None:
                raise UsageError(store.gone(review.statement))
            opinions.insert(connection, review)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def _review(connection: sa.Connection, seen: Seen, review: Review) -> Part:
    check_review(review)
    statement = store.statement(connection, seen.statement)
    if statement is None:
        raise UsageError(store.gone(seen.statement))
    before = store.live_review(connection, seen.statement)
    if seen.review is not None and seen.review != (0 if before is None else before[0]):
        raise UsageError(store.overtaken(before))
    marked.keep(connection, statement, review.by, review.made)
    number = insert_review(connection, review)
    return Part("review", number, (seen.statement,), None if before is None else before[0])


def _mark(connection: sa.Connection, statement: Statement, mentions: Sequence[Mention], reason: str, by: str) -> Part:
    made = _now()
    marked.add(connection, statement, mentions, by, made)
    before = store.live_review(connection, statement.id)
    number = insert_review(connection, Review(statement.id, ACCEPTED, (), reason, by, made))
    return Part("review", number, (statement.id,), None if before is None else before[0])


def _corrected(connection: sa.Connection, statement: Statement) -> Statement:
    from havenwatch.event.review import apply_reviews

    live = store.live_review(connection, statement.id)
    kept = apply_reviews([statement], [] if live is None or live[1].verdict == REJECTED else [live[1]])
    return kept[0]


def _judge(connection: sa.Connection, pair: tuple[str, str], verdict: str, reason: str, by: str) -> Part:
    left, right = sorted(pair)
    score = 1.0 if verdict == SAME else 0.0
    judgement = Judgement(left, right, verdict, score, (reason,) if reason else (), by, _now())
    check_judgement(judgement)
    before = store.live_judgement(connection, left, right)
    number = insert_judgement(connection, judgement)
    return Part("judgement", number, (left, right), None if before is None else before[0])


def _restored(connection: sa.Connection, part: Part, by: str) -> Part:
    """Decide again what the part superseded; nothing, where there was nothing."""
    if part.noun == "review":
        old = store.review(connection, part.before)
        nothing = REJECTED if marked.is_added(connection, part.about[0]) else UNREVIEWED
        verdict, changes = (nothing, ()) if old is None else (old.verdict, old.changes)
        reason = "taken back" if old is None else old.reason
        number = insert_review(connection, Review(part.about[0], verdict, changes, reason, by, _now()))
    else:
        earlier = store.judgement(connection, part.before)
        left, right = part.about
        verdict, score = (WITHDRAWN, 0.0) if earlier is None else (earlier.verdict, earlier.score)
        reasons = () if earlier is None else earlier.reasons
        number = insert_judgement(connection, Judgement(left, right, verdict, score, reasons, by, _now()))
    return Part(part.noun, number, part.about, part.number, part.before)


def _stored(
    connection: sa.Connection, what: str, parts: Sequence[Part], reason: str, by: str, *, undoes: int | None = None
) -> Outcome:
    number = store.insert_act(connection, what, parts, reason, by, undoes) if parts else None
    return Outcome(number, tuple(a for p in parts for a in p.about[:1]), ())
