"""The browser: each method is one reading transaction that touches only the rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self, TypeVar

import sqlalchemy as sa

from havenwatch.ledger.browse import keeping, listing, single, texts
from havenwatch.ledger.browse.record import (
    Brief,
    CaseSheet,
    DocumentSheet,
    Found,
    Heading,
    Hidden,
    Page,
    PersonSheet,
    Queued,
    StatementSheet,
    Wanted,
)
from havenwatch.ledger.desk import opinions, store
from havenwatch.ledger.desk.record import Act, Opinion
from havenwatch.ledger.search.facets import Query, find
from havenwatch.ledger.storage import Database
from havenwatch.records import CalendarEntry, Case, Conflict, Event, Figure, Mention, Person

T = TypeVar("T")
# Figures of whole lists, with the mark of the ledger that they were made at.
_KEPT: dict[tuple[object, ...], tuple[str, Any]] = {}
MOST_KEPT = 128

__all__ = ["Browser"]


class Browser:
    """Reads one ledger for somebody who may not see what is hidden from them."""

    def __init__(self, database: Database, version: str, hidden: Hidden | None = None) -> None:
        self._database = database
        self._version = version
        self._hidden = hidden or Hidden()

    def without(self, hidden: Hidden) -> Self:
        """The same ledger for somebody else."""
        return type(self)(self._database, self._version, hidden)

    @property
    def hidden(self) -> Hidden:
        """What this reader may not see."""
        return self._hidden

    def stamp(self) -> tuple[str, bool]:
        """Revision of readings and decisions, and whether the lists follow from them already."""
        with self._database.read() as connection:
            return keeping.stamp(connection, self._version)

    def _kept(self, what: str, make: Callable[[sa.Connection], T]) -> T:
        """What does not change until the ledger does: made once for each revision."""
        with self._database.read() as connection:
            mark = keeping.mark(connection)
            key = (self._database.name, what, self._hidden.cases, self._hidden.documents)
            known = _KEPT.get(key)
            if known is None or known[0] != mark:
                if len(_KEPT) > MOST_KEPT:
                    _KEPT.clear()
                known = _KEPT[key] = (mark, make(connection))
            made: T = known[1]
            return made

    def countries(self) -> tuple[dict[str, Any], ...]:
        """Host states with their numbers of cases, flags, conflicts and the last date."""
        return self._kept("countries", lambda connection: listing.countries(connection, self._hidden))

    def headings(self, noun: str, wanted: Wanted) -> Page[Heading]:
        """A page of cases, persons or conflicts."""
        with self._database.read() as connection:
            return listing.headings(connection, noun, wanted, self._hidden)

    def conflicts(self, wanted: Wanted) -> tuple[Page[Heading], Mapping[str, Conflict], CaseSheet]:
        """A page of conflicts with their records, and the statements and documents that they cite (`case` unused)."""
        with self._database.read() as connection:
            return single.conflicts(
                connection, listing.headings(connection, "conflicts", wanted, self._hidden), self._hidden
            )

    def case(self, identity: str) -> CaseSheet | None:
        """A case, None when it is not there or hidden."""
        with self._database.read() as connection:
            return single.case(connection, identity, self._hidden)

    def person(self, identity: str) -> PersonSheet | None:
        """A person, None when it is not there or hidden."""
        with self._database.read() as connection:
            return single.person(connection, identity, self._hidden)

    def document(self, identity: str) -> DocumentSheet | None:
        """A document, None when it is not there or hidden."""
        with self._database.read() as connection:
            return texts.document(connection, identity, self._hidden)

    def statement(self, identity: str) -> StatementSheet | None:
        """A statement in its place, None when it is not there or hidden."""
        with self._database.read() as connection:
            return texts.statement(connection, identity, self._hidden)

    def queue(self, wanted: Wanted) -> Page[Queued]:
        """Statements to review, what matters most first, or those of one document in the order of its text."""
        with self._database.read() as connection:
            return texts.queue(connection, wanted, self._hidden)

    def queue_counts(self) -> Mapping[str, int]:
        """Statements by state: unreviewed, unsure, accepted, corrected, rejected, differs."""
        return self._kept("queue", listing.queue_counts)

    def documents(self, wanted: Wanted) -> Page[Brief]:
        """A page of documents, the latest published first."""
        with self._database.read() as connection:
            return listing.documents(connection, wanted, self._hidden)

    def of_country(self, noun: str, iso: str, limit: int) -> tuple[CalendarEntry | Figure | Event, ...]:
        """Calendar entries, figures, or events without a person of a country, by date."""
        return self._kept(
            f"{noun} {iso} {limit}",
            lambda connection: single.of_country(connection, noun, iso, limit, self._hidden),
        )

    def find(self, query: Query, page: int = 1) -> Found:
        """Hits of a search with facets."""
        with self._database.read() as connection:
            return find(connection, query, page, self._hidden)

    def sources(self, wanted: Wanted) -> Page[dict[str, Any]]:
        """A page of sources, the latest obtained first."""
        with self._database.read() as connection:
            return keeping.sources(connection, wanted, self._hidden)

    def problems(self, wanted: Wanted) -> Page[dict[str, Any]]:
        """A page of problems of inputs and readings."""
        with self._database.read() as connection:
            return keeping.problems(connection, wanted, self._hidden)

    def activity(self, wanted: Wanted) -> Page[dict[str, Any]]:
        """A page of the journal, the latest row first."""
        with self._database.read() as connection:
            return keeping.activity(connection, wanted)

    def acts(self, by: str | None, limit: int, *, standing: bool = False) -> tuple[Act, ...]:
        """Latest acts of a person, or of everybody; `standing`: only those that can be taken back."""
        with self._database.read() as connection:
            return store.acts(connection, by=by, limit=limit, standing=standing)

    def opinions(self) -> Mapping[str, Mapping[str, Opinion]]:
        """Statement -> reviewer -> independent reading."""
        with self._database.read() as connection:
            return opinions.live(connection)

    def withheld(self, profiles: Iterable[str]) -> tuple[tuple[Person, ...], tuple[Mention, ...]]:
        """Persons of these profiles with their mentions: whose names are masked in what is handed out."""
        with self._database.read() as connection:
            return single.withheld(connection, frozenset(profiles))

    def naming(self, persons: Iterable[str]) -> tuple[tuple[Person, ...], tuple[Mention, ...]]:
        """Persons with their mentions."""
        with self._database.read() as connection:
            return single.naming(connection, persons)

    def named_in(self, documents: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Forms of names in documents, each with the person whom it names."""
        with self._database.read() as connection:
            return single.named_in(connection, documents)

    def cases_on(self, page: Page[Heading]) -> tuple[Case, ...]:
        """Cases of a page of headings, in its order."""
        with self._database.read() as connection:
            found = single.records(connection, "cases", Case, (row.id for row in page.rows))
        return tuple(found[row.id] for row in page.rows if row.id in found)

    def persons_on(self, page: Page[Heading]) -> tuple[tuple[Person, ...], tuple[Mention, ...]]:
        """Persons of a page of headings, in its order, with their mentions."""
        with self._database.read() as connection:
            persons, mentions = single.naming(connection, [row.id for row in page.rows])
        by_id = {p.id: p for p in persons}
        shown = tuple(m for m in mentions if m.document not in self._hidden.documents)
        return tuple(by_id[row.id] for row in page.rows if row.id in by_id), shown

    def persons_of_cases(self, cases: Iterable[str]) -> Mapping[str, str]:
        """Case -> its first person."""
        with self._database.read() as connection:
            return single.persons_of_cases(connection, cases)

    def cases_of_events(self, events: Iterable[str]) -> Mapping[str, Heading]:
        """Event -> one case that it stands in."""
        with self._database.read() as connection:
            return single.cases_of_events(connection, events, self._hidden)

    def hides(self, mentions: Iterable[str]) -> Hidden:
        """What is to be hidden from those who may not see the persons with these mentions."""
        with self._database.read() as connection:
            return single.hides(connection, mentions)

    def figures(self) -> Mapping[str, int]:
        """Numbers of documents, statements, persons, cases and so on, for the head of the first page."""
        return self._kept("figures", listing.figures)

    def shelf(self, key: str) -> tuple[str, str] | None:
        """Revision and body of a part of a page that was made before, None when there is none."""
        with self._database.read() as connection:
            return keeping.shelf(connection, key)

    def shelve(self, key: str, revision: str, body: str) -> None:
        """Keep a part of a page that takes long to make."""
        with self._database.write() as connection:
            keeping.shelve(connection, key, revision, body)
