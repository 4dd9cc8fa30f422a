"""Problems of inputs and documents: each stays until its place is read with success."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from havenwatch.ledger.storage.schema import problem
from havenwatch.records import Problem
from havenwatch.source import STANDARD_INPUT, Obstacle

__all__ = ["at", "forget", "keep_only", "note", "of_inputs"]


def note(connection: sa.Connection, found: Problem) -> None:
    """Keep a problem.

    One that no later command can mend is not kept: a path that does not exist, a standard input that gave nothing.
    """
    if not isinstance(found, Obstacle) or (found.name == STANDARD_INPUT and found.lost):
        return
    row = {"place": found.place, "stage": found.stage, "message": found.message}
    connection.execute(sa.delete(problem).filter_by(**row))
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    connection.execute(sa.insert(problem).values(**row, name=found.name, document=found.document, made=now))


def forget(connection: sa.Connection, place: str, stage: str | None = None) -> None:
    """Remove the problems of a place that is being read anew, those of one stage or all.

    Standard input is never the same place twice.
    """
    if place != STANDARD_INPUT:
        gone = sa.delete(problem).where(problem.c.place == place)
        connection.execute(gone if stage is None else gone.where(problem.c.stage == stage))


def keep_only(connection: sa.Connection, name: str, places: Collection[str]) -> None:
    """Remove problems of an input that was read to its end, except at the places where it still has something."""
    found = connection.execute(sa.select(problem.c.place).where(problem.c.name == name)).scalars().all()
    for place in set(found) - set(places):
        forget(connection, place)


def at(connection: sa.Connection, *places: str) -> tuple[Problem, ...]:
    """Problems of the given places."""
    return _select(connection, problem.c.place.in_(places))


def of_inputs(connection: sa.Connection) -> tuple[Problem, ...]:
    """All problems that are kept here; those inside a reading are kept with it."""
    return _select(connection, sa.true())


def _select(connection: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Problem, ...]:
    columns = (problem.c.stage, problem.c.document, problem.c.message)
    return tuple(Problem(*row) for row in connection.execute(sa.select(*columns).where(where).order_by(*columns)))
