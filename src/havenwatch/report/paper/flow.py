"""Strips of a column put on pages: what belongs together stays together, table heads come again on the next page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from havenwatch.report.paper.canvas import Canvas

Draw = Callable[[Canvas, float, float], None]


def nothing(canvas: Canvas, x: float, y: float) -> None:
    """A strip of empty space."""


@dataclasses.dataclass(frozen=True, slots=True)
class Strip:
    """A level part of the column that is never split.

    `keep`: not last on its page, the next strip follows on the same one. `head` is drawn again at the top of a page
    on which a table goes on. `places` are names that links lead to. `space`: dropped at the top of a page.
    """

    height: float
    draw: Draw = nothing
    keep: bool = False
    head: Strip | None = None
    places: tuple[str, ...] = ()
    space: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A strip at its distance from the top of the column."""

    strip: Strip
    y: float


def paginate(strips: Sequence[Strip], height: float) -> list[list[Placed]]:
    """Pages of strips; a group that is kept together but taller than a page is split all the same."""
    pages: list[list[Placed]] = [[]]
    y = 0.0
    at = 0
    while at < len(strips):
        group = _group(strips, at)
        tall = sum(s.height for s in group)
        if y > 0 and y + tall > height and not (tall > height and y + group[0].height <= height * 0.6):
            pages.append([])
            y = 0.0
            # space above a heading is for the middle of a page
            while at < len(strips) and strips[at].space:
                at += 1
            group = _group(strips, at)
            if group and group[0].head is not None:
                pages[-1].append(Placed(group[0].head, y))
                y += group[0].head.height
        for strip in group:
            if y > 0 and y + strip.height > height:
                pages.append([])
                y = 0.0
            pages[-1].append(Placed(strip, y))
            y += strip.height
        at += len(group)
    return pages


def _group(strips: Sequence[Strip], at: int) -> list[Strip]:
    """The strip at hand with all that must follow it on the same page."""
    group: list[Strip] = []
    # by number: a slice would copy the rest of the report for every group
    for i in range(at, len(strips)):
        group.append(strips[i])
        if not strips[i].keep and not strips[i].space:
            break
    return group


def places(pages: Sequence[Sequence[Placed]]) -> dict[str, tuple[int, float]]:
    """Page and height of every name that a link can lead to."""
    return {
        name: (number, placed.y) for number, page in enumerate(pages) for placed in page for name in placed.strip.places
    }
