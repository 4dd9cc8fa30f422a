"""Kinds of persons, and the ontology as a whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from havenwatch.ontology.event import EventType
from havenwatch.ontology.place import Places


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """A kind of person (activist, deserter) and the words that name one.

    `words` maps a language to its words (dictionary forms, also of several words) and their gender: `m`, `f`, or None
    where the word does not tell.
    """

    id: str
    labels: Mapping[str, str]
    words: Mapping[str, Mapping[str, str | None]]


@dataclasses.dataclass(frozen=True, slots=True)
class Ontology:
    """Event types by id, places, profiles by id."""

    events: Mapping[str, EventType]
    places: Places
    profiles: Mapping[str, Profile]
