"""Links that the transferred parser draws wrong in a language with a paradigm: across semicolons, to second roots."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import Draft
from havenwatch.text.gloss.inflected.paradigm import INFINITIVE, PARTICIPLE
from havenwatch.text.gloss.inflected.word_forms import VERBAL, Verbs

MARK = "zu"
PURPOSE = ("um", "ohne", "statt", "anstatt")  # before an infinitive they make an adverbial clause of it
PARTS = (";",)  # signs that no phrase goes across
FREE = ("VERB", "AUX", "PUNCT", "CCONJ", "SCONJ")  # classes whose links may go across


def attach(row: Sequence[Draft], verbs: Verbs) -> None:
    """Hang words that a semicolon cuts off from their head on the verb of their own part, and stray infinitives."""
    ends = [d.index for d in row if d.text in PARTS]
    for d in row:
        low = max((e for e in ends if e < d.index), default=-1)
        high = min((e for e in ends if e > d.index), default=len(row))
        if ends and d.pos not in FREE and 0 <= d.head < len(row) and not low < d.head < high:
            _to_own_verb(row[low + 1 : high], d)
        denied = d.rel == "advcl" and not any(x.lower in PURPOSE for x in row[: d.index])
        if d.pos in VERBAL and (d.head < 0 or denied) and d.index > 0 and _infinite(row, d, verbs):
            _below_verb(row[: d.index], d)


def _infinite(row: Sequence[Draft], d: Draft, verbs: Verbs) -> bool:
    """Whether a verb is an infinitive: alone, or a participle, its helper marked ("festgenommen zu haben")."""
    marked = any(x.lower == MARK for x in row[d.index + 1 : d.index + 4])
    return verbs.tags(d) == {INFINITIVE} or (PARTICIPLE in verbs.tags(d) and marked)


def _to_own_verb(part: Sequence[Draft], d: Draft) -> None:
    verb = next((x for x in part if x.pos in VERBAL), None)
    if verb is not None:
        d.head = verb.index
        d.rel = d.rel if d.rel not in ("root", "conj", "parataxis") else "obl"


def _below_verb(before: Sequence[Draft], d: Draft) -> None:
    """What is asked for, drawn as a second root: "Sie bat Wien, ihn nicht auszuliefern"."""
    verb = next((x for x in reversed(before) if x.pos == "VERB"), None)
    if verb is not None:
        d.hang(verb.index, "xcomp")
