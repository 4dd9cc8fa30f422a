"""Dictionary forms and word classes in a language that a paradigm describes: the readings of a form decide both."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from havenwatch.text.gloss.draft import Draft
from havenwatch.text.gloss.forms import base_of
from havenwatch.text.gloss.inflected.paradigm import FINITE, PARTICIPLE, Form, joined, readings, simple_bases
from havenwatch.text.gloss.lists import EMPTY, Gloss
from havenwatch.text.gloss.nations import ADJECTIVE, nation_of

VERBAL = ("VERB", "AUX")
NAMING = ("NOUN", "ADJ", "PROPN", "ADV", "X")
BREAKS = frozenset(',;:.!?—–()«»"„“”')
JOINERS = ("CCONJ", "PUNCT", "SCONJ")


@dataclasses.dataclass(frozen=True)
class Verbs:
    """Readings as verb forms by position in the sentence; helpers are forms of `gloss.helpers`."""

    forms: dict[int, tuple[Form, ...]]

    def tags(self, d: Draft) -> frozenset[str]:
        """What the form of a token may be, under the dictionary form that was chosen for it."""
        return frozenset(f.tag for f in self.forms.get(d.index, ()) if f.base == d.base)


def name_forms(row: Sequence[Draft], gloss: Gloss, known: frozenset[str]) -> Verbs:
    """Give every word its dictionary form and, where its form decides it, another class than the model saw."""
    words = gloss.known | known
    forms = {d.index: readings(d.lower, gloss.paradigm, words) for d in row if d.lower[:1].isalpha()}
    for d in row:
        _name(d, gloss, known, forms.get(d.index, ()))
        _nation(row, d, gloss)
    if gloss.paradigm.particles:
        simple = simple_bases(words, gloss.paradigm)
        for d in row:
            _apart(row, d, gloss, forms, simple, words)
    for d in row:
        d.lemma = d.base
    return Verbs(forms)


def _name(d: Draft, gloss: Gloss, known: frozenset[str], forms: tuple[Form, ...]) -> None:
    capital = d.text[:1].isupper() and d.index > 0
    if d.pos in VERBAL and gloss.capital_nouns and capital:
        d.pos = "NOUN"  # "das Verlassen", and whatever else the model took for a verb
    if d.lower in gloss.numerals:
        d.base, d.pos = d.lower, "NUM" if d.pos != "DET" else d.pos
        return
    noun = base_of(d.lower, "ADJ" if d.pos == "ADJ" else "NOUN", gloss, known)
    listed = gloss.concepts.get(noun, {})
    named = any(kind != "verb" for kind in listed)
    helper = next((f for f in forms if f.base in gloss.helpers), None)
    closed = d.lower in gloss.articles or (d.lower in gloss.pronouns and d.lower not in gloss.possessive_too)
    if helper is not None and d.pos != "NOUN" and not closed:
        d.base, d.pos = helper.base, "AUX"
    elif forms and d.pos in VERBAL:
        d.base = _likeliest(forms, d)
    elif forms and d.pos in NAMING and not (capital and d.pos in ("PROPN", "NOUN")) and _rather_verb(d, gloss, named):
        d.base, d.pos = _likeliest(forms, d), "VERB"
    else:
        d.base = noun
        if gloss.capital_nouns and capital and named and d.pos in ("ADV", "ADJ", "X"):
            d.pos, d.rel = "NOUN", "obj" if d.rel == "advmod" else d.rel


def _nation(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    """A word for what is of a state, behind its noun an adjective: "la policía turca", "un blogueur ouzbek"."""
    before = row[d.index - 1] if d.index else None
    if d.pos not in NAMING or before is None or before.pos != "NOUN" or not d.text[:1].islower():
        return
    found = nation_of(d.lower, gloss)
    if found is not None and found[1] == ADJECTIVE:
        d.pos = "ADJ"
        for x in row:
            x.head = before.index if x.head == d.index and x.index != before.index else x.head
        if before.head == d.index:
            before.hang(d.head, d.rel)
        d.hang(before.index, "amod")


def _rather_verb(d: Draft, gloss: Gloss, named: bool) -> bool:  # noqa: FBT001 - one of two grounds
    return not named or (gloss.capital_nouns and d.pos in ("NOUN", "PROPN") and d.text[:1].islower())


def _likeliest(forms: tuple[Form, ...], d: Draft) -> str:
    """Of several dictionary forms the one whose reading fits what the model saw of the word."""
    seen = {"Inf": "infinitive", "Part": PARTICIPLE, "Conv": "gerund"}.get(d.feats.get("VerbForm", ""))
    return next((f.base for f in forms if f.tag == seen), forms[0].base)


def _apart(
    row: Sequence[Draft], d: Draft, gloss: Gloss, forms: dict[int, tuple[Form, ...]], simple: frozenset[str],
    known: frozenset[str],
) -> None:  # fmt: skip
    """Join a finite verb with the particle at the end of its clause: "lehnte den Antrag ab"."""
    if d.text[:1].isupper() and d.index > 0:
        return
    own = [f for f in readings(d.lower, gloss.paradigm, simple | known) if f.tag in FINITE]
    if not own:
        return
    for at in range(d.index + 1, len(row)):
        particle = row[at]
        if particle.lower in gloss.paradigm.particles and _closes(row, at):
            whole = next((w for f in own if (w := joined(particle.lower, f, known)) is not None), None)
            if whole is not None:
                d.base, d.pos, forms[d.index] = whole.base, "VERB", (whole,)
                particle.pos, particle.base = "PART", EMPTY
                particle.hang(d.index, "compound")
                for x in row:
                    x.head = d.index if x.head == particle.index else x.head
            return


def _closes(row: Sequence[Draft], at: int) -> bool:
    after = row[at + 1] if at + 1 < len(row) else None
    return after is None or after.pos in JOINERS or after.text in BREAKS
