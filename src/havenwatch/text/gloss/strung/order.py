"""Words of a language that strings suffixes: dictionary forms, and the grammar that the suffixes tell."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.declined.names import PERSONAL
from havenwatch.text.gloss.draft import NOMINAL, Draft, children, swap_heads
from havenwatch.text.gloss.lists import EMPTY, Gloss
from havenwatch.text.gloss.strung.suffixes import (
    CASE,
    STEM_OF_VERB,
    Reading,
    SuffixRules,
    case_of_name,
    readings,
    stems,
)
from havenwatch.text.gloss.verbs import SUBJECTS
from havenwatch.text.tokens import ROOT

NOT_OF_VERB, OTHERS = ("noun", "adjective", ""), ("noun", "adjective", "verb", "")
CLOSED = ("ADP", "PUNCT", "CCONJ", "SCONJ")
LIGHT = "light"  # role of the verbs that only colour the converb before them: "іздеп жүр"
FOLLOWS = "after"  # role of words behind a verb that keep it finite: "барған екен"
ENDS = (".", ",", ";", ":", "!", "?", "»", '"', "”", ")", "—", "–")


def read_words(row: Sequence[Draft], gloss: Gloss, names: set[int]) -> None:
    """Give every word its dictionary form, its class and the features of its suffixes."""
    rules = gloss.inflection.suffixes
    if rules is None:
        return
    names -= {d.index for d in row if d.index in names and read_form(d.lower, d.pos, gloss)[1] in gloss.places}
    for d in row:
        if d.index in names:
            _name(d, rules, last=d.index + 1 not in names)
            continue
        if not d.lower[:1].isalpha() or d.lower in gloss.pronouns or d.lower in gloss.negations:
            continue
        ends = d.index + 1 == len(row) or row[d.index + 1].text in ENDS
        reading, base = read_form(d.lower, d.pos, gloss, ends=ends)
        d.base = d.lemma = base
        if d.lower in gloss.numerals:
            d.pos, d.feats = "NUM", {**reading.feats, "Animacy": "Anim"}
        elif STEM_OF_VERB in reading.layers and base != d.lower:
            _verb(d, reading)
        elif d.pos not in CLOSED or (reading.layers and d.lower not in gloss.prepositions):
            _nominal(d, reading, gloss)


def _name(d: Draft, rules: SuffixRules, *, last: bool) -> None:
    """Only the last word of a name shows its case."""
    d.pos = d.pos if d.pos == "PUNCT" else "PROPN"
    d.feats = {k: v for k, v in d.feats.items() if k not in ("Case", "Gender")}
    case = case_of_name(d.text, rules, PERSONAL)[1] if last else None
    if case is not None:
        d.feats["Case"] = case


def read_form(word: str, pos: str, gloss: Gloss, *, ends: bool = False) -> tuple[Reading, str]:
    """The reading with the longest stem that the lists know; for an unknown word what its case suffix leaves.

    Voice and negation are a verb's; `ends`: the word closes a clause.
    """
    rules = gloss.inflection.suffixes
    if rules is None or word in gloss.inflection.irregular:
        return Reading(word, {}), gloss.inflection.irregular.get(word, word)
    found = [r for r in readings(word, rules) if STEM_OF_VERB in r.layers or min(r.layers, default=CASE) > STEM_OF_VERB]
    if ends:  # at the end of a clause a finite verb: "тинтишти" is no noun
        found.sort(key=lambda r: (-len(r.stem), r.feats.get("VerbForm") != "Fin"))
    for reading in found:
        verbal = STEM_OF_VERB in reading.layers
        for stem in stems(reading, rules):
            kinds = gloss.concepts.get(stem, {})
            wanted = ("verb",) if verbal else NOT_OF_VERB if reading.layers else OTHERS
            if any(kind in kinds for kind in wanted):
                return reading, stem
    for reading in found:  # words that only phrases have
        for stem in stems(reading, rules):
            if stem in gloss.known and stem not in gloss.concepts:
                return reading, stem
    if word not in gloss.known and pos in ("NOUN", "PROPN"):
        cased = [r for r in found if r.layers == (CASE,) and len(r.stem) > SHORT]
        return (cased[-1], cased[-1].stem) if cased else (Reading(word, {}), word)
    return Reading(word, {}), word


SHORT = 3  # letters that an unknown word keeps


def _verb(d: Draft, reading: Reading) -> None:
    feats = dict(reading.feats)
    d.pos = "VERB"
    case = feats.pop("Case", None)
    d.feats = {"Voice": "Act", "Aspect": "Perf", **feats}
    if feats.get("VerbForm") == "Part" and (case is not None or "Owner" in feats):
        d.feats |= {"VerbForm": "Fin", "Mood": "Ind"}  # "жіберілгенін айтты": that he was sent
        d.rel = d.rel if d.head < 0 else "ccomp"
    elif feats.get("VerbForm") == "Inf" and d.head >= 0:
        d.rel = "xcomp"
    elif feats.get("Mood") == "Cnd" and d.head >= 0:
        d.rel = "advcl"


def _nominal(d: Draft, reading: Reading, gloss: Gloss) -> None:
    kinds = gloss.concepts.get(d.base, {})
    other = d.pos not in ("NOUN", "PROPN", "ADJ")
    if other and ("noun" in kinds or (reading.layers and not kinds)) and "verb" not in kinds:
        d.pos = "NOUN"
    if d.pos in ("VERB", "AUX", "ADV") and list(kinds) == ["adjective"]:
        d.pos = "ADJ"
    if d.pos not in (*NOMINAL, "ADJ", "DET"):
        return
    keep = {k: v for k, v in d.feats.items() if k in ("Animacy", "Number", "Degree")}  # these languages have no gender
    keep |= {"Gender": gloss.gendered[d.base]} if d.base in gloss.gendered else {}
    number = {"Number": "Sing"} if d.pos == "NOUN" else {}
    d.feats = {**keep, **number, **reading.feats}


def settle_order(row: Sequence[Draft], gloss: Gloss, names: set[int]) -> None:
    """Links that the suffixes decide: negation, helpers behind the verb, owners, adjectives, subjects and objects."""
    for d in row:
        _negation(row, d, gloss)
    for d in row:
        _helper(row, d, gloss)
    for d in row:
        if d.pos == "VERB":
            _participle(row, d)
            _condition(row, d)
    for d in row:
        _quoted(row, d)
    for d in row:
        _modifier(row, d, gloss, names)
    _names(row, names)
    for d in row:
        if d.pos in NOMINAL:
            _link(row, d)
    _subjects(row)


def _negation(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    """A word of negation right behind a verb is part of it: "ұстаған жоқ"."""
    if d.lower not in gloss.negations or d.index == 0 or d.lemma == "нет":
        return
    verb = _verb_before(row, d)
    if verb is None:
        d.lemma, d.pos, d.feats = "не", "PART", {}
        return
    verb.feats |= {"Polarity": "Neg", "VerbForm": "Fin", "Mood": "Ind"}
    verb.feats.setdefault("Tense", "Past")
    _behind(row, verb, d, "advmod")


def name_verb_forms(row: Sequence[Draft], gloss: Gloss) -> None:
    """What a verb's form adds to its concept: nouns of the act for a verbal noun, "не пустить" for a denial."""
    for d in row:
        if d.pos == "VERB" and d.feats.get("VerbForm") == "Inf":
            d.senses = [*d.senses, *gloss.nominal.get(d.base, ())]
        if d.pos != "VERB" or d.feats.get("Polarity") != "Neg" or d.lemma in (d.base, EMPTY):
            continue
        if d.lemma in gloss.negated:
            d.lemma, *d.senses = gloss.negated[d.lemma]
            del d.feats["Polarity"]
        else:
            d.senses = [d.lemma, *d.senses, *(f"не_{sense}" for sense in d.senses)]
            d.lemma = f"не_{d.lemma}"


def _behind(row: Sequence[Draft], verb: Draft, d: Draft, rel: str) -> None:
    if verb.head == d.index:
        swap_heads(row, d, verb)
    else:
        for x in row:
            if x.head == d.index:
                x.head = verb.index
        verb.head, verb.rel = (d.head, d.rel) if d.head != verb.index else (verb.head, verb.rel)
    d.hang(verb.index, rel)
    d.lemma, d.pos, d.feats, d.senses = EMPTY, "PART", {}, []


def _helper(row: Sequence[Draft], d: Draft, gloss: Gloss) -> None:
    """A helper behind its verb gives it tense and mood: "іздеп жүр", "барған екен", "берілуі мүмкін"."""
    role = gloss.auxiliaries.get(d.base) or gloss.auxiliaries.get(d.lower)
    verb = _verb_before(row, d) if role is not None and d.rel != "fixed" else None
    if verb is None:
        return
    form = verb.feats.get("VerbForm")
    if role == LIGHT and form == "Conv" and "Clause" not in verb.feats and d.pos in ("VERB", "AUX"):
        told = {k: v for k, v in d.feats.items() if k in ("VerbForm", "Tense", "Mood", "Polarity")}
        verb.feats |= told or {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres"}
        if d.feats.get("Voice") == "Pass":
            verb.feats["Voice"] = "Pass"
        _behind(row, verb, d, "aux")
    elif role == LIGHT and d.base in gloss.pending and ("Clause" in verb.feats or "Owner" in verb.feats):
        verb.feats = {"Voice": verb.feats["Voice"], "Aspect": "Perf", "VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
        _behind(row, verb, d, "aux")
    elif role == FOLLOWS and form in ("Part", "Fin"):
        verb.feats |= {"VerbForm": "Fin", "Mood": "Ind"}
        _behind(row, verb, d, "aux")
    elif role == "may":
        verb.feats |= {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
        _behind(row, verb, d, "aux")


def _verb_before(row: Sequence[Draft], d: Draft) -> Draft | None:
    """The verb right before a word, over the helpers that already hang on it."""
    for before in reversed(row[: d.index]):
        if before.pos == "VERB":
            return before
        if before.rel not in ("aux", "fixed", "advmod") or before.pos != "PART":
            return None
    return None


def _participle(row: Sequence[Draft], d: Draft) -> None:
    """A participle before a noun tells of it; at the end of its clause it is the predicate."""
    if d.feats.get("VerbForm") != "Part":
        return
    after = next((x for x in row[d.index + 1 : d.index + 5] if x.pos not in ("ADJ", "NUM", "DET", "ADV", "PART")), None)
    noun = after if after is not None and after.pos in ("NOUN", "PROPN") else None
    if noun is None or after is None or after.lower in ENDS:
        d.feats |= {"VerbForm": "Fin", "Mood": "Ind"}
        return
    noun = _phrase_end(row, noun)
    if noun.head == d.index:
        noun.head, noun.rel = d.head, d.rel if d.head >= 0 else "root"
    d.hang(noun.index, "acl")
    d.feats["Case"] = noun.feats.get("Case", "Nom")


def _condition(row: Sequence[Draft], d: Draft) -> None:
    """An "if" clause hangs on the predicate that follows it."""
    if d.feats.get("Mood") != "Cnd":
        return
    main = next((x for x in row[d.index + 1 :] if x.pos == "VERB" and x.feats.get("VerbForm") == "Fin"), None)
    if main is None:
        return
    if main.head == d.index:
        main.head, main.rel = d.head, d.rel if d.head >= 0 else "root"
    d.hang(main.index, "advcl")


def _quoted(row: Sequence[Draft], mark: Draft) -> None:
    """What stands before "деп" or "деген" is the content of the verb behind it."""
    said = _verb_before(row, mark) if mark.lemma == "что" else None
    main = next((x for x in row[mark.index + 1 :] if x.pos == "VERB"), None) if said is not None else None
    if said is None or main is None or main.index == said.head:
        return
    if main.head == said.index:
        main.head, main.rel = said.head, said.rel if said.head >= 0 else "root"
    said.hang(main.index, "ccomp")
    mark.hang(said.index, "mark")
    said.feats |= {"VerbForm": "Fin"}


def _phrase_end(row: Sequence[Draft], noun: Draft) -> Draft:
    """Head of a noun phrase that opens with `noun`: the last noun before a name, a case or a verb."""
    while noun.index + 1 < len(row) and "Case" not in noun.feats:
        after = row[noun.index + 1]
        if after.pos != "NOUN" or noun.pos == "PROPN":
            break
        noun = after
    return noun


def _modifier(row: Sequence[Draft], d: Draft, gloss: Gloss, names: set[int]) -> None:
    """A bare word before the noun that it belongs to: "өзбек белсендісі" (an adjective), "сот шешімі" (an owner)."""
    after = row[d.index + 1] if d.index + 1 < len(row) else None
    if (
        after is None
        or after.pos not in ("NOUN", "PROPN")
        or "Case" in d.feats
        or d.pos not in ("NOUN", "ADJ", "PROPN")
    ):
        return
    adjective = gloss.concepts.get(d.base, {}).get("adjective")
    if adjective is not None and d.lemma != EMPTY:
        _under(d, after, "amod")
        d.pos, d.lemma, d.senses = "ADJ", adjective[0], list(adjective[1:])
    elif "Owner" in after.feats and d.pos != "ADJ" and d.index not in names:
        _under(d, after, "nmod")
        d.feats["Case"] = "Gen"


def _under(d: Draft, noun: Draft, rel: str) -> None:
    if noun.head == d.index:
        noun.head, noun.rel = d.head, d.rel
    d.hang(noun.index, rel)


def _names(row: Sequence[Draft], names: set[int]) -> None:
    """The case that closes a name is that of the whole name and of the calling right before it."""
    for at in sorted(names, reverse=True):
        d = row[at]
        if at + 1 in names or d.pos == "PUNCT":
            continue
        first = at
        while first - 1 in names:
            first -= 1
        case = d.feats.get("Case")
        if row[first].head in range(first, at + 1):
            row[first].head, row[first].rel = next(
                ((d.head, d.rel) for d in row[first : at + 1] if d.head not in names), (ROOT, "root")
            )
        for n in range(first, at + 1):
            row[n].pos = "PROPN"
            if n > first:
                row[n].hang(first, "flat:name")
            row[n].feats |= {"Case": case} if case is not None else {}
        _calling(row, row[first], case)


def _calling(row: Sequence[Draft], name: Draft, case: str | None) -> None:
    before = row[name.index - 1] if name.index else None
    person = before is not None and before.pos == "NOUN" and before.feats.get("Animacy") == "Anim"
    if before is None or not person or "Case" in before.feats:
        return
    if before.head == name.index:
        swap_heads(row, name, before)
    name.hang(before.index, "appos")
    if case is not None:
        before.feats["Case"] = case


def _link(row: Sequence[Draft], d: Draft) -> None:
    """Link to the verb that the case tells; a bare noun is subject, or object where the model says so."""
    case = d.feats.get("Case")
    above = row[d.head] if 0 <= d.head < len(row) else None
    if (
        above is None
        or above.pos not in ("VERB", "AUX", "ADJ", "NOUN")
        or d.rel in ("appos", "flat:name", "flat", "conj")
    ):
        return
    if case == "Gen":
        _owner(row, d)
    elif above.pos == "VERB" and case == "Acc":
        d.rel = "obj"
    elif above.pos == "VERB" and case == "Dat":
        d.rel = "iobj" if d.rel in ("iobj", "obj", *SUBJECTS) or d.pos in ("PRON", "PROPN") else "obl"
    elif above.pos == "VERB" and case is not None and d.rel in ("obj", "iobj", *SUBJECTS):
        d.rel = "obl"


def _owner(row: Sequence[Draft], d: Draft) -> None:
    """A genitive belongs to the next noun that has an owner: "Садыковтың шағымы"."""
    for after in row[d.index + 1 :]:
        if after.pos in ("NOUN", "VERB") and "Owner" in after.feats:
            d.hang(after.index, "nmod" if after.pos == "NOUN" else "nsubj")
            return
        if after.pos == "VERB" and after.feats.get("VerbForm") == "Fin":
            return


def _subjects(row: Sequence[Draft]) -> None:
    """A bare noun is the subject of a verb that has none; the next one is its object."""
    for verb in (d for d in row if d.pos == "VERB"):
        below = children(row, verb.index)
        subjects = [d for d in below if d.rel in SUBJECTS]
        if not subjects:
            bare = [d for d in below if d.pos in NOMINAL and d.feats.get("Case", "Nom") == "Nom" and d.rel in BARE]
            thing = len(bare) == 1 and bare[0].pos == "NOUN" and bare[0].feats.get("Animacy") != "Anim"
            subjects = [] if thing else bare[:1]
        for d in subjects:
            d.rel = "nsubj:pass" if verb.feats.get("Voice") == "Pass" else "nsubj"
    for d in row:
        if d.pos in NOMINAL and "Case" not in d.feats:
            d.feats["Case"] = "Acc" if d.rel == "obj" and d.pos == "NOUN" else "Nom"


BARE = ("obj", "iobj", "obl")  # links of the model to a noun without suffix that may be the subject
