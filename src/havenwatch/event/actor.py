"""Who acted, and of whom a figure is: phrases that mean the same, and which kind of institution an actor is."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml

from havenwatch.text.morph import parses

_WORD = re.compile(r"\w+")
# Words that only say that people are meant: "граждане России" and "россияне" are the same people
_PEOPLE = frozenset({"гражданин", "человек", "лицо", "житель", "citizen", "citizens", "people", "person", "persons"})

State = Callable[[str], str | None]


def _lists(file: str) -> Any:
    source = importlib.resources.files("havenwatch.lang").joinpath(file)
    return yaml.safe_load(source.read_text(encoding="utf-8"))


@functools.cache
def agencies() -> Mapping[str, str]:
    """Agency in lower case (гкнб, fsb) -> ISO code of its state, from lang/agencies.yaml."""
    return {str(word): str(iso) for iso, words in _lists("agencies.yaml")["agencies"].items() for word in words}


@functools.cache
def local_words() -> frozenset[str]:
    """Words that say that an actor is of the place (местный, local), in their dictionary form."""
    return frozenset(map(str, _lists("agencies.yaml")["local"]))


@functools.cache
def _kinds() -> Mapping[str, re.Pattern[str]]:
    data: Mapping[str, list[str]] = _lists("institutions.yaml")
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


def no_state(_: str) -> None:
    """Stands where no list of states is at hand: no word names a state."""
    return


def words_of(phrase: str, state: State = no_state) -> frozenset[str]:
    """Words of a phrase in their dictionary form, states as codes: the same for every case of the phrase."""
    lemmas = (_lemma(word) for word in _WORD.findall(phrase))
    return frozenset(state(lemma) or lemma for lemma in lemmas)


def people_of(phrase: str, state: State = no_state) -> tuple[str, ...]:
    """What tells the people of a figure from others, sorted: ("RU",) for "граждан России" and for "россиян"."""
    return tuple(sorted(words_of(phrase, state) - _PEOPLE))


def _as_in_dictionary(actor: str) -> int:
    return sum(word.casefold() == _lemma(word) for word in _WORD.findall(actor))


def merged(actors: Iterable[str], state: State = no_state) -> tuple[str, ...]:
    """The actors, each once, sorted: of several spellings the one in the nominative, the fuller of two.

    Args:
        actors: as the statements name them.
        state: code of the state that a word in its dictionary form names, None for other words.
    """
    best: dict[frozenset[str], str] = {}
    for actor in sorted(set(actors), key=lambda a: (-_as_in_dictionary(a), a)):
        best.setdefault(words_of(actor, state), actor)
    return tuple(sorted(actor for key, actor in best.items() if not any(key < other for other in best)))
