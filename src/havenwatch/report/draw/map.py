"""Host and requesting states on a map. Outlines: Natural Earth, public domain (see `outlines/`)."""

from __future__ import annotations

import dataclasses
import functools
import json
import math
from collections.abc import Mapping, Sequence
from importlib import resources

from havenwatch.report.draw.record import MIDDLE, Area, Box, Dot, Drawing, Label, Shape

WIDTH = 720
LARGEST, SMALLEST = 420, 240  # height
MARGIN = 0.12  # of the field on each side
FEWEST_DEGREES = 24.0
# A state that stretches over half the globe would shrink all others to dots: only what lies near them sets the field.
MOST_DEGREES = 75.0

LEAST_LATITUDE = 6.0  # nearer to the equator the cone would be a plane

Ring = tuple[Dot, ...]
Field = tuple[float, float, float, float]  # west, south, east, north in degrees


@functools.cache
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Rings of longitude and latitude by ISO code; `-` holds land without one."""
    text = resources.files("havenwatch.report.draw").joinpath("outlines", "states.json").read_text(encoding="utf-8")
    body = json.loads(text)
    return {iso: tuple(_points(flat, body["grid"]) for flat in rings) for iso, rings in body["states"].items()}


def _points(flat: Sequence[int], grid: float) -> Ring:
    x, y = flat[0], flat[1]
    points = [(x * grid, y * grid)]
    for dx, dy in zip(flat[2::2], flat[3::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * grid, y * grid))
    return tuple(points)


@dataclasses.dataclass(frozen=True, slots=True)
class Projection:
    """Equidistant conic projection of a field, scaled to the width of the drawing.

    `parallel` and `meridian` are those of its middle in radians, `left` and `top` the corner of the field on the
    plane, `scale` units of the drawing a unit of the plane; `shift` centres what is narrower than the drawing.
    """

    parallel: float
    meridian: float
    left: float
    top: float
    scale: float
    shift: float
    height: float

    @classmethod
    def of(cls, field: Field) -> Projection:
        """Projection in which the whole field is seen."""
        west, south, east, north = field
        middle = (south + north) / 2
        middle = middle if abs(middle) >= LEAST_LATITUDE else math.copysign(LEAST_LATITUDE, middle)
        plain = cls(math.radians(middle), math.radians((west + east) / 2), 0.0, 0.0, 1.0, 0.0, 0.0)
        edge = [plain.place((west + (east - west) * i / 20, lat)) for i in range(21) for lat in (south, north)]
        left, right = min(x for x, _ in edge), max(x for x, _ in edge)
        top, bottom = min(y for _, y in edge), max(y for _, y in edge)
        scale = min(WIDTH / (right - left), LARGEST / (bottom - top))
        height = float(min(LARGEST, max(SMALLEST, round((bottom - top) * scale))))
        shift = (WIDTH - (right - left) * scale) / 2
        return dataclasses.replace(plain, left=left, top=top, scale=scale, shift=shift, height=height)

    def place(self, dot: Dot) -> Dot:
        """Point of the drawing for longitude and latitude."""
        x, y = math.radians(dot[0]), math.radians(dot[1])
        radius = 1 / math.tan(self.parallel) + self.parallel - y
        angle = math.sin(self.parallel) * (x - self.meridian)
        flat_x, flat_y = radius * math.sin(angle), radius * math.cos(angle)
        return (flat_x - self.left) * self.scale + self.shift, (flat_y - self.top) * self.scale


def draw(
    hosts: Mapping[str, int], requesting: Mapping[str, int], names: Mapping[str, str], title: str, description: str
) -> Drawing | None:
    """Hosts filled, requesting states hatched, each with its name and number of cases; None without any outline."""
    known = [iso for iso in dict.fromkeys((*hosts, *requesting)) if iso in outlines()]
    if not known:
        return None
    field = _field(sorted(hosts.keys() & outlines().keys()) or known, known)
    view = Projection.of(field)
    seen = {iso: rings for iso in outlines() if (rings := _seen(iso, field, view))}
    shapes: list[Shape] = [Box(0, 0, WIDTH, view.height, "sea")]
    for iso, rings in seen.items():
        role = "host" if iso in hosts else "requesting" if iso in requesting else "land"
        shapes.append(Area(rings, role, "border", hatched=role == "requesting"))
    for iso in known:
        number = max(hosts.get(iso, 0), requesting.get(iso, 0))
        shapes += _labels(seen.get(iso, ()), names.get(iso, iso), str(number), "onhost" if iso in hosts else "ink")
    return Drawing("map", WIDTH, view.height, title, description, tuple(shapes))


def _seen(iso: str, field: Field, view: Projection) -> tuple[Ring, ...]:
    rings = (tuple(view.place(p) for p in ring) for ring in outlines()[iso] if _meets(ring, field))
    return tuple(cut for ring in rings if len(cut := _clipped(ring, view.height)) > 2)


def _bounds(iso: str) -> Field:
    """West, south, east and north of the largest ring: far islands do not count."""
    return max((_extent(ring) for ring in outlines()[iso]), key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def _extent(ring: Ring) -> Field:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _field(hosts: Sequence[str], known: Sequence[str]) -> Field:
    """The hosts with a margin, widened to the requesting states as far as that leaves the hosts visible."""
    west, south, east, north = _around([_bounds(iso) for iso in hosts])
    for other in (_bounds(iso) for iso in known):
        wide = _around([(west, south, east, north), other])
        if wide[2] - wide[0] <= MOST_DEGREES:
            west, south, east, north = wide
        else:
            # too large to be shown whole: as much of it as there is room for, on the side where it lies
            room = max(0.0, MOST_DEGREES * 0.75 - (east - west))
            west, east = max(wide[0], west - room * 0.6), min(wide[2], east + room * 0.4)
            south, north = max(wide[1], south - 4), min(wide[3], north + 7)
    spare_x, spare_y = (max(0.0, FEWEST_DEGREES * k - d) / 2 for k, d in ((1.0, east - west), (0.5, north - south)))
    edge_x, edge_y = MARGIN * (east - west) + spare_x, MARGIN * (north - south) + spare_y
    return max(-180.0, west - edge_x), max(-60.0, south - edge_y), min(180.0, east + edge_x), min(80.0, north + edge_y)


def _around(boxes: Sequence[Field]) -> Field:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip


def _meets(ring: Ring, field: Field) -> bool:
    """Whether a ring can be seen; the margin makes up for the field being no rectangle on the plane."""
    west, south, east, north = _extent(ring)
    return east >= field[0] - 25 and west <= field[2] + 25 and north >= field[1] - 15 and south <= field[3] + 15


def _clipped(ring: Ring, height: float) -> Ring:
    """The part of a ring inside the drawing (Sutherland and Hodgman 1974)."""
    points = [*ring]
    for axis, bound, above in ((0, 0.0, True), (0, float(WIDTH), False), (1, 0.0, True), (1, height, False)):
        points = _cut(points, axis, bound, above=above)
    return tuple(points)


def _cut(points: Sequence[Dot], axis: int, bound: float, *, above: bool) -> list[Dot]:
    found: list[Dot] = []
    for one, two in zip(points, [*points[1:], *points[:1]], strict=True):
        inside = [(p[axis] >= bound) == above or p[axis] == bound for p in (one, two)]
        if inside[0]:
            found.append(one)
        if inside[0] != inside[1]:
            share = (bound - one[axis]) / (two[axis] - one[axis])
            found.append((one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share))
    return found


def _labels(rings: Sequence[Ring], name: str, number: str, role: str) -> list[Shape]:
    """Name and number of cases in the middle of the largest piece that is seen."""
    if not rings:
        return []
    x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    return [
        Label(x, y - 2, name, role, MIDDLE, 12, bold=True),
        Label(x, y + 12, number, role, MIDDLE, 11),
    ]


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _middle(ring: Ring) -> Dot:
    """Centre of gravity of a ring."""
    area = _area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)
