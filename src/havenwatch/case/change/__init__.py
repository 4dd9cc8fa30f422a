"""What a few changed documents change in the dossier: only what stands near them is looked at."""

from __future__ import annotations

from havenwatch.case.change.derive import derive_change, note_all
from havenwatch.case.change.ground import Delta, Ground

__all__ = ["Delta", "Ground", "derive_change", "note_all"]
