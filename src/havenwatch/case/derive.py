"""The whole right-hand side as one pure function: documents, readings and people's decisions become the dossier."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from havenwatch.case.conflict import Sources, conflicts
from havenwatch.case.guards import Course, flags
from havenwatch.case.open import Opened, open_cases, with_hosts
from havenwatch.case.order import in_order
from havenwatch.case.tracks import open_remedies, reached, run
from havenwatch.event import apply_reviews, assemble, calendar, figures
from havenwatch.event.actor import State, merged
from havenwatch.event.presuppose import with_own_words
from havenwatch.ontology.procedure import Procedure, load_procedure
from havenwatch.ontology.profile import Ontology
from havenwatch.person import link
from havenwatch.person.chain import heads, origins
from havenwatch.person.register import Maps
from havenwatch.records import (
    Case,
    Document,
    Dossier,
    Event,
    Judgement,
    Person,
    Reading,
    Review,
    Statement,
    content_id,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Background:
    """What building a case looks up: statements, documents, persons by id and the procedure."""

    statements: Mapping[str, Statement]
    documents: Mapping[str, Document]
    persons: Mapping[str, Person]
    procedure: Procedure


def _person_of(readings: Sequence[Reading], persons: Sequence[Person]) -> dict[str, str]:
    """Mention id -> person id, for every mention of a chain that became a person."""
    known = {m: p.id for p in persons for m in p.mentions}
    head_of = heads(readings)
    return {m: known.get(m, known.get(head, "")) for m, head in head_of.items() if m in known or head in known}


def build_case(opened: Opened, events: Mapping[str, Event], back: Background) -> Case:
    """A case with its events in order, its stage, remedies and flags."""
    ordered = in_order([events[e.id] for e in opened.events], back.statements, back.documents)
    steps = run(ordered, back.procedure, requested=opened.requesting is not None)
    return Case(
        id=content_id("c", opened.person, opened.host, opened.requesting),
        persons=(opened.person,),
        host=opened.host,
        requesting=opened.requesting,
        profiles=back.persons[opened.person].profiles,
        tracks=reached(steps, back.procedure),
        open_remedies=open_remedies(steps, back.procedure),
        flags=flags(Course(opened.host, steps, back.procedure)),
        events=tuple(e.id for e in ordered),
    )


def state_of(ontology: Ontology) -> State:
    """Which state a word in its dictionary form names, as a name, an adjective or a people."""

    def state(lemma: str) -> str | None:
        hit = ontology.places.lookup(lemma)
        return hit.iso if hit is not None and hit.kind in {"state", "adjective", "demonym"} else None

    return state


def with_actors(events: Sequence[Event], state: State) -> tuple[Event, ...]:
    """Events whose actors stand once each, whatever the spelling."""
    return tuple(dataclasses.replace(e, actors=merged(e.actors, state)) if e.actors else e for e in events)


def derive(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    reviews: Sequence[Review],
    judgements: Sequence[Judgement],
    ontology: Ontology,
    maps: Maps | None = None,
) -> Dossier:
    """Derive persons, events, cases, figures, calendar and conflicts; equal inputs in any order give an equal result.

    Args:
        documents: all stored documents.
        readings: one for each document.
        reviews: people's decisions on statements; the latest of each statement counts.
        judgements: people's decisions on mentions; judgements of rules among them are made anew.
        ontology: tells which event types are policies.
        maps: where the register of persons is kept, empty; in memory when None.

    Raises:
        UsageError: a review corrects an unknown field or gives it a value that does not fit.
    """
    statements = with_own_words(apply_reviews((s for r in readings for s in r.statements), reviews))
    persons, judged = link(reviewed(readings, statements), documents, judgements, maps)
    origin_of = origins(documents)
    policies = frozenset(name for name, kind in ontology.events.items() if kind.policy)
    person_of = _person_of(readings, persons)
    events = assemble(statements, person_of, origin_of, policies)
    opened = open_cases(events, statements)
    events = with_actors(with_hosts(events, opened), state_of(ontology))
    by_id = {e.id: e for e in events}
    back = Background(
        statements={s.id: s for s in statements},
        documents={d.id: d for d in documents},
        persons={p.id: p for p in persons},
        procedure=load_procedure(),
    )
    cases = tuple(sorted((build_case(o, by_id, back) for o in opened), key=lambda c: c.id))
    counted = figures(statements, state_of(ontology))
    sources = Sources(back.statements, origin_of, back.documents, state_of(ontology))
    found = conflicts(cases, events, counted, person_of, sources)
    return Dossier(persons, judged, events, cases, counted, calendar(statements), found)


def reviewed(readings: Sequence[Reading], statements: Sequence[Statement]) -> tuple[Reading, ...]:
    """Readings whose statements are those that people left."""
    kept = {s.id: s for s in statements}
    return tuple(
        dataclasses.replace(r, statements=tuple(kept[s.id] for s in r.statements if s.id in kept)) for r in readings
    )
