"""Phrases of a verb-last language as one predicate: what bears the concept takes the grammar of the last verb."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import Draft, swap_heads
from havenwatch.text.gloss.lists import EMPTY, Gloss

GRAMMAR = ("VerbForm", "Tense", "Mood", "Polarity", "Voice", "Owner", "Case")
BECOMING = "passive"  # role of a verb that makes a passive of the noun before it: "депортация болгон"


def fuse(row: Sequence[Draft], places: Sequence[int], gloss: Gloss) -> None:
    """Hang the words of a phrase that add nothing on the one that bears its last concept."""
    words = [row[n] for n in places]
    bearers = [d for d in words if d.lemma != EMPTY]
    if not bearers:
        return
    bearer, last = bearers[-1], words[-1]
    if last is not bearer and last.pos == "VERB":
        _take(bearer, last, gloss)
    for d in words:
        if d.lemma == EMPTY:
            _hang(row, bearer, d)


def _take(bearer: Draft, last: Draft, gloss: Gloss) -> None:
    """Grammar of the last verb for the bearer, a passive of either kept."""
    passive = "Pass" in (bearer.feats.get("Voice"), last.feats.get("Voice"))
    passive = passive or (bearer.pos != "VERB" and gloss.auxiliaries.get(last.base) == BECOMING)
    bearer.pos = "VERB"
    bearer.feats = {k: v for k, v in last.feats.items() if k in GRAMMAR} | {"Aspect": "Perf"}
    bearer.feats["Voice"] = "Pass" if passive else "Act"


def _hang(row: Sequence[Draft], bearer: Draft, d: Draft) -> None:
    if bearer.head == d.index:
        swap_heads(row, d, bearer)
    for x in row:
        if x.head == d.index and x.index != bearer.index:
            x.head = bearer.index
    d.hang(bearer.index, "fixed")
    d.pos, d.feats, d.senses = "PART", {}, []
