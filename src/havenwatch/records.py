"""The frozen records that stages hand to each other: the nouns of the ledger.

Source -> Document -> Statement (+ Mention) -> Judgement, Person -> Event -> Case -> Indicator.
Offsets count code points of `Document.text`; `text[start:end]` is always the quote.
Ids are hashes of content: a new run over the same documents gives the same ids, in any order.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

EVENT, FIGURE, CALENDAR, RULE, FORECAST, ADVICE = "event", "figure", "calendar", "rule", "forecast", "advice"
KINDS = (EVENT, FIGURE, CALENDAR, RULE, FORECAST, ADVICE)
REPORTED, ALLEGED, PLANNED, CONDITIONAL, DENIED, IMPLIED = (
    "reported", "alleged", "planned", "conditional", "denied", "implied",
)  # fmt: skip
STATUSES = (REPORTED, ALLEGED, PLANNED, CONDITIONAL, DENIED, IMPLIED)
SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
VERDICTS = (SAME, DIFFERENT, UNSURE)
UNREVIEWED, ACCEPTED, CORRECTED, REJECTED = "unreviewed", "accepted", "corrected", "rejected"
REVIEWS = (UNREVIEWED, ACCEPTED, CORRECTED, REJECTED)

# kinds of conflict: date, number, charge, legal status, name, actor, outcome
CONFLICTS = ("date", "number", "charge", "legal_status", "name", "actor", "outcome")


def content_id(prefix: str, *parts: object) -> str:
    """Id made of content alone: `prefix` + 16 hex digits of the SHA-256 of the parts as JSON."""
    body = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return f"{prefix}{hashlib.sha256(body.encode()).hexdigest()[:16]}"


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where one item came from and the bytes that were obtained.

    `name` is the path or address as given; `member` the place inside it (line of a JSONL file), else None.
    `retrieved` is an ISO timestamp in UTC, `sha256` the digest of `size` bytes, kept by the ledger.
    """

    id: str
    name: str
    member: str | None
    media_type: str
    sha256: str
    size: int
    retrieved: str


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """Final text of one item; never changed after it is stored.

    `sha256` is the digest of the text as UTF-8. `published` is None when nothing gives a date.
    `language` is an ISO 639-1 code or None when not recognised. `duplicate_of` names an earlier document
    with the same words, else None. `id` is derived from text, address, external id and publication date.
    """

    id: str
    external_id: str | None
    source: str
    url: str | None
    title: str | None
    publisher: str | None
    published: dt.date | None
    retrieved: str
    language: str | None
    sha256: str
    duplicate_of: str | None
    text: str


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


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """Decision on whether two mentions (chain heads) stand for one person.

    `left` < `right` by id. `by` is `rule:NAME` or a reviewer; `made` an ISO timestamp, None for rules.
    """

    left: str
    right: str
    verdict: str
    score: float
    reasons: tuple[str, ...]
    by: str
    made: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one statement; `changes` holds corrected fields as (field, new value) pairs."""

    statement: str
    verdict: str
    changes: tuple[tuple[str, str | None], ...]
    reason: str
    by: str
    made: str


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


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """One wording of a page or post that was visited: `number` counts them from 1 in order of time.

    Times are ISO timestamps in UTC: `replaced` when a later wording was first seen, None for the newest; `vanished`
    when the page was found gone, None while it is there.
    """

    address: str
    document: str
    number: int
    first_seen: str
    last_seen: str
    replaced: str | None
    vanished: str | None


# why a publisher does not say something any more
CHANGED, VANISHED = "changed", "vanished"


@dataclasses.dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement that its publisher does not make any more.

    `reason` is `changed` (the page now has the document `by`, without these words) or `vanished` (the page is gone,
    `by` is None); `since` is the time of the visit that found it so.
    """

    statement: str
    document: str
    address: str
    reason: str
    since: str
    by: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole ledger as read at one moment: what reports, exports and indicators are made from.

    `statements` and `mentions` come from all documents; `reviews` holds live decisions only, at most one a statement.
    `versions` are those of pages that were visited, `withdrawals` what their publishers do not say any more.
    """

    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    reviews: tuple[Review, ...]
    dossier: Dossier
    problems: tuple[Problem, ...]
    versions: tuple[Version, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()


def to_json(record: Any) -> Any:
    """Record as plain JSON values: dates as YYYY-MM-DD, tuples as lists, sets as sorted lists, None kept."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_json(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, tuple | list):
        return [to_json(x) for x in record]
    if isinstance(record, frozenset):
        return sorted((to_json(x) for x in record), key=repr)
    if isinstance(record, dict):
        return {k: to_json(v) for k, v in record.items()}
    return record.isoformat() if isinstance(record, dt.date) else record
