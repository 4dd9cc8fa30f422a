"""What the transferred tagging mostly gets wrong in a language that marks little: verbs taken for nouns, subjects."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from havenwatch.text.gloss.draft import NOMINAL, Draft, children
from havenwatch.text.gloss.lists import Gloss
from havenwatch.text.gloss.verbs import FUTURE, INFINITIVE, SUBJECTS

REACH = 4  # words of a subject between an inverted auxiliary and its verb


def settle_classes(row: Sequence[Draft], gloss: Gloss) -> None:
    """Make a verb of a known one behind an infinitive marker or a modal: "to decide", "may appeal"."""
    _after_opening_if(row, gloss)
    for before, d in itertools.pairwise(row):
        role = gloss.auxiliaries.get(before.lower)
        bare = d.lower == d.base and "verb" in gloss.concepts.get(d.base, {})
        if bare and d.pos != "VERB" and role in (FUTURE, INFINITIVE) and _opens(row, before, role):
            d.pos, d.feats = "VERB", {}


def _after_opening_if(row: Sequence[Draft], gloss: Gloss) -> None:
    """Make a verb of the bare form behind an inverted "should": "Should Ankara deport her"."""
    for d in row[2 : 2 + REACH] if row and row[0].lower in gloss.if_first else ():
        if d.lower == d.base and "verb" in gloss.concepts.get(d.base, {}):
            d.pos, d.feats = "VERB", {}
            row[0].hang(d.index, "aux")
            return


def _opens(row: Sequence[Draft], marker: Draft, role: str) -> bool:
    """Whether a marker stands for a verb and not before a noun: "to court", "Rule 39 will"."""
    if role == FUTURE:
        return marker.pos != "NOUN"
    after = row[marker.index + 2] if marker.index + 2 < len(row) else None
    return after is None or after.pos != "AUX"


def settle_subjects(row: Sequence[Draft], gloss: Gloss) -> None:
    """Give the farther of two subjects to the first verb behind it that has none: "Anna is out, her lawyer said"."""
    _second_root(row)
    if gloss.subject_first:
        for verb in row:
            if verb.feats.get("VerbForm") == "Fin" and verb.feats.get("Voice") == "Act":
                _by_order(row, verb, gloss)
    for verb in [d for d in row if d.pos == "VERB"]:
        found = [d for d in children(row, verb.index) if d.rel in SUBJECTS and d.pos in NOMINAL]
        if len(found) < 2:
            continue
        near = min(found, key=lambda d: abs(d.index - verb.index))
        for subject in found:
            if subject is not near:
                _give(row, subject, verb)


def _by_order(row: Sequence[Draft], verb: Draft, gloss: Gloss) -> None:
    """Tell subject and object of an active verb by their place; a verb alone before its noun may be inverted."""
    bare = [d for d in children(row, verb.index) if d.pos in NOMINAL and d.rel in (*SUBJECTS, "obj", "iobj")]
    bare = [d for d in bare if not any(c.lower in gloss.prepositions for c in children(row, d.index))]
    before = [d for d in bare if d.index < verb.index]
    behind = [d for d in bare if d.index > verb.index]
    if before and not any(d.rel in SUBJECTS for d in before):
        before[-1].rel = "nsubj"
    for d in behind:
        if before and d.rel in SUBJECTS:
            d.rel = "obj"


def _second_root(row: Sequence[Draft]) -> None:
    """Make a noun that was left as a root of its own the subject of the verb behind it."""
    roots = [d for d in row if d.head < 0]
    for noun, verb in itertools.pairwise(roots):
        free = verb.pos == "VERB" and not any(c.rel in SUBJECTS for c in children(row, verb.index))
        if free and noun.pos in ("PROPN", "PRON") and verb.feats.get("VerbForm") in ("Fin", "Part"):
            noun.hang(verb.index, "nsubj:pass" if verb.feats.get("Voice") == "Pass" else "nsubj")


def _give(row: Sequence[Draft], subject: Draft, verb: Draft) -> None:
    for d in row[subject.index + 1 :]:
        if d.pos == "VERB" and d is not verb and not any(c.rel in SUBJECTS for c in children(row, d.index)):
            passive = d.feats.get("Voice") == "Pass"
            if d.feats.get("VerbForm") in ("Fin", "Part") and d.rel not in ("acl", "amod"):
                subject.hang(d.index, "nsubj:pass" if passive else "nsubj")
                return
