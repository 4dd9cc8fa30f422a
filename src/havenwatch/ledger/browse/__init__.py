"""Looking at a ledger page by page: lists, single records with what they refer to, search with facets."""

from __future__ import annotations

from havenwatch.ledger.browse.browser import Browser
from havenwatch.ledger.browse.record import (
    Brief,
    CaseSheet,
    DocumentSheet,
    Found,
    Heading,
    Hidden,
    Page,
    PersonSheet,
    Queued,
    Reviewed,
    StatementSheet,
    Wanted,
)

__all__ = [
    "Brief",
    "Browser",
    "CaseSheet",
    "DocumentSheet",
    "Found",
    "Heading",
    "Hidden",
    "Page",
    "PersonSheet",
    "Queued",
    "Reviewed",
    "StatementSheet",
    "Wanted",
]
