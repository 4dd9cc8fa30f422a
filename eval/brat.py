"""BRAT files with nested entities and relations, as NEREL has them, by offsets into the text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.errors import EvaluationError

Span = tuple[int, int, str]
Triple = tuple[Span, Span, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Annotated:
    """One text. Discontinuous spans are dropped, as in the published baselines, and relations that name one."""

    name: str
    text: str
    spans: frozenset[Span]
    relations: frozenset[Triple]
    dropped: int


def read_folder(folder: Path) -> list[Annotated]:
    """All pairs of .txt and .ann in order of name.

    Raises:
        EvaluationError: the folder holds none, or an annotation cannot be read.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise EvaluationError(f"{folder}: no .txt files with .ann beside them; unpack NEREL and name its dev folder")
    return [read_file(path) for path in paths]


def read_file(path: Path) -> Annotated:
    """One text with its annotation.

    Raises:
        EvaluationError: the .ann file is missing, or a line of it cannot be read.
    """
    ann = path.with_suffix(".ann")
    try:
        with path.open(encoding="utf-8", newline="") as file:  # offsets count carriage returns
            text = file.read()
        lines = ann.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{ann}: cannot be read ({error}); each .txt needs its .ann") from error
    return parsed(path.stem, text, lines, str(ann))


def parsed(name: str, text: str, lines: Sequence[str], place: str = "-") -> Annotated:
    """The annotation as spans and triples.

    Raises:
        EvaluationError: a line is no BRAT annotation; the message has `place` and the line's number.
    """
    spans: dict[str, Span] = {}
    named: list[tuple[str, str, str]] = []
    dropped = 0
    for number, line in enumerate(lines, 1):
        try:
            if line.startswith("T") and ";" in line.split("\t")[1]:
                dropped += 1
            elif line.startswith("T"):
                key, span = _span(line)
                spans[key] = span
            elif line.startswith("R"):
                named.append(_relation(line))
        except (ValueError, IndexError) as error:
            raise EvaluationError(f"{place}:{number}: not a BRAT annotation: {line[:80]!r}") from error
    return Annotated(name, text, frozenset(spans.values()), frozenset(_triples(named, spans)), dropped)


def _span(line: str) -> tuple[str, Span]:
    key, place, _ = line.split("\t", 2)
    kind, start, end = place.split()
    return key, (int(start), int(end), kind)


def _relation(line: str) -> tuple[str, str, str]:
    kind, head, tail = line.split("\t")[1].split()
    return kind, head.removeprefix("Arg1:"), tail.removeprefix("Arg2:")


def _triples(named: Sequence[tuple[str, str, str]], spans: dict[str, Span]) -> Iterator[Triple]:
    for kind, head, tail in named:
        if head in spans and tail in spans:
            yield spans[head], spans[tail], kind
