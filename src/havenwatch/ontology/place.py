"""Places as the reader needs them: which state a word stands for, and how states are called."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

PLACE_KINDS = ("state", "adjective", "demonym", "city", "region", "government")


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """One state: ISO 3166 alpha-2 code and short names by ISO 639-1 code."""

    iso: str
    names: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceHit:
    """What a phrase stands for: the state, the kind of word, the name as Russian writes it in the nominative.

    For an adjective, a demonym or a government the name is that of the state. `government` tells that news prose also
    uses the word for those who rule there (Москва, Акорда).
    """

    iso: str
    kind: str
    name: str
    government: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """All states and all words that stand for one; `index` is keyed by lower-case lemma phrase."""

    states: Mapping[str, State]
    index: Mapping[str, PlaceHit]

    def lookup(self, lemmas: str) -> PlaceHit | None:
        """The place that a phrase of dictionary forms stands for, None when it is no place known here."""
        return self.index.get(lemmas.strip().lower())

    def state_name(self, iso: str, language: str) -> str:
        """Short name of a state; English where the language is not known, the code itself where the state is not."""
        state = self.states.get(iso)
        if state is None:
            return iso
        return state.names.get(language, state.names.get("en", iso))
