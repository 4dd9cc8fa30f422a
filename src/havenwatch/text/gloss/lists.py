"""Word lists by which a language joins the frames: lang/<language>/gloss.yaml and inflection.yaml."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from havenwatch.errors import OntologyError
from havenwatch.text.gloss.inflected.paradigm import Paradigm, read_paradigm
from havenwatch.text.gloss.strung.suffixes import SuffixRules, suffix_rules

EMPTY = "_"  # a word of a phrase that adds nothing
CLASSES = ("verb", "noun", "adjective")
SECTIONS = (("verb", "verbs"), ("noun", "nouns"), ("noun", "places"), ("adjective", "adjectives"), ("", "words"))


@dataclasses.dataclass(frozen=True, slots=True)
class Inflection:
    """How forms go back to dictionary forms; endings are (ending, what stands instead), by word class.

    `twice`: endings may be taken off a second time. `infinitive`: endings that every infinitive has. `suffixes`: of a
    language that strings them. `names`: endings of persons' names by gender and case ("Masc Gen").
    """

    endings: Mapping[str, tuple[tuple[str, str], ...]]
    irregular: Mapping[str, str]
    participles: frozenset[str]
    past: frozenset[str]
    regular_past: tuple[str, ...]
    gerund: tuple[str, ...]
    double: bool
    abbreviations: frozenset[str]
    twice: bool = False
    infinitive: tuple[str, ...] = ("",)
    suffixes: SuffixRules | None = None
    names: Mapping[str, tuple[tuple[str, str], ...]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """Words in dictionary form and the concepts that stand for them, one a word (`_`: none)."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Pronoun:
    """Concept, word class, and features of a pronoun's form."""

    concept: str
    pos: str
    feats: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Gloss:
    """What the words of one language stand for.

    `concepts` maps a dictionary form to its concepts by word class (key "" for any class); `forms` the same for forms
    that decide by themselves. `phrases` are keyed by their first word. `prepositions` give the concept (None where the
    case alone says it) and the case. `auxiliaries` map a form to what it does to the verb: passive, perfect, future,
    support, infinitive; below an `implicative` verb an infinitive tells what happened. `case_words`: the language has
    case endings of its own;
    `subject_first`: what stands bare before its verb acts, what stands behind it is acted upon. `located`:
    verbs that before a preposition say where somebody is, with their concept there. `known` are all dictionary forms of
    the lists.

    With `case_words` these hold too. `endings` are pairs of a form's and its dictionary form's ending with the case
    that the pair decides, or forms that say what a preposition says. `to_person`: what a preposition means before a
    person. `negated`: what the denial of a concept means by itself. `nominal`: nouns of the act that a verbal noun
    stands for as well. `pending`: helpers that put off what stands before them. `places`: words for states and cities.

    With a `paradigm` (see there) these hold too. `helpers` are auxiliaries by dictionary form; `linkers` may stand
    between one and its infinitive. `clitics` are pronouns right before or behind a verb, elsewhere other words:
    `dative_clitics` are receivers, `reflexive` ones point back. `if_before`: a form that is "if" before
    these words ("s'il"). `be_perfect` are verbs whose perfect is made with "be";
    `empty` says nothing ("ne" of "ne ... pas"); `object_mark` stands before a person acted upon, `receiver_mark`
    before one who receives, and before a thing says where; `article_cases` give
    "case number" by article; `plural_too` are nouns like "people"; `linking` letters stand between the parts of
    compounds; `capital_nouns`: every noun is written with a capital.
    """

    language: str
    concepts: Mapping[str, Mapping[str, tuple[str, ...]]]
    forms: Mapping[str, Mapping[str, tuple[str, ...]]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    prepositions: Mapping[str, tuple[str | None, str]]
    endings: Mapping[str, tuple[str, str | None]]
    into_place: frozenset[str]
    places: frozenset[str]
    pending: frozenset[str]
    negated: Mapping[str, tuple[str, ...]]
    nominal: Mapping[str, tuple[str, ...]]
    to_person: Mapping[str, tuple[str | None, str]]
    agent: frozenset[str]
    pronouns: Mapping[str, Pronoun]
    possessive_too: Mapping[str, str]
    articles: frozenset[str]
    auxiliaries: Mapping[str, str]
    with_clause: Mapping[str, str]
    if_first: frozenset[str]
    implicative: frozenset[str]
    negations: frozenset[str]
    none: frozenset[str]
    genitive: frozenset[str]
    numerals: Mapping[str, str]
    gendered: Mapping[str, str]
    capital_nations: bool
    case_words: bool
    subject_first: bool
    located: Mapping[str, str]
    inflection: Inflection
    known: frozenset[str]
    paradigm: Paradigm
    helpers: Mapping[str, str]
    clitics: Mapping[str, Pronoun]
    dative_clitics: frozenset[str]
    linkers: frozenset[str]
    if_before: Mapping[str, Sequence[str]]
    reflexive: frozenset[str]
    be_perfect: frozenset[str]
    empty: frozenset[str]
    object_mark: frozenset[str]
    receiver_mark: frozenset[str]
    article_cases: Mapping[str, str]
    plural_too: frozenset[str]
    linking: tuple[str, ...]
    capital_nouns: bool


@functools.cache
def load_gloss(language: str) -> Gloss:
    """Lists of `language` (ISO 639-1).

    Raises:
        OntologyError: a file is missing, or an entry has another shape than lang/en shows.
    """
    raw, forms = _read(language, "gloss"), _read(language, "inflection")
    try:
        return _gloss(language, raw, forms)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OntologyError(f"lang/{language}/gloss.yaml: {error}; see lang/en for the shape") from error


@functools.cache
def languages() -> tuple[str, ...]:
    """Languages that have a gloss, in order."""
    root = importlib.resources.files("havenwatch.lang")
    return tuple(sorted(p.name for p in root.iterdir() if (root / p.name / "gloss.yaml").is_file()))


def _read(language: str, name: str) -> dict[str, Any]:
    path = importlib.resources.files("havenwatch.lang") / language / f"{name}.yaml"
    try:
        loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise OntologyError(f"lang/{language}/{name}.yaml cannot be read: {error}") from error
    return loaded


def _gloss(language: str, raw: Mapping[str, Any], forms: Mapping[str, Any]) -> Gloss:
    concepts, phrases = _concepts(raw), _phrases(raw["phrases"])
    in_phrases = (word for rows in phrases.values() for p in rows for word in p.words)
    return Gloss(
        language=language,
        concepts=concepts,
        forms={form: {k: _row(v) for k, v in senses.items()} for form, senses in raw.get("forms", {}).items()},
        phrases=phrases,
        prepositions={word: (row[0], row[1]) for word, row in raw["prepositions"].items()},
        endings={e: (row[0], row[1]) for e, row in raw.get("endings", {}).items()},
        pending=frozenset(raw.get("pending", ())),
        negated={concept: _row(value) for concept, value in raw.get("negated", {}).items()},
        nominal={base: _row(value) for base, value in raw.get("nominal", {}).items()},
        places=frozenset(raw.get("places", {})),
        into_place=frozenset(raw["into_place"]),
        to_person={word: (row[0], row[1]) for word, row in raw.get("to_person", {}).items()},
        agent=frozenset(raw["agent"]),
        pronouns={word: _pronoun(row) for word, row in raw["pronouns"].items()},
        possessive_too=raw.get("possessive_too", {}),
        articles=frozenset(raw["articles"]),
        auxiliaries={form: role for role, words in raw["auxiliaries"].items() for form in words},
        with_clause=raw.get("with_clause", {}),
        if_first=frozenset(raw.get("if_first", ())),
        implicative=frozenset(raw.get("implicative", ())),
        negations=frozenset(raw["negations"]),
        none=frozenset(raw["none"]),
        genitive=frozenset(raw["genitive"]),
        numerals=raw["numerals"],
        gendered=raw.get("gendered", {}),
        capital_nations=bool(raw["capital_nations"]),
        case_words=bool(raw["case_words"]),
        subject_first=bool(raw.get("subject_first", False)),
        located=raw.get("located", {}),
        inflection=_inflection(forms),
        known=frozenset((*concepts, *in_phrases, *raw.get("helpers", {}))),
        paradigm=read_paradigm(forms),
        **_with_paradigm(raw),
    )


def _with_paradigm(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What only a language with a paradigm has."""
    sets = (
        "dative_clitics",
        "linkers",
        "reflexive",
        "be_perfect",
        "empty",
        "object_mark",
        "receiver_mark",
        "plural_too",
    )
    return {name: frozenset(raw.get(name, ())) for name in sets} | {
        "helpers": raw.get("helpers", {}),
        "if_before": raw.get("if_before", {}),
        "clitics": {word: _pronoun(row) for word, row in raw.get("clitics", {}).items()},
        "article_cases": raw.get("article_cases", {}),
        "linking": tuple(raw.get("linking", ())),
        "capital_nouns": bool(raw.get("capital_nouns", False)),
    }


def _inflection(raw: Mapping[str, Any]) -> Inflection:
    endings = {kind: tuple((e, r) for e, r in rows) for kind, rows in raw["endings"].items()}
    return Inflection(
        endings, raw["irregular"], frozenset(raw["participles"]), frozenset(raw["past"]), tuple(raw["regular_past"]),
        tuple(raw["gerund"]), bool(raw["double"]), frozenset(raw["abbreviations"]),
        bool(raw.get("twice", False)), tuple(raw.get("infinitive", ("",))),
        suffix_rules(raw["suffixes"]) if "suffixes" in raw else None,
        {key: tuple((e, r) for e, r in rows) for key, rows in raw.get("names", {}).items()},
    )  # fmt: skip


def _concepts(raw: Mapping[str, Any]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, section in SECTIONS:
        for word, value in (raw.get(section) or {}).items():
            found.setdefault(str(word), {})[kind] = _row(value)
    return found


def _row(value: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(x.replace("ё", "е") for x in ([value] if isinstance(value, str) else value))


def _phrases(raw: Mapping[str, str]) -> Mapping[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for text, value in raw.items():
        words, concepts = tuple(text.split()), tuple(str(value).replace("ё", "е").split())
        if len(concepts) > len(words):
            raise ValueError(f"phrase {text!r}: more concepts than words in {value!r}")
        filled = concepts + (EMPTY,) * (len(words) - len(concepts))
        found.setdefault(words[0], []).append(Phrase(words, filled))
    return {word: tuple(sorted(rows, key=lambda p: (-len(p.words), p.words))) for word, rows in found.items()}


def _pronoun(row: str) -> Pronoun:
    concept, pos, gender, number, case = row.split()
    feats = {"Gender": gender, "Number": number, "Case": case}
    return Pronoun(concept, pos, {k: v for k, v in feats.items() if v != "-"})
