"""Growing a stored dossier: what a few changed documents change, without deriving the rest anew."""

from __future__ import annotations

from havenwatch.ledger.change.following import follow, keep_notes

__all__ = ["follow", "keep_notes"]
