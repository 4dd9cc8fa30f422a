"""FollowTheMoney entities, one a line: what OpenAleph, yente and nomenklatura read.

The model knows no arrest and no extradition: an act is an `Event` with its type, matter and status as keywords, the
case a `CourtCase` with a party for the person and the states, and every statement a `Documentation` that ties its quote
to the article. An accusation is never a topic of the person. `schema/ftm.yaml` lists the properties used.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from havenwatch.exchange.edition import Edition, edition, shown_name
from havenwatch.indicator.index import shifted
from havenwatch.ontology.profile import Ontology
from havenwatch.records import Case, Document, Event, Person, Snapshot
from havenwatch.report.cite import web_address
from havenwatch.report.tell import event_label, flag_words, stage_words, telling_profiles

__all__ = ["export"]

LANGUAGE = "en"
PREFIX = "hw-"
# ISO 639-1 to the three letters that the model wants
LANGUAGES = {"ru": "rus", "en": "eng", "uk": "ukr", "kk": "kaz", "de": "deu", "es": "spa", "fr": "fra", "ky": "kir",
             "hy": "hye", "ka": "kat", "tr": "tur", "sr": "srp", "be": "bel", "uz": "uzb"}  # fmt: skip

Entity = dict[str, Any]


def export(snapshot: Snapshot, ontology: Ontology, *, internal: bool = False, made: str | None = None) -> str:
    """Entities as JSON lines; everything that refers to another entity comes after it."""
    shown = edition(snapshot, internal=internal, made=made)
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities(shown, ontology))


def entities(shown: Edition, ontology: Ontology) -> Iterator[Entity]:
    """States, articles, persons, cases with their parties, events, the evidence of each."""
    dossier = shown.snapshot.dossier
    states = {s for c in dossier.cases for s in (c.host, c.requesting)} | {e.host for e in dossier.events}
    yield from (_territory(iso, ontology) for iso in sorted(s for s in states if s is not None))
    yield from (_article(shown, document) for document in shown.snapshot.documents)
    yield from (_person(shown, person) for person in dossier.persons)
    for case in dossier.cases:
        yield _case(shown, case, ontology)
        yield from _parties(case)
    known = {p.id for p in dossier.persons}
    for event in dossier.events:
        yield _event(shown, event, ontology, known)
        yield from _evidence(shown, event)


def _entity(name: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> Entity:
    """An entity with the properties that have a value; each value once."""
    kept = {key: [*dict.fromkeys(v for v in values if v)] for key, values in properties.items()}
    return {
        "id": PREFIX + name,
        "schema": schema,
        "properties": {key: values for key, values in kept.items() if values},
    }


def _territory(iso: str, ontology: Ontology) -> Entity:
    names = [ontology.places.state_name(iso, language) for language in ("en", "ru")]
    return _entity(f"state-{iso}", "Territory", {"name": names, "country": [iso.lower()]})


def _article(shown: Edition, document: Document) -> Entity:
    text = [document.text] if shown.internal else []
    return _entity(
        document.id,
        "Article",
        {
            "fileName": [document.external_id or document.id],
            "title": [shown.mask(document.title or "")],
            "publisher": [shown.mask(document.publisher or "")],
            "publishedAt": [document.published.isoformat() if document.published else None],
            "retrievedAt": [document.retrieved[:10]],
            "language": [LANGUAGES.get(document.language or "")],
            "sourceUrl": [web_address(document)],
            "bodyText": text,
            "keywords": [f"sha256:{document.sha256}"],
            "summary": [shown.note],
        },
    )


def _person(shown: Edition, person: Person) -> Entity:
    others = () if person.id in shown.masked or person.anonymous else person.names[1:]
    return _entity(
        person.id,
        "Person",
        {
            "name": [shown.mask(shown_name(person, shown.masked))],
            "alias": [shown.mask(name) for name in others],
            "keywords": [*telling_profiles(person.profiles), *(["unnamed"] if person.anonymous else [])],
        },
    )


def _case(shown: Edition, case: Case, ontology: Ontology) -> Entity:
    names = ", ".join(
        shown.mask(shown_name(shown.persons[p], shown.masked)) for p in case.persons if p in shown.persons
    )
    states = " / ".join(s for s in (case.host, case.requesting) if s is not None)
    stages = [stage_words(track, state, LANGUAGE) for track, state in case.tracks if state != "none"]
    return _entity(
        case.id,
        "CourtCase",
        {
            "name": [f"{names or 'person not named'} ({states or 'state not known'})"],
            "category": [track for track, state in case.tracks if state != "none"],
            "status": stages,
            "country": [case.host and case.host.lower()],
            "keywords": telling_profiles(case.profiles),
            "description": [shown.mask(flag_words(flag, LANGUAGE, ontology)) for flag in case.flags],
            "summary": [shown.note],
        },
    )


def _parties(case: Case) -> Iterator[Entity]:
    roles = [(person, "person concerned") for person in case.persons]
    roles += [(f"state-{case.host}", "host state")] if case.host is not None else []
    roles += [(f"state-{case.requesting}", "requesting state")] if case.requesting is not None else []
    for party, role in roles:
        values = {"case": [PREFIX + case.id], "party": [PREFIX + party], "role": [role]}
        yield _entity(f"{case.id}-{party}", "CourtCaseParty", values)


def _event(shown: Edition, event: Event, ontology: Ontology, known: set[str]) -> Entity:
    label = event_label(event.type, LANGUAGE, ontology)
    status = "" if event.status == "reported" else f" [{event.status}]"
    place = None if event.place in (None, event.host) else event.place
    matter = [] if event.about is None else [f"about:{event.about}"]
    return _entity(
        event.id,
        "Event",
        {
            "name": [label + status],
            "country": [event.host and event.host.lower()],
            "location": [shown.mask(place or "")],
            "involved": [PREFIX + p for p in event.persons if p in known],
            "keywords": [f"type:{event.type}", f"status:{event.status}", *matter],
            "recordId": [event.id],
            **_dates(event.earliest, event.latest),
        },
    )


def _dates(earliest: dt.date | None, latest: dt.date | None) -> dict[str, list[str]]:
    """A day, a whole month or year as a prefix, any other interval by its two ends: never a false day."""
    if earliest is None or latest is None:
        return {}
    if earliest == latest:
        return {"date": [earliest.isoformat()]}
    after = shifted(latest, dt.timedelta(days=1))
    if earliest.day == 1 and after.day == 1:
        if (earliest.month, after.month, after.year) == (1, 1, earliest.year + 1):
            return {"date": [f"{earliest.year:04d}"]}
        if (earliest.year, earliest.month) == (latest.year, latest.month):
            return {"date": [f"{earliest:%Y-%m}"]}
    return {"startDate": [earliest.isoformat()], "endDate": [latest.isoformat()]}


def _evidence(shown: Edition, event: Event) -> Iterator[Entity]:
    rows = shown.statement_rows
    for statement in (rows[s] for s in event.statements if s in rows):
        place = None if statement["start"] is None else f"{statement['start']}-{statement['end']}"
        yield _entity(
            f"{event.id}-{statement['id']}",
            "Documentation",
            {
                "document": [PREFIX + statement["document"]],
                "entity": [PREFIX + event.id],
                "role": [statement["status"]],
                "status": [statement["review"]],
                "summary": [statement["quote"]],
                "description": [None if place is None else f"code points {place} of the text"],
                "recordId": [statement["id"]],
            },
        )
