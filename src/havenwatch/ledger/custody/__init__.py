"""Custody of the evidence: visits and what they found, versions of a page, what is watched, packs for third parties."""

from havenwatch.ledger.custody.captures import note_visit, store_capture
from havenwatch.ledger.custody.versions import versions, withdrawals
from havenwatch.ledger.custody.watched import Alert, WatchBook, Watched

__all__ = ["Alert", "WatchBook", "Watched", "note_visit", "store_capture", "versions", "withdrawals"]
