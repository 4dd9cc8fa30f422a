"""Who acted: spellings of one actor, and which kind of institution an actor is."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Callable, Iterable, Mapping

import yaml

from havenwatch.text.morph import parses

_WORD = re.compile(r"\w+")

State = Callable[[str], str | None]


@functools.cache
def _kinds() -> Mapping[str, re.Pattern[str]]:
    source = importlib.resources.files("havenwatch.lang").joinpath("institutions.yaml")
    data: Mapping[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {kind: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})") for kind, words in data.items()}


@functools.lru_cache(maxsize=8192)
def institutions(actor: str) -> frozenset[str]:
    """Kinds of institution that the words of an actor name, empty when none is known."""
    words = actor.casefold()
    return frozenset(kind for kind, pattern in _kinds().items() if pattern.search(words))


@functools.lru_cache(maxsize=8192)
def _lemma(word: str) -> str:
    found = parses(word.casefold())
    return str(found[0].normal_form) if found else word.casefold()


def _key(actor: str, state: State) -> frozenset[str]:
    """Words of an actor in their dictionary form, states as codes: equal for "Верховным судом РК" and the nominative."""
    lemmas = (_lemma(word) for word in _WORD.findall(actor))
    return frozenset(state(lemma) or lemma for lemma in lemmas)


def _as_in_dictionary(actor: str) -> int:
    return sum(word.casefold() == _lemma(word) for word in _WORD.findall(actor))


def merged(actors: Iterable[str], state: State = lambda _: None) -> tuple[str, ...]:
    """The actors, each once, sorted: of several spellings the one in the nominative, of two that hold each other the fuller.

    Args:
        actors: as the statements name them.
        state: code of the state that a word in its dictionary form names, None for other words.
    """
    best: dict[frozenset[str], str] = {}
    for actor in sorted(set(actors), key=lambda a: (-_as_in_dictionary(a), a)):
        best.setdefault(_key(actor, state), actor)
    return tuple(sorted(actor for key, actor in best.items() if not any(key < other for other in best)))
