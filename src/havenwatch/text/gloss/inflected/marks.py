"""Cases, numbers and genders that other words show: the article before a noun, a personal "a", an agent's "par"."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import NOMINAL, Draft, children
from havenwatch.text.gloss.lists import EMPTY, Gloss

OPENING = ("DET", "ADJ", "NUM", "ADV")  # classes that may stand between an article and its noun
REACH = 5
LINK_OF_CASE = {"Acc": "obj", "Dat": "iobj"}
GOVERNED = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "root", "dep")
PERSONAL = ("он", "она", "они", "который", "сам")


def mark_nouns(row: Sequence[Draft], gloss: Gloss) -> None:
    """Number, gender and case of nouns as far as articles, numerals and the word itself show them."""
    for d in row:
        if d.pos in NOMINAL and d.lemma not in PERSONAL:
            d.feats.pop("Case", None)
            d.feats.pop("Gender", None)
            d.feats |= {"Gender": gloss.gendered[d.base]} if d.base in gloss.gendered else {}
            article = _article(row, d, gloss)
            if article is not None:
                _after_article(row, d, gloss.article_cases[article.lower])
            elif d.lower in gloss.plural_too and d.pos == "NOUN":
                d.feats["Number"] = "Plur"
            if _counted(row, d, gloss):
                d.feats["Number"] = "Plur"


def _article(row: Sequence[Draft], noun: Draft, gloss: Gloss) -> Draft | None:
    for d in reversed(row[max(noun.index - REACH, 0) : noun.index]):
        if d.lower in gloss.article_cases and d.pos == "DET":
            return d
        if d.pos not in OPENING and d.rel not in ("amod", "nummod"):
            return None
    return None


def _counted(row: Sequence[Draft], noun: Draft, gloss: Gloss) -> bool:
    counts = (d for d in row[max(noun.index - 3, 0) : noun.index] if d.lower in gloss.numerals)
    return noun.pos == "NOUN" and any(gloss.numerals[d.lower] not in ("один", "оба_из") for d in counts)


def _after_article(row: Sequence[Draft], noun: Draft, told: str) -> None:
    """Case and number that an article tells, "-" for what it leaves open; a case that no subject has ends that link."""
    case, number = told.split()
    if number != "-":
        noun.feats["Number"] = number
    if case == "-":
        return
    noun.feats["Case"] = case
    if case in LINK_OF_CASE and noun.rel in ("nsubj", "nsubj:pass", "obj", "iobj", "nmod"):
        above = row[noun.head] if 0 <= noun.head < len(row) else None
        noun.rel = LINK_OF_CASE[case] if above is not None and above.pos == "VERB" else noun.rel


def particular(
    row: Sequence[Draft], d: Draft, noun: Draft, found: tuple[str | None, str], gloss: Gloss, *, place: bool
) -> tuple[str | None, str]:
    """Concept and case of a preposition by what stands around it; `found` where it says always the same."""
    thing = noun.pos == "NOUN" and noun.feats.get("Animacy") == "Inan"
    if d.lower in gloss.receiver_mark and thing and not place:
        return "в", "Loc"  # "à l'aéroport"
    if d.lower in gloss.object_mark and not place:
        return ("в", "Acc") if thing else (None, "Dat" if _given(row, noun, gloss) else "Acc")
    if d.lower in gloss.agent and _acts(row, d, noun):
        return None, "Ins"
    return found


def _given(row: Sequence[Draft], noun: Draft, gloss: Gloss) -> bool:
    """Whether the marked noun is a receiver: the verb has a dative pronoun or another object of its own."""
    verb = _verb_above(row, noun, gloss)
    if verb is None:
        return True
    below = children(row, verb.index)
    doubled = [x for x in below if x.lower in gloss.dative_clitics]
    for x in doubled:  # "le dio la nacionalidad a la poeta": the pronoun is nobody else
        x.lemma, x.pos, x.feats = EMPTY, "PART", {}
    nouns = [x for x in below if x.index != noun.index and x.pos in ("NOUN", "PROPN")]
    offered = any(x.rel == "obj" for x in nouns)
    reflexive = any(x.lower in gloss.reflexive for x in below) and any(x.rel.startswith("nsubj") for x in nouns)
    return bool(doubled) or offered or reflexive


def _verb_above(row: Sequence[Draft], noun: Draft, gloss: Gloss) -> Draft | None:
    """The verb of a marked noun; below an object of a verb with a pronoun for it the noun is that verb's own."""
    above = row[noun.head] if 0 <= noun.head < len(row) else None
    if above is None or above.pos == "VERB":
        return above
    verb = row[above.head] if 0 <= above.head < len(row) else None
    if (
        verb is None
        or verb.pos != "VERB"
        or not any(x.lower in gloss.dative_clitics for x in children(row, verb.index))
    ):
        return None
    noun.hang(verb.index, "iobj")
    return verb


def _acts(row: Sequence[Draft], d: Draft, noun: Draft) -> bool:
    """Whether an agent stands behind a passive; a bare singular is no agent: "condenado por terrorismo"."""
    above = row[noun.head] if 0 <= noun.head < len(row) else None
    near = [above] if above is not None else []
    near += [x for x in row[max(d.index - REACH, 0) : d.index] if x.pos == "VERB"][-1:]
    passive = any(x.pos == "VERB" and x.feats.get("Voice") == "Pass" for x in near)
    bare = noun.index == d.index + 1 and noun.pos == "NOUN" and noun.feats.get("Number") != "Plur"
    return passive and not bare


def attach_marked(noun: Draft, row: Sequence[Draft], case: str) -> None:
    """A noun with a personal mark is its verb's object or receiver, whatever the parser drew."""
    above = row[noun.head] if 0 <= noun.head < len(row) else None
    if above is not None and above.pos == "VERB" and noun.rel in GOVERNED:
        noun.rel = LINK_OF_CASE.get(case, noun.rel)
