"""The database under the ledger: a file or a server, its marks, its migrations, one writer at a time."""

from havenwatch.ledger.storage.database import Database

__all__ = ["Database"]
