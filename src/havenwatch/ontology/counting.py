"""Counting rules: which events are counted, once for whom, and which variants are printed beside the figure.

The rules are data (`data/counting/R1.yaml` to `R5.yaml`); a figure is never printed without the id of its rule.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from havenwatch.errors import OntologyError
from havenwatch.records import STATUSES

ADVERSE, PROTECTIVE = "adverse", "protective"
# any: no condition; requesting: a destination that is known to be the requesting state;
# not_elsewhere: the act itself means hand-over to the requesting state, so only a contrary destination excludes it
DESTINATIONS = ("any", "requesting", "not_elsewhere")
TRANSFER, PERSON_MONTH, CLUSTER = "person_and_transfer", "person_and_month", "cluster"
UNITS = (TRANSFER, PERSON_MONTH, CLUSTER)
OVERLAPS_OUT, DESTINATION_UNKNOWN_IN, REVERSALS_IGNORED, MEASURES_IN = (
    "overlaps_left_out", "destination_unknown_counted", "reversals_ignored", "interim_measures_counted",
)  # fmt: skip
# what publishers took back counted all the same; what stands on pages alone that are gone left out too
TAKEN_BACK_IN, GONE_OUT = "taken_back_counted", "gone_left_out"
VARIANTS = (OVERLAPS_OUT, DESTINATION_UNKNOWN_IN, REVERSALS_IGNORED, MEASURES_IN, TAKEN_BACK_IN, GONE_OUT)


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One event type that a rule counts, with its conditions.

    `about` empty: any matter. `completed` marks the transfer itself, as against a decision on it.
    `requesting_known`: only cases in which a requesting state is known. `only_in`: variants that this step is for.
    `reversed_states` are (track, state) pairs of the case, `reversed_by` (event type, about or None) pairs: either
    one takes the step back. `restored_by` are event types that put it in force again.
    """

    type: str
    about: tuple[str, ...]
    destination: str
    completed: bool
    requesting_known: bool
    only_in: tuple[str, ...]
    reversed_states: tuple[tuple[str, str], ...]
    reversed_by: tuple[tuple[str, str | None], ...]
    restored_by: tuple[tuple[str, str | None], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CountingRule:
    """A named way to count: steps, the unit counted once, the statuses that count, the variants printed beside it.

    `cluster_days` is the distance in days within which acts of one type count as one (unit `cluster` only).
    """

    id: str
    direction: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    unit: str
    statuses: tuple[str, ...]
    cluster_days: int
    variants: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def types(self) -> frozenset[str]:
        """Event types that any step names."""
        return frozenset(step.type for step in self.steps)


@functools.cache
def load_rules() -> Mapping[str, CountingRule]:
    """All counting rules by id, in the order of their ids; OntologyError names the file and the key at fault."""
    folder = resources.files("havenwatch.ontology").joinpath("data", "counting")
    texts = {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".yaml")}
    return read_rules(texts)


def read_rules(texts: Mapping[str, str]) -> Mapping[str, CountingRule]:
    """Rules from file name -> YAML text; a rule may take over the steps of another one with `includes`."""
    raw = {name: _mapping(name, text) for name, text in sorted(texts.items())}
    by_id = {_text(name, data, "id"): (name, data) for name, data in raw.items()}
    return {rule: _rule(rule, by_id) for rule in by_id}


def _mapping(name: str, text: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise OntologyError(f"counting/{name}: not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise OntologyError(f"counting/{name}: expected a mapping with id, labels, steps")
    if f"{data.get('id')}.yaml" != name:
        raise OntologyError(f"counting/{name}: id {data.get('id')!r} must be the name of the file without .yaml")
    return data


def _rule(rule: str, by_id: Mapping[str, tuple[str, dict[str, Any]]]) -> CountingRule:
    name, data = by_id[rule]
    return CountingRule(
        id=rule,
        direction=_choice(name, data, "direction", (ADVERSE, PROTECTIVE)),
        labels=_languages(name, data, "labels"),
        definitions=_languages(name, data, "definitions"),
        unit=_choice(name, data, "unit", UNITS),
        statuses=_choices(name, data, "statuses", STATUSES),
        cluster_days=int(data.get("cluster_days", 0)),
        variants=_choices(name, data, "variants", VARIANTS),
        steps=_steps(rule, by_id, frozenset()),
    )


def _steps(rule: str, by_id: Mapping[str, tuple[str, dict[str, Any]]], above: frozenset[str]) -> tuple[Step, ...]:
    """Own steps after those of the included rules; a circle of inclusions is an error."""
    name, data = by_id[rule]
    if rule in above:
        raise OntologyError(f"counting/{name}: includes itself by way of {sorted(above)}")
    found: list[Step] = []
    for other in data.get("includes", []):
        if other not in by_id:
            raise OntologyError(f"counting/{name}: includes {other!r}, which no file defines")
        found += _steps(other, by_id, above | {rule})
    found += [_step(name, entry) for entry in data.get("steps", [])]
    if not found:
        raise OntologyError(f"counting/{name}: steps: expected at least one event type")
    return tuple(found)


def _step(name: str, entry: dict[str, Any]) -> Step:
    if not isinstance(entry, dict):
        raise OntologyError(f"counting/{name}: steps: expected mappings with a key type, found {entry!r}")
    unless = entry.get("unless", {})
    return Step(
        type=_text(name, entry, "type"),
        about=tuple(entry.get("about", [])),
        destination=_choice(name, {"destination": "any", **entry}, "destination", DESTINATIONS),
        completed=bool(entry.get("completed", False)),
        requesting_known=bool(entry.get("requesting_known", False)),
        only_in=_choices(name, entry, "only_in", VARIANTS),
        reversed_states=tuple((str(t), str(s)) for t, states in unless.get("tracks", {}).items() for s in states),
        reversed_by=tuple((str(e["type"]), e.get("about")) for e in unless.get("events", [])),
        restored_by=tuple((str(e["type"]), e.get("about")) for e in unless.get("restored_by", [])),
    )


def _text(name: str, data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise OntologyError(f"counting/{name}: {key}: expected a text, found {value!r}")
    return value


def _choice(name: str, data: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = _text(name, data, key)
    if value not in allowed:
        raise OntologyError(f"counting/{name}: {key}: {value!r} is none of {', '.join(allowed)}")
    return value


def _choices(name: str, data: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = data.get(key, [])
    wrong = [v for v in values if v not in allowed] if isinstance(values, list) else [values]
    if wrong:
        raise OntologyError(f"counting/{name}: {key}: {wrong[0]!r} is none of {', '.join(allowed)}")
    return tuple(values)


def _languages(name: str, data: Mapping[str, Any], key: str) -> Mapping[str, str]:
    values = data.get(key)
    if not isinstance(values, dict) or not {"en", "ru"} <= values.keys():
        raise OntologyError(f"counting/{name}: {key}: expected texts for en and ru")
    return {str(k): " ".join(str(v).split()) for k, v in values.items()}
