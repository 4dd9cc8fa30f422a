"""State of the watch: addresses with what to ask with and when, alerts that were raised. Kept in the ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from havenwatch.ledger.custody.captures import note_visit
from havenwatch.ledger.storage import Database, schema

BASELINE = "alerts"

__all__ = ["Alert", "WatchBook", "Watched"]


@dataclasses.dataclass(frozen=True, slots=True)
class Watched:
    """One address under watch.

    `kind` is feed, sitemap or page, `parent` the list that named a page, None for one that was configured. `etag` and
    `modified` are what to ask with, `sha256` the digest of the text found last. Times are ISO timestamps in UTC; `due`
    is when to come again. `failures` counts failed visits in a row, `done` tells that it is not visited any more,
    `message` why the last visit failed, `told` what the list said of the page (JSON).
    """

    address: str
    kind: str
    parent: str | None = None
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None
    checked: str | None = None
    changed: str | None = None
    due: str | None = None
    failures: int = 0
    done: bool = False
    message: str | None = None
    told: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Alert:
    """Something that a rule is to tell, once.

    `keys` are made of the rule and of each thing that it rests on: two alerts that share one are the same, however the
    case has grown. `case` is the id of the case, None where it is about a country. `made` is an ISO timestamp in UTC.
    """

    id: str
    rule: str
    made: str
    title: str
    body: str
    case: str | None = None
    keys: tuple[str, ...] = ()


class WatchBook:
    """Reads and writes the state; each call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, address: str) -> Watched | None:
        """State of an address, None when it is not watched."""
        with self._database.read() as connection:
            table = schema.watched
            row = connection.execute(sa.select(table).where(table.c.address == address)).mappings().first()
        return None if row is None else _watched(row)

    def known(self, addresses: Sequence[str]) -> frozenset[str]:
        """Those of the addresses that are watched already."""
        table, found = schema.watched, set()
        with self._database.read() as connection:
            for start in range(0, len(addresses), 500):
                query = sa.select(table.c.address).where(table.c.address.in_(addresses[start : start + 500]))
                found |= set(connection.execute(query).scalars())
        return frozenset(found)

    def due(self, now: dt.datetime, kind: str, limit: int) -> tuple[Watched, ...]:
        """Addresses of a kind to visit now, those that have waited longest first.

        One that was visited in what is the future by the clock as it is now is due too: the clock was wrong then, and
        may have been wrong by years.
        """
        table = schema.watched
        moment = now.astimezone(dt.UTC).isoformat(timespec="seconds")
        query = (
            sa.select(table)
            .where(table.c.kind == kind, table.c.done == 0, sa.or_(table.c.due <= moment, table.c.checked > moment))
            .order_by(table.c.due, table.c.address)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(_watched(row) for row in connection.execute(query).mappings())

    def next_due(self) -> dt.datetime | None:
        """When the next address is due, None when none is watched."""
        table = schema.watched
        with self._database.read() as connection:
            found = connection.execute(sa.select(sa.func.min(table.c.due)).where(table.c.done == 0)).scalar()
        return None if found is None else dt.datetime.fromisoformat(found)

    def all(self) -> tuple[Watched, ...]:
        """All addresses, by kind and address."""
        query = sa.select(schema.watched).order_by(schema.watched.c.kind, schema.watched.c.address)
        with self._database.read() as connection:
            return tuple(_watched(row) for row in connection.execute(query).mappings())

    def save(self, states: Iterable[Watched]) -> None:
        """Store states in place of earlier ones of the same addresses."""
        rows = [dataclasses.asdict(s) | {"done": int(s.done)} for s in states]
        if rows:
            with self._database.write() as connection:
                table = schema.watched
                for row in rows:
                    connection.execute(sa.delete(table).where(table.c.address == row["address"]))
                connection.execute(sa.insert(table), rows)

    def visited(self, who: str, address: str, status: int) -> bool:
        """Note that a page is gone or back; whether that is news."""
        with self._database.write() as connection:
            return note_visit(connection, who, address, status)

    def keep(self, alerts: Iterable[Alert], *, sent: bool) -> int:
        """Store those of the alerts that are new, and what the others rest on now; how many are new.

        `sent` marks them as told, as those are that held before anybody watched.
        """
        new = 0
        with self._database.write() as connection:
            for alert in alerts:
                known = _known(connection, alert.keys)
                owner = next(iter(known.values()), alert.id)
                if not known:
                    new += 1
                    row = {**_columns(alert), "sent": alert.made if sent else None}
                    connection.execute(sa.insert(schema.alert).values(**row))
                fresh = [{"key": key, "alert": owner} for key in dict.fromkeys(alert.keys) if key not in known]
                if fresh:
                    connection.execute(sa.insert(schema.alert_key), fresh)
        return new

    def unsent(self) -> tuple[Alert, ...]:
        """Alerts that were not told yet, in order of time."""
        return self._alerts(schema.alert.c.sent.is_(None))

    def told(self, limit: int) -> tuple[Alert, ...]:
        """The latest alerts that are no baseline, newest first."""
        return self._alerts(sa.or_(schema.alert.c.sent.is_(None), schema.alert.c.sent != schema.alert.c.made))[::-1][
            :limit
        ]

    def mark_sent(self, alerts: Iterable[Alert]) -> None:
        """Note that alerts were told."""
        # one second later at least, so that what was told is never taken for a baseline
        now = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)).isoformat(timespec="seconds")
        with self._database.write() as connection:
            for alert in alerts:
                table = schema.alert
                connection.execute(sa.update(table).where(table.c.id == alert.id).values(sent=now))

    def baseline(self) -> str | None:
        """Version of the reader under which the alerts of the past were noted, None before the first watch."""
        with self._database.read() as connection:
            table = schema.state
            found: str | None = connection.execute(sa.select(table.c.value).where(table.c.key == BASELINE)).scalar()
        return found

    def set_baseline(self, version: str) -> None:
        """Note that all that holds now was taken as known under a version of the reader."""
        with self._database.write() as connection:
            connection.execute(sa.delete(schema.state).where(schema.state.c.key == BASELINE))
            connection.execute(sa.insert(schema.state).values(key=BASELINE, value=version))

    def _alerts(self, where: sa.ColumnElement[bool]) -> tuple[Alert, ...]:
        table = schema.alert
        columns = (table.c.id, table.c.rule, table.c.made, table.c.title, table.c.body, table.c.case_id)
        with self._database.read() as connection:
            query = sa.select(*columns).where(where).order_by(table.c.made, table.c.id)
            return tuple(Alert(*row) for row in connection.execute(query))


def _watched(row: sa.RowMapping) -> Watched:
    return Watched(**{**row, "done": bool(row["done"])})


def _columns(alert: Alert) -> dict[str, str | None]:
    found = {name: getattr(alert, name) for name in ("id", "rule", "made", "title", "body")}
    return {**found, "case_id": alert.case}


def _known(connection: sa.Connection, keys: Sequence[str]) -> dict[str, str]:
    """Those of the keys that are stored -> the alert that they belong to."""
    table = schema.alert_key
    found: dict[str, str] = {}
    for start in range(0, len(keys), 500):
        query = sa.select(table.c.key, table.c.alert).where(table.c.key.in_(keys[start : start + 500]))
        found |= {row.key: row.alert for row in connection.execute(query.order_by(table.c.key))}
    return found
