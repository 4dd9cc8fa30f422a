"""What is read in one document: mentions, statements, and what could not be read."""

from __future__ import annotations

import dataclasses
import datetime as dt

__all__ = [
    "ADVICE",
    "ALLEGED",
    "CALENDAR",
    "CONDITIONAL",
    "DENIED",
    "EVENT",
    "FIGURE",
    "FORECAST",
    "IMPLIED",
    "KINDS",
    "PLANNED",
    "REPORTED",
    "RULE",
    "STATUSES",
    "Amount",
    "Mention",
    "Problem",
    "Reading",
    "Role",
    "Statement",
]


EVENT, FIGURE, CALENDAR, RULE, FORECAST, ADVICE = "event", "figure", "calendar", "rule", "forecast", "advice"
KINDS = (EVENT, FIGURE, CALENDAR, RULE, FORECAST, ADVICE)
REPORTED, ALLEGED, PLANNED, CONDITIONAL, DENIED, IMPLIED = (
    "reported", "alleged", "planned", "conditional", "denied", "implied",
)  # fmt: skip
STATUSES = (REPORTED, ALLEGED, PLANNED, CONDITIONAL, DENIED, IMPLIED)


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """Words of one document that stand for a person or a group of persons.

    `form`: `name`, `role` (активистка, дезертир), `pronoun`, `group` (двое, дезертирам).
    `name` is the name in the nominative as far as it could be found, None for anything but `name`.
    `head` is the id of the mention that stands for the whole chain in this document (its own id there).
    `count` is the number of persons (None when open); `profiles` are ontology profile ids (activist, deserter).
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    form: str
    name: str | None
    head: str
    count: int | None
    gender: str | None
    profiles: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """One argument of a statement.

    `name`: person, agent, host, requesting, place, destination, accusation, of, ...
    `text` with `start`, `end` is the span it was read from; all None when it was inferred from context.
    `value` is the normal form: a mention id for `person`, an ISO 3166 code for states, else words.
    """

    name: str
    value: str
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Amount:
    """The number of a figure statement: quantity id (border_entries), value, unit (ISO or word, None for a count)."""

    quantity: str
    value: float
    unit: str | None
    approximate: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one document says, as a verbatim span.

    `type` is an event type of the ontology for kind `event`; what is held (referendum) for `calendar`;
    the quantity for `figure`; None otherwise. `about` says which matter an appeal, hearing or custody concerns.
    `earliest`/`latest` are the closed interval of the date, both None when the text gives none; `date_text` is the
    expression as written. `speaker` is the kind of speaker: official, lawyer, relative, ngo, outlet, person, accuser.
    `found_by` names the rule or model. `confidence` is in 0..1. `count` is the number of acts or persons, None if open.
    """

    id: str
    document: str
    start: int
    end: int
    quote: str
    kind: str
    type: str | None
    about: str | None
    status: str
    attributed_to: str | None
    speaker: str | None
    earliest: dt.date | None
    latest: dt.date | None
    date_text: str | None
    roles: tuple[Role, ...]
    amount: Amount | None
    count: int | None
    confidence: float
    found_by: str

    def role(self, name: str) -> Role | None:
        """First role of that name, None when the statement has none."""
        return next((r for r in self.roles if r.name == name), None)

    def values(self, name: str) -> tuple[str, ...]:
        """Values of all roles of that name, in order, empty when there are none."""
        return tuple(r.value for r in self.roles if r.name == name)


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """An error of the data: what could not be done with which document, in words with a remedy."""

    stage: str
    document: str | None
    message: str


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """All that one document yields: its mentions, its statements, what could not be read."""

    document: str
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
