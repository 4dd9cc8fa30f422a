"""A drawing as shapes with roles instead of colours: the medium decides how a role looks.

Units are those of the page, x to the right, y downwards. A role is a word of `palette`.
"""

from __future__ import annotations

import dataclasses

START, MIDDLE, END = "start", "middle", "end"

Dot = tuple[float, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `hatched` is outlined and filled with slanting lines instead."""

    x: float
    y: float
    width: float
    height: float
    role: str
    hatched: bool = False
    radius: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[Dot, ...]
    role: str
    width: float = 1.0
    dashed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A filled shape of one or more closed rings, outlined where `edge` names a role."""

    rings: tuple[tuple[Dot, ...], ...]
    role: str
    edge: str | None = None
    hatched: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `x` is its start, middle or end, `y` its baseline."""

    x: float
    y: float
    text: str
    role: str = "quiet"
    anchor: str = START
    size: float = 11.0
    bold: bool = False


Shape = Box | Stroke | Area | Label


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a field; `title` and `description` are what a screen reader says, `id` tells it from others."""

    id: str
    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Shape, ...]
