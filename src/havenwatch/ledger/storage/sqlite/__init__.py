"""A ledger in one file of SQLite."""

from havenwatch.ledger.storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
