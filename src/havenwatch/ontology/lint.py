"""Check the ontology as a whole: `python -m havenwatch.ontology.lint [FOLDER]` prints each fault, exits 1 if any."""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import pathlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from havenwatch.errors import OntologyError
from havenwatch.ontology import event as vocabulary
from havenwatch.ontology.event import EventType, Frame
from havenwatch.ontology.load import (
    EVENT_KEYS,
    FRAME_KEYS,
    NAMED_KINDS,
    Folder,
    data_folder,
    read_event,
    read_places,
    read_profiles,
    read_yaml,
    yaml_files,
)
from havenwatch.text.morph import parses

STATE_KEYS = ("names", "state", "adjective", "demonym", "government", "city", "region")
CODE_FORMS = {
    # number of the micro-thesaurus list, then the 12-digit code
    "huridocs": re.compile(r"\d{1,2}:\d{12}"),
    # event, mode, context: COERCE-arrest, REJECT-assist+asylum
    "plover": re.compile(r"[A-Z]+(-[a-z]+)?(\+[a-z_]+)?"),
    "acled": re.compile(r"[A-Z][A-Za-z ]+/[A-Z][A-Za-z -]+"),
}
GENDERS = ("m", "f", None)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One broken rule: file, key inside it, what is wrong."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}"


def lint(folder: Folder) -> list[Fault]:
    """All faults of an ontology folder, by file and key; empty when it is sound."""
    faults: list[Fault] = []
    events: list[EventType] = []
    for file in yaml_files(folder / "event"):
        faults += event_file_faults(file)
        try:
            events.append(read_event(file))
        except OntologyError as error:
            faults.append(_from_error(file.name, error))
    faults += itertools.chain.from_iterable(event_faults(e) for e in events)
    faults += cross_faults(events)
    faults += crosswalk_faults(folder / "crosswalk", events)
    faults += place_faults(folder / "place")
    faults += profile_faults(folder / "profile.yaml")
    return sorted(set(faults))


def _from_error(name: str, error: OntologyError) -> Fault:
    return Fault(name, "file", str(error).removeprefix(f"{name}: "))


def event_file_faults(file: Folder) -> Iterator[Fault]:
    """Unknown keys and a wrong order of keys in one event file; a file that cannot be read is left to the loader."""
    try:
        data = read_yaml(file)
    except OntologyError:
        return
    if not isinstance(data, dict):
        return
    yield from _key_faults(file.name, "", data, EVENT_KEYS)
    if data.get("id") != file.name.removesuffix(".yaml"):
        yield Fault(file.name, "id", f"`{data.get('id')}` is not the name of the file")
    frames = data.get("frames")
    for language, items in frames.items() if isinstance(frames, dict) else ():
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield from _key_faults(file.name, f"frames.{language}[{i}].", item, FRAME_KEYS)


def _key_faults(name: str, prefix: str, data: Mapping[str, Any], allowed: Sequence[str]) -> Iterator[Fault]:
    for key in data:
        if key not in allowed:
            yield Fault(name, f"{prefix}{key}", "unknown key")
    known = [key for key in data if key in allowed]
    if known != sorted(known, key=list(allowed).index):
        yield Fault(name, f"{prefix}keys", f"order must be {', '.join(allowed)}")


def event_faults(event: EventType) -> Iterator[Fault]:
    """Faults of one event type on its own."""
    name = f"{event.id}.yaml"
    yield from _value_faults(event, name)
    yield from _text_faults(event, name)
    for language, frames in event.frames.items():
        for i, frame in enumerate(frames):
            yield from frame_faults(frame, event, name, f"frames.{language}[{i}]")
    if not event.frames.get("ru"):
        yield Fault(name, "frames.ru", "at least one frame is needed")
    yield from _code_faults(event, name)


def _value_faults(event: EventType, name: str) -> Iterator[Fault]:
    yield from _outside(name, "group", [event.group], vocabulary.GROUPS)
    yield from _outside(name, "direction", [event.direction], vocabulary.DIRECTIONS)
    yield from _outside(name, "about", event.about, vocabulary.MATTERS)
    yield from _outside(name, "roles", event.roles, vocabulary.ROLES)
    yield from _outside(name, "required_roles", event.required_roles, event.roles)
    if event.policy is not (event.group == vocabulary.POLICY):
        yield Fault(name, "policy", "must be true in the group policy and false elsewhere")
    if event.policy and "person" in event.roles:
        yield Fault(name, "roles", "a policy type has no person")


def _text_faults(event: EventType, name: str) -> Iterator[Fault]:
    for language in vocabulary.LABEL_LANGUAGES:
        for key, texts in (("labels", event.labels), ("definition", event.definitions)):
            if language not in texts:
                yield Fault(name, f"{key}.{language}", "is missing")
    if not event.near_misses:
        yield Fault(name, "near_miss", "at least one is needed")
    for language, triggers in event.triggers.items():
        for trigger in triggers:
            words = trigger.text.casefold().split()
            if not any(word[:4] in trigger.phrase.casefold() for word in words):
                yield Fault(name, f"triggers.{language}", f"`{trigger.phrase}` does not show `{trigger.text}`")


def _outside(name: str, key: str, values: Iterable[object], allowed: Iterable[object]) -> Iterator[Fault]:
    known = tuple(allowed)
    for value in values:
        if value not in known:
            yield Fault(name, key, f"`{value}` is not one of {', '.join(map(str, known))}")


def frame_faults(frame: Frame, event: EventType, name: str, key: str) -> Iterator[Fault]:
    """Faults of one frame: values outside the vocabulary and words that are no dictionary forms."""
    if not frame.heads:
        yield Fault(name, f"{key}.head", "is empty")
    yield from _outside(name, f"{key}.person", frame.person, vocabulary.POSITIONS)
    if frame.about is not None:
        yield from _outside(name, f"{key}.about", [frame.about], event.about)
    if frame.status is not None:
        yield from _outside(name, f"{key}.status", [frame.status], vocabulary.STATUS_VALUES)
    if event.policy and frame.person != ("none",):
        yield Fault(name, f"{key}.person", "a policy type has no person: [none]")
    if key.startswith("frames.ru"):
        for place, terms in (("head", frame.heads), ("needs", sum(frame.needs, ())), ("unless", frame.unless)):
            for word in itertools.chain.from_iterable(term.split() for term in terms):
                if word not in vocabulary.MARKS and word not in lemmas(word):
                    yield Fault(name, f"{key}.{place}", f"`{word}` is no dictionary form: {', '.join(lemmas(word))}")
        if not shows(frame):
            yield Fault(name, f"{key}.phrase", f"the frame does not fit its own phrase `{frame.phrase}`")
    for term, count in collections.Counter(frame.heads).items():
        if count > 1:
            yield Fault(name, f"{key}.head", f"`{term}` stands twice")


def shows(frame: Frame) -> bool:
    """Whether the phrase of a frame has a head, all that is needed and nothing that forbids it."""
    words = [lemmas(word) for word in re.findall(r"[\w'-]+", frame.phrase.lower())]
    needed = all(any(stands_in(term, words) for term in group) for group in frame.needs)
    return (
        needed and any(stands_in(h, words) for h in frame.heads) and not any(stands_in(u, words) for u in frame.unless)
    )


def stands_in(term: str, words: Sequence[Sequence[str]]) -> bool:
    """Whether the adjacent lemmas of a term occur in words given by their possible lemmas."""
    if term in vocabulary.MARKS:  # places and dates are found in the text, not here
        return True
    parts = term.split()
    starts = range(len(words) - len(parts) + 1)
    return any(all(part in words[i + k] for k, part in enumerate(parts)) for i in starts)


@functools.cache
def lemmas(word: str) -> tuple[str, ...]:
    """Dictionary forms of a Russian word, likeliest first."""
    return tuple(dict.fromkeys(parse.normal_form for parse in parses(word)))


def _code_faults(event: EventType, name: str) -> Iterator[Fault]:
    for system in vocabulary.SYSTEMS:
        if system not in event.codes:
            yield Fault(name, f"codes.{system}", "is missing: null where the system has no code")
    for system, codes in event.codes.items():
        form = CODE_FORMS.get(system)
        if form is None:
            yield Fault(name, f"codes.{system}", "unknown system")
            continue
        for code in codes:
            if not form.fullmatch(code):
                yield Fault(name, f"codes.{system}", f"`{code}` is malformed")


def cross_faults(events: Sequence[EventType]) -> Iterator[Fault]:
    """Faults between types: near misses that lead nowhere, one wording claimed by two types."""
    ids = {event.id for event in events}
    owners: dict[tuple[str, str, frozenset[frozenset[str]]], str] = {}
    for event in events:
        for miss in event.near_misses:
            if miss.instead is not None and (miss.instead not in ids or miss.instead == event.id):
                yield Fault(f"{event.id}.yaml", "near_miss.not", f"`{miss.instead}` is not another event type")
        for language, frames in event.frames.items():
            for frame, head in ((f, h) for f in frames for h in f.heads):
                wording = (language, head, frozenset(map(frozenset, frame.needs)))
                owner = owners.setdefault(wording, event.id)
                if owner != event.id:
                    yield Fault(f"{event.id}.yaml", f"frames.{language}", f"`{head}` with the same needs is in {owner}")


def crosswalk_faults(folder: Folder, events: Sequence[EventType]) -> Iterator[Fault]:
    """Codes that the crosswalk does not name, codes that no type uses, files without a source."""
    for system in vocabulary.SYSTEMS:
        file = folder / f"{system}.yaml"
        try:
            data = read_yaml(file)
        except OntologyError as error:
            yield _from_error(file.name, error)
            continue
        known = data.get("codes") if isinstance(data, dict) else None
        if not isinstance(known, dict) or not data.get("source"):
            yield Fault(file.name, "file", "must have `source` and `codes`")
            continue
        used = {code: event.id for event in events for code in event.codes.get(system, ())}
        for code in used.keys() - known.keys():
            yield Fault(f"{used[code]}.yaml", f"codes.{system}", f"`{code}` is not in crosswalk/{file.name}")
        for code in known.keys() - used.keys():
            yield Fault(file.name, f"codes.{code}", "no event type uses it")


def place_faults(folder: Folder) -> Iterator[Fault]:
    """Unknown keys, words that stand twice, codes that are no ISO codes, and what the loader refuses."""
    try:
        read_places(folder)
    except OntologyError as error:
        yield Fault("place", "file", str(error))
        return
    for file in yaml_files(folder):
        for iso, item in read_yaml(file).items():
            yield from _key_faults(file.name, f"{iso}.", item, STATE_KEYS)
            if not re.fullmatch(r"[A-Z]{2}", iso):
                yield Fault(file.name, iso, "is not an ISO 3166 alpha-2 code")
            yield from _repeated_words(file.name, iso, item)


def _repeated_words(name: str, iso: str, item: Mapping[str, Any]) -> Iterator[Fault]:
    words = [word for kind in ("state", "adjective", "demonym") for word in item.get(kind, [])]
    for kind in NAMED_KINDS:
        for title, others in item.get(kind, {}).items():
            words += [title.lower(), *others]
    for word, count in collections.Counter(words).items():
        if count > 1:
            yield Fault(name, iso, f"`{word}` stands twice")
        if word != word.lower():
            yield Fault(name, iso, f"`{word}` must be in lower case")


def profile_faults(file: Folder) -> Iterator[Fault]:
    """Profiles without labels, words with an unknown gender, words that stand for two profiles."""
    try:
        profiles = read_profiles(file)
    except OntologyError as error:
        yield _from_error(file.name, error)
        return
    owners: dict[tuple[str, str], str] = {}
    for profile in profiles.values():
        for language in vocabulary.LABEL_LANGUAGES:
            if language not in profile.labels:
                yield Fault(file.name, f"{profile.id}.labels.{language}", "is missing")
        for language, words in profile.words.items():
            yield from _outside(file.name, f"{profile.id}.words.{language}", words.values(), GENDERS)
            for word in words:
                owner = owners.setdefault((language, word), profile.id)
                if owner != profile.id:
                    yield Fault(file.name, f"{profile.id}.words.{language}", f"`{word}` is in {owner} already")


def main(arguments: Sequence[str]) -> int:
    """Print each fault of the given folder, of the installed ontology without one; 1 if there is any, else 0."""
    faults = lint(pathlib.Path(arguments[0]) if arguments else data_folder())
    for fault in faults:
        print(fault)  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
