"""Where somebody is, said by a plain "be": "is in custody", "has been behind bars since May"."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import NOMINAL, Draft
from havenwatch.text.gloss.lists import Gloss

LIGHT = ("ADV", "PART")  # what may stand between: "is still in prison"
WIDTH = 6  # words between the preposition and its noun
MOVED = ("nsubj", "aux", "mark", "advmod", "cc")  # what belongs to the predicate and not to the noun of the place


def settle_located(row: Sequence[Draft], gloss: Gloss) -> None:
    """Make a predicate of a "be" before a preposition, whichever way the parser drew the two."""
    for d in row:
        if d.base in gloss.located and d.pos in ("VERB", "AUX"):
            place = _place_of(row, d, gloss)
            if place is not None:
                _govern(row, d, place)


def name_located(row: Sequence[Draft], gloss: Gloss) -> None:
    """Give such a predicate its concept."""
    for d in row:
        if d.base in gloss.located and d.pos == "VERB" and _place_of(row, d, gloss) is not None:
            d.senses = [*d.senses, gloss.located[d.base]]


def _place_of(row: Sequence[Draft], verb: Draft, gloss: Gloss) -> Draft | None:
    """The noun behind a preposition right after the verb; None where there is none."""
    after = next((d for d in row[verb.index + 1 :] if d.pos not in LIGHT and d.lower not in gloss.negations), None)
    if after is None or after.lower not in gloss.prepositions or after.lower in gloss.agent:
        return None
    for d in row[after.index + 1 : after.index + 1 + WIDTH]:
        if d.pos in ("AUX", "PUNCT") or (d.pos == "VERB" and row[d.index - 1].pos not in ("DET", "ADP")):
            return None
        if d.pos in NOMINAL and not (d.index + 1 < len(row) and row[d.index + 1].pos in ("NOUN", "PROPN")):
            return d
    return None


def _govern(row: Sequence[Draft], verb: Draft, place: Draft) -> None:
    if verb.head == place.index:
        verb.head, verb.rel = place.head, place.rel if place.head >= 0 or place.rel == "root" else "root"
        for d in row:
            if d.head == place.index and d.index <= verb.index and d.rel.startswith(MOVED):
                d.head = verb.index
        place.hang(verb.index, "obl")
    elif place.head != verb.index and not _below(row, place, verb):
        place.hang(verb.index, "obl")
    verb.pos = "VERB"
    for d in row:
        if d.head == verb.index and d.rel == "nsubj:pass":
            d.rel = "nsubj"


def _below(row: Sequence[Draft], d: Draft, above: Draft) -> bool:
    seen = set()
    at = d.head
    while at >= 0 and at not in seen:
        if at == above.index:
            return True
        seen.add(at)
        at = row[at].head
    return False
