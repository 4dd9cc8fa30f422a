"""The lock of a ledger on a server: an advisory lock of a session of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from havenwatch.errors import LedgerError
from havenwatch.ledger.storage.postgres.address import Address, connect, driver

if TYPE_CHECKING:
    import psycopg

# The first half of the key of our advisory locks ("HAVW"); the second tells one schema of a database from another.
OURS = 0x48415657

__all__ = ["acquire", "awaited"]


def acquire(address: Address, seconds: float) -> psycopg.Connection[Any]:
    """Take the lock in turn, waiting up to `seconds`; closing what is returned lets it go.

    The server releases it when the session ends, also when the process or its machine is gone.

    Raises:
        LedgerError: another writer kept it for the whole time.
    """
    library = driver()
    connection = connect(address, autocommit=True)
    try:
        # 0 would wait for ever
        connection.execute(f"SET lock_timeout = {max(1, int(seconds * 1000))}")
        connection.execute("SET tcp_keepalives_idle = 30")
        connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (OURS, address.schema))
    except library.errors.LockNotAvailable as error:
        connection.close()
        raise LedgerError(
            f"{address.name}: another command is writing to this ledger; wait until it ends and repeat"
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def awaited(held: psycopg.Connection[Any]) -> bool:
    """Whether another session waits for the lock that this one holds; the server gives it to them in turn."""
    query = """
        SELECT 1 FROM pg_locks AS mine JOIN pg_locks AS theirs USING (locktype, database, classid, objid, objsubid)
        WHERE locktype = 'advisory' AND mine.pid = pg_backend_pid() AND mine.granted AND NOT theirs.granted LIMIT 1
    """
    return held.execute(query).fetchone() is not None
