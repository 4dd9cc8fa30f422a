"""How cases went through a procedure: one column for every step taken, ribbons as wide as the cases they carry."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from havenwatch.lang.phrases import Phrases
from havenwatch.report.draw.record import Area, Box, Drawing, Label, Shape

MOST_STEPS = 5  # columns: later steps of a case are not drawn
WIDTH, LEFT, NODE, GAP, HEAD, HEIGHT = 720, 4, 7, 24, 26, 84
NARROWEST = 1.5
LETTER = 5.7  # width of a letter of the captions, about
CURVE = 14  # points on one side of a ribbon

Path = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Band:
    """One track: its name and, for every case, the states it went through, the first one included."""

    name: str
    paths: tuple[Path, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Node:
    x: float
    y: float
    height: float


def draw(
    bands: Sequence[Band], labels: Mapping[tuple[str, str], str], title: str, description: str, say: Phrases
) -> Drawing | None:
    """Tracks below each other; `labels` are by track name and state. None when no case moved in any track."""
    moved = [band for band in bands if any(len(path) > 1 for path in band.paths)]
    if not moved:
        return None
    shapes: list[Shape] = []
    top = 0.0
    for band in moved:
        shapes.append(Label(LEFT, top + 14, band.name, "ink", size=12, bold=True))
        drawn, top = _band(band, labels, top + HEAD, say)
        shapes += drawn
    return Drawing("flow", WIDTH, top, title, description, tuple(shapes))


def _band(band: Band, labels: Mapping[tuple[str, str], str], top: float, say: Phrases) -> tuple[list[Shape], float]:
    paths = [path[: MOST_STEPS + 1] for path in band.paths if len(path) > 1]
    columns = max(len(path) for path in paths)
    sizes = [Counter(path[k] for path in paths if len(path) > k) for k in range(columns)]
    scale = min(HEIGHT / len(paths), 16.0)
    step = (WIDTH - LEFT - 130) / max(1, columns - 1)
    nodes: dict[tuple[int, str], _Node] = {}
    bottom = top
    for k, size in enumerate(sizes):
        y = top
        for state, number in sorted(size.items(), key=lambda pair: (-pair[1], pair[0])):
            tall = max(NARROWEST, number * scale)
            nodes[k, state] = _Node(LEFT + k * step, y, tall)
            y += tall + GAP
        bottom = max(bottom, y)
    marks = _ribbons(paths, nodes, scale)
    for (k, state), node in nodes.items():
        marks.append(Box(node.x, node.y, NODE, node.height, "node"))
        room = step if k < columns - 1 else 126.0
        marks += _caption(labels.get((band.name, state), state), say.number(sizes[k][state]), node, room)
    return marks, bottom


def _caption(text: str, number: str, node: _Node, room: float) -> list[Shape]:
    """Number and state beside the bar, on as many lines as the room up to the next bar makes of them."""
    lines = _wrapped(f"{number} \u00b7 {text}", max(10, int((room - NODE - 8) / LETTER)))
    first = node.y + 9
    return [Label(node.x + NODE + 5, first + 11 * i, line, "ink", size=10) for i, line in enumerate(lines)]


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line][:3]


def _ribbons(paths: Sequence[Path], nodes: Mapping[tuple[int, str], _Node], scale: float) -> list[Shape]:
    links = Counter((k, path[k], path[k + 1]) for path in paths for k in range(len(path) - 1))
    out: Counter[tuple[int, str]] = Counter()
    into: Counter[tuple[int, str]] = Counter()
    marks: list[Shape] = []
    for (k, old, new), number in sorted(links.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1:])):
        start, end = nodes[k, old], nodes[k + 1, new]
        tall = max(NARROWEST, number * scale)
        y1, y2 = start.y + out[k, old] * scale, end.y + into[k + 1, new] * scale
        out[k, old] += number
        into[k + 1, new] += number
        marks.append(Area((_ribbon(start.x + NODE, y1, end.x, y2, tall),), "link"))
    return marks


def _ribbon(x1: float, y1: float, x2: float, y2: float, tall: float) -> tuple[tuple[float, float], ...]:
    """A band of even height that bends smoothly from one side to the other."""
    parts = [i / CURVE for i in range(CURVE + 1)]
    upper = [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t * t * (3 - 2 * t)) for t in parts]
    return (*upper, *((x, y + tall) for x, y in reversed(upper)))
