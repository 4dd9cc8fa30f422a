"""One ledger in a schema of a PostgreSQL database: marks, transactions, what the server says."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from havenwatch.errors import LedgerError
from havenwatch.ledger.storage.lock import Held
from havenwatch.ledger.storage.migrate import migrations
from havenwatch.ledger.storage.postgres.address import Address, connect, driver, parse
from havenwatch.ledger.storage.postgres.lock import acquire, awaited
from havenwatch.ledger.storage.postgres.migrate import applied, is_marked, migrate, pending

if TYPE_CHECKING:
    import psycopg

# Connections of one process: each thread of the review app that reads has one for a moment.
POOL_SIZE, POOL_MORE = 5, 35
_TABLES = (
    "SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND relkind IN ('r', 'p', 'v', 'm') LIMIT 1"
)
# Part of what the server or the driver says, in small letters -> what to do about it.
_REMEDIES = (
    (("password", "authentication"), "check user and password of the address, or of ~/.pgpass"),
    (("does not exist", "database"), "make the database first, for example with 'createdb'"),
    (("does not exist", "role"), "make the user first, for example with 'createuser'"),
    (("permission denied",), "ask whoever keeps the database for the right, for example: GRANT CREATE ON SCHEMA ..."),
    (("too many",), "the server has no connection left, end other programs or raise its max_connections"),
    (("no space", "disk full"), "make room on the disk of the server and repeat, what was stored stays"),
    (("lock timeout",), "another command is writing to it, wait until it ends and repeat"),
    (("read-only",), "it can only be read, name the main server"),
    (("connection", "resolve", "terminat", "timeout"), "check that the server runs, its host and port, and repeat"),
)

__all__ = ["PostgresStore"]


class PostgresStore:
    """A ledger on a server; see `Store` for what each part stands for."""

    def __init__(self, text: str) -> None:
        """`text` is the address.

        Raises:
            LedgerError: the driver is missing, or it is no address.
        """
        driver()
        self._address: Address = parse(text)
        self.name = self._address.name
        self.path: Path | None = None

    def check(self, *, create: bool, read_only: bool) -> None:
        """Refuse a database that cannot hold a ledger, holds none or another program's, or another version."""
        with self.faults(), contextlib.closing(connect(self._address, autocommit=True)) as connection:
            self._check_encoding(connection)
            if is_marked(connection):
                self._check_version(connection, read_only=read_only)
            elif connection.execute(_TABLES, (self._address.schema,)).fetchone() is not None:
                raise LedgerError(
                    f"{self.name}: the schema '{self._address.schema}' holds tables of another program; "
                    "name another one with ?schema=NAME"
                )
            elif not create:
                raise LedgerError(
                    f"{self.name}: no ledger here; make one with 'havenwatch add' or name another with --ledger"
                )
            else:
                self._make_schema(connection)

    def _check_encoding(self, connection: psycopg.Connection[Any]) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise LedgerError(
                f"{self.name}: the database stores texts as {encoding}; make one with: createdb --encoding=UTF8 "
                "--template=template0 NAME"
            )

    def _check_version(self, connection: psycopg.Connection[Any], *, read_only: bool) -> None:
        known = migrations()
        if not applied(connection).keys() <= {m.name for m in known}:
            raise LedgerError(f"{self.name}: was written by a newer version of havenwatch; install that version")
        if read_only and pending(connection, known):
            raise LedgerError(
                f"{self.name}: was written by an older version; run 'havenwatch rebuild' once to bring it up to date"
            )

    def _make_schema(self, connection: psycopg.Connection[Any]) -> None:
        found = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self._address.schema,))
        if found.fetchone() is None:
            name = driver().sql.Identifier(self._address.schema)
            connection.execute(driver().sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))

    def migrate(self) -> None:
        """Apply pending migrations."""
        with contextlib.closing(connect(self._address, autocommit=True)) as connection:
            if pending(connection, migrations()):
                migrate(connection, migrations())

    def acquire(self, seconds: float) -> Held:
        """Take the advisory lock of the schema."""
        with self.faults():
            return acquire(self._address, seconds)

    def awaited(self, held: Any) -> bool:
        """Whether the server has somebody in the queue."""
        with self.faults():
            return awaited(held)

    def reader(self, *, read_only: bool) -> sa.Engine:  # noqa: ARG002 - the server refuses writing either way
        """Engine whose transactions see one moment and are refused to write."""
        engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=lambda: connect(self._address),
            pool_size=POOL_SIZE,
            max_overflow=POOL_MORE,
            pool_pre_ping=True,
        )
        sa.event.listen(engine, "begin", _begin)
        return engine

    def writer(self, reader: sa.Engine) -> sa.Engine:
        """Engine whose transactions wait for each other, whatever became of the advisory lock."""
        return reader.execution_options(writes=True)

    @contextlib.contextmanager
    def faults(self) -> Iterator[None]:
        """Turn what the server and the driver report into an error that names the address and a remedy."""
        try:
            yield
        except (driver().Error, sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise LedgerError(f"{self.name}: {reason}; {_remedy(reason)}") from error


def _begin(connection: sa.Connection) -> None:
    """A writing transaction keeps other ones out from its beginning; a reading one sees one moment.

    A lock of a session ends with its connection, which a network may cut; the chain of the journal must not break then.
    """
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _remedy(reason: str) -> str:
    said = reason.casefold()
    found = (remedy for words, remedy in _REMEDIES[:3] if all(word in said for word in words))
    rest = (remedy for words, remedy in _REMEDIES[3:] if any(word in said for word in words))
    return next(found, None) or next(rest, "check the address, the server and your rights on it")
