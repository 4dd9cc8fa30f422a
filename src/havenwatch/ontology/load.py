"""Read the ontology's YAML files into frozen records; every fault is an OntologyError that names file and key."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from havenwatch.errors import OntologyError
from havenwatch.ontology.event import LABEL_LANGUAGES, EventType, Frame, NearMiss, Trigger
from havenwatch.ontology.place import PlaceHit, Places, State
from havenwatch.ontology.profile import Ontology, Profile

T = TypeVar("T")
Folder = pathlib.Path | Traversable
# the C loader reads the whole ontology some ten times faster; wheels of PyYAML carry it
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EVENT_KEYS = (
    "id",
    "group",
    "direction",
    "policy",
    "labels",
    "definition",
    "about",
    "required_roles",
    "roles",
    "frames",
    "triggers",
    "near_miss",
    "codes",
)
FRAME_KEYS = ("head", "needs", "unless", "person", "about", "status", "phrase", "support")
OPTIONAL_FRAME_KEYS = ("unless", "about", "status", "support")
NAMED_KINDS = ("city", "region")


@functools.cache
def load_ontology() -> Ontology:
    """The ontology that is installed with the program, read once a process.

    Raises:
        OntologyError: a file breaks its rules.
    """
    return read_ontology(data_folder())


def data_folder() -> Traversable:
    """Folder of the data files inside the installed package."""
    return resources.files("havenwatch.ontology") / "data"


def read_ontology(folder: Folder) -> Ontology:
    """The ontology of a folder laid out as event/*.yaml, place/*.yaml, profile.yaml.

    Raises:
        OntologyError: a file is missing or breaks its rules.
    """
    events = {event.id: event for event in read_events(folder / "event")}
    profiles = read_profiles(folder / "profile.yaml")
    return Ontology(MappingProxyType(events), read_places(folder / "place"), MappingProxyType(profiles))


def yaml_files(folder: Folder) -> list[Folder]:
    """YAML files of a folder by name; empty when the folder is absent."""
    if not folder.is_dir():
        return []
    return sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)


def read_yaml(file: Folder) -> Any:
    """Content of one YAML file.

    Raises:
        OntologyError: the file is absent, not UTF-8 or not YAML.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        message = f"{file.name}: cannot be read as YAML: {error}"
        raise OntologyError(message) from error


def read_events(folder: Folder) -> Iterator[EventType]:
    """Event types of a folder, by file name."""
    for file in yaml_files(folder):
        yield read_event(file)


def read_event(file: Folder) -> EventType:
    """One event type.

    Raises:
        OntologyError: a key is missing or holds the wrong kind of value.
    """
    data = read_yaml(file)
    _mapping(data, file.name, "the file")
    return _guarded(file.name, data, EVENT_KEYS, lambda: _event(data, file.name))


def _event(data: Mapping[str, Any], name: str) -> EventType:
    return EventType(
        id=_text(data["id"], name, "id"),
        group=_text(data["group"], name, "group"),
        direction=data["direction"],
        policy=data["policy"],
        labels=_texts(data["labels"], name, "labels"),
        definitions=_texts(data["definition"], name, "definition"),
        about=_words(data["about"], name, "about"),
        required_roles=_words(data["required_roles"], name, "required_roles"),
        roles=_words(data["roles"], name, "roles"),
        frames=_by_language(data["frames"], name, "frames", _frames),
        triggers=_by_language(data["triggers"], name, "triggers", _triggers),
        near_misses=tuple(_near_miss(item, name) for item in _list(data["near_miss"], name, "near_miss")),
        codes=_by_language(data["codes"], name, "codes", lambda v, n, k: () if v is None else _words(v, n, k)),
    )


def _frames(value: Any, name: str, key: str) -> tuple[Frame, ...]:
    return tuple(_frame(item, name, f"{key}[{i}]") for i, item in enumerate(_list(value, name, key)))


def _frame(item: Any, name: str, key: str) -> Frame:
    _mapping(item, name, key)
    for required in FRAME_KEYS:
        if required not in item and required not in OPTIONAL_FRAME_KEYS:
            raise OntologyError(f"{name}: {key}: key `{required}` is missing")
    return Frame(
        heads=_words(item["head"], name, f"{key}.head"),
        needs=tuple(_words(group, name, f"{key}.needs") for group in _list(item["needs"], name, f"{key}.needs")),
        unless=_words(item.get("unless", []), name, f"{key}.unless"),
        person=_words(item["person"], name, f"{key}.person"),
        about=item.get("about"),
        status=item.get("status"),
        phrase=_text(item["phrase"], name, f"{key}.phrase"),
        support=_share(item.get("support", 0.0), name, f"{key}.support"),
    )


def _share(value: Any, name: str, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
        raise OntologyError(f"{name}: {key}: `{value}` is no probability from 0 to below 1")
    return float(value)


def _triggers(value: Any, name: str, key: str) -> tuple[Trigger, ...]:
    return tuple(Trigger(text, phrase) for text, phrase in _texts(value, name, key).items())


def _near_miss(item: Any, name: str) -> NearMiss:
    _mapping(item, name, "near_miss")
    for key in ("text", "why", "not"):
        if key not in item:
            raise OntologyError(f"{name}: near_miss: key `{key}` is missing")
    return NearMiss(_text(item["text"], name, "near_miss.text"), _text(item["why"], name, "near_miss.why"), item["not"])


def read_profiles(file: Folder) -> dict[str, Profile]:
    """Profiles of persons by id.

    Raises:
        OntologyError: the file is absent, or a profile lacks labels or words.
    """
    data = read_yaml(file)
    _mapping(data, file.name, "the file")
    return {key: _profile(key, item, file.name) for key, item in data.items()}


def _profile(key: str, item: Any, name: str) -> Profile:
    _mapping(item, name, key)
    return _guarded(
        name,
        item,
        ("labels", "words"),
        lambda: Profile(
            id=key,
            labels=_texts(item["labels"], name, f"{key}.labels"),
            words=_by_language(item["words"], name, f"{key}.words", _genders),
        ),
    )


def _genders(value: Any, name: str, key: str) -> Mapping[str, str | None]:
    _mapping(value, name, key)
    return MappingProxyType(dict(value))


def read_places(folder: Folder) -> Places:
    """All states of the region files, with every word that stands for one.

    Raises:
        OntologyError: a file breaks its rules or one phrase stands for two states.
    """
    states: dict[str, State] = {}
    index: dict[str, PlaceHit] = {}
    for file in yaml_files(folder):
        data = read_yaml(file)
        _mapping(data, file.name, "the file")
        for iso, item in data.items():
            if not isinstance(iso, str) or iso in states:
                raise OntologyError(f"{file.name}: `{iso}` must be a quoted ISO code that no other entry has")
            states[iso] = State(iso, _state_names(item, file.name, iso))
            for key, hit in place_keys(states[iso], item, file.name):
                known = index.setdefault(key, hit)
                if known.iso != iso:
                    raise OntologyError(f"{file.name}: `{key}` of {iso} already stands for {known.iso}")
    return Places(MappingProxyType(states), MappingProxyType(index))


def _state_names(item: Any, name: str, iso: str) -> Mapping[str, str]:
    _mapping(item, name, iso)
    if "names" not in item:
        raise OntologyError(f"{name}: {iso}: key `names` is missing")
    names = _texts(item["names"], name, f"{iso}.names")
    for language in LABEL_LANGUAGES:
        if language not in names:
            raise OntologyError(f"{name}: {iso}.names: `{language}` is missing")
    return names


def place_keys(state: State, item: Mapping[str, Any], name: str) -> Iterator[tuple[str, PlaceHit]]:
    """Pairs of look-up key and hit of one state entry, each key once."""
    rulers = _words(item.get("government", []), name, f"{state.iso}.government")
    seen: set[str] = set()
    for kind in ("state", "adjective", "demonym"):
        for key in _words(item.get(kind, []), name, f"{state.iso}.{kind}"):
            seen.add(key)
            yield key, PlaceHit(state.iso, kind, state.names["ru"], key in rulers)
    for kind in NAMED_KINDS:
        for russian, others in item.get(kind, {}).items():
            for key in (russian.lower(), *_words(others, name, f"{state.iso}.{kind}.{russian}")):
                seen.add(key)
                yield key, PlaceHit(state.iso, kind, russian, key in rulers)
    for key in rulers:
        if key not in seen:
            yield key, PlaceHit(state.iso, "government", state.names["ru"], government=True)


def _guarded(name: str, data: Mapping[str, Any], keys: tuple[str, ...], make: Callable[[], T]) -> T:
    missing = [key for key in keys if key not in data]
    if missing:
        raise OntologyError(f"{name}: key `{missing[0]}` is missing")
    return make()


def _mapping(value: Any, name: str, key: str) -> None:
    if not isinstance(value, dict):
        raise OntologyError(f"{name}: {key} must be a mapping")


def _list(value: Any, name: str, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise OntologyError(f"{name}: {key} must be a list")
    return value


def _text(value: Any, name: str, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise OntologyError(f"{name}: {key} must be a text")
    return value


def _texts(value: Any, name: str, key: str) -> Mapping[str, str]:
    _mapping(value, name, key)
    return MappingProxyType({_text(k, name, key): _text(v, name, f"{key}.{k}") for k, v in value.items()})


def _words(value: Any, name: str, key: str) -> tuple[str, ...]:
    return tuple(_text(item, name, key) for item in _list(value, name, key))


def _by_language(value: Any, name: str, key: str, make: Callable[[Any, str, str], T]) -> Mapping[str, T]:
    _mapping(value, name, key)
    return MappingProxyType({language: make(item, name, f"{key}.{language}") for language, item in value.items()})
