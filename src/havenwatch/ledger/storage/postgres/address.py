"""Addresses of ledgers on a server, and connections to them."""

from __future__ import annotations

import dataclasses
import urllib.parse
from typing import TYPE_CHECKING, Any

from havenwatch.errors import LedgerError, without_password

if TYPE_CHECKING:
    import psycopg

PUBLIC = "public"
CONNECT_SECONDS = 10
_LONGEST_NAME = 63

__all__ = ["Address", "connect", "driver", "file_name", "parse"]


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """A ledger on a server: what libpq takes, and the schema that holds the tables.

    `name` is the address without a password, for messages.
    """

    libpq: str
    schema: str
    name: str


def parse(text: str) -> Address:
    """Address from `postgresql://USER@HOST:PORT/DATABASE?schema=NAME`; all else is as libpq has it.

    Raises:
        LedgerError: it is no address, or the name of the schema is too long or empty.
    """
    _, _, rest = text.partition("://")
    address, _, query = rest.partition("?")
    pairs = [part.partition("=") for part in query.split("&") if part]
    schemas = [urllib.parse.unquote(value) for key, _, value in pairs if key == "schema"]
    schema = schemas[-1] if schemas else PUBLIC
    name = without_password(f"postgresql://{rest}")
    if not 0 < len(schema.encode()) <= _LONGEST_NAME or "\0" in schema:
        raise LedgerError(f"{name}: a schema has a name of 1 to {_LONGEST_NAME} bytes; write ?schema=NAME")
    kept = "&".join(f"{key}={value}" for key, _, value in pairs if key != "schema")
    return Address(f"postgresql://{address}{'?' if kept else ''}{kept}", schema, name)


def file_name(address: Address) -> str:
    """Name for files that belong to a ledger, without a password.

    Raises:
        LedgerError: it is no address.
    """
    library = driver()
    try:
        told = library.conninfo.conninfo_to_dict(address.libpq)
    except library.Error as error:
        raise LedgerError(f"{address.name}: {str(error).strip()}; check the address") from error
    parts = (told.get("host") or "local", str(told.get("port") or 5432), told.get("dbname") or told.get("user") or "")
    return "havenwatch-" + "-".join(urllib.parse.quote(part, safe="") for part in (*parts, address.schema))


def driver() -> Any:
    """The module psycopg.

    Raises:
        LedgerError: it is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise LedgerError(
            "a ledger on PostgreSQL needs the driver psycopg 3; install it with: pip install 'havenwatch[postgres]'"
        ) from error
    return psycopg


def connect(address: Address, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """A connection whose tables are those of the ledger."""
    library = driver()
    connection: psycopg.Connection[Any] = library.connect(
        address.libpq, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="havenwatch"
    )
    try:
        name = library.sql.Identifier(address.schema)
        connection.execute(library.sql.SQL("SET search_path = {}").format(name))
        # a power failure must not lose a finished item, whatever the server is set to
        connection.execute("SET synchronous_commit = on")
        connection.autocommit = autocommit
    except BaseException:
        connection.close()
        raise
    return connection
