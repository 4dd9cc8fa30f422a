"""A text with marked spans: cut into pieces at every edge, so that overlapping spans are shown side by side."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

__all__ = ["Piece", "Span", "cut", "paragraphs"]


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """Code points from `start` up to `end` that belong to a statement or mention `id`."""

    start: int
    end: int
    id: str
    noun: str


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that lies in the same spans throughout; `start` counts code points of the whole text.

    `opens` are the spans that begin here.
    """

    start: int
    text: str
    spans: tuple[Span, ...]
    opens: tuple[Span, ...]


def cut(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> list[Piece]:
    """Pieces of `text[start:end]`; spans are clipped to it."""
    end = len(text) if end is None else end
    inside = [s for s in spans if s.start < end and s.end > start and s.start < s.end]
    edges = sorted({start, end, *(max(start, s.start) for s in inside), *(min(end, s.end) for s in inside)})
    ordered = sorted(inside, key=lambda s: (s.start, -s.end, s.id))
    pieces, active, following = [], list[Span](), 0
    for first, last in itertools.pairwise(edges):
        while following < len(ordered) and ordered[following].start <= first:
            active.append(ordered[following])
            following += 1
        active = [s for s in active if s.end > first]
        opens = tuple(s for s in active if max(start, s.start) == first)
        pieces.append(Piece(first, text[first:last], tuple(active), opens))
    return pieces


def paragraphs(text: str, spans: Sequence[Span]) -> list[list[Piece]]:
    """Pieces line by line, empty lines left out."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if line.strip():
            found.append(cut(text, [s for s in spans if s.start < end and s.end > start], start, end))
        start = end
    return found
