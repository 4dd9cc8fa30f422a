"""The legal procedure as data: tracks with their states, steps between them, remedies, limits, guards.

`generic.yaml` holds what most states share; one file a country adds its limits and the facts behind them.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml

from havenwatch.errors import OntologyError

GENERIC = "generic.yaml"
APPLY, STAY = "apply", "stay"
# the guards that case/guards.py can check, each with the values that it gives to its reason
GUARDS: Mapping[str, frozenset[str]] = {
    "removal_during_asylum": frozenset({"removal", "track", "state"}),
    "removal_without_decision": frozenset({"removal", "decisions"}),
    "removal_against_interim_measures": frozenset({"removal", "track", "state"}),
    "custody_over_limit": frozenset({"track", "state", "days", "limit", "article"}),
    "speed": frozenset({"first", "removal", "days"}),
    "step_after_removal": frozenset({"step"}),
}
_EVENT_VALUES = frozenset({"removal", "decisions", "first", "step"})
_SLOT = re.compile(r"\{(\w+)\}")

Labels = Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """One state of a track; `open` are remedy ids, `terminal` means that the host has given the person up."""

    id: str
    labels: Labels
    open: tuple[str, ...]
    terminal: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Track:
    """One of the parallel procedures, with its states by id."""

    id: str
    labels: Labels
    start: str
    states: Mapping[str, State]


@dataclasses.dataclass(frozen=True, slots=True)
class Transition:
    """A step: the event type with one of `about` leads a track to `to`.

    `regular` are the states it normally follows. From any other state it is applied all the same (`otherwise` apply:
    the step between was not reported) or changes nothing (stay). `again` is the state after the second time.
    `requested`: the step counts only where a requesting state is known or another step of the track is told, because
    an arrest alone says nothing of extradition.
    """

    event: str
    about: tuple[str | None, ...]
    track: str
    regular: frozenset[str]
    to: str
    otherwise: str
    again: str | None
    requested: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Guard:
    """A condition that raises a flag; which of the fields apply depends on the guard.

    `reason` says in each language what was seen, with `{name}` for the values that the guard gives.
    `states`: track -> states in which a removal is flagged. `decisions`: removal -> events that would decide it.
    `first` and `hours`: from one of these events to the removal in fewer hours. `ends`: custody state -> events that
    regularly end it.
    """

    id: str
    labels: Labels
    reason: Labels
    states: Mapping[str, frozenset[str]]
    decisions: Mapping[str, tuple[str, ...]]
    first: frozenset[str]
    hours: int | None
    ends: Mapping[str, frozenset[str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Remedy:
    """What the person can still do; `unless` names states of tracks in which it is used already."""

    id: str
    labels: Labels
    unless: Mapping[str, frozenset[str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One rule of a country's law. `value` None means: looked for and not found. `verified`: read at the source."""

    id: str
    value: str | None
    article: str | None
    source: str
    verified: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """Days that a state may last, None when not found."""

    track: str
    state: str
    days: int | None
    article: str | None
    source: str
    verified: bool


@dataclasses.dataclass(frozen=True, slots=True)
class CountryLaw:
    """What is known of one country: facts, limits, the states that are custody."""

    country: str
    law_version: str
    facts: tuple[Fact, ...]
    limits: tuple[Limit, ...]
    custody: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Procedure:
    """The generic procedure and the law of each known country."""

    tracks: Mapping[str, Track]
    transitions: tuple[Transition, ...]
    removals: frozenset[str]
    guards: Mapping[str, Guard]
    remedies: Mapping[str, Remedy]
    countries: Mapping[str, CountryLaw]

    def reason(self, guard: str, values: Mapping[str, str], language: str, word: Callable[[str], str]) -> str | None:
        """What a guard saw, in words; None where its reason, or a value that it names, is not known.

        `word` puts an event type into words. Values: event types (removal, decisions, first, step), a track with a
        state, else plain words.
        """
        known = self.guards.get(guard)
        text = None if known is None else known.reason.get(language)
        if text is None or not {*_SLOT.findall(text)} <= values.keys():
            return None
        return _SLOT.sub(lambda slot: self._value(slot.group(1), values, language, word), text)

    def _value(self, name: str, values: Mapping[str, str], language: str, word: Callable[[str], str]) -> str:
        value = values[name]
        if name in _EVENT_VALUES:
            return ", ".join(word(kind) for kind in value.split())
        track = self.tracks.get(values.get("track", ""))
        if name == "track" and track is not None:
            return track.labels[language]
        if name == "state" and track is not None and value in track.states:
            return track.states[value].labels[language]
        return value

    def limit(self, country: str | None, track: str, state: str) -> Limit | None:
        """Verified limit of a custody state in a country, None when none is known."""
        law = self.countries.get(country or "")
        if law is None or state not in law.custody:
            return None
        return next((x for x in law.limits if (x.track, x.state) == (track, state) and x.verified), None)


def _frozen(sets: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {str(k): frozenset(map(str, v)) for k, v in sets.items()}


def _track(name: str, raw: Mapping[str, Any]) -> Track:
    states = {
        str(i): State(str(i), s["label"], tuple(s["open"]), bool(s.get("terminal", False)))
        for i, s in raw["states"].items()
    }
    return Track(name, raw["label"], raw["start"], states)


def _transition(raw: Mapping[str, Any]) -> Transition:
    return Transition(
        event=raw["event"],
        about=tuple(raw["about"]),
        track=raw["track"],
        regular=frozenset(raw["from"]),
        to=raw["to"],
        otherwise=raw["else"],
        again=raw.get("again"),
        requested=bool(raw.get("requested", False)),
    )


def _guard(name: str, raw: Mapping[str, Any]) -> Guard:
    return Guard(
        id=name,
        labels=raw["label"],
        reason=raw["reason"],
        states=_frozen(raw.get("states", {})),
        decisions={str(k): tuple(v) for k, v in raw.get("decisions", {}).items()},
        first=frozenset(raw.get("first", ())),
        hours=raw.get("hours"),
        ends=_frozen(raw.get("ends", {})),
    )


def _country(raw: Mapping[str, Any]) -> CountryLaw:
    return CountryLaw(
        country=raw["country"],
        law_version=raw["law_version"],
        facts=tuple(Fact(**f) for f in raw["facts"]),
        limits=tuple(Limit(**x) for x in raw["limits"]),
        custody=frozenset(raw["custody"]),
    )


def _build(file: str, make: Callable[[Any], Any], text: str) -> Any:
    """Record made from YAML text; OntologyError names the file and the key that is missing or wrong."""
    try:
        return make(yaml.safe_load(text))
    except KeyError as error:
        raise OntologyError(f"procedure/{file}: key {error} is missing") from error
    except (TypeError, AttributeError, yaml.YAMLError) as error:
        raise OntologyError(f"procedure/{file}: {error}") from error


def _generic(raw: Mapping[str, Any]) -> Procedure:
    return Procedure(
        tracks={str(n): _track(str(n), t) for n, t in raw["tracks"].items()},
        transitions=tuple(_transition(t) for t in raw["transitions"]),
        removals=frozenset(raw["removals"]),
        guards={str(n): _guard(str(n), g) for n, g in raw["guards"].items()},
        remedies={str(n): Remedy(str(n), r["label"], _frozen(r.get("unless", {}))) for n, r in raw["remedies"].items()},
        countries={},
    )


def parse_procedure(files: Mapping[str, str]) -> Procedure:
    """Procedure from the texts of its files by name, checked as a whole.

    Raises:
        OntologyError: a key is missing, or a name is used that is not defined; the message names file and key.
    """
    generic: Procedure = _build(GENERIC, _generic, files[GENERIC])
    laws = {f: _build(f, _country, text) for f, text in sorted(files.items()) if f != GENERIC}
    procedure = dataclasses.replace(generic, countries={law.country: law for law in laws.values()})
    problems = [*lint_generic(procedure), *(p for f, law in laws.items() for p in lint_country(f, law, procedure))]
    if problems:
        raise OntologyError("; ".join(problems))
    return procedure


def _lint_labels(place: str, labels: Labels) -> list[str]:
    missing = sorted({"en", "ru"} - set(labels))
    return [f"procedure/{GENERIC}: {place}.label lacks {', '.join(missing)}"] if missing else []


def _lint_states(procedure: Procedure) -> list[str]:
    found = []
    for track in procedure.tracks.values():
        found += _lint_labels(f"tracks.{track.id}", track.labels)
        if track.start not in track.states:
            found.append(f"procedure/{GENERIC}: tracks.{track.id}.start {track.start!r} is no state")
        for state in track.states.values():
            place = f"tracks.{track.id}.{state.id}"
            found += _lint_labels(place, state.labels)
            unknown = sorted(set(state.open) - set(procedure.remedies))
            found += [f"procedure/{GENERIC}: {place}.open names the unknown remedy {r!r}" for r in unknown]
    return found


def _lint_transition(number: int, step: Transition, procedure: Procedure) -> list[str]:
    place = f"procedure/{GENERIC}: transitions[{number}] ({step.event})"
    track = procedure.tracks.get(step.track)
    if track is None:
        return [f"{place}.track {step.track!r} is unknown"]
    named = {*step.regular, step.to, *(() if step.again is None else (step.again,))}
    found = [f"{place} names the unknown state {s!r}" for s in sorted(named - set(track.states))]
    if step.otherwise not in (APPLY, STAY):
        found.append(f"{place}.else must be apply or stay, not {step.otherwise!r}")
    return found


def _lint_reason(guard: Guard) -> list[str]:
    place = f"procedure/{GENERIC}: guards.{guard.id}.reason"
    missing = sorted({"en", "ru"} - set(guard.reason))
    lacking = [f"{place} lacks {', '.join(missing)}"] if missing else []
    given = GUARDS.get(guard.id, frozenset())
    named = {name for text in guard.reason.values() for name in _SLOT.findall(text)}
    return lacking + [f"{place} names the unknown value {name!r}" for name in sorted(named - given)]


def _lint_references(place: str, states: Mapping[str, frozenset[str]], procedure: Procedure) -> list[str]:
    return [
        f"procedure/{GENERIC}: {place} names the unknown state {track}.{state}"
        for track, names in sorted(states.items())
        for state in sorted(names)
        if track not in procedure.tracks or state not in procedure.tracks[track].states
    ]


def lint_generic(procedure: Procedure) -> tuple[str, ...]:
    """Faults of the generic file: names without a definition, missing labels."""
    found = _lint_states(procedure)
    for number, step in enumerate(procedure.transitions):
        found += _lint_transition(number, step, procedure)
    unknown = sorted(set(procedure.guards) - set(GUARDS))
    found += [f"procedure/{GENERIC}: guards.{name} is unknown, known are {', '.join(GUARDS)}" for name in unknown]
    for guard in procedure.guards.values():
        found += _lint_labels(f"guards.{guard.id}", guard.labels)
        found += _lint_reason(guard)
        found += _lint_references(f"guards.{guard.id}", guard.states, procedure)
    for remedy in procedure.remedies.values():
        found += _lint_labels(f"remedies.{remedy.id}", remedy.labels)
        found += _lint_references(f"remedies.{remedy.id}", remedy.unless, procedure)
    return tuple(found)


def lint_country(file: str, law: CountryLaw, procedure: Procedure) -> tuple[str, ...]:
    """Faults of a country file: doubled facts, a value without a source, a limit of an unknown state."""
    found = []
    ids = [f.id for f in law.facts]
    found += [f"procedure/{file}: fact {i!r} stands twice" for i in sorted({i for i in ids if ids.count(i) > 1})]
    for fact in law.facts:
        if (fact.value is None) != (fact.source == "not found"):
            found.append(f"procedure/{file}: fact {fact.id!r} needs a source, or null with 'not found'")
    for limit in law.limits:
        track = procedure.tracks.get(limit.track)
        if track is None or limit.state not in track.states:
            found.append(f"procedure/{file}: limit of the unknown state {limit.track}.{limit.state}")
    return tuple(found)


@functools.cache
def load_procedure() -> Procedure:
    """The procedure shipped with the package.

    Raises:
        OntologyError: a file breaks its rules.
    """
    folder = importlib.resources.files("havenwatch.ontology").joinpath("data", "procedure")
    files = {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".yaml")}
    return parse_procedure(files)
