"""Tense, voice and negation of verbs that auxiliaries and endings tell, and a "be" that says where somebody is."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import NOMINAL, Draft, children, swap_heads
from havenwatch.text.gloss.forms import is_gerund, is_participle, is_past
from havenwatch.text.gloss.lists import Gloss

PASSIVE, PERFECT, FUTURE, SUPPORT, INFINITIVE = "passive", "perfect", "future", "support", "infinitive"
FINITE = ("root", "ccomp", "acl:relcl", "parataxis", "advcl", "conj")
SUBJECTS = ("nsubj", "nsubj:pass")
LIGHT = ("ADV", "PART")  # what may stand between: "is still in prison"
AWAY = ("out",)  # "is out of prison" says where somebody is not
WIDTH = 6  # words between the preposition and its noun
MOVED = ("nsubj", "aux", "mark", "advmod", "cc")  # what belongs to the predicate and not to the noun of the place


def settle_verbs(row: Sequence[Draft], gloss: Gloss) -> None:
    """Auxiliaries below their verb; features of every verb from its form and its auxiliaries."""
    for d in row:
        if d.pos in ("VERB", "AUX") and not _is_helper(row, d, gloss):
            _settle(row, d, gloss)


def _is_helper(row: Sequence[Draft], d: Draft, gloss: Gloss) -> bool:
    """Whether an auxiliary has its verb behind it; "has a lawyer" has none."""
    if d.lower not in gloss.auxiliaries:
        return False
    for after in row[d.index + 1 :]:
        if after.pos == "VERB" or after.lower in gloss.auxiliaries:
            return True
        if after.pos not in ("ADV", "PART") and after.lower not in gloss.negations:
            return False
    return False


def _chain(row: Sequence[Draft], verb: Draft, gloss: Gloss) -> list[Draft]:
    """Auxiliaries, negations and adverbs right before a verb, nearest first."""
    found: list[Draft] = []
    for d in reversed(row[: verb.index]):
        if d.lower in gloss.auxiliaries or d.lower in gloss.negations:
            found.append(d)
        elif d.pos not in ("ADV", "PART"):
            break
    opening = row[0]
    if opening.lower in gloss.if_first and opening.head == verb.index and opening not in found:
        found.append(opening)
    return found


def _settle(row: Sequence[Draft], verb: Draft, gloss: Gloss) -> None:
    chain = _chain(row, verb, gloss)
    below = [d for d in children(row, verb.index) if d.rel.startswith("aux") and d.lower in gloss.auxiliaries]
    places = {d.index for d in (*chain, *below)}
    tokens = [d for d in row if d.index in places]
    roles = {gloss.auxiliaries[d.lower] for d in tokens if d.lower in gloss.auxiliaries}
    for d in tokens:
        _below(row, verb, d, gloss)
    verb.pos = "VERB"
    verb.feats = _features(row, verb, roles, gloss)
    passive = verb.feats["Voice"] == "Pass"
    for d in children(row, verb.index):
        if d.rel in SUBJECTS:
            d.rel = "nsubj:pass" if passive else "nsubj"


def _below(row: Sequence[Draft], verb: Draft, d: Draft, gloss: Gloss) -> None:
    """Hang an auxiliary or negation on its verb, also where the parser drew it the other way round."""
    if verb.head == d.index:
        swap_heads(row, d, verb)
    role = gloss.auxiliaries.get(d.lower)
    if d.index == 0 and d.lower in gloss.if_first:
        d.hang(verb.index, "mark")
        d.lemma, d.pos, d.feats = "если", "SCONJ", {}
    elif role is None:
        d.hang(verb.index, "advmod")
    elif role == INFINITIVE:
        d.hang(verb.index, "mark")
        d.lemma, d.pos, d.feats = "_", "PART", {}
    else:
        d.hang(verb.index, "aux:pass" if role == PASSIVE else "aux")
        d.lemma, d.pos, d.feats = "быть", "AUX", {}


def _features(row: Sequence[Draft], verb: Draft, roles: set[str], gloss: Gloss) -> dict[str, str]:
    rules = gloss.inflection
    participle, gerund = is_participle(verb.lower, verb.base, rules), is_gerund(verb.lower, verb.base, rules)
    passive = PASSIVE in roles and participle
    feats = {"Voice": "Pass" if passive else "Act", "Aspect": "Perf"}
    if INFINITIVE in roles:
        done = PERFECT in roles or _brought_about(row, verb, gloss)
        return {**feats, "VerbForm": "Inf"} | ({} if done else {"Tense": "Fut"})
    if FUTURE in roles:
        return {**feats, "VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
    if passive:
        return {**feats, "VerbForm": "Part", "Variant": "Short", "Tense": "Past"}
    if roles & {PERFECT, SUPPORT}:
        return {**feats, "VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"}
    if gerund:
        finite = PASSIVE in roles
        return {**feats, "VerbForm": "Fin" if finite else "Conv", "Tense": "Pres"}
    if _reduced(row, verb, participle=participle, gloss=gloss):
        return {**feats, "Voice": "Pass", "VerbForm": "Part", "Tense": "Past"}
    past = is_past(verb.lower, verb.base, rules)
    return {**feats, "VerbForm": "Fin", "Mood": "Ind", "Tense": "Past" if past else "Pres"}


def _brought_about(row: Sequence[Draft], verb: Draft, gloss: Gloss) -> bool:
    """Whether the verb above an infinitive tells that it happened: "was forced to leave", "had to flee"."""
    return 0 <= verb.head < len(row) and row[verb.head].base in gloss.implicative


def _reduced(row: Sequence[Draft], verb: Draft, *, participle: bool, gloss: Gloss) -> bool:
    """Whether a participle stands without auxiliary: "a man detained in Almaty", "Convicted in Riga, he insists"."""
    if not participle:
        return False
    subject = any(d.rel in SUBJECTS for d in children(row, verb.index))
    if verb.rel in ("acl", "amod") or (verb.rel == "acl:relcl" and not subject):
        return True
    drawn = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Voice") == "Pass"
    return not subject and (drawn or not is_past(verb.lower, verb.base, gloss.inflection))


def settle_located(row: Sequence[Draft], gloss: Gloss) -> None:
    """Make a predicate of a "be" before a preposition, whichever way the parser drew the two: "is in custody"."""
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
    if after is None or after.lower not in gloss.prepositions or after.lower in (*gloss.agent, *AWAY):
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
    elif place.head != verb.index and not _hangs_below(row, place, verb):
        place.hang(verb.index, "obl")
    verb.pos = "VERB"
    for d in row:
        if d.head == verb.index and d.rel == "nsubj:pass":
            d.rel = "nsubj"


def _hangs_below(row: Sequence[Draft], d: Draft, above: Draft) -> bool:
    seen = set()
    at = d.head
    while at >= 0 and at not in seen:
        if at == above.index:
            return True
        seen.add(at)
        at = row[at].head
    return False
