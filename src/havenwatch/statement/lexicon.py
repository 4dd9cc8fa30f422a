"""Word lists of one language that the reading of statements needs: status, speech, people, sayings."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
from collections.abc import Mapping
from typing import Any

import yaml

from havenwatch.errors import OntologyError


@dataclasses.dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemma sets by purpose; see lang/<language>/*.yaml for the phrase that motivated each group."""

    planned: frozenset[str]
    denied: frozenset[str]
    alleged: frozenset[str]
    conditional: frozenset[str]
    negation: frozenset[str]
    not_negation: frozenset[str]
    fiction: frozenset[str]
    sport: frozenset[str]
    works: frozenset[str]
    plot: frozenset[str]
    speech: frozenset[str]
    claims: frozenset[str]
    speech_nouns: frozenset[str]
    doubtful: frozenset[str]
    accusing: frozenset[str]
    speakers: Mapping[str, frozenset[str]]
    generic: Mapping[str, str]
    representative: frozenset[str]
    official: frozenset[str]
    observer: frozenset[str]
    other: frozenset[str]
    minor: frozenset[str]
    relative: frozenset[str]
    abstract: frozenset[str]
    collective: frozenset[str]
    rule_sources: frozenset[str]
    rule_verbs: frozenset[str]
    rule_grounds: frozenset[str]
    forecast: frozenset[str]
    forecast_phrases: tuple[str, ...]
    advice_verbs: frozenset[str]
    address: frozenset[str]
    remedy_ways: frozenset[str]
    remedy_fight: frozenset[str]
    remedy_gone: frozenset[str]


@functools.cache
def load_lexicon(language: str) -> Lexicon:
    """Word lists of `language` (ISO 639-1).

    Raises:
        OntologyError: a list is missing or has another shape than expected.
    """
    files = {name: _read(language, name) for name in ("status", "speech", "people", "sayings")}
    try:
        return Lexicon(**_status(files["status"]), **_speech(files["speech"]), **_people(files["people"]),
                       **_sayings(files["sayings"]))  # fmt: skip
    except (KeyError, TypeError) as error:
        raise OntologyError(f"lang/{language}: a word list lacks {error}; see lang/ru for the shape") from error


def _read(language: str, name: str) -> dict[str, Any]:
    path = importlib.resources.files("havenwatch.lang") / language / f"{name}.yaml"
    try:
        loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OntologyError(f"lang/{language}/{name}.yaml cannot be read: {error}") from error
    return loaded


def _lemmas(group: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(x).replace("ё", "е") for x in group["lemmas"])


def _status(raw: Mapping[str, Any]) -> dict[str, Any]:
    names = ("planned", "denied", "alleged", "conditional", "negation", "not_negation")
    worlds = ("fiction", "sport", "works", "plot")
    return {name: _lemmas(raw[name]) for name in (*names, *worlds)}


def _speech(raw: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {kind: frozenset(words) for kind, words in raw["kinds"].items()}
    return {"speech": _lemmas(raw["verbs"]), "claims": _lemmas(raw["claims"]),
            "speech_nouns": _lemmas(raw["phrases"]), "doubtful": _lemmas(raw["doubtful"]),
            "accusing": _lemmas(raw["accusing"]),
            "speakers": kinds}  # fmt: skip


def _people(raw: Mapping[str, Any]) -> dict[str, Any]:
    generic = {word: gender for gender in ("Masc", "Fem") for word in raw["generic"][gender]}
    names = ("representative", "official", "observer", "other", "minor", "relative", "abstract", "collective")
    return {"generic": generic} | {name: _lemmas(raw[name]) for name in names}


def _sayings(raw: Mapping[str, Any]) -> dict[str, Any]:
    rule, forecast, advice = raw["rule"], raw["forecast"], raw["advice"]
    remedies = {f"remedy_{key}": frozenset(raw["remedies"][key]) for key in ("ways", "fight", "gone")}
    return {"rule_sources": _lemmas(rule["source"]), "rule_verbs": _lemmas(rule["verbs"]),
            "rule_grounds": _lemmas(rule["ground"]), "forecast": _lemmas(forecast["hedge"]),
            "forecast_phrases": tuple(forecast["phrases"]), "advice_verbs": _lemmas(advice["verbs"]),
            "address": _lemmas(advice["address"])} | remedies  # fmt: skip
