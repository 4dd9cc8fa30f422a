"""The maps of the register in the ledger: read as they are asked for, written together at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.codec import dump, load
from havenwatch.person.chain import Chain
from havenwatch.records import Judgement

Ids = tuple[str, ...]
Pairs = tuple[tuple[str, str], ...]
# What the values of each map are; see `person.register` and `case.change`
KINDS: Mapping[str, Any] = {
    "chain": Chain, "face": Chain, "kind_of": str, "person_of": str, "root": str, "kind": Ids, "person": Ids,
    "near": Ids, "origin": Ids, "bucket": Ids, "told": Ids, "statements": Ids, "matters": Ids, "gathered": Ids,
    "beside": Pairs, "filed": Pairs, "maybe": Pairs, "made": Judgement, "decided": tuple[Judgement, ...],
    "link": tuple[Ids, Judgement | None], "final": tuple[Judgement, Ids], "block": dict[str, Ids],
}  # fmt: skip
_PORTION = 20_000

__all__ = ["KINDS", "StoredMaps", "write_all"]


class StoredMaps:
    """Maps in the table `register`; `flush` writes what was put and dropped."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], Any] = {}
        self._written: set[tuple[str, str]] = set()
        table = schema.register
        self._query = sa.select(table.c.body).where(
            table.c.name == sa.bindparam("map_name"), table.c.key == sa.bindparam("map_key")
        )

    def get(self, name: str, key: str) -> Any | None:
        """Value under a key of a map, None when there is none."""
        at = (name, key)
        if at not in self._known:
            body = self._connection.execute(self._query, {"map_name": name, "map_key": key}).scalar()
            self._known[at] = None if body is None else load(KINDS[name], body)
        return self._known[at]

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value in place of an earlier one."""
        self._known[name, key] = value
        self._written.add((name, key))

    def drop(self, name: str, key: str) -> None:
        """Forget a key; one that is not there is no error."""
        self.put(name, key, None)

    def flush(self) -> None:
        """Write what was put and dropped."""
        table, places = schema.register, sorted(self._written)
        if not places:
            return
        at = table.c.name == sa.bindparam("map_name"), table.c.key == sa.bindparam("map_key")
        self._connection.execute(sa.delete(table).where(*at), [{"map_name": n, "map_key": k} for n, k in places])
        found = [(n, k, self._known[n, k]) for n, k in places]
        kept = [{"name": n, "key": k, "body": dump(v)} for n, k, v in found if v is not None]
        if kept:
            self._connection.execute(sa.insert(table), kept)
        self._written.clear()


def write_all(connection: sa.Connection, maps: Mapping[str, Mapping[str, Any]]) -> None:
    """Put maps in place of all that the ledger has."""
    connection.execute(sa.delete(schema.register))
    rows = ({"name": n, "key": k, "body": dump(v)} for n, values in maps.items() for k, v in values.items())
    portion: list[dict[str, str]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _PORTION:
            connection.execute(sa.insert(schema.register), portion)
            portion = []
    if portion:
        connection.execute(sa.insert(schema.register), portion)
