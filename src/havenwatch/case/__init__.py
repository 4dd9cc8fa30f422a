"""Cases: person x host state x requesting state, with procedure, remedies, flags and conflicts."""

from __future__ import annotations

from havenwatch.case.derive import derive

__all__ = ["derive"]
