"""A ledger on a PostgreSQL server, for several people at once."""

from havenwatch.ledger.storage.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
