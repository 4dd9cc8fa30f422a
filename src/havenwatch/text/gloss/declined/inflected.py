"""A language with case endings like the Russian ones: the model's cases stand, closed classes become concepts."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.cases import REACH, within
from havenwatch.text.gloss.draft import NOMINAL, Draft, children
from havenwatch.text.gloss.forms import base_of
from havenwatch.text.gloss.lists import Gloss
from havenwatch.text.gloss.verbs import SUBJECTS
from havenwatch.text.names import is_given
from havenwatch.text.tokens import Entity

KEEP = "-"  # a preposition with several cases leaves the model's
NAMING = ("appos", "flat", "flat:name", "nmod")
SUBSTANTIVE = (*SUBJECTS, "obj", "iobj", "obl", "nmod", "root")


def settle_inflected(row: Sequence[Draft], gloss: Gloss, places: Sequence[Entity]) -> None:
    """Prepositions as concepts with their case, subjects by voice, possessives below their nouns."""
    for d in row:
        _infinitive(row, d, gloss)
        if d.pos == "NOUN":
            _own_case(d, gloss)
        elif d.pos == "PROPN":
            _own_name_case(d, gloss)
    for d in row:
        if d.pos != "VERB":
            _preposition(row, d, gloss, places)
    for _ in range(2):  # a surname hangs on the given name, which hangs on the calling
        for d in row:
            _agree(row, d)
    for verb in (d for d in row if d.pos == "VERB"):
        if verb.feats.get("VerbForm") == "Conv" and not verb.lower.endswith(gloss.inflection.gerund):
            verb.feats |= {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"}  # "оскаржив" is no converb here
        if verb.feats.get("VerbForm") == "Inf" and not verb.lower.endswith(gloss.inflection.infinitive):
            verb.feats |= {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}  # "видадуть"
        passive = verb.feats.get("Voice") == "Pass"
        for d in children(row, verb.index):
            if d.rel in SUBJECTS:
                _subject(row, verb, d, passive=passive)


def _own_case(d: Draft, gloss: Gloss) -> None:
    """Case that the ending decides beside the dictionary form: "студентці" is no nominative of "студентка"."""
    for ending, (instead, case) in gloss.endings.items():
        genitive = case == "Acc" and d.feats.get("Case") == "Gen"  # the two look alike in men and in plurals
        alive = instead != "" or case != "Acc" or d.feats.get("Animacy") == "Anim"
        fits = d.lower.endswith(ending) and d.base == d.lower.removesuffix(ending) + (instead or "")
        if fits and alive and not genitive:
            if d.feats.get("Case") == "Nom" and d.rel in SUBJECTS and case is not None:
                d.rel = {"Acc": "obj", "Dat": "iobj"}.get(case, "obl")
            d.feats["Case"] = case or d.feats.get("Case", "Nom")
            return


def _agree(row: Sequence[Draft], d: Draft) -> None:
    """A name stands in the case of the calling before it, a surname in that of the given name; women are named so."""
    above = row[d.head] if 0 <= d.head < d.index else None
    if d.pos != "PROPN" or d.rel not in NAMING or above is None or above.pos not in ("NOUN", "PROPN"):
        return
    if above.pos == "NOUN" and (above.feats.get("Animacy") != "Anim" or _client(row, d, above)):
        return
    told = {"Case": above.feats.get("Case"), "Gender": above.feats.get("Gender")}
    d.feats |= {name: value for name, value in told.items() if value is not None}


def _infinitive(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    """A known verb with the ending of the infinitive is one, whatever it was taken for."""
    ending = gloss.inflection.infinitive
    known = "verb" in gloss.concepts.get(d.lower, {})
    if d.pos not in ("NOUN", "ADJ", "ADV", "X") or not known or not d.lower.endswith(ending) or ending == ("",):
        return
    d.pos, d.feats = "VERB", {"Aspect": "Perf", "VerbForm": "Inf", "Voice": "Act"}
    above = next((x for x in reversed(row[: d.index]) if x.pos == "VERB"), None)
    if above is not None and d.head != above.index and above.head != d.index:
        d.hang(above.index, "xcomp")


def _own_name_case(d: Draft, gloss: Gloss) -> None:
    """Case of a given name by its ending: "Ірину" can only be the accusative of Ірина."""
    for ending, (instead, case) in gloss.endings.items():
        name = d.lower.removesuffix(ending) + (instead or "")
        if case is not None and d.lower.endswith(ending) and is_given(name) and not is_given(d.lower):
            d.feats["Case"] = case
            if d.rel in SUBJECTS or (case == "Acc" and d.rel == "iobj"):
                d.rel = {"Acc": "obj", "Dat": "iobj"}.get(case, "obl")
            return


def _client(row: Sequence[Draft], d: Draft, above: Draft) -> bool:
    """Whether a name in the genitive belongs to the calling: "адвокат Петра Остапенка"."""
    name = [d, *(x for x in children(row, d.index) if x.rel in ("flat", "flat:name"))]
    if above.feats.get("Case") != "Nom" or any(x.feats.get("Case") not in ("Gen", "Acc") for x in name):
        return False
    d.rel = "nmod"
    for x in name:
        x.feats["Case"] = "Gen"
    return True


def _subject(row: Sequence[Draft], verb: Draft, d: Draft, *, passive: bool) -> None:
    """A subject by voice; an accusative beside a passive is what the act is done to ("Петренка затримано")."""
    many = d.pos == "PROPN" and not passive and verb.feats.get("Number") == "Plur" and d.feats.get("Number") == "Sing"
    if many and verb.feats.get("Tense") == "Past" and not any(x.rel == "conj" for x in children(row, d.index)):
        d.rel = "obj"  # "Тимура Асанова знайшли": they found him
        for x in (d, *(x for x in children(row, d.index) if x.rel in NAMING)):
            x.feats["Case"] = "Acc"
    elif passive and d.feats.get("Case") in ("Acc", "Gen") and d.pos != "NUM":
        d.rel = "obj"
    else:
        d.rel = "nsubj:pass" if passive else "nsubj"


def _preposition(row: Sequence[Draft], d: Draft, gloss: Gloss, places: Sequence[Entity]) -> None:
    found = gloss.prepositions.get(d.lower)
    if found is None:
        return
    noun = _governed(row, d)
    if noun is None:
        return
    concept, case = found
    if noun.feats.get("Animacy") == "Anim" and d.lower in gloss.to_person:
        concept, case = gloss.to_person[d.lower]
    if d.lower in gloss.into_place and within(places, noun.start):
        concept, case = "в", "Acc"
    if concept == "из" and noun.feats.get("Case") == "Ins":
        concept, case = "с", "Ins"
    if d.lemma in (d.lower, d.base):  # a phrase may have named it: "за словами" is "по словам"
        d.lemma, d.senses = concept or d.lower, []
    d.pos = "ADP"
    d.hang(noun.index, "case")
    if case != KEEP:
        noun.feats["Case"] = case


def _governed(row: Sequence[Draft], d: Draft) -> Draft | None:
    """The noun of a preposition: as the model drew it, else the first one behind."""
    drawn = row[d.head] if 0 <= d.head < len(row) and d.rel == "case" else None
    if drawn is not None and d.index < drawn.index <= d.index + REACH and drawn.pos != "PUNCT":
        return drawn
    for x in row[d.index + 1 : d.index + 1 + REACH]:
        if x.pos in NOMINAL:
            return x
        if x.pos in ("VERB", "PUNCT", "ADP"):
            return None
    return None


def substantives(row: Sequence[Draft], gloss: Gloss) -> None:
    """Participles and adjectives that stand for a person become nouns: "затриманого відпустили"."""
    for d in row:
        alone = d.pos in ("VERB", "ADJ") and d.rel in SUBSTANTIVE and d.feats.get("Variant") != "Short"
        declined = "Case" in d.feats and d.feats.get("VerbForm") in (None, "Part")
        person = base_of(d.lower, "ADJ", gloss, frozenset()) if alone and declined else d.base
        if alone and declined and "noun" in gloss.concepts.get(person, {}):
            d.pos, d.base, d.lemma = "NOUN", person, person
