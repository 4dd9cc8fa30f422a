"""Forms in which a ledger leaves havenwatch: `json` complete and internal, all others masked for the public."""

from __future__ import annotations

__all__: list[str] = []
