"""What the words around a trigger add to it: a narrower type, or the matter that an appeal concerns."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import yaml

from havenwatch.errors import OntologyError

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Refinement:
    """`type` is told instead of `of` when one of the `cues` (lemmas by language) stands near."""

    type: str
    of: str
    cues: Mapping[str, frozenset[str]]
    phrase: str


@dataclasses.dataclass(frozen=True, slots=True)
class Matter:
    """A matter (`extradition`, `asylum`, ...): its words by language and the event types that set it."""

    matter: str
    words: Mapping[str, tuple[str, ...]]
    acts: frozenset[str]
    phrase: str


@functools.cache
def load_refinements() -> tuple[Refinement, ...]:
    """All refinements.

    Raises:
        OntologyError: an entry lacks a key.
    """
    return _entries("refinement.yaml", lambda r: Refinement(r["type"], r["of"], _sets(r["cues"]), r["phrase"]))


@functools.cache
def load_matters() -> tuple[Matter, ...]:
    """All matters, in the order in which their words are tried.

    Raises:
        OntologyError: an entry lacks a key.
    """
    return _entries(
        "matter.yaml", lambda r: Matter(r["matter"], _tuples(r["words"]), frozenset(r["acts"]), r["phrase"])
    )


def _entries(name: str, make: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    path = importlib.resources.files("havenwatch.ontology") / "data" / name
    try:
        return tuple(make(row) for row in yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, AttributeError, TypeError) as error:
        raise OntologyError(f"{name}: an entry lacks {error} or has another shape than the first one") from error


def _sets(words: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]]:
    return {language: frozenset(row) for language, row in words.items()}


def _tuples(words: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(row) for language, row in words.items()}
