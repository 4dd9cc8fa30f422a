"""Events: the acts that the statements of all documents tell."""

from __future__ import annotations

from havenwatch.event.assemble import assemble
from havenwatch.event.figures import calendar, figures
from havenwatch.event.review import apply_reviews

__all__ = ["apply_reviews", "assemble", "calendar", "figures"]
