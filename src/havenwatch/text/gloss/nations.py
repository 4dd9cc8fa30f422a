"""Words of a language for what is of a state, and for its people: lang/<language>/nations.yaml."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Mapping

import yaml

from havenwatch.errors import OntologyError
from havenwatch.text.gloss.lists import Gloss

ADJECTIVE, DEMONYM, STATE, CITY = "adjective", "demonym", "state", "city"
KINDS = {"adjective": ADJECTIVE, "own": DEMONYM, "state": STATE, "city": CITY}
NAMES = (STATE, CITY)
FEMININE = "in"
SHORTEST = 3
GENITIVE = "s"  # "Bakus Ersuchen", "Russlands Antrag"


@functools.cache
def load_nations(language: str) -> Mapping[str, tuple[str, str]]:
    """Lower-case word -> (ISO code, kind); empty for a language without the file.

    Raises:
        OntologyError: the file has another shape than lang/en shows.
    """
    path = importlib.resources.files("havenwatch.lang") / language / "nations.yaml"
    if not path.is_file():
        return {}
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {str(w): (str(iso), KINDS[key]) for iso, row in raw.items() for key, words in row.items() for w in words}
    except (AttributeError, KeyError, TypeError, yaml.YAMLError) as error:
        raise OntologyError(f"lang/{language}/nations.yaml: {error}; see lang/en for the shape") from error


def nation_of(form: str, gloss: Gloss) -> tuple[str, str] | None:
    """(ISO code, kind) of a lower-case phrase in any inflected form, None where it is no word for a state.

    Names of states and cities have no forms but the genitive of a language whose nouns are written with a capital.
    """
    words = load_nations(gloss.language)
    if form in words or " " in form:
        return words.get(form)
    genitive = words.get(form.removesuffix(GENITIVE)) if gloss.capital_nouns else None
    if genitive is not None and genitive[1] in NAMES:
        return genitive
    found = (words.get(base) for base in _bases(form, gloss))
    return next((hit for hit in found if hit is not None and hit[1] not in NAMES), None)


def _bases(form: str, gloss: Gloss) -> Iterator[str]:
    """Forms that inflection may have made of `form`; a feminine "-in" goes back to a masculine with or without -e."""
    for kind in ("adjective", "noun"):
        for ending, instead in gloss.inflection.endings.get(kind, ()):
            if form.endswith(ending) and len(form) - len(ending) >= SHORTEST:
                base = form[: len(form) - len(ending)] + instead
                yield base
                if gloss.capital_nouns and base.endswith(FEMININE):
                    yield base[: -len(FEMININE)]
                    yield base[: -len(FEMININE)] + "e"
    if gloss.capital_nouns and form.endswith(FEMININE):
        yield form[: -len(FEMININE)]
        yield form[: -len(FEMININE)] + "e"
