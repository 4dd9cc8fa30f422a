"""Names of persons in the nominative, by the endings or suffixes of a language that declines them."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.lists import Inflection, languages, load_gloss
from havenwatch.text.gloss.strung.suffixes import SuffixRules, case_of_name
from havenwatch.text.names import GIVEN, is_given, parse_name
from havenwatch.text.tokens import Token

PERSONAL = ("Acc", "Gen", "Dat", "Abl")  # cases in which news put persons; a place's case would cut too many names
SAME = {"Acc": "Gen", "Loc": "Dat"}  # cases whose endings are those of another in men's and women's names
KEEP = 3  # letters of a name that stay


def nominative_words(tokens: Sequence[Token], language: str | None, case: str | None, gender: str | None) -> list[str]:
    """Words of a name in the nominative; as written in a language whose names do not change.

    Args:
        tokens: the words of one name.
        language: of the text.
        case: in which the name stands, None where nothing tells.
        gender: Masc or Fem, None where nothing tells.
    """
    words = [t.text for t in tokens]
    if language not in languages():
        return words
    rules = load_gloss(language).inflection
    if rules.suffixes is not None:
        return _last_bare(words, rules.suffixes)
    told = _by_given_name(words[0], rules, case, gender)
    if not rules.names or told is None:
        return words
    return [_declined(word, rules, *told) for word in words]


def _by_given_name(word: str, rules: Inflection, case: str | None, gender: str | None) -> tuple[str, str] | None:
    """Case and gender that make a known given name of the first word; else what was told, None for a nominative.

    Models err about foreign names, but "Ірину" is a form of Ірина and of nothing else.
    """
    told = (SAME.get(case or "", case or ""), gender or "")
    options = [told, *((c, g) for g, c in (key.split() for key in rules.names))]
    if not is_given(word):
        for option in options:
            if f"{option[1]} {option[0]}" in rules.names and is_given(_declined(word, rules, *option)):
                return option
    return None if case in (None, "Nom") or gender is None else (case or "", gender)


def _last_bare(words: list[str], rules: SuffixRules) -> list[str]:
    """Only the last word of a name takes the case; a lone given name that the lists know has none."""
    known = any(t.kind == GIVEN for t in parse_name(words[-1]).tokens)
    if known:
        return words
    return [*words[:-1], case_of_name(words[-1], rules, PERSONAL)[0]]


def _declined(word: str, rules: Inflection, case: str, gender: str) -> str:
    rows = rules.names.get(f"{gender} {case}") or rules.names.get(f"{gender} {SAME.get(case, case)}", ())
    for ending, instead in rows:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= KEEP:
            return word[: len(word) - len(ending)] + instead
    return word
