"""Russian dictionary forms: lemmas that agree with the tagger, and names in the nominative."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

GRAMMEMES = {  # Universal Dependencies value -> OpenCorpora grammeme
    "Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct",
    "Masc": "masc", "Fem": "femn", "Neut": "neut", "Sing": "sing", "Plur": "plur",
    "Past": "past", "Pres": "pres", "Fut": "futr", "Imp": "impr", "Ind": "indc",
}  # fmt: skip
# endings of surnames that do not decline: Юсупзода, Алиев оглы, Абдыкадыр уулу, Джугашвили, Шеварднадзе, Шевченко
INDECLINABLE = ("зода", "заде", "оглы", "кызы", "улы", "уулу", "швили", "дзе", "енко", "аго", "ых", "их")
OBLIQUE = ("ова", "ева", "ёва", "ина", "ына", "ского", "цкого")  # no man's surname ends so in the nominative
FORMS = {"Fin": {"VERB"}, "Inf": {"INFN"}, "Part": {"PRTF", "PRTS"}, "Conv": {"GRND"}}
DECIDED = ("Case", "Number", "Tense", "Mood")  # what the dictionary decides about a form
SECOND = {"gent": "gen2", "loct": "loc2", "accs": "acc2"}  # rarer forms of a case: "чаю", "в лесу"
CLASSES = {
    "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"}, "AUX": {"VERB", "INFN"}, "NOUN": {"NOUN"}, "PROPN": {"NOUN"},
    "ADJ": {"ADJF", "ADJS", "COMP", "PRTF"}, "ADV": {"ADVB", "COMP", "PRED"}, "PRON": {"NPRO"},
    "DET": {"ADJF", "NPRO"}, "NUM": {"NUMR", "ADJF"}, "ADP": {"PREP"}, "CCONJ": {"CONJ"}, "SCONJ": {"CONJ"},
    "PART": {"PRCL"},
}  # fmt: skip


@functools.cache
def dictionary() -> Any:
    """The pymorphy3 analyser, loaded on first use (about 0.3 s, 15 MB)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@functools.lru_cache(maxsize=200_000)
def parses(word: str) -> tuple[Any, ...]:
    """All dictionary readings of a word form, the likeliest first."""
    try:
        return tuple(dictionary().parse(word))
    except ValueError:  # letters that Unicode has no name for
        return ()


def lemma(word: str, pos: str, feats: Mapping[str, str]) -> str:
    """Normal form of `word` in the reading that fits the tagger best; lower case, ё folded to е."""
    return _lemma(word.lower(), pos, feats.get("Case"), feats.get("Gender"), feats.get("Number"))


@functools.lru_cache(maxsize=200_000)
def _lemma(word: str, pos: str, *wanted: str | None) -> str:
    grammemes = {GRAMMEMES[w] for w in wanted if w in GRAMMEMES}
    classes = CLASSES.get(pos)

    def fit(item: tuple[int, Any]) -> tuple[int, int, int]:
        order, parse = item
        right_class = classes is None or parse.tag.POS in classes
        return (int(right_class), len(grammemes & parse.tag.grammemes), -order)

    found = max(enumerate(parses(word)), key=fit, default=None)
    return (found[1].normal_form if found else word).replace("ё", "е")


@functools.lru_cache(maxsize=50_000)
def participle_form(word: str) -> str | None:
    """Full participle in the nominative of its gender ("мобилизованного" -> "мобилизованный"); None for other words."""
    for parse in parses(word.lower()):
        if parse.tag.POS == "PRTF":
            gender = "femn" if parse.tag.gender == "femn" else "masc"
            form = parse.inflect({"sing", "nomn", gender})
            return str(form.word).replace("ё", "е") if form is not None else None
    return None


Grammar = tuple[str, Mapping[str, str]]  # word class, features


def first_known(word: str, ranked: Sequence[Grammar]) -> Grammar | None:
    """The first of the ranked that the dictionary has for the word; the very first for a word that it does not know.

    None for a word that it knows in none of them, or if none are given.
    """
    known = _known(word.lower())
    if not known:
        return ranked[0] if ranked else None
    return next((tag for tag in ranked if any(_fits(*tag, grammemes) for grammemes in known)), None)


@functools.lru_cache(maxsize=100_000)
def _known(word: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(p.tag.grammemes) for p in parses(word) if p.is_known)


def _fits(pos: str, feats: Mapping[str, str], grammemes: frozenset[str]) -> bool:
    classes = FORMS.get(feats.get("VerbForm", ""), CLASSES.get(pos, grammemes))
    if not classes & grammemes:
        return False
    wanted = [GRAMMEMES[feats[name]] for name in DECIDED if feats.get(name) in GRAMMEMES]
    return all(w in grammemes or (w in SECOND and SECOND[w] in grammemes) for w in wanted) or "Fixd" in grammemes


def can_be(word: str, case: str) -> bool:
    """Whether the dictionary has a form of the word in a case ("Nom", "Dat" ...); False for unknown words."""
    return any(GRAMMEMES[case] in grammemes for grammemes in _known(word.lower()))


def is_command(word: str) -> bool:
    """Whether a word is first of all a plural imperative ("подписывайте")."""
    return any("impr" in p.tag.grammemes and p.tag.number == "plur" for p in parses(word.lower())[:1])


def corrected(word: str, pos: str, feats: Mapping[str, str]) -> Mapping[str, str]:
    """Features with three known slips of the tagger mended from the dictionary.

    The future of "быть" is tagged as present, the number of a noun is given against its unambiguous ending, and a
    man's surname in -ова as a nominative ("Петрова задержал спецназ").
    """
    if pos in ("VERB", "AUX") and word.lower().startswith("буд") and feats.get("Tense") == "Pres":
        return {**feats, "Tense": "Fut"}
    if pos == "PROPN" and feats.get("Case") == "Nom" and feats.get("Gender") == "Masc" and word.endswith(OBLIQUE):
        return {**feats, "Case": "Acc"}
    if pos in ("NOUN", "PROPN") and "Number" in feats:
        number = _number(word.lower(), feats.get("Case"))
        return {**feats, "Number": number} if number is not None else feats
    return feats


@functools.lru_cache(maxsize=200_000)
def _number(word: str, case: str | None) -> str | None:
    """Number that all dictionary readings of the word in this case share; None when they differ or are guesses."""
    wanted = GRAMMEMES.get(case or "")
    fits = {p.tag.number for p in parses(word) if p.is_known and p.tag.POS == "NOUN" and wanted in p.tag.grammemes}
    return {"sing": "Sing", "plur": "Plur"}.get(next(iter(fits)) or "") if len(fits) == 1 else None


def may_command(word: str) -> bool:
    """Whether a word can be a plural imperative ("обратитесь")."""
    return any("impr" in p.tag.grammemes and p.tag.number == "plur" for p in parses(word.lower()))


def nominative(word: str, case: str | None, gender: str | None, *, surname: bool) -> str:
    """One token of a person's name in the nominative, capitals kept; the word itself when no reading fits."""
    return "-".join(_nominative(part, case, gender, surname) for part in word.split("-"))


@functools.lru_cache(maxsize=50_000)
def _nominative(word: str, case: str | None, gender: str | None, surname: bool) -> str:  # noqa: FBT001
    if case in (None, "Nom") or not word.isalpha() or (surname and word.lower().endswith(INDECLINABLE)):
        return word
    options = [p for p in parses(word) if p.tag.POS == "NOUN" and GRAMMEMES.get(case or "") in p.tag.grammemes]
    best = max(options, key=lambda p: (_name_fit(p, gender, surname), p.score), default=None)
    known = best is not None and (best.is_known or surname)
    form = _inflect(best, gender) if known else _guess(word, gender)
    return word if form is None else _recase(word, form)


def _guess(word: str, gender: str | None) -> str:
    """Nominative of a given name that no dictionary has: case endings of the hard declension taken off."""
    if gender == "Fem":
        return word[:-1] + "а" if word[-1:] in "ыуе" else word[:-2] + "а" if word.endswith("ой") else word
    masculine = ("ом", "ем", "а", "у", "е")
    ending = next((e for e in masculine if word.endswith(e) and len(word) - len(e) > 2), "")
    return word[: len(word) - len(ending)] if ending else word


def _name_fit(parse: Any, gender: str | None, surname: bool) -> int:  # noqa: FBT001
    grammemes = parse.tag.grammemes
    kinds = {"Surn"} if surname else {"Name", "Patr"}
    same_gender = GRAMMEMES.get(gender or "") in grammemes
    fixed = "Fixd" in grammemes
    return 4 * bool(kinds & grammemes) + 2 * same_gender + bool({"Surn", "Name", "Patr"} & grammemes) - 2 * fixed


def _inflect(parse: Any, gender: str | None) -> str | None:
    wanted = {"nomn", "sing"} | ({GRAMMEMES[gender]} if gender in ("Masc", "Fem") else set())
    form = parse.inflect(wanted) or parse.inflect({"nomn"})
    return None if form is None else str(form.word)


def _recase(model: str, word: str) -> str:
    return word.upper() if model.isupper() and len(model) > 1 else word[:1].upper() + word[1:]
