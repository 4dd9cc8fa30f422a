"""Append-only record of changes; each row is chained to the one before by SHA-256."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.storage.schema import journal

# What the first row has instead of the digest of a row before it.
ORIGIN = "0" * 64

__all__ = ["ORIGIN", "append", "broken_rows", "fits_at_end", "head", "named", "set_back"]


def append(connection: sa.Connection, who: str, what: str, ids: Mapping[str, str | None]) -> None:
    """Add a row at the end; `ids` names what changed and, for decisions, a digest of their content."""
    last = connection.execute(sa.select(journal.c.number, journal.c.digest).order_by(journal.c.number.desc())).first()
    number, previous = (1, ORIGIN) if last is None else (last.number + 1, last.digest)
    row = {
        "number": number,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "who": who,
        "what": what,
        "ids": json.dumps(ids, ensure_ascii=False, sort_keys=True),
        "previous": previous,
    }
    connection.execute(sa.insert(journal).values(**row, digest=_digest(row)))


def head(connection: sa.Connection) -> str | None:
    """Digest of the last row, None when there is none."""
    found: str | None = connection.execute(sa.select(journal.c.digest).order_by(journal.c.number.desc())).scalar()
    return found


def broken_rows(connection: sa.Connection) -> Iterator[int]:
    """Numbers of rows whose digest, predecessor or number does not fit; empty when the chain is whole."""
    previous, expected = ORIGIN, 1
    for row in connection.execute(sa.select(journal).order_by(journal.c.number)).mappings():
        content = {k: v for k, v in row.items() if k != "digest"}
        if row["number"] != expected or row["previous"] != previous or row["digest"] != _digest(content):
            yield row["number"]
        previous, expected = row["digest"], row["number"] + 1


def fits_at_end(connection: sa.Connection) -> bool:
    """Whether the last row, to which the next one is chained, is as it was made and follows from the one before."""
    last = connection.execute(sa.select(journal).order_by(journal.c.number.desc()).limit(2)).mappings().all()
    if not last:
        return True
    before = last[1]["digest"] if len(last) > 1 else ORIGIN
    content = {k: v for k, v in last[0].items() if k != "digest"}
    return bool(last[0]["previous"] == before and last[0]["digest"] == _digest(content))


def set_back(connection: sa.Connection) -> Iterator[int]:
    """Numbers of rows that were made before the one that precedes them: the clock of the machine went back."""
    previous = ""
    for number, made in connection.execute(sa.select(journal.c.number, journal.c.made).order_by(journal.c.number)):
        if made < previous:
            yield number
        previous = made


def named(connection: sa.Connection, key: str) -> frozenset[str]:
    """All values that the journal names under `key` (document, source, review, judgement)."""
    rows = connection.execute(sa.select(journal.c.ids)).scalars()
    return frozenset(value for ids in rows for name, value in json.loads(ids).items() if name == key and value)


def _digest(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
