"""Custody of the evidence: visits and what they found, versions of a page, what is watched, packs for third parties."""

from havenwatch.ledger.custody.captures import note_visit, store_capture
from havenwatch.ledger.custody.originals import Originals, Visit, read_originals
from havenwatch.ledger.custody.versions import versions, withdrawals
from havenwatch.ledger.custody.watched import Alert, WatchBook, Watched

__all__ = [
    "Alert",
    "Originals",
    "Visit",
    "WatchBook",
    "Watched",
    "note_visit",
    "read_originals",
    "store_capture",
    "versions",
    "withdrawals",
]
