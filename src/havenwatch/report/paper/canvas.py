"""What is put on one page: text and shapes in points from the upper left corner, links, places that links lead to."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pydyf

from havenwatch.report.draw.palette import rgb
from havenwatch.report.draw.record import END, MIDDLE, Area, Box, Drawing, Label, Shape, Stroke
from havenwatch.report.paper.font import FACES, Font
from havenwatch.report.paper.text import Line

HATCH = 4.0  # distance of slanting lines
Rectangle = tuple[float, float, float, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A field that leads to an address or, with a leading #, to a place in the document; y from above."""

    field: Rectangle
    target: str


class Canvas:
    """One page under the pen; PDF counts y from below, everything here counts it from above."""

    def __init__(self, fonts: Mapping[str, Font], height: float, places: Mapping[str, tuple[int, float]]) -> None:
        """An empty page of that height; `places` are page and height of what links lead to."""
        self.places = places
        self.stream = pydyf.Stream(compress=True)
        self.links: list[Link] = []
        self._fonts, self._height = fonts, height

    def text(self, x: float, y: float, line: Line) -> None:
        """A line with its base at `y`."""
        for piece in line:
            style = piece.run.style
            self._words(x + piece.x, y - style.rise, piece.run.text, style.face, style.size, style.role)
            if piece.run.link is not None:
                top = y - style.rise - style.size * 0.8
                self.links.append(Link((x + piece.x, top, piece.width, style.size), piece.run.link))

    def _words(self, x: float, y: float, text: str, face: str, size: float, role: str) -> None:
        self.stream.set_color_rgb(*rgb(role))
        self.stream.begin_text()
        self.stream.set_font_size(f"F{FACES.index(face)}", size)
        self.stream.set_text_matrix(1, 0, 0, 1, x, self._height - y)
        self.stream.show_text(f"<{self._fonts[face].encode(text)}>")
        self.stream.end_text()

    def rule(self, x1: float, x2: float, y: float, role: str, width: float = 0.6) -> None:
        """A level line."""
        self._line(((x1, y), (x2, y)), role, width)

    def bar(self, x: float, y: float, width: float, height: float, role: str) -> None:
        """A filled rectangle."""
        self.stream.set_color_rgb(*rgb(role))
        self.stream.rectangle(x, self._height - y - height, width, height)
        self.stream.fill()

    def draw(self, drawing: Drawing, x: float, y: float, scale: float) -> None:
        """A drawing with its upper left corner at (x, y), nothing outside its field."""
        self.stream.push_state()
        low = self._height - y - drawing.height * scale
        self.stream.rectangle(x, low, drawing.width * scale, drawing.height * scale)
        self.stream.clip()
        self.stream.end()
        for shape in drawing.shapes:
            self._shape(shape, x, y, scale)
        self.stream.pop_state()

    def _shape(self, shape: Shape, x: float, y: float, scale: float) -> None:
        if isinstance(shape, Box):
            self._box(shape, x, y, scale)
        elif isinstance(shape, Stroke):
            points = tuple((x + px * scale, y + py * scale) for px, py in shape.points)
            self._line(points, shape.role, shape.width * scale, dashed=shape.dashed)
        elif isinstance(shape, Area):
            self._area(shape, x, y, scale)
        else:
            self._label(shape, x, y, scale)

    def _box(self, box: Box, x: float, y: float, scale: float) -> None:
        corners = ((0, 0), (box.width, 0), (box.width, box.height), (0, box.height))
        ring = tuple((x + (box.x + dx) * scale, y + (box.y + dy) * scale) for dx, dy in corners)
        if box.hatched:
            self._hatch((ring,), box.role, HATCH * scale)
            self._line((*ring, ring[0]), box.role, 0.7 * scale)
        else:
            self._fill((ring,), box.role)

    def _area(self, area: Area, x: float, y: float, scale: float) -> None:
        rings = tuple(tuple((x + px * scale, y + py * scale) for px, py in ring) for ring in area.rings)
        if area.hatched:
            self._fill(rings, "paper")
            self._hatch(rings, area.role, HATCH * 1.2 * scale)
        else:
            self._fill(rings, area.role)
        if area.edge is not None:
            for ring in rings:
                self._line((*ring, ring[0]), area.edge, 0.8 * scale)

    def _label(self, label: Label, x: float, y: float, scale: float) -> None:
        face, size = f"sans-{'bold' if label.bold else 'regular'}", label.size * scale
        wide = self._fonts[face].width(label.text, size)
        shift = {END: wide, MIDDLE: wide / 2}.get(label.anchor, 0.0)
        self._words(x + label.x * scale - shift, y + label.y * scale, label.text, face, size, label.role)

    def _path(self, points: Sequence[tuple[float, float]]) -> None:
        (x, y), *rest = points
        self.stream.move_to(x, self._height - y)
        for px, py in rest:
            self.stream.line_to(px, self._height - py)

    def _fill(self, rings: Sequence[Sequence[tuple[float, float]]], role: str) -> None:
        self.stream.set_color_rgb(*rgb(role))
        for ring in rings:
            self._path(ring)
            self.stream.close()
        self.stream.fill()

    def _line(self, points: Sequence[tuple[float, float]], role: str, width: float, *, dashed: bool = False) -> None:
        self.stream.set_color_rgb(*rgb(role), stroke=True)
        self.stream.set_line_width(width)
        self.stream.set_dash([1.4, 2.0] if dashed else [], 0)
        self._path(points)
        self.stream.stroke()

    def _hatch(self, rings: Sequence[Sequence[tuple[float, float]]], role: str, gap: float) -> None:
        """Slanting lines inside the rings."""
        self.stream.push_state()
        for ring in rings:
            self._path(ring)
            self.stream.close()
        self.stream.clip()
        self.stream.end()
        xs, ys = [p[0] for ring in rings for p in ring], [p[1] for ring in rings for p in ring]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        at = left - (bottom - top)
        while at < right:
            self._line(((at, bottom), (at + bottom - top, top)), role, gap * 0.22)
            at += gap * 1.41
        self.stream.pop_state()
