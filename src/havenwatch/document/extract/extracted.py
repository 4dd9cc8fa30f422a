"""What the bytes of an item give."""

from __future__ import annotations

import dataclasses

from havenwatch.source.item import Hints

__all__ = ["Extracted"]


@dataclasses.dataclass(frozen=True, slots=True)
class Extracted:
    """Text of an item, what it says of itself, the language that its markup names (often wrong), and its faults.

    A fault is the reason, with a remedy, why a part of the item is not in the text.
    """

    text: str
    told: Hints = dataclasses.field(default_factory=Hints)
    markup_language: str | None = None
    faults: tuple[str, ...] = ()
