"""Forms in which a ledger leaves havenwatch: `json` (internal, complete) and `csv` (public, masked)."""

from __future__ import annotations

__all__: list[str] = []
