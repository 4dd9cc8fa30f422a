"""Addresses: careful visits to pages, their answers as evidence, the addresses that a feed or page list names."""

from havenwatch.source.web.fetch import Fetched, Fetcher, FetchError, Policy
from havenwatch.source.web.visit import Visitor, items_of

__all__ = ["FetchError", "Fetched", "Fetcher", "Policy", "Visitor", "items_of"]
