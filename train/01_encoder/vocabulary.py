"""Which pieces of the base vocabulary are kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

BOS, PAD, EOS, UNK = 0, 1, 2, 3  # ids of the base model; they stay in place
SPECIAL = 4
SPACE = "▁"
# Letters beside Cyrillic and ASCII: those of European languages, and Azerbaijani; Vietnamese is left out.
LATIN = range(0x00C0, 0x0180)
EXTRA = frozenset("ȘșȚțƏəẞ")


def kept(piece: str) -> bool:
    """Whether every letter of a piece is Cyrillic, ASCII or European Latin, and its marks are common ones."""
    return all(map(_kept, piece))


def _kept(char: str) -> bool:
    if char.isascii() or char == SPACE or char in EXTRA or ord(char) in LATIN:
        return True
    name = unicodedata.name(char, "")
    if char.isalpha():
        return name.startswith("CYRILLIC")
    return not char.isdigit() and ord(char) < 0x2E80  # punctuation, marks and signs below the CJK blocks


def pruned(pieces: Sequence[str]) -> list[int]:
    """Ids of the kept pieces in order; the four special pieces come first and keep their ids."""
    return [n for n, piece in enumerate(pieces) if n < SPECIAL or kept(piece)]
