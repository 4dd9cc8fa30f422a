"""Full text over documents and statements."""

from havenwatch.ledger.search.fulltext import index, search

__all__ = ["index", "search"]
