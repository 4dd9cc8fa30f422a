"""Rows that the desk looks at: live decisions, acts, statements, chains of mentions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from havenwatch.errors import UsageError
from havenwatch.ledger.decision import WITHDRAWN
from havenwatch.ledger.desk.record import UNDO, Act, Part
from havenwatch.ledger.storage import journal, rows, schema
from havenwatch.ledger.storage.codec import load
from havenwatch.records import Judgement, Mention, Person, Review, Statement

__all__ = [
    "act", "acts", "gone", "heads_of", "insert_act", "judged_between", "judgement", "live_judgement", "live_number",
    "live_review", "overtaken", "representative", "review", "stands", "statement",
]  # fmt: skip


def statement(connection: sa.Connection, identity: str) -> Statement | None:
    """A statement of the readings as they are, or one in which a new reading differs; None for any other id."""
    for table in (schema.statement, schema.differing):
        body = connection.execute(sa.select(table.c.body).where(table.c.id == identity)).scalar()
        if body is not None:
            return load(Statement, body)
    return None


def gone(identity: str) -> str:
    """What to say of a statement that is not there (any more)."""
    return f"statement {identity} is not in the ledger as it is now; the documents were read anew, open the page again"


def overtaken(live: tuple[int, Review] | None) -> str:
    """What to say when somebody else decided meanwhile."""
    if live is None:
        return "the decision that you saw was taken back meanwhile; look at the statement again"
    return f"{live[1].by} decided '{live[1].verdict}' meanwhile ({live[1].made}); look at it and decide again"


def live_review(connection: sa.Connection, identity: str) -> tuple[int, Review] | None:
    """Number and content of the last review of a statement, None when there is none."""
    table = schema.review
    found = connection.execute(
        sa.select(table).where(table.c.statement == identity).order_by(table.c.number.desc()).limit(1)
    )
    return next(((row["number"], rows.review_of(row)) for row in found.mappings()), None)


def review(connection: sa.Connection, number: int | None) -> Review | None:
    """Review of that number, None for none."""
    found = connection.execute(sa.select(schema.review).where(schema.review.c.number == number)).mappings().first()
    return None if found is None else rows.review_of(found)


def live_judgement(connection: sa.Connection, left: str, right: str) -> tuple[int, Judgement] | None:
    """Number and content of the last judgement of a pair, None when there is none."""
    table = schema.judgement
    query = sa.select(table).where(table.c.left == left, table.c.right == right).order_by(table.c.number.desc())
    return next(((row["number"], _judgement(row)) for row in connection.execute(query.limit(1)).mappings()), None)


def judgement(connection: sa.Connection, number: int | None) -> Judgement | None:
    """Judgement of that number, None for none."""
    table = schema.judgement
    found = connection.execute(sa.select(table).where(table.c.number == number)).mappings().first()
    return None if found is None else _judgement(found)


def live_number(connection: sa.Connection, part: Part) -> int | None:
    """Number of the decision that is live for what a part is about."""
    if part.noun == "review":
        live = live_review(connection, part.about[0])
    else:
        left, right = part.about
        live = live_judgement(connection, left, right)  # type: ignore[assignment]
    return None if live is None else live[0]


def _judgement(row: Mapping[Any, Any]) -> Judgement:
    reasons = tuple(json.loads(row["reasons"]))
    return Judgement(row["left"], row["right"], row["verdict"], row["score"], reasons, row["by"], row["made"])


def _person(connection: sa.Connection, identity: str) -> Person | None:
    table = schema.derived
    query = sa.select(table.c.body).where(table.c.noun == "persons", table.c.id == identity)
    body = connection.execute(query).scalar()
    return None if body is None else load(Person, body)


def heads_of(connection: sa.Connection, person: str) -> list[str]:
    """Chain heads of a person, named ones first, then in order of their ids; UsageError for an unknown person."""
    found = _person(connection, person)
    if found is None:
        raise UsageError(f"person {person} is not in the ledger as it is now; open the page again")
    table = schema.mention
    bodies = connection.execute(sa.select(table.c.body).where(table.c.id.in_(found.mentions))).scalars()
    mentions = [load(Mention, body) for body in bodies]
    named = {m.head for m in mentions if m.name is not None}
    return sorted({m.head for m in mentions}, key=lambda h: (h not in named, h))


def representative(connection: sa.Connection, person: str) -> str | None:
    """The mention that stands for a person in judgements, None when the person is not there."""
    try:
        return next(iter(heads_of(connection, person)), None)
    except UsageError:
        return None


def judged_between(connection: sa.Connection, persons: Sequence[str], verdict: str) -> list[tuple[str, str]]:
    """Pairs of mentions of different persons among these on which a person's live judgement is `verdict`."""
    owner = {h: p for p in persons for h in (heads_of(connection, p) if _person(connection, p) else [])}
    found = (j for j in rows.judgements(connection) if j.verdict == verdict and j.verdict != WITHDRAWN)
    pairs = ((j.left, j.right) for j in found if j.left in owner and j.right in owner)
    return [pair for pair in pairs if owner[pair[0]] != owner[pair[1]]]


def stands(connection: sa.Connection, part: Part) -> bool:
    """Whether the decision of a part is the live one: itself, or one that decided it again when another was undone."""
    live = live_number(connection, part)
    if live is None or live == part.number:
        return live is not None
    table = schema.act
    query = sa.select(table.c.parts).where(table.c.what == UNDO, table.c.parts.contains(f'"number": {live},'))
    found = (p for parts in connection.execute(query).scalars() for p in json.loads(parts))
    again = next((p for p in found if p["number"] == live and p["noun"] == part.noun), None)
    return again is not None and again["restores"] == part.number


def insert_act(
    connection: sa.Connection, what: str, parts: Sequence[Part], reason: str, by: str, undoes: int | None
) -> int:
    """Store an act; its number."""
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    row = {"what": what, "parts": json.dumps([p.to_json() for p in parts]), "reason": reason, "undoes": undoes}
    inserted = sa.insert(schema.act).values(**row, by=by, made=made).returning(schema.act.c.number)
    number: int = connection.execute(inserted).scalar_one()
    journal.append(connection, by, what, {"act": str(number), "undoes": None if undoes is None else str(undoes)})
    return number


def act(connection: sa.Connection, number: int) -> Act | None:
    """An act by its number, None when there is none."""
    return next(iter(acts(connection, number=number)), None)


def acts(
    connection: sa.Connection,
    *,
    number: int | None = None,
    by: str | None = None,
    limit: int = 1,
    standing: bool = False,
) -> tuple[Act, ...]:
    """Acts, the latest first; `standing`: only those that can be taken back."""
    table, later = schema.act, schema.act.alias()
    undone = sa.exists().where(later.c.undoes == table.c.number)
    query = sa.select(table, undone.label("undone")).order_by(table.c.number.desc()).limit(limit)
    if number is not None:
        query = query.where(table.c.number == number)
    if by is not None:
        query = query.where(table.c.by == by)
    if standing:
        query = query.where(table.c.what != UNDO, sa.not_(undone))
    return tuple(_act(row) for row in connection.execute(query).mappings())


def _act(row: Mapping[Any, Any]) -> Act:
    parts = tuple(
        Part(p["noun"], p["number"], tuple(p["about"]), p["before"], p["restores"]) for p in json.loads(row["parts"])
    )
    return Act(row["number"], row["what"], parts, row["reason"], row["by"], row["made"], bool(row["undone"]))
