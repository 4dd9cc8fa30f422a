"""Write docs/ontology.md from the data: `python -m havenwatch.ontology.docs --write|--check [FILE]`."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.ontology import event as vocabulary
from havenwatch.ontology.event import EventType, NearMiss
from havenwatch.ontology.load import load_ontology
from havenwatch.ontology.profile import Ontology, Profile

FILE = pathlib.Path("docs/ontology.md")
SIGNS = {vocabulary.ADVERSE: "adverse (-)", vocabulary.NEUTRAL: "neutral (0)", vocabulary.PROTECTIVE: "protective (+)"}
INTRODUCTION = """# Ontology

<!-- written by `python -m havenwatch.ontology.docs --write`; edit the files of src/havenwatch/ontology/data instead -->

What havenwatch looks for in a text. Each event type is one file of `src/havenwatch/ontology/data/event`, with its
labels, its effect on the person, the wordings that tell of it and the phrase behind each wording. A wording in
Russian is a frame: head word, words that it needs, words that forbid it, and where the person stands. Other
languages have triggers. `python -m havenwatch.ontology.lint` checks the whole.
"""


def document(ontology: Ontology) -> str:
    """The page as Markdown, the same for the same data."""
    parts = [INTRODUCTION, _overview(ontology)]
    for group in vocabulary.GROUPS:
        parts.append(f"## {group.capitalize()}\n")
        parts += [_section(event) for event in ontology.events.values() if event.group == group]
    parts += [_profiles(ontology.profiles), _places(ontology)]
    return "\n".join(parts)


def _overview(ontology: Ontology) -> str:
    frames = sum(len(event.frames.get("ru", ())) for event in ontology.events.values())
    lines = [f"{len(ontology.events)} event types, {frames} Russian frames.\n"]
    for group in vocabulary.GROUPS:
        ids = [f"[{event.id}](#{event.id})" for event in ontology.events.values() if event.group == group]
        lines.append(f"- {group}: {', '.join(ids)}")
    return "\n".join(lines) + "\n"


def _section(event: EventType) -> str:
    return "\n".join([f"### {event.id}\n", *_lines(event)]) + "\n"


def _lines(event: EventType) -> Iterator[str]:
    yield f"**{event.labels['en']}** · {event.labels['ru']} · {SIGNS[event.direction]}\n"
    yield f"{event.definitions['en']}\n"
    yield f"{event.definitions['ru']}\n"
    if event.about:
        yield f"- about: {', '.join(event.about)}"
    roles = (f"{role} (required)" if role in event.required_roles else role for role in event.roles)
    yield f"- roles: {', '.join(roles)}"
    heads = dict.fromkeys(head for frame in event.frames.get("ru", ()) for head in frame.heads)
    yield f"- heads (ru): {', '.join(heads)}"
    others = [language for language in event.triggers if language != "en"]
    english = ", ".join(trigger.text for trigger in event.triggers.get("en", ()))
    yield f"- triggers (en): {english or 'none'}; also {', '.join(others) or 'none'}"
    for miss in event.near_misses:
        yield _miss(miss)
    codes = (f"{system} {', '.join(values)}" for system, values in event.codes.items() if values)
    yield f"- codes: {'; '.join(codes) or 'none'}"


def _miss(miss: NearMiss) -> str:
    instead = f"it is [{miss.instead}](#{miss.instead})" if miss.instead else "no event"
    return f"- not this: «{miss.text}»: {miss.why}; {instead}"


def _profiles(profiles: Mapping[str, Profile]) -> str:
    rows = ["## Profiles\n", "| id | en | ru | words (ru) |", "|---|---|---|---|"]
    for profile in profiles.values():
        words = ", ".join(profile.words.get("ru", {}))
        rows.append(f"| {profile.id} | {profile.labels['en']} | {profile.labels['ru']} | {words} |")
    return "\n".join(rows) + "\n"


def _places(ontology: Ontology) -> str:
    hits = ontology.places.index.values()
    named = len({(hit.iso, hit.name) for hit in hits if hit.kind in {"city", "region"}})
    states = len(ontology.places.states)
    return f"## Places\n\n{states} states and territories, {named} cities and regions, {len(hits)} look-up words.\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page or compare it with the data; 1 when it lags behind, 2 on a wrong call, else 0."""
    mode, *rest = arguments or [""]
    file = pathlib.Path(rest[0]) if rest else FILE
    if mode not in {"--check", "--write"}:
        print("usage: python -m havenwatch.ontology.docs --check|--write [FILE]", file=sys.stderr)  # noqa: T201
        return 2
    page = document(load_ontology())
    if mode == "--write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == page:
        return 0
    print(f"{file} lags behind the data: run python -m havenwatch.ontology.docs --write", file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
