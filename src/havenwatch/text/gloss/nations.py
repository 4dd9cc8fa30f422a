"""Words of a language for what is of a state, and for its people: lang/<language>/nations.yaml."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping

import yaml

from havenwatch.errors import OntologyError

ADJECTIVE, DEMONYM, STATE = "adjective", "demonym", "state"
KINDS = {"adjective": ADJECTIVE, "own": DEMONYM, "state": STATE}


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
