"""Conflicts: sources that disagree on one field of an event, a case or a figure; every value is kept."""

from __future__ import annotations

from havenwatch.case.conflict.find import (
    conflicts,
    conflicts_of_case,
    conflicts_of_event,
    conflicts_of_figures,
    conflicts_of_persons,
)
from havenwatch.case.conflict.sources import Sources

__all__ = [
    "Sources", "conflicts", "conflicts_of_case", "conflicts_of_event", "conflicts_of_figures", "conflicts_of_persons",
]  # fmt: skip
