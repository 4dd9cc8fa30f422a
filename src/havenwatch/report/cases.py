"""Cases of the report: persons, procedure, timeline, flags and conflicts, each sentence with its statements."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from havenwatch.ontology.procedure import load_procedure
from havenwatch.ontology.profile import Ontology
from havenwatch.person.spelling import in_latin, other_spellings
from havenwatch.records import ALLEGED, PLANNED, REPORTED, Case, Conflict, Event, Flag, Person, Statement
from havenwatch.report.cite import Evidence
from havenwatch.report.record import CaseView, Sentence, Step, Table

# statement types in which a source itself says which remedies are left
REMEDY_CLAIMS = ("remedies_exhausted", "remedies_open")
MOST_ACTORS = 4
ABOUT = "about "  # how a conflict marks an approximate figure


@dataclasses.dataclass(frozen=True, slots=True)
class Teller:
    """Puts events, persons and cases into words of the report's language."""

    evidence: Evidence
    ontology: Ontology
    conflicts: Mapping[str, tuple[Conflict, ...]]
    claims: Mapping[str, tuple[Statement, ...]]

    @classmethod
    def of(cls, evidence: Evidence, ontology: Ontology) -> Teller:
        """Teller with the conflicts by case, event and figure, and claims on remedies by document."""
        conflicts: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in evidence.index.snapshot.dossier.conflicts:
            conflicts[conflict.case or conflict.event or conflict.figure or ""].append(conflict)
        claims: dict[str, list[Statement]] = defaultdict(list)
        for statement in evidence.index.snapshot.statements:
            if statement.type in REMEDY_CLAIMS:
                claims[statement.document].append(statement)
        frozen = {key: tuple(found) for key, found in conflicts.items()}
        return cls(evidence, ontology, frozen, {key: tuple(found) for key, found in claims.items()})

    def event(self, event: Event, host: str | None) -> Sentence:
        """What happened, to which matter, by whom, where and how often; the date stands beside it."""
        say = self.evidence.say
        parts = [self.label(event.type)]
        if event.about is not None:
            parts.append(say("event.about", about=say.get(f"about.{event.about}", event.about)))
        details = list(self._details(event, host))
        text = " ".join(parts) + (f": {'; '.join(details)}" if details else "")
        return self.evidence.sentence(text, event.statements, event.status)

    def label(self, kind: str) -> str:
        """Label of an event type, the id with spaces where the ontology has none."""
        return event_label(kind, self.evidence.say.language, self.ontology)

    def _details(self, event: Event, host: str | None) -> Iterator[str]:
        say = self.evidence.say
        if event.actors:
            yield say("event.by", who=", ".join(event.actors[:MOST_ACTORS]))
        if event.host is not None and event.host != host:
            yield say("event.in_state", state=self.state(event.host))
        if event.place is not None:
            yield say("event.place", place=self.state(event.place))
        if event.destination is not None:
            yield say("event.to", state=self.state(event.destination))
        if event.count is not None and event.count > 1:
            yield say("event.count", n=event.count)
        if (who := self._attribution(event)) is not None:
            yield say("event.according_to", who=who)

    def _attribution(self, event: Event) -> str | None:
        """Who says it when every statement is ascribed to somebody; None when a source says it in its own voice."""
        found = [self.evidence.index.statements.get(s) for s in event.statements]
        told = [s for s in found if s is not None]
        names = [s.attributed_to for s in told if s.attributed_to is not None]
        return ", ".join(dict.fromkeys(names)) if names and len(names) == len(told) else None

    def state(self, iso: str) -> str:
        """Name of a state in the language of the report."""
        return self.ontology.places.state_name(iso, self.evidence.say.language)

    def profile(self, profile: str) -> str:
        """Label of a profile (activist, deserter) in the language of the report."""
        found = self.ontology.profiles.get(profile)
        words = None if found is None else found.labels.get(self.evidence.say.language)
        return words or profile.replace("_", " ")

    def person(self, person: Person) -> str:
        """A name, or role and number of somebody unnamed; minors and relatives are not named."""
        say = self.evidence.say
        if person.id in self.evidence.mask.persons:
            return say("person.withheld")
        if person.names and not person.anonymous:
            return self.name(person.names[0])
        profile = next(iter(telling_profiles(person.profiles)), "person")
        if person.count is None:
            who = say("person.someone") if profile == "person" else self.profile(profile)
            return say("person.unnamed_open", who=who)
        key = f"person.unnamed.{profile}"
        if key in say.texts:
            return say(key, n=person.count)
        return say("person.unnamed_as", n=person.count, who=self.profile(profile))

    def name(self, name: str) -> str:
        """A name as written; in a report that is not in Russian, Cyrillic letters are followed by Latin ones."""
        latin = None if self.evidence.say.language == "ru" else in_latin(name)
        return name if latin is None else f"{name} ({latin})"


def telling_profiles(profiles: Iterable[str]) -> tuple[str, ...]:
    """Profiles that say something: "other" merely marks a word for a person that is in no kind."""
    return tuple(p for p in profiles if p != "other")


def case_view(teller: Teller, case: Case) -> CaseView:
    """One case with everything known of it."""
    evidence = teller.evidence
    index = evidence.index
    persons = [index.persons[p] for p in case.persons if p in index.persons]
    events = [index.events[e] for e in case.events if e in index.events]
    steps = tuple(_step(teller, event, case.host) for event in events)
    title = ", ".join(teller.person(p) for p in persons) or evidence.say("case.nobody")
    return CaseView(
        id=case.id,
        title=evidence.mask(title),
        facts=tuple(_facts(teller, case, persons, events)),
        steps=steps,
        flags=tuple(_flag(teller, flag) for flag in case.flags),
        conflicts=tuple(conflict_table(teller, c) for c in _conflicts(teller, case)),
    )


def stage_words(track: str, state: str, language: str) -> str:
    """Track and state as the procedure names them; their ids where it does not know them."""
    known = load_procedure().tracks.get(track)
    found = None if known is None else known.states.get(state)
    name = track if known is None else known.labels[language]
    return f"{name}: {state.replace('_', ' ') if found is None else found.labels[language]}"


def flag_words(flag: Flag, language: str, ontology: Ontology) -> str:
    """What the guard warns of and, in brackets, what it saw."""
    procedure = load_procedure()
    guard = procedure.guards.get(flag.id)
    if guard is None:
        return flag.reason
    reason = procedure.reason(flag.id, dict(flag.values), language, lambda kind: event_label(kind, language, ontology))
    return guard.labels[language] if reason is None else f"{guard.labels[language]} ({reason})"


def event_label(kind: str, language: str, ontology: Ontology) -> str:
    """Label of an event type, the id with spaces where the ontology has none."""
    found = ontology.events.get(kind)
    words = None if found is None else found.labels.get(language)
    return words or kind.replace("_", " ")


def _flag(teller: Teller, flag: Flag) -> Sentence:
    words = flag_words(flag, teller.evidence.say.language, teller.ontology)
    return teller.evidence.sentence(words, flag.statements)


def _step(teller: Teller, event: Event, host: str | None) -> Step:
    kind = teller.ontology.events.get(event.type)
    direction = 0 if kind is None or event.status not in {REPORTED, ALLEGED} else kind.direction
    return Step(teller.evidence.say.dates(event.earliest, event.latest), teller.event(event, host), direction)


def _facts(
    teller: Teller, case: Case, persons: list[Person], events: list[Event]
) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Who, which states, which profiles, the stage of each track, remedies computed and as the sources claim them."""
    evidence, say = teller.evidence, teller.evidence.say
    every = [s for event in events for s in event.statements]
    mentions = _naming(teller, persons) or every[:1]
    spellings = [n for p in persons if p.id not in evidence.mask.persons for n in other_spellings(p.names)]
    if spellings:
        yield say("case.spellings"), (evidence.sentence(", ".join(spellings), mentions),)
    unknown = say("case.unknown")
    yield say("case.host"), (_state(teller, case.host, unknown, every),)
    yield say("case.requesting"), (_state(teller, case.requesting, unknown, every),)
    if profiles := telling_profiles(case.profiles):
        yield say("case.profiles"), (evidence.sentence(", ".join(map(teller.profile, profiles)), mentions),)
    stages = [
        evidence.sentence(stage_words(t, s, say.language), _of_track(events, t)) for t, s in case.tracks if s != "none"
    ]
    if stages:
        yield say("case.stage"), tuple(stages)
    yield say("case.remedies"), (_remedies(teller, case, _latest(events)),)
    claims = tuple(_claims(teller, events))
    if claims:
        yield say("case.claims"), claims


def _state(teller: Teller, iso: str | None, unknown: str, statements: list[str]) -> Sentence:
    if iso is None:
        return teller.evidence.plain(unknown)
    return teller.evidence.sentence(teller.state(iso), _naming_state(teller, iso, statements))


def _naming_state(teller: Teller, iso: str, statements: list[str]) -> list[str]:
    """First statement whose roles or whose event name the state, else the first statement of the case."""
    found = teller.evidence.index.statements
    naming = [s for s in statements if s in found and any(r.value == iso for r in found[s].roles)]
    return (naming or statements)[:1]


def _naming(teller: Teller, persons: Iterable[Person]) -> list[str]:
    """First statement of each person's mentions, the evidence for spellings and profiles."""
    mentions = {m for p in persons for m in p.mentions}
    index = teller.evidence.index
    events = {e for p in persons for e in teller.evidence.index.events_of.get(p.id, ())}
    statements = [s for e in sorted(events) for s in index.events[e].statements if s in index.statements]
    naming = [s for s in statements if set(index.statements[s].values("person")) & mentions]
    return (naming or statements)[:1]


def _of_track(events: list[Event], track: str) -> list[str]:
    """Statements of the last event on a track: its type or its matter names it; of the last event at all else."""
    own = [e for e in events if e.about == track or e.type.startswith(track[:6])]
    return _latest(own or events)


def _latest(events: list[Event]) -> list[str]:
    return list(events[-1].statements) if events else []


def _remedies(teller: Teller, case: Case, statements: list[str]) -> Sentence:
    say = teller.evidence.say
    if not case.open_remedies:
        return teller.evidence.plain(say("case.no_remedies"))
    remedies = load_procedure().remedies
    found = ((remedies[r].labels if r in remedies else {}, r) for r in case.open_remedies)
    words = "; ".join(labels.get(say.language, r.replace("_", " ")) for labels, r in found)
    return teller.evidence.sentence(words, statements)


def _claims(teller: Teller, events: list[Event]) -> Iterator[Sentence]:
    """What sources say of remedies: appeals announced, or the claim that none is left."""
    evidence, say = teller.evidence, teller.evidence.say
    statements = evidence.index.statements
    for event in events:
        if event.type == "appeal_filed" and event.status == PLANNED:
            yield evidence.sentence(say("case.appeal_announced"), event.statements, event.status)
    told = {statements[s].document for e in events for s in e.statements if s in statements}
    for statement in sorted(_remedy_statements(teller, told), key=lambda s: (s.document, s.start)):
        yield evidence.sentence(say("case.claim_none_left"), (statement.id,))


def _remedy_statements(teller: Teller, documents: set[str]) -> list[Statement]:
    return [s for d in documents for s in teller.claims.get(d, ())]


def _conflicts(teller: Teller, case: Case) -> list[Conflict]:
    own = [*teller.conflicts.get(case.id, ())]
    return own + [c for e in case.events for c in teller.conflicts.get(e, ()) if c.case in (None, case.id)]


def conflict_table(teller: Teller, conflict: Conflict) -> Table:
    """Values side by side, each with its own sources; nothing is picked or averaged."""
    evidence, say = teller.evidence, teller.evidence.say
    index = evidence.index
    field = say.get(f"field.{conflict.field}", conflict.field)
    event = index.events.get(conflict.event) if conflict.event is not None else None
    caption = say("conflict.caption", field=field)
    if event is not None:
        caption = say("conflict.caption_event", field=field, event=teller.label(event.type))
    rows = tuple(
        (
            evidence.sentence(_value_words(teller, conflict.field, value.value), value.statements),
            evidence.plain(_outlets(teller, value.statements)),
        )
        for value in conflict.values
    )
    return Table(caption, (say("conflict.value"), say("conflict.sources")), rows)


def _value_words(teller: Teller, field: str, value: str) -> str:
    """One side of a conflict in the language of the report: dates, states and outcomes are written as codes."""
    say = teller.evidence.say
    if field == "date":
        first, _, last = value.partition("/")
        return say.dates(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))
    if field in {"host", "agent"}:
        return teller.state(value)
    if field == "outcome":
        kind, _, denied = value.partition(" ")
        return f"{teller.label(kind)}, {say('status.denied')}" if denied else teller.label(kind)
    if field == "figure" and value.startswith(ABOUT):
        return say("figures.about", value=value.removeprefix(ABOUT))
    return value


def _outlets(teller: Teller, statements: Iterable[str]) -> str:
    index = teller.evidence.index
    documents = [index.statements[s].document for s in statements if s in index.statements]
    return "; ".join(dict.fromkeys(teller.evidence.source(index.documents[d]) for d in documents))
