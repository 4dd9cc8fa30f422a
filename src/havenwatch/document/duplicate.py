"""Documents that carry the same words, however they are spaced and punctuated."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W_]+")

__all__ = ["originals", "words_digest"]


def words_digest(text: str) -> str | None:
    """SHA-256 of the words in lower case, None when the text has no words."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if words else None


def originals(documents: Iterable[tuple[str, dt.date | None, str | None]]) -> Mapping[str, str]:
    """For each copy the id of its original: of the documents with equal words the earliest, then the smallest id.

    Args:
        documents: (id, publication date, words digest); undated ones count as later than dated ones.

    Returns:
        copy -> original; originals and documents without words are left out. The order given does not matter.
    """
    first: dict[str, tuple[bool, dt.date, str]] = {}
    copies: dict[str, str] = {}
    known = [(published is None, published or dt.date.max, i, words) for i, published, words in documents if words]
    for undated, published, identity, words in sorted(known):
        original = first.setdefault(words, (undated, published, identity))
        if original[2] != identity:
            copies[identity] = original[2]
    return copies
