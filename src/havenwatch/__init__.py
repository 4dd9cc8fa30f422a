"""havenwatch: is this country still a safe harbour, what changed, when, and on what evidence?"""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
