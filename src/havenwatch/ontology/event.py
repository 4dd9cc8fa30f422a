"""What the ontology knows of an event type: its meaning, how each language words it, its codes elsewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from havenwatch.records import STATUSES

ADVERSE, NEUTRAL, PROTECTIVE = -1, 0, 1
DIRECTIONS = (ADVERSE, NEUTRAL, PROTECTIVE)
POLICY = "policy"
GROUPS = (
    "entry",
    "accusation",
    "detention",
    "appeal",
    "extradition",
    "asylum",
    "expulsion",
    "force",
    "military",
    "papers",
    "movement",
    "others",
    POLICY,
)
# the matters that an appeal, a hearing or a custody order can concern
MATTERS = ("extradition", "asylum", "expulsion", "prosecution", "custody", "residence")
# where the person stands in a frame: case of the person's words, subject of a passive, genitive of the head noun,
# object of о/по, or nowhere in the clause
POSITIONS = ("nom", "acc", "gen", "dat", "ins", "pass", "poss", "about", "none")
# a term that any word known as a place meets: "передали Тегерану", "обосновался в Гётеборге"
ANY_PLACE = "@place"
ANY_DATE = "@date"  # met by any temporal expression near the head
ANY_ACTOR = "@actor"  # met by a place that is the subject: "Поэта приняла Португалия"
# met where the sentence or one shortly before it in the paragraph speaks of that matter: "второму отказали"
CONTEXT_MARKS = ("@asylum", "@extradition", "@expulsion")
MARKS = (ANY_PLACE, ANY_DATE, ANY_ACTOR, *CONTEXT_MARKS)
ROLES = (
    "person",
    "agent",
    "host",
    "requesting",
    "place",
    "origin",
    "destination",
    "accusation",
    "penalty",
    "period",
    "permit",
    "court",
    "reason",
    "subject",
)
SYSTEMS = ("huridocs", "plover", "acled")
LABEL_LANGUAGES = ("en", "ru")
STATUS_VALUES = STATUSES


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """One way in which a clause tells of an event, matched on lemmas and dependency syntax.

    `heads` are dictionary forms of the head word. Every group of `needs` must be met by one of its terms in the
    clause of the head; a term is one lemma, several adjacent ones, or `@place` for any known place. A lemma of
    `unless` in the clause forbids the frame. `person` lists where the person may stand. `about` and `status` are None
    when the frame settles neither.
    `phrase` is the wording that motivated the frame. `support` is the least probability that the head of acts must give
    the type for a wording that says too little by itself ("moved to Lithuania"); 0 asks for none.
    """

    heads: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    person: tuple[str, ...]
    about: str | None
    status: str | None
    phrase: str
    support: float = 0.0

    @property
    def negated(self) -> bool:
        """Whether a negation belongs to the frame ("не пустить", "not heard from"): it then does not deny the event."""
        return any(term == "не" or term.startswith("не ") for group in self.needs for term in group)


@dataclasses.dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of an event in a language without frames, and the phrase that motivated them."""

    text: str
    phrase: str


@dataclasses.dataclass(frozen=True, slots=True)
class NearMiss:
    """A text that looks like the type and is not: why, and the type that it is instead (None when it is none)."""

    text: str
    why: str
    instead: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class EventType:
    """One type of event.

    `direction` is the effect on the person: -1 adverse, 0 neutral, 1 protective. `policy` types have no person.
    `about` lists the matters it may concern, empty when it concerns none. Labels, definitions, frames and triggers are
    keyed by ISO 639-1 code; codes by system (huridocs, plover, acled), an empty tuple where the system has no code.
    """

    id: str
    group: str
    direction: int
    policy: bool
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    about: tuple[str, ...]
    required_roles: tuple[str, ...]
    roles: tuple[str, ...]
    frames: Mapping[str, tuple[Frame, ...]]
    triggers: Mapping[str, tuple[Trigger, ...]]
    near_misses: tuple[NearMiss, ...]
    codes: Mapping[str, tuple[str, ...]]

    def label(self, language: str) -> str:
        """Label in that language, in English where there is none."""
        return self.labels.get(language, self.labels["en"])
