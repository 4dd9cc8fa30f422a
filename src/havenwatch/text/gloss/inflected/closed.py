"""Articles, pronouns and negations of a language with a paradigm: many of its forms are now one, now the other."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import Draft
from havenwatch.text.gloss.inflected.paradigm import FINITE, INFINITIVE
from havenwatch.text.gloss.inflected.word_forms import VERBAL, Verbs
from havenwatch.text.gloss.lists import EMPTY, Gloss, Pronoun

CASE_OF_LINK = {"nsubj": "Nom", "nsubj:pass": "Nom", "obj": "Acc", "iobj": "Dat"}
RELATIVE, IF = "который", "если"


def close_classes(row: Sequence[Draft], gloss: Gloss, verbs: Verbs) -> None:
    """Give the closed classes of a sentence their own grammar."""
    for d in row:
        if d.pos == "PART" and d.base == EMPTY:  # a particle that was joined to its verb
            continue
        after = row[d.index + 1].lower if d.index + 1 < len(row) else ""
        if after in gloss.if_before.get(d.lower, ()):
            d.lemma, d.pos, d.feats = IF, "SCONJ", {}
        elif d.lower in gloss.clitics and _beside_verb(row, d, gloss, verbs):
            _pronoun(d, gloss.clitics[d.lower])
        elif d.lower in gloss.pronouns:
            _listed(row, d, gloss)
        elif d.lower in gloss.articles:
            _article(row, d, gloss)
        elif d.lower in gloss.empty or _marks_infinitive(row, d, gloss, verbs):
            d.lemma, d.pos, d.feats = EMPTY, "PART", {}
        elif d.lower in gloss.negations or d.lower in gloss.none:
            d.lemma, d.pos, d.feats = "не", "PART", {}


def _marks_infinitive(row: Sequence[Draft], d: Draft, gloss: Gloss, verbs: Verbs) -> bool:
    after = row[d.index + 1] if d.index + 1 < len(row) else None
    marks = bool(gloss.paradigm.infinitive_mark) and d.lower == gloss.paradigm.infinitive_mark
    return marks and after is not None and after.pos in VERBAL and INFINITIVE in verbs.tags(after)


def _pronoun(d: Draft, pronoun: Pronoun) -> None:
    d.lemma, d.pos, d.feats = pronoun.concept, pronoun.pos, dict(pronoun.feats)
    if d.feats.get("Case") == "Acc":
        d.rel = "obj"
    elif d.feats.get("Case") == "Dat":
        d.rel = "iobj"


def _beside_verb(row: Sequence[Draft], d: Draft, gloss: Gloss, verbs: Verbs) -> bool:
    """Whether a verb form follows, other clitics apart, or the pronoun is written onto the verb before it."""
    before = row[d.index - 1] if d.index else None
    if before is not None and before.end == d.start and before.pos in VERBAL:
        d.hang(before.index, "obj")
        return True
    after = next((x for x in row[d.index + 1 :] if x.lower not in gloss.clitics), None)
    helper = after is not None and after.base in gloss.helpers
    if after is None or after.pos not in VERBAL or not (helper or verbs.tags(after) & (FINITE | {INFINITIVE})):
        return False
    d.hang(after.index, "obj")
    return True


def _listed(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    owner = gloss.possessive_too.get(d.lower)
    pronoun = gloss.pronouns[d.lower]
    if owner is not None and _opens_noun(row, d):
        d.lemma, d.pos, d.feats = owner, "DET", {**pronoun.feats, "Case": "Gen"}
    elif owner is not None and d.base in gloss.helpers:
        return
    elif pronoun.concept == RELATIVE and d.rel not in CASE_OF_LINK:
        d.lemma, d.pos = "что", "SCONJ"
    else:
        d.lemma, d.pos = pronoun.concept, pronoun.pos
        d.feats = {"Case": CASE_OF_LINK.get(d.rel, "Nom"), **pronoun.feats}


def _opens_noun(row: Sequence[Draft], d: Draft) -> bool:
    after = next((x for x in row[d.index + 1 : d.index + 4] if x.pos not in ("ADJ", "NUM", "ADV")), None)
    return after is not None and after.pos in ("NOUN", "PROPN")


def _article(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    """An article, or the relative pronoun that looks the same: "der Mann, der floh"."""
    opening = d.index and row[d.index - 1].text == "," and gloss.capital_nouns
    if opening and d.pos == "PRON" and not _opens_noun(row, d):
        d.lemma, d.feats = RELATIVE, {"Case": CASE_OF_LINK.get(d.rel, "Nom")}
    else:
        d.pos, d.rel, d.feats = "DET", "det", {}
