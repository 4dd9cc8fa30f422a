"""What differs between the database systems that can hold a ledger, behind one interface."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from havenwatch.errors import LedgerError, without_password
from havenwatch.ledger.storage.lock import Lockable

_FILE = "sqlite:///"
_SERVER = ("postgresql://", "postgres://", "postgresql+psycopg://")

__all__ = ["Store", "companion", "faults_of", "ledger_path", "store_of"]


class Store(Lockable, Protocol):
    """One place where a ledger is or can be kept."""

    @property
    def name(self) -> str:
        """The place as messages name it, without a password."""

    @property
    def path(self) -> Path | None:
        """The file, None for a ledger on a server."""

    def check(self, *, create: bool, read_only: bool) -> None:
        """Refuse what is no ledger of ours before anything is written to it.

        Raises:
            LedgerError: nothing there (without `create`), not a ledger, or of another version of this program.
        """

    def migrate(self) -> None:
        """Bring the ledger to the schema of this version; the caller holds the lock."""

    def reader(self, *, read_only: bool) -> sa.Engine:
        """Engine whose transactions see one moment of the ledger; `read_only`: nothing is ever written through it."""

    def writer(self, reader: sa.Engine) -> sa.Engine:
        """Engine, with the connections of `reader`, whose transactions are stored one after the other."""

    def faults(self) -> contextlib.AbstractContextManager[None]:
        """Turns what the database system reports into a LedgerError that names the place and a remedy."""


def store_of(address: str | Path) -> Store:
    """The place that an address names: path of a file, `sqlite:///PATH` or `postgresql://...`.

    Raises:
        LedgerError: an address of another database system, or one whose driver is not installed.
    """
    from havenwatch.ledger.storage.sqlite import SqliteStore

    text = str(address)
    if text.startswith(_SERVER):
        from havenwatch.ledger.storage.postgres import PostgresStore

        return PostgresStore(text)
    return SqliteStore(ledger_path(text))


def ledger_path(address: str | Path) -> Path:
    """File of a ledger given as path or `sqlite:///PATH`.

    Raises:
        LedgerError: an address of a database server.
    """
    text = str(address)
    if text.startswith(_FILE):
        return Path(text.removeprefix(_FILE))
    scheme, mark, _ = text.partition("://")
    if text.startswith(_SERVER):
        raise LedgerError(f"{without_password(text)}: is no file; copy the ledger into one ('havenwatch copy FILE')")
    if mark:
        raise LedgerError(f"{scheme}://...: no ledger can be kept there; give a file or a postgresql:// address")
    return Path(text)


def companion(address: str | Path, ending: str) -> Path:
    """A file that belongs to a ledger and is not in it: beside its file, in the working directory for one on a server.

    The name of the latter tells host, port, database and schema, so that no two ledgers share one.
    """
    text = str(address)
    if text.startswith(_SERVER):
        from havenwatch.ledger.storage.postgres.address import file_name, parse

        return Path(f"{file_name(parse(text))}-{ending}")
    path = ledger_path(text)
    return path.with_name(f"{path.name}-{ending}")


def faults_of(connection: sa.Connection) -> Iterator[str]:
    """What the database system finds wrong with itself; empty when it holds together."""
    if connection.dialect.name == "postgresql":
        from havenwatch.ledger.storage.postgres.integrity import faults
    else:
        from havenwatch.ledger.storage.sqlite.integrity import faults
    return faults(connection)
