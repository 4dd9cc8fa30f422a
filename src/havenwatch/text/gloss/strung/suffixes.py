"""Suffixes that are strung behind a stem: which stem of the lists a word has, and what its suffixes say.

Kazakh and Kyrgyz put voice, negation, tense, number, owner and case one behind the other ("бермеуді": give, not,
-ing, accusative). A suffix must agree with what stands before it: vowels by harmony, first consonants by voice. The
check keeps whole names whole: in "Ольга" or "Фарида" no suffix is found.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SHORTEST = 2  # letters of a stem
CASE, STEM_OF_VERB, NEGATION = 6, 3, 2  # layers, outermost first; voice is 1, number 4, owner 5


@dataclasses.dataclass(frozen=True, slots=True)
class Suffix:
    """One form of a suffix: its layer and the features it adds ("Case=Acc", "Voice=Pass")."""

    form: str
    layer: int
    feats: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class SuffixRules:
    """Suffixes of a language, longest first, and the sounds that decide which form follows which stem.

    `harmony` maps a vowel to its classes; two vowels agree when they share one. A form that opens with one of
    `hard_starts` follows a `voiceless` end, `either_starts` and `either_ends` go with anything, `neutral` forms follow
    any stem. `restore` maps a final letter as it stands before a suffix to that of the dictionary form; `elided` are
    vowels that a verbal noun swallows; behind `mixed` endings either vowel stands; a word that ends in one of `spared`
    has no case suffix.
    """

    suffixes: tuple[Suffix, ...]
    harmony: Mapping[str, frozenset[str]]
    voiceless: frozenset[str]
    either_ends: frozenset[str]
    hard_starts: frozenset[str]
    either_starts: frozenset[str]
    neutral: frozenset[str]
    elided: tuple[str, ...]
    mixed: tuple[str, ...]
    restore: Mapping[str, str]
    spared: tuple[str, ...]


def suffix_rules(raw: Mapping[str, Any]) -> SuffixRules:
    """Rules of one language from its inflection.yaml; raises KeyError and the like for another shape."""
    rows = [
        Suffix(form, int(row["layer"]), dict(pair.split("=", 1) for pair in row["feats"].split()))
        for row in raw["rows"]
        for form in row["forms"].split()
    ]
    harmony: dict[str, set[str]] = {}
    for name, vowels in raw["harmony"].items():
        for vowel in vowels:
            harmony.setdefault(vowel, set()).add(name)
    return SuffixRules(
        tuple(sorted(rows, key=lambda s: -len(s.form))),
        {v: frozenset(classes) for v, classes in harmony.items()},
        frozenset(raw["voiceless"]), frozenset(raw["either_ends"]), frozenset(raw["hard_starts"]),
        frozenset(raw["either_starts"]), frozenset(raw["neutral"]), tuple(raw["elided"]), tuple(raw["mixed"]),
        dict(raw["restore"]), tuple(raw["spared"]),
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A stem and what was taken off it; `layers` from the outside inwards."""

    stem: str
    feats: Mapping[str, str]
    layers: tuple[int, ...] = ()


def readings(word: str, rules: SuffixRules) -> Iterator[Reading]:
    """All ways to take suffixes off a lower-case word, the whole word first, then by the length of the stem."""
    found = [Reading(word, {})]
    todo = list(found)
    while todo:
        reading = todo.pop()
        fresh = [r for s in rules.suffixes if (r := _off(reading, s, rules)) is not None]
        found += fresh
        todo += fresh
    yield from sorted(found, key=lambda r: (-len(r.stem), len(r.layers)))


def stems(reading: Reading, rules: SuffixRules) -> Iterator[str]:
    """The stem as it stands, and with the final letter that it has without a suffix."""
    yield reading.stem
    last = rules.restore.get(reading.stem[-1:])
    if last is not None and reading.layers:
        yield reading.stem[:-1] + last
    if reading.feats.get("VerbForm") == "Inf":
        yield from (reading.stem + vowel for vowel in rules.elided)


def _off(reading: Reading, suffix: Suffix, rules: SuffixRules) -> Reading | None:
    outer = reading.layers[-1] if reading.layers else CASE + 1
    allowed = suffix.layer < outer or suffix.layer == outer == 1  # several voices may follow each other
    stem = reading.stem.removesuffix(suffix.form)
    if not allowed or len(stem) < SHORTEST or stem == reading.stem or not agrees(stem, suffix.form, rules):
        return None
    return Reading(stem, {**suffix.feats, **reading.feats}, (*reading.layers, suffix.layer))


def agrees(stem: str, form: str, rules: SuffixRules) -> bool:
    """Whether a suffix's form may follow a stem by its vowel and its first consonant."""
    if form in rules.neutral:
        return True
    before = next((c for c in reversed(stem) if c in rules.harmony), "")
    after = next((c for c in form if c in rules.harmony), "")
    if before and after and not stem.endswith(rules.mixed) and not rules.harmony[before] & rules.harmony[after]:
        return False
    first, vowel, voiceless = form[0], stem[-1] in rules.harmony, stem[-1] in rules.voiceless
    if first in rules.either_starts or stem[-1] in rules.either_ends:
        return True
    if first in rules.harmony:  # a vowel does not follow a vowel
        return not vowel
    return voiceless if first in rules.hard_starts else not voiceless or vowel


def case_of_name(word: str, rules: SuffixRules, cases: Sequence[str]) -> tuple[str, str | None]:
    """A name without its case suffix, capitals kept, and the case; the word itself and None when it has none."""
    lower = word.lower()
    if lower.endswith(rules.spared):
        return word, None
    for suffix in rules.suffixes:
        case = suffix.feats.get("Case")
        fits = suffix.layer == CASE and case in cases and len(suffix.feats) == 1
        stem = lower.removesuffix(suffix.form)
        if fits and stem != lower and len(stem) > SHORTEST and agrees(stem, suffix.form, rules):
            return word[: len(stem)], case
    return word, None
