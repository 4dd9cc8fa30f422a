"""An act while its statements are gathered: what they share is kept, so that one more costs little."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable

from havenwatch.event.actor import institutions
from havenwatch.event.interval import Interval, interval, shared
from havenwatch.records import Statement

Order = tuple[str, int, int, str]
# A custody order "about custody" says no more than the order itself: it excludes no other matter.
_NO_MATTER = {"custody_ordered": "custody", "custody_extended": "custody"}


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One statement with its persons resolved and the document whose words it repeats."""

    statement: Statement
    persons: frozenset[str]
    origin: str

    @property
    def interval(self) -> Interval | None:
        """Date interval of the statement."""
        return interval(self.statement)

    @property
    def order(self) -> Order:
        """Place among all statements: document, offsets, id."""
        s = self.statement
        return self.origin, s.start, s.end, s.id


class Act:
    """Statements that tell one act.

    `persons`, `hosts`, `destinations`, `matters`, `institutions` (kinds of those that act) are what any of them tells,
    `common` the days that the dated ones share (None when none is dated or none is shared), `origins` how many come
    from each document, `first` the place of the statement it began with.
    """

    __slots__ = (
        "common", "dated", "destinations", "first", "hosts", "institutions", "matters", "origins", "persons", "starts",
        "told",
    )  # fmt: skip

    def __init__(self, told: Iterable[Told]) -> None:
        self.told: list[Told] = []
        self.persons: set[str] = set()
        self.hosts: set[str] = set()
        self.destinations: set[str] = set()
        self.matters: set[str] = set()
        self.institutions: set[str] = set()
        self.origins: collections.Counter[str] = collections.Counter()
        self.starts: dict[str, list[int]] = {}
        self.common: Interval | None = None
        self.dated = False
        for one in told:
            self.add(one)
        self.first = self.told[0].order

    def add(self, told: Told) -> None:
        """Take one more statement in."""
        statement, span = told.statement, told.interval
        if span is not None:
            self.common = shared([self.common, span]) if self.common is not None else None if self.dated else span
            self.dated = True
        self.told.append(told)
        self.persons |= told.persons
        self.hosts.update(statement.values("host"))
        self.destinations.update(statement.values("destination"))
        self.matters.update(
            () if statement.about in (None, _NO_MATTER.get(str(statement.type))) else (statement.about,)
        )
        self.institutions.update(kind for actor in statement.values("agent") for kind in institutions(actor))
        self.origins[told.origin] += 1
        self.starts.setdefault(statement.document, []).append(statement.start)

    def agrees(self, other: Act) -> bool:
        """Whether nothing but the dates can speak against one act.

        The persons of one are among those of the other; matter, host and destination meet where both are told.
        """
        return (
            (self.persons <= other.persons or other.persons <= self.persons)
            and (not self.matters or not other.matters or self.matters == other.matters)
            and _meet(self.hosts, other.hosts)
            and _meet(self.destinations, other.destinations)
        )

    def one_actor(self, other: Act) -> bool:
        """Whether no institution speaks against one act: asked where dates do not speak for it."""
        return _meet(self.institutions, other.institutions)

    def distance(self, statement: Statement) -> int | None:
        """Code points to the nearest statement of the act in the same document, None when it has none there."""
        return min((abs(start - statement.start) for start in self.starts.get(statement.document, ())), default=None)


def _meet(a: set[str], b: set[str]) -> bool:
    return not a or not b or bool(a & b)
