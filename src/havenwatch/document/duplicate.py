"""Documents that carry the same words, or nearly: copies, reprints, news of one agency."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.document.near import Signature, near_pairs

_WORD = re.compile(r"[^\W_]+")

__all__ = ["Print", "originals", "words_digest"]


@dataclasses.dataclass(frozen=True, slots=True)
class Print:
    """What tells copies of a document: its date, the digest of its words, their signature, where it stood.

    `words` is None for a text without words, `signature` where near-duplicates are not looked for, `address` for what
    was not obtained from an address. Texts of one address that differ are versions of a page and no copies.
    """

    id: str
    published: dt.date | None
    words: str | None
    signature: Signature | None = None
    address: str | None = None

    @property
    def rank(self) -> tuple[bool, dt.date, str]:
        """The original of several is the one with the smallest rank: the earliest; undated ones come last."""
        return self.published is None, self.published or dt.date.max, self.id


def words_digest(text: str) -> str | None:
    """SHA-256 of the words in lower case, None when the text has no words."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if words else None


def originals(prints: Iterable[Print]) -> Mapping[str, str]:
    """For each copy the id of its original: of the documents with nearly equal words the earliest.

    Returns:
        copy -> original, which is itself no copy; originals and documents without words are left out. The order given
        does not matter.
    """
    ranked = sorted((p for p in prints if p.words is not None), key=lambda p: p.rank)
    first: dict[str, Print] = {}
    for found in ranked:
        first.setdefault(found.words or "", found)
    wordings = list(first.values())
    alike = _alike(wordings)
    copies: dict[str, str] = {}
    for place, found in enumerate(wordings):
        original = next((o for o in sorted(alike[place]) if wordings[o].id not in copies), None)
        if original is not None:
            copies[found.id] = wordings[original].id
    equal = ((p.id, first[p.words or ""].id) for p in ranked)
    return copies | {copy: copies.get(own, own) for copy, own in equal if copy != own}


def _alike(wordings: Sequence[Print]) -> Mapping[int, set[int]]:
    """Place of each wording -> earlier places of those that are nearly the same, unless both are of one address."""
    alike: defaultdict[int, set[int]] = defaultdict(set)
    signed = [(i, p.signature) for i, p in enumerate(wordings) if p.signature is not None]
    for a, b in near_pairs([s for _, s in signed]):
        left, right = wordings[signed[a][0]], wordings[signed[b][0]]
        if left.address is None or left.address != right.address:
            alike[signed[b][0]].add(signed[a][0])
    return alike
