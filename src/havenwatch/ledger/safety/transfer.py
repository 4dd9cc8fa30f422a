"""The whole of a ledger into another place: from a file to a server, back, or from one schema to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger.results import FAILED
from havenwatch.ledger.search import index
from havenwatch.ledger.storage import Database, rows, schema
from havenwatch.ledger.verify import verify_evidence

# Made by the target itself: its migrations, its index of words.
OWN = frozenset({"migration", "entry"})
# Rows of one statement; of those that hold files, which have up to 50 MB each, few.
PORTION, FILES = 1_000, 4

__all__ = ["transfer"]


def transfer(origin: Database, target: Database) -> dict[str, int]:
    """Copy every row of one moment of `origin` into an empty ledger; number of rows by table.

    All in one transaction of the target, which is checked before it is stored: the copy is whole or is not there.

    Raises:
        UsageError: the target holds something already.
        LedgerError: a check of the evidence fails, in the target and so in the origin.
    """
    with origin.read() as given, target.write() as made:
        if made.execute(sa.select(schema.journal.c.number).limit(1)).first() is not None:
            raise UsageError(f"{target.name}: is a ledger with something in it, which is left as it is; name a new one")
        counts = {t.name: _copy(given, made, t) for t in schema.METADATA.tables.values() if t.name not in OWN}
        for document in _documents(given):
            _index(made, document)
        if made.dialect.name == "postgresql":
            _go_on_counting(made)
        faults = [f"{f.check}: {f.message}" for f in verify_evidence(made) if f.state == FAILED]
        if faults:
            raise LedgerError(f"{origin.name}: is damaged, nothing was copied; {'; '.join(faults)}")
    return counts


def _copy(given: sa.Connection, made: sa.Connection, table: sa.Table) -> int:
    size = FILES if any(isinstance(c.type, sa.LargeBinary) for c in table.columns) else PORTION
    copied = 0
    for part in _portions(given, sa.select(table), size):
        made.execute(sa.insert(table), part)
        copied += len(part)
    return copied


def _portions(given: sa.Connection, query: sa.Select[Any], size: int) -> Iterator[list[Mapping[str, Any]]]:
    found = given.execute(query, execution_options={"yield_per": size})
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _documents(given: sa.Connection) -> list[str]:
    """Documents in the order in which they were indexed, so that the latest stay the latest."""
    entry = schema.entry
    query = sa.select(entry.c.document).group_by(entry.c.document).order_by(sa.func.min(entry.c.number))
    return list(given.execute(query).scalars())


def _index(made: sa.Connection, identity: str) -> None:
    (document,) = rows.documents(made, [identity])
    index(made, document, rows.statements_of(made, identity))


def _go_on_counting(made: sa.Connection) -> None:
    """Have the server number new rows after those that came with their numbers."""
    for table in schema.METADATA.tables.values():
        if "number" in table.c:
            name = made.dialect.identifier_preparer.quote(table.name)
            last = f"(SELECT coalesce(max(number), 0) + 1 FROM {name})"
            made.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'number'), {last}, false)")
