"""Second readings: what each reviewer says on their own, kept apart from the decisions."""

from __future__ import annotations

import json
from collections import defaultdict

import sqlalchemy as sa

from havenwatch.ledger.desk.record import Opinion
from havenwatch.ledger.storage import journal, schema
from havenwatch.records import Review

__all__ = ["insert", "live"]


def insert(connection: sa.Connection, review: Review) -> None:
    """Store a reading in place of an earlier one by the same reviewer, which is kept."""
    row = {"statement": review.statement, "verdict": review.verdict, "changes": json.dumps(review.changes)}
    rest = {"reason": review.reason, "by": review.by, "made": review.made}
    connection.execute(sa.insert(schema.opinion).values(**row, **rest))
    journal.append(connection, review.by, "read", {"statement": review.statement})


def live(connection: sa.Connection, statement: str | None = None) -> dict[str, dict[str, Opinion]]:
    """Statement -> reviewer -> their last reading; of one statement or of all."""
    table = schema.opinion
    query = sa.select(table).order_by(table.c.number)
    if statement is not None:
        query = query.where(table.c.statement == statement)
    found: defaultdict[str, dict[str, Opinion]] = defaultdict(dict)
    for row in connection.execute(query).mappings():
        changes = tuple((field, value) for field, value in json.loads(row["changes"]))
        told = Opinion(row["statement"], row["verdict"], changes, row["reason"], row["by"], row["made"])
        found[told.statement][told.by] = told
    return dict(found)
