"""Visits: the answer that gave an item, and later ones that found the page gone or back. Stored once, never changed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from havenwatch.ledger.storage import journal, schema
from havenwatch.records import content_id
from havenwatch.source import Capture

GONE = (404, 410)

__all__ = ["GONE", "capture_id", "note_visit", "store_capture", "visit_id"]


def capture_id(capture: Capture, source: str) -> str:
    """Id of a visit: the answer, the time and the source that it gave."""
    return content_id("cap-", source, capture.url, capture.address, capture.status, capture.made, capture.sha256)


def visit_id(address: str, status: int, made: str) -> str:
    """Id of a later visit."""
    return content_id("vis-", address, status, made)


def store_capture(connection: sa.Connection, who: str, source: str, capture: Capture) -> bool:
    """Keep a visit beside the source that it gave; whether it told something new.

    It does not when the last visit that is kept of the address gave the same bytes.
    """
    table, identity = schema.capture, capture_id(capture, source)
    last = sa.select(table.c.source).where(table.c.address == capture.address).order_by(table.c.made.desc(), table.c.id)
    known = sa.select(table.c.id).where(table.c.id == identity)
    if connection.execute(last).scalar() == source or connection.execute(known).first() is not None:
        return False
    row = {"id": identity, "source": source, "url": capture.url, "address": capture.address, "made": capture.made}
    rest = {"status": capture.status, "sha256": capture.sha256, "record": capture.record}
    connection.execute(sa.insert(table).values(**row, **rest))
    journal.append(connection, who, "captured", {"source_of": source, "capture": identity})
    return True


def note_visit(connection: sa.Connection, who: str, address: str, status: int, made: str | None = None) -> bool:
    """Note that a page that was visited before is gone (404, 410) or back (200) if that is news; whether it is.

    `made` is the time of the visit, now when None; a visit before the last one tells nothing new.
    """
    made = made or dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    last, when = _last_visit(connection, address)
    if last == status or (last in GONE and status in GONE) or (last is None and status not in GONE) or made < when:
        return False
    if not _was_visited(connection, address):
        return False
    identity = visit_id(address, status, made)
    connection.execute(sa.insert(schema.visit).values(id=identity, address=address, status=status, made=made))
    journal.append(connection, who, "visited", {"visit": identity})
    return True


def _last_visit(connection: sa.Connection, address: str) -> tuple[int | None, str]:
    """Status and time of the last visit that is noted of an address; None and an empty time without one."""
    table = schema.visit
    query = sa.select(table.c.status, table.c.made).where(table.c.address == address)
    found = connection.execute(query.order_by(table.c.made.desc(), table.c.id)).first()
    return (None, "") if found is None else (found.status, found.made)


def _was_visited(connection: sa.Connection, address: str) -> bool:
    table = schema.capture
    query = sa.select(table.c.id).where(sa.or_(table.c.address == address, table.c.url == address))
    return connection.execute(query.limit(1)).first() is not None
