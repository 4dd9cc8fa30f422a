"""What a command that stores something must say before: a journal with a hole, a clock that went back."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from havenwatch.ledger.storage import journal, schema
from havenwatch.records import Problem

STAGE = "ledger"
# Clocks are set right by seconds all the time; by more than this they were wrong, or are now.
CLOCK_TOLERANCE = dt.timedelta(minutes=5)

__all__ = ["CLOCK_TOLERANCE", "STAGE", "warnings"]


def warnings(connection: sa.Connection, now: dt.datetime | None = None) -> tuple[Problem, ...]:
    """What is wrong with the journal or the clock, as far as a glance shows it; `verify` looks at every row."""
    found = (_hole(connection), _clock(connection, now or dt.datetime.now(dt.UTC)))
    return tuple(Problem(STAGE, None, message) for message in found if message is not None)


def _hole(connection: sa.Connection) -> str | None:
    table = schema.journal
    rows, last = connection.execute(sa.select(sa.func.count(), sa.func.max(table.c.number)).select_from(table)).one()
    if rows == (last or 0) and journal.fits_at_end(connection):
        return None
    return (
        "the journal was changed or has a hole: it proves nothing any more for what stands before; "
        "run 'havenwatch verify' and restore a copy from before ('havenwatch restore')"
    )


def _clock(connection: sa.Connection, now: dt.datetime) -> str | None:
    table = schema.journal
    made = connection.execute(sa.select(table.c.made).order_by(table.c.number.desc()).limit(1)).scalar()
    if made is None or now >= dt.datetime.fromisoformat(made) - CLOCK_TOLERANCE:
        return None
    return (
        f"the clock of this machine says {now:%Y-%m-%d %H:%M} UTC, but the ledger was written at {made[:16]} UTC: set "
        "the clock; times that are recorded until then are wrong, the order of the journal stays right"
    )
