"""Concepts for words and phrases."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import Draft, children
from havenwatch.text.gloss.forms import KINDS, base_of
from havenwatch.text.gloss.inflected.compounds import parts_of
from havenwatch.text.gloss.lists import EMPTY, Gloss, Phrase
from havenwatch.text.gloss.strung.fuse import fuse

MARKED = ("якобы", "если")  # given by a form or by what stands behind it
GAP = 4  # words that may stand inside a verb's phrase: "turned the two men away"
OTHERS = {  # classes tried after a word's own; a form may be tagged as what it is used for
    "verb": ("noun", ""), "noun": ("", "adjective"), "adjective": ("noun", ""), "": ("adjective", "noun"),
}  # fmt: skip


def name_words(row: Sequence[Draft], gloss: Gloss, known: frozenset[str]) -> None:
    """Give every word its dictionary form, and the closed classes their own grammar."""
    for d in row:
        d.base = base_of(d.lower, d.pos, gloss, known)
        d.lemma = d.base
        _closed(row, d, gloss)


def read_closed(row: Sequence[Draft], gloss: Gloss) -> None:
    """The closed classes alone: pronouns, articles, negations."""
    for d in row:
        _closed(row, d, gloss)


def _closed(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    pronoun = gloss.pronouns.get(d.lower)
    if pronoun is not None:
        owner = gloss.possessive_too.get(d.lower)
        below = d.rel in ("det", "nmod", "amod") if gloss.case_words else _before_noun(row, d)
        if owner is not None and below:
            d.lemma, d.pos, d.feats = owner, "DET", {**pronoun.feats, "Case": "Gen"}
        else:
            told = d.feats if gloss.case_words and gloss.inflection.suffixes is None else {}
            d.lemma, d.pos, d.feats = pronoun.concept, pronoun.pos, {**told, **pronoun.feats}
    elif d.lower in gloss.articles:
        d.pos, d.rel, d.feats = "DET", "det", {}
    elif d.lower in gloss.negations:
        d.lemma, d.pos, d.feats = "не", "PART", {}
    elif d.lower in gloss.none:
        d.lemma, d.pos, d.feats = "нет", "PART", {}
    elif d.lower in gloss.genitive:
        d.pos, d.feats = "PART", {}


def _before_noun(row: Sequence[Draft], d: Draft) -> bool:
    """Whether a noun phrase opens right behind: "her lawyer", "her former lawyer"."""
    after = next((x for x in row[d.index + 1 : d.index + 3] if x.pos != "ADJ"), None)
    return after is not None and after.pos in ("NOUN", "PROPN") and after.index <= d.index + 2


def give_concepts(row: Sequence[Draft], gloss: Gloss, names: set[int]) -> None:
    """Concepts of phrases first, then of the words that stand in none; words of persons' `names` have none."""
    used = set(names)
    for d in row:
        phrase = _phrase_at(row, d.index, gloss, used)
        if phrase is not None:
            _apply(row, *phrase)
            if gloss.inflection.suffixes is not None:
                fuse(row, phrase[1], gloss)
            used.update(phrase[1])
    for d in row:
        if d.base in gloss.with_clause and d.pos == "VERB" and d.index not in used and _governs(row, d):
            d.lemma, d.senses = gloss.with_clause[d.base], []
            used.add(d.index)
    closed = ("PRON", "DET", "PART", "PUNCT", *(("AUX",) if gloss.paradigm else ()))
    for d in row:
        if d.index not in used and d.pos not in closed and d.lemma not in MARKED:
            _single(d, gloss)


def _governs(row: Sequence[Draft], d: Draft) -> bool:
    below = children(row, d.index)
    return not any(c.rel == "obj" and c.pos != "VERB" for c in below) and any(
        c.pos == "VERB" and c.rel in ("xcomp", "ccomp", "obj") for c in below)  # fmt: skip


def _phrase_at(row: Sequence[Draft], at: int, gloss: Gloss, used: set[int]) -> tuple[Phrase, tuple[int, ...]] | None:
    first = dict.fromkeys((row[at].lower, row[at].base))  # in order: a reading must not hang on hashes
    for key in first:
        for phrase in gloss.phrases.get(key, ()):
            places = _places(row, at, phrase, gloss)
            if places is not None and not used.intersection(places):
                return phrase, places
    return None


def _places(row: Sequence[Draft], at: int, phrase: Phrase, gloss: Gloss) -> tuple[int, ...] | None:
    """Positions of a phrase's words from `at` on: side by side, or behind its verb with a short object between.

    In a language with a paradigm articles may stand between them, unless the phrase has them itself.
    """
    if gloss.paradigm:
        return _loosely(row, at, phrase)
    verb = row[at].pos in ("VERB", "AUX") and len(phrase.words) > 1
    for gap in range(GAP + 1 if verb else 1):
        places = (at, *range(at + 1 + gap, at + gap + len(phrase.words)))
        if places[-1] >= len(row) or (gap and not _object(row[at + 1 : at + 1 + gap])):
            return None
        if all(_says(row[n], word) for n, word in zip(places, phrase.words, strict=True)):
            return places
    return None


def _loosely(row: Sequence[Draft], at: int, phrase: Phrase) -> tuple[int, ...] | None:
    verb = row[at].pos in ("VERB", "AUX") and len(phrase.words) > 1
    if not _says(row[at], phrase.words[0]):
        return None
    for gap in range(GAP + 1 if verb else 1):
        if gap and (at + gap >= len(row) or not _object(row[at + gap : at + gap + 1])):
            return None
        places = _walk(row, at, at + 1 + gap, phrase.words)
        if places is not None:
            return places
    return None


def _walk(row: Sequence[Draft], first: int, at: int, words: Sequence[str]) -> tuple[int, ...] | None:
    places = [first]
    for word in words[1:]:
        while at < len(row) and row[at].pos == "DET" and not _says(row[at], word):
            at += 1
        if at >= len(row) or not _says(row[at], word):
            return None
        places.append(at)
        at += 1
    return tuple(places)


def _object(between: Sequence[Draft]) -> bool:
    return all(d.pos not in ("VERB", "AUX", "PUNCT", "SCONJ", "CCONJ") or d.text == "-" for d in between)


def _says(d: Draft, word: str) -> bool:
    return word in (d.lower, d.base)


def _apply(row: Sequence[Draft], phrase: Phrase, places: Sequence[int]) -> None:
    for n, concept in zip(places, phrase.concepts, strict=True):
        d = row[n]
        d.senses = []
        if concept == EMPTY:
            d.lemma = EMPTY if d.pos != "ADP" or n != places[-1] else d.lemma
        else:
            first, *others = concept.split("|")
            d.lemma, d.senses = first, [*others, *_parts(first)]


def _single(d: Draft, gloss: Gloss) -> None:
    kind = KINDS.get(d.pos, "")
    concepts = _of_form(d, gloss, kind) or _of(gloss, d, kind)
    if d.pos == "NUM" and d.lower in gloss.numerals:
        concepts = (gloss.numerals[d.lower],)
    if concepts:
        d.lemma, d.senses = concepts[0], [*d.senses, *concepts[1:], *_parts(concepts[0])]
    elif kind == "noun":
        _compound(d, gloss)


def _compound(d: Draft, gloss: Gloss) -> None:
    """A compound stands for what its last part does, and has the concepts of its first as further senses."""
    parts = parts_of(d.lower, gloss)
    if parts:
        last, first = (tuple(c for row in gloss.concepts[p].values() for c in row) for p in parts)
        d.lemma, d.senses = last[0], [*last[1:], *first]


def _of(gloss: Gloss, d: Draft, kind: str) -> tuple[str, ...]:
    rows = gloss.concepts.get(d.base, {})
    inflected = d.lower != d.base or kind == "noun"  # "waiting for", "arrests": a verb in another part
    order = (kind, *OTHERS[kind], *(("verb",) if inflected else ()))
    return next((rows[k] for k in order if k in rows), ())


def _parts(concept: str) -> list[str]:
    """The words of a concept of several: a frame looks for its verb, "пустить" in "не_пустить"."""
    return concept.split("_") if "_" in concept else []


def _of_form(d: Draft, gloss: Gloss, kind: str) -> tuple[str, ...]:
    """Concepts of a form that decides by itself; as a passive it may mean something else: "is wanted"."""
    row = gloss.forms.get(d.lower, {})
    passive = row.get("passive", ()) if d.feats.get("Voice") == "Pass" else ()
    return passive or row.get(kind, ())
