"""The snapshot by id: look-ups that counting and reporting share, made once for a snapshot."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from havenwatch.errors import UsageError
from havenwatch.event import apply_reviews
from havenwatch.lang.phrases import LANGUAGES
from havenwatch.ontology.profile import Ontology
from havenwatch.records import (
    CHANGED,
    REJECTED,
    UNSURE,
    VANISHED,
    Case,
    Document,
    Event,
    Person,
    Snapshot,
    Source,
    Statement,
    Withdrawal,
)

ABSTRACT = "abstract"  # publisher of a text that is somebody's summary of the page at the address


@dataclasses.dataclass(frozen=True, slots=True)
class Index:
    """Records of one snapshot by id; `cases_of` by event, `events_of` by person, `events_in` by host in order of id.

    `unsure` holds pairs of persons that a judgement leaves open, `rejected` statements that a reviewer withdrew,
    `withdrawn` those that their publishers do not make any more, by statement.
    """

    snapshot: Snapshot
    documents: Mapping[str, Document]
    sources: Mapping[str, Source]
    statements: Mapping[str, Statement]
    persons: Mapping[str, Person]
    events: Mapping[str, Event]
    cases_of: Mapping[str, tuple[Case, ...]]
    events_of: Mapping[str, tuple[str, ...]]
    events_in: Mapping[str, tuple[Event, ...]]
    rejected: frozenset[str]
    unsure: frozenset[frozenset[str]]
    withdrawn: Mapping[str, Withdrawal]
    _told: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Index:
        """Index of all records of the snapshot, statements as people corrected them.

        Rejected statements stay in it and are named in `rejected`.
        """
        dossier = snapshot.dossier
        cases: dict[str, list[Case]] = defaultdict(list)
        for case in dossier.cases:
            for event in case.events:
                cases[event].append(case)
        events: dict[str, list[str]] = defaultdict(list)
        hosted: dict[str, list[Event]] = defaultdict(list)
        for found in sorted(dossier.events, key=lambda e: e.id):
            for person in found.persons:
                events[person].append(found.id)
            if found.host is not None:
                hosted[found.host].append(found)
        return cls(
            snapshot=snapshot,
            documents={d.id: d for d in snapshot.documents},
            sources={s.id: s for s in snapshot.sources},
            statements={s.id: s for s in snapshot.statements}
            | {s.id: s for s in apply_reviews(snapshot.statements, snapshot.reviews)},
            persons={p.id: p for p in dossier.persons},
            events={e.id: e for e in dossier.events},
            cases_of={event: tuple(of) for event, of in cases.items()},
            events_of={person: tuple(sorted(of)) for person, of in events.items()},
            events_in={host: tuple(of) for host, of in hosted.items()},
            rejected=frozenset(r.statement for r in snapshot.reviews if r.verdict == REJECTED),
            unsure=_unsure_pairs(snapshot),
            withdrawn={w.statement: w for w in snapshot.withdrawals},
        )

    def documents_of(self, event: Event) -> tuple[str, ...]:
        """Ids of the documents that tell the event, copies of one text counted once, sorted."""
        found = self._told.get(event.id)
        if found is None:
            told = (self.statements[s].document for s in event.statements if s in self.statements)
            found = tuple(sorted({self.documents[d].duplicate_of or d for d in told if d in self.documents}))
            self._told[event.id] = found
        return found

    def taken_back(self, event: Event) -> str | None:
        """Why no page says any more that it happened; None while one does.

        `vanished` when a page that told it is gone, `changed` when all pages that told it stand without it.
        """
        reasons = {w.reason if (w := self.withdrawn.get(s)) is not None else None for s in event.statements}
        if None in reasons or not reasons:
            return None
        return VANISHED if VANISHED in reasons else CHANGED

    def sources_of(self, documents: Iterable[str]) -> frozenset[str]:
        """Keys of the outlets behind documents: what repeats one outlet is one source."""
        return frozenset(self.source_key(self.documents[d]) for d in documents if d in self.documents)

    def source_key(self, document: Document) -> str:
        """What tells one source from another: host of the address, else publisher, else the item itself."""
        if document.url is not None and (host := host_of(document.url)):
            return host
        if document.publisher is not None and not is_abstract(document):
            return document.publisher.casefold()
        return self.item_name(document)

    def item_name(self, document: Document) -> str:
        """Name of the file without its folders, which are nobody's business, and the place inside it."""
        found = self.sources.get(document.source)
        if found is None:
            return document.external_id or document.id
        name = found.name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        return name if found.member is None else f"{name}, {found.member}"

    def requesting(self, event: Event) -> str | None:
        """State that wants the persons of the event: its own field, else that of its cases when they agree."""
        if event.requesting is not None:
            return event.requesting
        states = {c.requesting for c in self.cases_of.get(event.id, ()) if c.requesting is not None}
        return states.pop() if len(states) == 1 else None

    def data_date(self) -> dt.date | None:
        """Latest publication date in the ledger, None when no document has one."""
        return max((d.published for d in self.snapshot.documents if d.published is not None), default=None)

    def states(self) -> frozenset[str]:
        """Codes of the states that cases and events name as host or requesting state."""
        dossier = self.snapshot.dossier
        pairs = [(e.host, e.requesting) for e in dossier.events] + [(c.host, c.requesting) for c in dossier.cases]
        return frozenset(state for pair in pairs for state in pair if state is not None)


def shifted(day: dt.date, gap: dt.timedelta) -> dt.date:
    """The day moved by `gap`, kept inside the calendar: sources, and their readers, name days at its very ends."""
    place = day.toordinal() + gap.days
    return dt.date.fromordinal(min(max(place, dt.date.min.toordinal()), dt.date.max.toordinal()))


def is_abstract(document: Document) -> bool:
    """Whether the text is somebody's abstract of the page at its address, not the words of the outlet."""
    return document.publisher is not None and document.publisher.casefold().startswith(ABSTRACT)


@functools.lru_cache(maxsize=65536)
def host_of(url: str) -> str:
    """Host of an address without `www.`, empty when it has none or cannot be read."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _unsure_pairs(snapshot: Snapshot) -> frozenset[frozenset[str]]:
    owner = {mention: p.id for p in snapshot.dossier.persons for mention in p.mentions}
    pairs = (
        frozenset((owner[j.left], owner[j.right]))
        for j in snapshot.dossier.judgements
        if j.verdict == UNSURE and j.left in owner and j.right in owner
    )
    return frozenset(pair for pair in pairs if len(pair) == 2)


def resolve_country(text: str, ontology: Ontology, known: Iterable[str] = ()) -> str:
    """ISO code for a code or a name in English or Russian, in any case ("KZ", "kazakhstan", "Казахстан").

    Raises:
        UsageError: nothing matches; the message lists `known`, the codes that the ledger has cases or documents for.
    """
    wanted = " ".join(text.split()).casefold()
    for iso in ontology.places.states:
        names = {iso.casefold(), *(ontology.places.state_name(iso, language).casefold() for language in LANGUAGES)}
        if wanted in names:
            return iso
    hit = ontology.places.lookup(wanted) if wanted else None
    if hit is not None and hit.kind == "state":
        return hit.iso
    codes = sorted(set(known))
    listed = ", ".join(codes) if codes else "none yet"
    raise UsageError(f"unknown country {text!r}: give a name or an ISO code; the ledger knows {listed}")
