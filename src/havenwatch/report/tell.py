"""Events, persons, procedure and flags in the words of a language."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from havenwatch.lang.phrases import Phrases
from havenwatch.ontology.procedure import load_procedure
from havenwatch.ontology.profile import Ontology
from havenwatch.person.spelling import in_latin, is_inflected
from havenwatch.records import PLANNED, REPORTED, Conflict, Event, Flag, Person, Statement
from havenwatch.report.cite import Evidence
from havenwatch.report.record import Sentence

# statement types in which a source itself says which remedies are left
REMEDY_CLAIMS = ("remedies_exhausted", "remedies_open")
MOST_ACTORS = 4
# a custody order about custody: the matter adds nothing to the label
SAYS_ITSELF = {"custody_ordered": "custody", "custody_extended": "custody"}
LONGEST_ACTOR = 60  # code points; what is longer is a clause that was taken for an actor
MOST_ACCUSATIONS = 3
_WORD = re.compile(r"\w+")


@dataclasses.dataclass(frozen=True, slots=True)
class Teller:
    """Puts events, persons and cases into words of the report's language."""

    evidence: Evidence
    ontology: Ontology
    conflicts: Mapping[str, tuple[Conflict, ...]]
    disputed: Mapping[str, Conflict]
    claims: tuple[Statement, ...]

    @classmethod
    def of(cls, evidence: Evidence, ontology: Ontology) -> Teller:
        """Teller with the conflicts by case, event and figure, the disputed dates by event, the claims on remedies."""
        conflicts: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in evidence.index.snapshot.dossier.conflicts:
            conflicts[conflict.case or conflict.event or conflict.figure or ""].append(conflict)
        frozen = {key: tuple(found) for key, found in conflicts.items()}
        claims = tuple(s for s in evidence.index.snapshot.statements if s.type in REMEDY_CLAIMS)
        every = evidence.index.snapshot.dossier.conflicts
        dates = {c.event: c for c in every if c.event is not None and c.field == "date"}
        return cls(evidence, ontology, frozen, dates, claims)

    def event(self, event: Event, host: str | None) -> Sentence:
        """What happened, to which matter, by whom, where and how often; the date stands beside it."""
        say = self.evidence.say
        parts = [self.label(event.type)]
        if event.about is not None and event.about != SAYS_ITSELF.get(event.type):
            parts.append(say("event.about", about=say.get(f"about.{event.about}", event.about)))
        details = list(self._details(event, host))
        text = " ".join(parts) + (f": {'; '.join(details)}" if details else "")
        return self.evidence.sentence(text, event.statements, self.status(event))

    def status(self, event: Event) -> str:
        """Key of the status word: a plan against the person is a threat too; what was announced and done says both."""
        kind = self.ontology.events.get(event.type)
        if event.status == PLANNED and kind is not None and kind.direction < 0:
            return "planned_adverse"
        announced = any(s.status == PLANNED for s in self._told(event))
        return "announced" if event.status == REPORTED and announced else event.status

    def _told(self, event: Event) -> list[Statement]:
        found = (self.evidence.index.statements.get(s) for s in event.statements)
        return [s for s in found if s is not None]

    def label(self, kind: str) -> str:
        """Label of an event type, the id with spaces where the ontology has none."""
        return event_label(kind, self.evidence.say.language, self.ontology)

    def _details(self, event: Event, host: str | None) -> Iterator[str]:
        say = self.evidence.say
        accusations = dict.fromkeys(v for s in self._told(event) for v in s.values("accusation"))
        if accusations:
            yield say("event.accusation", what="; ".join([*accusations][:MOST_ACCUSATIONS]))
        if actors := self.actors(event):
            yield say("event.by", who=", ".join(actors))
        if event.host is not None and event.host != host:
            yield say("event.in_state", state=self.state(event.host))
        if event.place is not None and event.place not in (host, event.host, event.destination, *self._states(event)):
            yield say("event.place", place=self.state(event.place))
        if event.destination is not None:
            yield say("event.to", state=self.state(event.destination))
        if event.count is not None and event.count > 1:
            yield say("event.count", n=event.count)
        if (who := self._attribution(event)) is not None:
            yield say("event.according_to", who=who)

    def date(self, event: Event) -> str:
        """Date of an event in words; where sources disagree on it, all dates that they give, none picked."""
        say = self.evidence.say
        conflict = self.disputed.get(event.id)
        if conflict is None:
            return say.dates(event.earliest, event.latest)
        told = " / ".join(dates_in_words(side.value, say) for side in conflict.values)
        return say("dates.disputed", dates=told)

    def _states(self, event: Event) -> Iterator[str]:
        """Codes of the states that act."""
        hits = (self.ontology.places.lookup(actor) for actor in event.actors)
        return (hit.iso for hit in hits if hit is not None and hit.kind == "state")

    def actors(self, event: Event) -> tuple[str, ...]:
        """Who acted: states by name, nobody who is the person concerned, no whole clauses."""
        names = [n for p in event.persons if (found := self.evidence.index.persons.get(p)) for n in found.names[:1]]
        shown = [words for actor in event.actors if (words := self._actor(actor, names)) is not None]
        return tuple(dict.fromkeys(shown))[:MOST_ACTORS]

    def _actor(self, actor: str, names: Iterable[str]) -> str | None:
        words = actor.strip(" ,;:.")
        own = {w for name in names for w in _WORD.findall(name)}
        if len(words) > LONGEST_ACTOR or any(is_inflected(w, o) for w in _WORD.findall(words) for o in own):
            return None
        hit = self.ontology.places.lookup(words)
        return self.state(hit.iso) if hit is not None and hit.kind == "state" else words

    def _attribution(self, event: Event) -> str | None:
        """Who says it when every statement is ascribed to somebody; None when a source says it in its own voice."""
        told = self._told(event)
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


def dates_in_words(value: str, say: Phrases) -> str:
    """One side of a conflict of dates, `YYYY-MM-DD` or two days with a slash, in words; anything else as it is."""
    first, _, last = value.partition("/")
    try:
        return say.dates(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))
    except ValueError:
        return value


def telling_profiles(profiles: Iterable[str]) -> tuple[str, ...]:
    """Profiles that say something: "other" merely marks a word for a person that is in no kind."""
    return tuple(p for p in profiles if p != "other")


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


def readable_languages(ontology: Ontology) -> frozenset[str]:
    """Languages for which some event type has frames: triggers alone are not read yet."""
    return frozenset(lang for kind in ontology.events.values() for lang, frames in kind.frames.items() if frames)
