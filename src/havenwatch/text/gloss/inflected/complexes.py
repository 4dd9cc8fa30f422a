"""Verbs with their helpers in a language that a paradigm describes: "ha sido detenido", "soll entführt worden sein".

`gloss.helpers` says by dictionary form what a helper does: perfect, passive, be (passive, or perfect of some verbs),
state, become (German werden: passive or future), modal, hearsay, periphrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from havenwatch.text.gloss.draft import Draft, children, swap_heads
from havenwatch.text.gloss.inflected.paradigm import CONDITIONAL, FINITE, FUTURE, GERUND, INFINITIVE, PARTICIPLE, PAST
from havenwatch.text.gloss.inflected.word_forms import BREAKS, VERBAL, Verbs
from havenwatch.text.gloss.lists import Gloss

PERFECT, PASSIVE, BE, STATE, BECOME = "perfect", "passive", "be", "state", "become"
MODAL, HEARSAY, PERIPHRASE = "modal", "hearsay", "periphrase"
WITH_PARTICIPLE = frozenset({PERFECT, PASSIVE, BE, STATE, BECOME})
WITH_INFINITIVE = frozenset({MODAL, HEARSAY, PERIPHRASE, BECOME})
IF = "если"
ALLEGEDLY = "якобы"  # the concept for what a form or helper marks as hearsay
SUBJECTS = ("nsubj", "nsubj:pass")
LINKS = 2  # words between a helper and its infinitive: "va a ser", "tiene que"


def settle_complexes(row: Sequence[Draft], gloss: Gloss, verbs: Verbs) -> None:
    """Hang helpers and negations on their verbs; voice, tense and hearsay of every verb."""
    before: tuple[Draft, list[Draft]] | None = None
    for d in row:
        if d.pos not in VERBAL or (d.base in gloss.helpers and _helps(row, d, gloss, verbs)):
            continue
        helpers = list(_helpers(row, d, gloss, verbs))
        inherited = not helpers and before is not None and _joined(row, before[0], d, verbs)
        own = helpers or (before[1] if before is not None and inherited else [])
        _settle(row, d, gloss, verbs, own, shared=inherited)
        before = (d, own)
    _negations(row, gloss)


def _helps(row: Sequence[Draft], d: Draft, gloss: Gloss, verbs: Verbs) -> bool:
    """Whether a helper has a verb to help; else it is the verb itself ("Er ist Russe", "tiene un abogado")."""
    others = (x for x in row if x.pos in VERBAL and x.base not in gloss.helpers)
    return any(d in _helpers(row, x, gloss, verbs) for x in others)


def _helpers(row: Sequence[Draft], verb: Draft, gloss: Gloss, verbs: Verbs) -> Iterator[Draft]:
    tags = verbs.tags(verb)
    if not tags & {PARTICIPLE, INFINITIVE, GERUND}:
        return
    if gloss.paradigm.bracket:
        yield from _bracket(row, verb, gloss, verbs)
    else:
        yield from _before(row, verb, gloss, tags)


def _before(row: Sequence[Draft], verb: Draft, gloss: Gloss, tags: frozenset[str]) -> Iterator[Draft]:
    """Helpers right before a verb; pronouns, adverbs and negations may stand between."""
    needs, links = tags, 0
    for d in reversed(row[: verb.index]):
        role = gloss.helpers.get(d.base) if d.pos in VERBAL else None
        if role is not None and _licensed(role, needs):
            yield d
            needs, links = frozenset({PARTICIPLE, INFINITIVE}), 0
        elif d.lower in gloss.linkers and INFINITIVE in needs and links < LINKS:
            links += 1
        elif d.pos not in ("ADV", "PART") and d.lower not in gloss.clitics and d.lower not in gloss.negations:
            return


def _licensed(role: str, tags: frozenset[str]) -> bool:
    nominal = role in WITH_PARTICIPLE and bool(tags & {PARTICIPLE, GERUND})
    return nominal or (role in WITH_INFINITIVE and INFINITIVE in tags)


def _bracket(row: Sequence[Draft], verb: Draft, gloss: Gloss, verbs: Verbs) -> Iterator[Draft]:
    """Helpers right behind a verb, and the finite one before it in its clause where none of them is finite."""
    finite = False
    for d in row[verb.index + 1 :]:
        if d.base not in gloss.helpers or d.pos not in VERBAL:
            if d.lower != gloss.paradigm.infinitive_mark:
                break
            continue
        yield d
        finite = finite or (bool(verbs.tags(d) & FINITE) and INFINITIVE not in verbs.tags(d))
    if finite:
        return
    for d in reversed(row[: verb.index]):
        if d.text in BREAKS:
            return
        if d.pos in VERBAL and verbs.tags(d) & FINITE:
            if d.base in gloss.helpers:
                yield d
                return
            if not verbs.tags(d) & {PARTICIPLE}:
                return


def _joined(row: Sequence[Draft], first: Draft, second: Draft, verbs: Verbs) -> bool:
    """Whether a participle shares the helpers of one before it: "fue detenido y deportado"."""
    if not {PARTICIPLE} & verbs.tags(second) or verbs.tags(second) & FINITE - verbs.tags(first):
        return False
    between = row[first.index + 1 : second.index]
    joined = second.head == first.index and second.rel == "conj"
    return joined or (any(d.pos == "CCONJ" for d in between[-2:]) and not any(d.pos in VERBAL for d in between))


def _settle(
    row: Sequence[Draft], verb: Draft, gloss: Gloss, verbs: Verbs, helpers: Sequence[Draft], *, shared: bool
) -> None:
    roles = {gloss.helpers[h.base] for h in helpers}
    feats = _features(row, verb, gloss, verbs, roles, helpers)
    heard = PARTICIPLE in verbs.tags(verb) and _heard(gloss, verbs, helpers, roles)
    for h in () if shared else helpers:
        _below(row, verb, h)
        h.lemma, h.pos, h.feats = "быть", "AUX", {}
    opening = [h for h in helpers if h.index == 0 and h.lower in gloss.if_first]
    if opening:  # "Sollte sie verurteilt werden, ..."
        opening[0].lemma, opening[0].pos, opening[0].rel = IF, "SCONJ", "mark"
    elif heard:
        _mark_hearsay(verb, helpers, shared=shared)
    verb.pos, verb.feats = "VERB", feats
    passive = feats["Voice"] == "Pass"
    for d in children(row, verb.index):
        if d.rel in SUBJECTS:
            d.rel = "nsubj:pass" if passive else "nsubj"


def _below(row: Sequence[Draft], verb: Draft, helper: Draft) -> None:
    if verb.head == helper.index:
        swap_heads(row, helper, verb)
    for d in row:
        if d.head == helper.index and d.index != verb.index:
            d.head = verb.index
    helper.hang(verb.index, "aux")


def _heard(gloss: Gloss, verbs: Verbs, helpers: Sequence[Draft], roles: set[str]) -> bool:
    """Whether a form says that others tell it: "aurait été enlevé", "soll entführt worden sein"."""
    if HEARSAY in roles:
        return True
    conditional = [h for h in helpers if CONDITIONAL in verbs.tags(h)]
    return any(gloss.helpers[h.base] in WITH_PARTICIPLE for h in conditional)


def _mark_hearsay(verb: Draft, helpers: Sequence[Draft], *, shared: bool) -> None:
    if shared or not helpers:
        verb.senses.append(ALLEGEDLY)
    else:
        helpers[-1].lemma, helpers[-1].pos, helpers[-1].rel = ALLEGEDLY, "ADV", "advmod"


def _features(
    row: Sequence[Draft], verb: Draft, gloss: Gloss, verbs: Verbs, roles: set[str], helpers: Sequence[Draft]
) -> dict[str, str]:
    tags, feats = verbs.tags(verb), {"Voice": "Act", "Aspect": "Perf"}
    ahead = MODAL in roles or any(FUTURE in verbs.tags(h) for h in helpers)
    if PARTICIPLE in tags and roles & WITH_PARTICIPLE:
        passive = bool(roles & {PASSIVE, STATE, BECOME} or (BE in roles and not _moves(row, verb, gloss)))
        voice = {**feats, "Voice": "Pass"} if passive else feats
        if ahead:
            return {**voice, "VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
        if passive:
            return {**voice, "VerbForm": "Part", "Variant": "Short", "Tense": "Past"}
        return {**voice, "VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"}
    if INFINITIVE in tags and roles & WITH_INFINITIVE:
        return {**feats, "VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
    return feats | _alone(verb, tags, gloss)


def _alone(verb: Draft, tags: frozenset[str], gloss: Gloss) -> dict[str, str]:
    """Features of a verb without helpers."""
    finite = tags & FINITE
    if INFINITIVE in tags and (not finite or verb.feats.get("VerbForm") == "Inf"):
        return {"VerbForm": "Inf"}
    if PARTICIPLE in tags and (not finite or verb.rel in ("acl", "amod")):
        active = verb.base in gloss.be_perfect
        return {"Voice": "Act" if active else "Pass", "VerbForm": "Part", "Tense": "Past"}
    if GERUND in tags and not finite:
        return {"VerbForm": "Conv", "Tense": "Pres"}
    tense = "Past" if PAST in finite else "Fut" if finite & {FUTURE, CONDITIONAL} else "Pres"
    return {"VerbForm": "Fin", "Mood": "Ind", "Tense": tense}


def _moves(row: Sequence[Draft], verb: Draft, gloss: Gloss) -> bool:
    """Whether "be" makes the perfect of a verb: verbs of motion, and reflexive ones ("s'est enfui")."""
    reflexive = any(d.lower in gloss.reflexive for d in row[max(verb.index - 4, 0) : verb.index])
    return verb.base in gloss.be_perfect or reflexive


def settle_conditions(row: Sequence[Draft]) -> None:
    """Hang an "if" clause that opens a sentence on the verb of what follows it, also where it was drawn above it."""
    comma = next((d.index for d in row if d.text == ","), None)
    if comma is None or row[0].lemma != IF:
        return
    condition = next((d for d in row[:comma] if d.pos == "VERB"), None)
    main = next((d for d in row[comma:] if d.pos == "VERB"), None)
    if condition is None or main is None:
        return
    if main.head == condition.index:
        swap_heads(row, condition, main)
        for d in row[:comma]:
            d.head = condition.index if d.head == main.index else d.head
        main.rel = "root" if main.head < 0 else main.rel
    condition.hang(main.index, "advcl")
    row[0].hang(condition.index, "mark")


def settle_objects(row: Sequence[Draft], gloss: Gloss) -> None:
    """Of two subjects of an active verb the one behind it is acted upon, unless an article says otherwise."""
    for verb in (d for d in row if d.pos == "VERB" and d.feats.get("Voice") == "Act"):
        found = [d for d in children(row, verb.index) if d.rel in SUBJECTS and d.pos != "PRON"]
        before = [d for d in found if d.index < verb.index]
        for d in found if before and len(found) > 1 else ():
            if d.index > verb.index or (gloss.paradigm.bracket and d is not before[0]):
                d.rel = "obj"


def _negations(row: Sequence[Draft], gloss: Gloss) -> None:
    """Every negation on the verb whose clause it stands in; a negated concept says so for phrases too."""
    for d in row:
        if d.lemma == "не" and d.pos == "PART":
            verb = _negated(row, d, gloss)
            if verb is not None:
                d.hang(verb.index, "advmod")


def _negated(row: Sequence[Draft], d: Draft, gloss: Gloss) -> Draft | None:
    above = row[d.head] if 0 <= d.head < len(row) else None
    if above is not None and above.pos == "AUX" and above.rel == "aux":
        above = row[above.head]
    if above is not None and (above.pos == "VERB" or (d.index + 1 == above.index and not gloss.paradigm.bracket)):
        return above
    after = next((x for x in _clause(row[d.index + 1 :]) if x.pos == "VERB"), None)
    return after or next((x for x in _clause(row[: d.index][::-1]) if x.pos == "VERB"), None)


def _clause(row: Sequence[Draft]) -> Iterator[Draft]:
    for d in row:
        if d.text in BREAKS:
            return
        yield d
