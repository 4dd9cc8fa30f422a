"""Tense, voice and negation of verbs that auxiliaries and endings tell, written as the frames expect them."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.draft import Draft, children, swap_heads
from havenwatch.text.gloss.forms import is_gerund, is_participle, is_past
from havenwatch.text.gloss.lists import Gloss

PASSIVE, PERFECT, FUTURE, SUPPORT, INFINITIVE = "passive", "perfect", "future", "support", "infinitive"
FINITE = ("root", "ccomp", "acl:relcl", "parataxis", "advcl", "conj")
SUBJECTS = ("nsubj", "nsubj:pass")


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
