"""What follows from documents and judgements: persons, events, cases, figures, calendar, conflicts."""

from __future__ import annotations

import dataclasses
import datetime as dt

from havenwatch.records.decision import Judgement

__all__ = [
    "CONFLICTS",
    "CalendarEntry",
    "Case",
    "Conflict",
    "ConflictValue",
    "Dossier",
    "Event",
    "Figure",
    "Flag",
    "Person",
]


# kinds of conflict: date, number, charge, legal status, name, actor, outcome
CONFLICTS = ("date", "number", "charge", "legal_status", "name", "actor", "outcome")


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """A named person, or an anonymous person or group with a count; `mentions` are mention ids.

    `names` are all forms seen, the best one to show first: given name and surname in the nominative.
    """

    id: str
    names: tuple[str, ...]
    anonymous: bool
    count: int | None
    profiles: tuple[str, ...]
    mentions: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned, alleged or denied: the statements of all documents that tell it.

    `host` is the state in whose power the person was, `requesting` the state that wants the person (ISO codes).
    `persons` are person ids, empty for policy events. Dates are the tightest interval that its statements share.
    """

    id: str
    type: str
    about: str | None
    status: str
    earliest: dt.date | None
    latest: dt.date | None
    place: str | None
    host: str | None
    requesting: str | None
    destination: str | None
    actors: tuple[str, ...]
    count: int | None
    persons: tuple[str, ...]
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Flag:
    """A warning on a case: guard id, reason in English words, the statements behind it.

    `values` are what the guard saw, as (name, value) pairs with ids of types, tracks and states: a report puts them
    into the words of its language.
    """

    id: str
    reason: str
    statements: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """Person x host state x requesting state; `events` in order of time, `tracks` as (track, state) pairs."""

    id: str
    persons: tuple[str, ...]
    host: str | None
    requesting: str | None
    profiles: tuple[str, ...]
    tracks: tuple[tuple[str, str], ...]
    open_remedies: tuple[str, ...]
    flags: tuple[Flag, ...]
    events: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """One figure as told by the statements that agree on it."""

    id: str
    quantity: str
    value: float
    unit: str | None
    approximate: bool
    place: str | None
    of: str | None
    earliest: dt.date | None
    latest: dt.date | None
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A dated or planned public event: referendum, election, law in force."""

    id: str
    what: str
    place: str | None
    earliest: dt.date | None
    latest: dt.date | None
    approximate: bool
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ConflictValue:
    """One side of a conflict: the value in words and the statements that give it.

    `sources` is the number of independent sources: texts that repeat each other, or name one origin, are one. A side
    that the procedure computes has no statements and no source.
    """

    value: str
    statements: tuple[str, ...]
    sources: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree on one `field` of an event, case or figure (ids, None where it does not apply).

    `kind` is one of `CONFLICTS`: what sort of contradiction it is.
    """

    id: str
    case: str | None
    event: str | None
    figure: str | None
    field: str
    values: tuple[ConflictValue, ...]
    kind: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Dossier:
    """Everything derived from documents and judgements, each tuple sorted by id: what a rebuild gives again."""

    persons: tuple[Person, ...]
    judgements: tuple[Judgement, ...]
    events: tuple[Event, ...]
    cases: tuple[Case, ...]
    figures: tuple[Figure, ...]
    calendar: tuple[CalendarEntry, ...]
    conflicts: tuple[Conflict, ...]
