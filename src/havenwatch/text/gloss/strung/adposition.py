"""Cases and postpositions of a language that strings suffixes, in the terms of the frames: "Ресейге" is "в Россию"."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.cases import within
from havenwatch.text.gloss.draft import NOMINAL, Draft
from havenwatch.text.gloss.lists import EMPTY, Gloss
from havenwatch.text.tokens import Entity

BARE = {"Loc": ("в", "Loc"), "Abl": ("из", "Gen"), "Ins": ("с", "Ins")}  # case: preposition, case in Russian
FROM = ("от", "Gen")  # a person in the ablative
GOAL = ("в", "Acc")  # a place in the dative: where to


def settle_adpositions(row: Sequence[Draft], gloss: Gloss, places: Sequence[Entity]) -> None:
    """Write postpositions below their nouns, and what a bare case says as the feature `Adposition`."""
    held = {d.head for d in row if _postposition(row, d, gloss)}
    for d in row:
        case = d.feats.get("Case")
        if d.index in held or d.pos not in (*NOMINAL, "VERB") or case is None:
            continue
        place = within(places, d.start) or d.base in gloss.places
        found = GOAL if case == "Dat" and place else FROM if case == "Abl" and d.pos == "PRON" else BARE.get(case)
        if found is not None:
            d.feats |= {"Adposition": found[0], "Case": found[1]}
            d.senses = [*d.senses, found[0]]  # frames name prepositions among their terms
        if d.base in gloss.endings:  # "айтуынша": by the word of
            concept, to = gloss.endings[d.base]
            d.feats |= {"Adposition": concept} if concept is not None else {}
            d.feats |= {"Case": to} if to is not None else {}


def _postposition(row: Sequence[Draft], d: Draft, gloss: Gloss) -> bool:
    found = gloss.prepositions.get(d.lower)
    noun = row[d.index - 1] if d.index else None
    if found is None or noun is None or noun.pos in ("PUNCT", "ADP"):
        return False
    if noun.head == d.index:
        noun.head, noun.rel = d.head, "obl"
    for x in row:
        if x.head == d.index and x.index != noun.index:
            x.head = noun.index if noun.head != x.index else x.head
    concept, case = found
    d.hang(noun.index, "case" if concept is not None else "mark")
    d.pos, d.lemma, d.senses, d.feats = "ADP", concept or EMPTY, [], {}
    noun.feats["Case"] = case
    if noun.rel in ("nsubj", "obj", "iobj"):
        noun.rel = "obl"
    return True
