"""What a browser hands out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Generic, TypeVar

from havenwatch.ledger.desk.record import Opinion
from havenwatch.ledger.results import Hit
from havenwatch.records import Case, Conflict, Document, Event, Judgement, Mention, Person, Problem, Review, Statement

T = TypeVar("T")
PAGE_SIZE = 50

__all__ = [
    "PAGE_SIZE", "Brief", "CaseSheet", "DocumentSheet", "Found", "Heading", "Hidden", "Page", "PersonSheet", "Queued",
    "Reviewed", "StatementSheet", "Wanted",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list: page `number` from 1 on with up to `size` rows of `total`."""

    rows: tuple[T, ...]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """Number of the last page, 1 for an empty list."""
        return max(1, -(-self.total // self.size))


@dataclasses.dataclass(frozen=True, slots=True)
class Hidden:
    """Ids that somebody may not see: everything that names a person of a restricted case."""

    documents: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a list: filters (None: all), order by a column, page; `host` is an ISO code.

    `reader`: only statements that this reviewer has not read on their own yet.
    """

    host: str | None = None
    requesting: str | None = None
    kind: str | None = None
    state: str | None = None
    document: str | None = None
    words: str | None = None
    reader: str | None = None
    order: str = "latest"
    page: int = 1
    size: int = PAGE_SIZE


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """One row of a list.

    `kind`: field of a conflict; of a case or person JSON with `profiles`, `count` and, for a case, `tracks`.
    """

    id: str
    label: str
    host: str | None
    requesting: str | None
    kind: str | None
    size: int
    earliest: dt.date | None
    latest: dt.date | None
    flags: int
    conflicts: int


@dataclasses.dataclass(frozen=True, slots=True)
class Brief:
    """A document without its text."""

    id: str
    title: str | None
    publisher: str | None
    published: dt.date | None
    language: str | None
    url: str | None
    external_id: str | None
    length: int
    beginning: str
    statements: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Reviewed:
    """A statement as the machine read it, with the live review and its number (0 for none)."""

    statement: Statement
    review: Review | None
    number: int

    @property
    def verdict(self) -> str:
        """Verdict of the live review, `unreviewed` without one."""
        return "unreviewed" if self.review is None else self.review.verdict


@dataclasses.dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case with all that it refers to, by id; `conflicts` are those on the case or its events."""

    case: Case
    persons: tuple[Person, ...]
    events: tuple[Event, ...]
    statements: Mapping[str, Reviewed]
    documents: Mapping[str, Brief]
    conflicts: tuple[Conflict, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PersonSheet:
    """A person with mentions, the documents they stand in, judgements about them and their cases."""

    person: Person
    mentions: tuple[Mention, ...]
    excerpts: Mapping[str, str]
    documents: Mapping[str, Brief]
    judgements: tuple[tuple[Judgement, Heading | None], ...]
    cases: tuple[Heading, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentSheet:
    """A document with its statements and mentions.

    `copies` have the same words, `versions` the same address and other words, `sources` where it was obtained.
    `persons` maps mention ids to headings of persons, `differing` are readings that disagree with a decision.
    """

    document: Document
    statements: tuple[Reviewed, ...]
    mentions: tuple[Mention, ...]
    persons: Mapping[str, Heading]
    copies: tuple[Brief, ...]
    versions: tuple[Brief, ...]
    sources: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Queued:
    """One statement of the queue with its document and the text around its quote."""

    reviewed: Reviewed
    document: Brief
    before: str
    after: str
    weight: float
    state: str


@dataclasses.dataclass(frozen=True, slots=True)
class StatementSheet:
    """A statement in its place, with every review of it, second readings, and what it stands behind.

    `decided` is the statement of which a new reading disagrees with a decision, None usually.
    """

    queued: Queued
    history: tuple[Review, ...]
    opinions: tuple[Opinion, ...]
    events: tuple[Event, ...]
    cases: tuple[Heading, ...]
    mentions: tuple[Mention, ...]
    decided: Reviewed | None


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """Hits of a search, and for each facet how many hits have each value, most frequent first."""

    hits: Page[Hit]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    cut: bool
