"""From changed documents to what changes in the dossier; equal to deriving everything, a property test holds it so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from havenwatch.case.change.acts import Acts
from havenwatch.case.change.ground import Delta, Ground
from havenwatch.case.change.matters import CALENDAR_SORT, FIGURE_SORT, enter, gathered, key_of, sort_of
from havenwatch.case.change.persons import People, note_chains, note_decided
from havenwatch.case.change.texts import Texts
from havenwatch.case.conflict import Sources, conflicts_of_event, conflicts_of_figures, conflicts_of_persons
from havenwatch.case.conflict.case import CaseView, redated
from havenwatch.case.derive import Background, build_case, reviewed, state_of, with_actors
from havenwatch.case.open import Opened, open_cases, with_hosts
from havenwatch.event import apply_reviews, assemble, calendar, figures
from havenwatch.event.assemble import role_of, told_of
from havenwatch.event.presuppose import with_own_words
from havenwatch.ontology.procedure import load_procedure
from havenwatch.ontology.profile import Ontology
from havenwatch.person.chain import chains, heads
from havenwatch.person.link import onto_heads
from havenwatch.person.register import Maps
from havenwatch.records import EVENT, Case, Conflict, Document, Event, Judgement, Person, Reading, Review, Statement

STATEMENTS, ORIGIN = "statements", "root"  # document -> its statements, and whose words it repeats, as last derived


def derive_change(ground: Ground, changed: Iterable[str], ontology: Ontology) -> Delta:
    """What changed documents change in the dossier.

    Args:
        ground: the ledger as it is; its maps follow the change.
        changed: documents that are new, were read again, have other copies than before, or in which people decided.
        ontology: tells which event types are policies.

    Raises:
        UsageError: a review corrects an unknown field or gives it a value that does not fit.
    """
    return _Change(ground, frozenset(changed), ontology).delta()


def note_all(
    maps: Maps,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    reviews: Sequence[Review],
    judgements: Sequence[Judgement],
    ontology: Ontology,
) -> None:
    """Note of every document what later changes are told from.

    Args:
        maps: with the register of persons that was derived from all.
        documents: all of them.
        readings: of all documents.
        reviews: live ones.
        judgements: live ones of people.
        ontology: tells which event types are policies.
    """
    statements = with_own_words(apply_reviews((s for r in readings for s in r.statements), reviews))
    readings = reviewed(readings, statements)
    note_chains(maps, (d.id for d in documents), chains(readings, documents))
    decided = onto_heads(judgements, heads(readings))
    note_decided(maps, {p: j for p, j in decided.items() if all(maps.get("chain", c) is not None for c in p)})
    key = key_of(policies_of(ontology), state_of(ontology))
    told = {r.document: r.statements for r in readings}
    gathering: dict[str, list[str]] = {}
    for document in documents:
        statements = told.get(document.id, ())
        _note(maps, document, statements)
        matters = sorted({k for s in statements if (k := key(s)) is not None})
        if matters:
            maps.put("matters", document.id, tuple(matters))
        for matter in matters:
            gathering.setdefault(matter, []).append(document.id)
    for matter, ids in gathering.items():
        maps.put("gathered", matter, tuple(sorted(ids)))


def policies_of(ontology: Ontology) -> frozenset[str]:
    """Event types that concern no person."""
    return frozenset(name for name, kind in ontology.events.items() if kind.policy)


def _note(maps: Maps, document: Document, statements: Iterable[Statement]) -> None:
    maps.put(STATEMENTS, document.id, tuple(s.id for s in statements))
    maps.put(ORIGIN, document.id, document.duplicate_of or document.id)


class _Change:
    """One change while it is derived: what was there, and what comes in its place."""

    def __init__(self, ground: Ground, changed: frozenset[str], ontology: Ontology) -> None:
        self._ground = ground
        self._changed = changed
        self._state = state_of(ontology)
        self._policies = policies_of(ontology)
        self._texts = Texts(ground)
        self._old: dict[str, dict[str, Any]] = {}
        self._new: dict[str, dict[str, Any]] = {}
        maps = ground.maps
        self._statements_before = {s for d in changed for s in maps.get(STATEMENTS, d) or ()}
        self._roots = {r for d in changed if (r := maps.get(ORIGIN, d)) is not None}
        self._cases_held: set[str] = set()
        self._people = People(ground, self._texts, changed)
        self._acts = Acts(self._texts, self._people, self._policies)
        self._persons: dict[str, Person] = {p.id: p for p in self._people.change.persons}

    def delta(self) -> Delta:
        """Derive stage by stage; each notes what it replaces."""
        gone = self._people.change.gone
        self._replace("persons", gone | self._persons.keys(), self._persons.values())
        matters = self._matters()
        self._events(gone, matters)
        self._counts(matters)
        before, put = {}, {}
        for noun, new in self._new.items():
            old = self._old[noun]
            before[noun] = {i: r for i, r in old.items() if new.get(i) != r}
            put[noun] = {i: r for i, r in new.items() if old.get(i) != r}
        return Delta(before, put, self._people.change.judgements)

    def _replace(self, noun: str, ids: Iterable[str], records: Iterable[Any]) -> None:
        self._old.setdefault(noun, {}).update(self._ground.records(noun, ids))
        self._new.setdefault(noun, {}).update({r.id: r for r in records})

    def _referring(self, noun: str, other: str, ids: Iterable[str]) -> set[str]:
        return set(self._ground.referring(noun, other, ids))

    # what concerns no person

    def _matters(self) -> set[str]:
        """Matters of the changed documents, before and now; the documents that tell of them are loaded."""
        key, maps, found = key_of(self._policies, self._state), self._ground.maps, set[str]()
        for document in sorted(self._changed):
            statements = self._texts.by_document[document]
            found |= enter(maps, document, statements, key)
            _note(maps, self._texts.documents[document], statements)
        self._roots |= {self._texts.root(d) for d in self._changed}
        self._texts.need(gathered(maps, found))
        self._texts.need({*self._roots, *self._ground.copies(self._roots)})
        return found

    def _of_matters(self, matters: set[str], sort: str) -> list[Statement]:
        key, wanted = key_of(self._policies, self._state), {m for m in matters if sort_of(m) == sort}
        told = gathered(self._ground.maps, wanted)
        return [s for d in sorted(told) for s in self._texts.by_document[d] if key(s) in wanted]

    def _counts(self, matters: set[str]) -> None:
        counted, dated = self._of_matters(matters, FIGURE_SORT), self._of_matters(matters, CALENDAR_SORT)
        before = self._referring("figures", "statements", {s.id for s in counted} | self._statements_before)
        made = figures(counted, self._state)
        self._replace("figures", before, made)
        disputed = self._referring("conflicts", "figures", before)
        self._replace("conflicts", disputed, conflicts_of_figures(made, self._sources()))
        entries = self._referring("calendar", "statements", {s.id for s in dated} | self._statements_before)
        self._replace("calendar", entries, calendar(dated))

    def _impersonal(self, matters: set[str]) -> dict[str, Statement]:
        """Policies of the matters, and acts of nobody in the texts whose words changed documents have or had."""
        found = {s.id: s for s in self._of_matters(matters, "policy")}
        for document, root in self._texts.roots().items():
            for s in self._texts.by_document[document] if root in self._roots else ():
                if s.kind == EVENT and s.type is not None and s.type not in self._policies:
                    found |= {} if self._acts.person_of([s]).keys() & set(s.values("person")) else {s.id: s}
        return found

    # persons, events, cases

    def _sources(self) -> Sources:
        return Sources(self._texts.statements, self._texts.roots(), self._texts.documents, self._state)

    def _events(self, gone: frozenset[str], matters: set[str]) -> None:
        told = (s for d in self._changed for s in self._texts.by_document[d])
        moved = {*self._persons, *self._acts.person_of(told).values()}
        statements = self._acts.connected(moved) | self._impersonal(matters)
        before = self._referring("events", "statements", {*statements, *self._statements_before})
        old = dict(self._ground.records("events", before | self._referring("events", "persons", gone)))
        person_of = self._acts.person_of(statements.values())
        raw = assemble(list(statements.values()), person_of, self._texts.roots(), self._policies)
        made = {e.id: e for e in with_actors(raw, self._state)}
        other = {e.id for e in made.values() if self._is_other(e, old.get(e.id))}
        persons = moved | {p for i in other for p in made[i].persons}
        persons |= {p for i in old.keys() - made.keys() for p in old[i].persons if self._people.stands(p)}
        self._cases(persons, made, old, other)

    def _is_other(self, event: Event, before: Event | None) -> bool:
        """Whether an event differs from what it was in more than the host, which its cases settle."""
        return (
            before is None
            or dataclasses.replace(event, host=None) != dataclasses.replace(before, host=None)
            or any(self._texts.statements[s].document in self._changed for s in event.statements)
        )

    def _cases(self, persons: set[str], made: Mapping[str, Event], old: dict[str, Event], other: set[str]) -> None:
        """Cases of the persons anew, the host of their events, and what that changes for others in these events."""
        around = self._referring("events", "persons", persons) - old.keys() - made.keys()
        stored: dict[str, Event] = dict(self._ground.records("events", around))
        self._load(stored.values(), persons)
        mine = {i: e for i, e in made.items() if i in other or persons & {*e.persons}}
        mine |= {i: self._as_told(e) for i, e in stored.items()}
        opened = [
            o for o in open_cases(list(mine.values()), list(self._texts.statements.values())) if o.person in persons
        ]
        hosted = {e.id: e for e in with_hosts(list(mine.values()), [*opened, *self._beside(mine, persons)])}
        known = old | stored
        changed = {i: e for i, e in hosted.items() if i in other or known.get(i) != e}
        self._old.setdefault("events", {}).update(old | {i: stored[i] for i in changed if i in stored})
        kept = {i: known[i] for i in made.keys() - changed.keys() if i in known}
        self._new.setdefault("events", {}).update(kept | changed)
        others = {p for e in changed.values() for p in e.persons} - persons
        self._build(persons, others, opened, known | hosted)
        self._dispute(old.keys() - made.keys(), changed, persons | others)

    def _load(self, events: Iterable[Event], persons: Iterable[str]) -> None:
        """Load the documents of some events and those that mention some persons."""
        self._texts.need_statements(s for e in events for s in e.statements)
        self._texts.need(d for p in persons for d in self._people.documents(p))

    def _as_told(self, event: Event) -> Event:
        """A stored event with the host that its statements tell, before its cases settled it."""
        roots = self._texts.roots()
        cluster = tuple(told_of(self._texts.statements[s], {}, roots) for s in event.statements)
        return dataclasses.replace(event, host=role_of(cluster, "host"))

    def _beside(self, events: Mapping[str, Event], persons: set[str]) -> list[Opened]:
        """Stored cases of others that hold some of the events, with these alone."""
        found = self._ground.records("cases", self._referring("cases", "events", events)).values()
        return [
            Opened(c.persons[0], c.host, c.requesting, tuple(events[e] for e in c.events if e in events))
            for c in found
            if c.persons[0] not in persons and self._people.stands(c.persons[0])
        ]

    def _build(self, persons: set[str], others: set[str], opened: list[Opened], events: Mapping[str, Event]) -> None:
        """Cases of all the persons with their conflicts; those of `others` hold what they held."""
        gone = self._people.change.gone
        before = self._ground.records("cases", self._referring("cases", "persons", persons | others | gone))
        beside = [c for c in before.values() if c.persons[0] in others]
        every = {**self._ground.records("events", {e for c in beside for e in c.events} - events.keys()), **events}
        self._load((every[e] for c in beside for e in c.events), others)
        again = [Opened(c.persons[0], c.host, c.requesting, tuple(every[e] for e in c.events)) for c in beside]
        known = {**self._ground.records("persons", (persons | others) - self._persons.keys()), **self._persons}
        back = Background(self._texts.statements, self._texts.documents, known, load_procedure())
        cases = [build_case(o, every, back) for o in (*opened, *again)]
        self._replace("cases", before, cases)
        disputed = self._referring("conflicts", "cases", before)
        self._replace("conflicts", disputed, self._within_cases(cases, every, persons | others))
        self._cases_held = {e for c in (*before.values(), *cases) for e in c.events}

    def _within_cases(self, cases: list[Case], events: Mapping[str, Event], persons: set[str]) -> list[Conflict]:
        told = {s.id: s for p in persons for d in self._people.documents(p) for s in self._texts.by_document[d]}
        person_of = {m: p for m, p in self._acts.person_of(told.values()).items() if p in persons}
        return conflicts_of_persons(cases, events, told.values(), person_of, self._sources())

    def _dispute(self, gone: set[str], changed: Mapping[str, Event], persons: set[str]) -> None:
        """Conflicts that hang on events: of those that changed, and of those that share a case with them."""
        wide = {*gone, *changed, *self._cases_held}
        before = self._referring("conflicts", "events", wide)
        events = {**self._ground.records("events", wide - gone - changed.keys()), **changed}
        cases = self._ground.records("cases", self._referring("cases", "events", events)).values()
        beside = [c for c in cases if c.persons[0] not in persons and self._people.stands(c.persons[0])]
        every = {**self._ground.records("events", {e for c in beside for e in c.events} - events.keys()), **events}
        self._texts.need_statements(s for e in every.values() for s in e.statements)
        sources = self._sources()
        found = [c for e in events.values() for c in conflicts_of_event(e, sources)]
        views = (CaseView(c, tuple(every[e] for e in c.events), ()) for c in beside)
        found += [c for view in views for c in redated(view, sources) if c.event in wide]
        self._replace("conflicts", before, found)
