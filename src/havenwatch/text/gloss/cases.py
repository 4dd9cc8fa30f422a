"""Cases of nouns from preposition and place: "of Ivanov" is a genitive, what stands behind its verb an accusative."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from havenwatch.text.gloss.draft import NOMINAL, Draft
from havenwatch.text.gloss.inflected.marks import attach_marked, mark_nouns, particular
from havenwatch.text.gloss.lists import EMPTY, Gloss
from havenwatch.text.tokens import Entity

REACH = 6  # words between a preposition and its noun
BY_LINK = {
    "nsubj": "Nom", "nsubj:pass": "Nom", "root": "Nom", "obj": "Acc", "iobj": "Dat", "nmod": "Gen", "amod": "Gen",
}  # fmt: skip
SHARED = ("conj", "appos", "flat", "flat:name", "flat:foreign", "compound")


def settle_cases(row: Sequence[Draft], gloss: Gloss, places: Sequence[Entity]) -> None:
    """Case of every noun and pronoun of a sentence; prepositions become concepts or vanish in the case."""
    if gloss.paradigm:
        mark_nouns(row, gloss)
    for d in () if gloss.paradigm else row:
        if d.pos in NOMINAL and d.lemma not in ("он", "она", "они", "который", "сам"):
            d.feats.pop("Case", None)
            if d.lower not in gloss.pronouns:
                d.feats.pop("Gender", None)
                d.feats |= {"Gender": gloss.gendered[d.base]} if d.base in gloss.gendered else {}
        if d.pos in ("NOUN", "PROPN"):
            _number(d)
        if d.pos == "NUM" and d.rel in ("nsubj", "nsubj:pass", "obj"):
            d.feats["Animacy"] = "Anim"  # "One was sent back"
    for d in row:
        if d.lower in gloss.genitive:
            _owner(row, d)
    taken: set[int] = set()
    for d in row:
        if gloss.paradigm and d.index - 1 in taken and d.lower in gloss.prepositions:
            d.pos, d.lemma = "DET", EMPTY  # "par des policiers": an article here
        elif d.index not in taken and d.pos not in ("VERB", "AUX"):
            taken.update(_preposition(row, d, gloss, places))
    _rest(row)


def _number(d: Draft) -> None:
    if d.lower != d.base or d.lower in ("people", "police"):
        d.feats["Number"] = "Plur"
    elif d.lemma != d.base:  # a word that the lists know, in its dictionary form
        d.feats["Number"] = "Sing"


def _owner(row: Sequence[Draft], mark: Draft) -> None:
    """Make a genitive of the noun before the mark: "Gadoev's lawyer"."""
    mark.rel = "mark"
    if mark.index == 0 or row[mark.index - 1].pos not in (*NOMINAL, "ADJ"):
        return
    owner = row[mark.index - 1]
    while owner.rel in SHARED and 0 <= owner.head < owner.index and row[owner.head].pos in NOMINAL:
        owner = row[owner.head]
    owned = _noun_after(row, mark.index)
    owner.feats["Case"] = "Gen"
    if owned is not None:
        for d in row:  # what hung on the name hangs on what it owns
            if d.head == owner.index and d.index > mark.index:
                d.head = owned.index
        if owned.head == owner.index or owner.head == owned.index:
            owned.head, owned.rel = (owner.head, owner.rel) if owned.head == owner.index else (owned.head, owned.rel)
        owner.hang(owned.index, "nmod")


def _noun_after(row: Sequence[Draft], index: int) -> Draft | None:
    """Head of the noun phrase that opens behind a position, None where a verb or sign comes first."""
    found: Draft | None = None
    for d in row[index + 1 : index + 1 + REACH]:
        if d.pos in NOMINAL:
            found = d
            if d.pos in {"PROPN", "PRON"}:
                break
        elif found is not None or d.pos in ("VERB", "AUX", "PUNCT", "ADP", "SCONJ", "CCONJ"):
            break
    if found is not None and found.rel in ("flat", "flat:name") and index < found.head < found.index:
        return row[found.head]
    return found


def _preposition(row: Sequence[Draft], d: Draft, gloss: Gloss, places: Sequence[Entity]) -> tuple[int, ...]:
    after = row[d.index + 1] if d.index + 1 < len(row) else None
    joined = f"{d.lower} {after.lower}" if after is not None else ""
    wide = joined in gloss.prepositions
    found = gloss.prepositions.get(joined) or gloss.prepositions.get(d.lower)
    if found is None or d.pos == "PART":
        return ()
    last = after if wide and after is not None else d
    noun = _governed(row, last)
    if noun is None or (noun.pos == "PRON" and noun.lower in gloss.clitics):  # "de l'extrader"
        return ()
    place = within(places, noun.start)
    concept, case = particular(row, d, noun, found, gloss, place=place)
    by_phrase = d.lemma != d.base and (gloss.paradigm or d.lemma != EMPTY)  # "en custodia", "in custody": "под стражей"
    given = d.lemma if by_phrase else None
    if d.lemma == EMPTY and not wide and not gloss.paradigm:
        _object(noun, d)
        return (d.index,)
    if d.lower in gloss.into_place and place:
        concept, case = "в", "Acc"
    concept = concept if given is None else None if given == EMPTY else given
    d.pos, d.lemma, d.senses = "ADP", concept or EMPTY, []
    d.hang(noun.index, "case" if concept is not None else "mark")
    noun.feats["Case"] = case
    if d.lower in gloss.object_mark and concept is None:
        attach_marked(noun, row, case)
    if wide:
        last.pos, last.lemma = "PART", EMPTY
        last.hang(noun.index, "mark")
    if concept is None and case == "Dat" and noun.rel in ("obl", "nmod"):
        noun.rel = "iobj"
    return (d.index, last.index)


def _governed(row: Sequence[Draft], d: Draft) -> Draft | None:
    """The noun behind a preposition, as drawn or the head of the phrase that opens there."""
    drawn = row[d.head] if 0 <= d.head < len(row) and d.rel == "case" else None
    if drawn is not None and d.index < drawn.index <= d.index + REACH and drawn.pos in NOMINAL:
        return drawn
    return _noun_after(row, d.index)


def _object(noun: Draft, d: Draft) -> None:
    """What stands behind the particle of a verb is its object: "turned down the request", "called on Ankara"."""
    d.rel = "mark"
    noun.feats["Case"] = "Acc"
    if noun.rel in ("obl", "nmod"):
        noun.rel = "obj"


def within(entities: Sequence[Entity], start: int) -> bool:
    """Whether an entity covers an offset; `entities` stand in order."""
    at = bisect.bisect_right(entities, start, key=lambda e: e.start) - 1
    return at >= 0 and entities[at].end > start


def _rest(row: Sequence[Draft]) -> None:
    for d in row:
        if d.rel in ("nmod", "amod") and d.pos in NOMINAL and "Case" not in d.feats and 0 <= d.head < d.index:
            d.rel = "obj" if row[d.head].pos == "VERB" else d.rel  # a bare noun behind its verb
        if d.pos in NOMINAL and "Case" not in d.feats and d.rel not in SHARED:
            d.feats["Case"] = BY_LINK.get(d.rel, "Nom" if d.head < 0 else "Acc")
    for _ in range(3):  # chains of appositions are short
        for d in row:
            above = row[d.head] if 0 <= d.head < len(row) else None
            if d.pos in NOMINAL and d.rel in SHARED and above is not None and "Case" in above.feats:
                d.feats.setdefault("Case", above.feats["Case"])
    for d in row:
        if d.pos in NOMINAL:
            d.feats.setdefault("Case", "Nom")
