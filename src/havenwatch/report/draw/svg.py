"""A drawing as SVG inside a page: roles become classes, so that light, dark and print work by the style sheet."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from havenwatch.report.draw.record import START, Area, Box, Drawing, Label, Shape, Stroke


def to_svg(drawing: Drawing) -> str:
    """SVG element with title and description; nothing in it reaches outside."""
    name = drawing.id
    head = (
        f'<svg class="chart {name}" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(drawing.title)}</title>'
        f'<desc id="{name}-desc">{escape(drawing.description)}</desc>'
    )
    return head + _patterns(drawing) + "".join(_shape(name, s) for s in drawing.shapes) + "</svg>"


def _patterns(drawing: Drawing) -> str:
    """Slanting lines for the hatched shapes, one pattern a role."""
    roles = sorted({_side(s.role) for s in drawing.shapes if isinstance(s, Box | Area) and s.hatched})
    if not roles:
        return ""
    pattern = (
        '<pattern id="{name}-{role}" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="hatch {role}" x1="0" y1="0" x2="0" y2="5"/></pattern>'
    )
    return "<defs>" + "".join(pattern.format(name=drawing.id, role=role) for role in roles) + "</defs>"


def _side(role: str) -> str:
    """The word of a role that gives its colour: the last one."""
    return role.rsplit(" ", 1)[-1]


def _shape(name: str, shape: Shape) -> str:
    if isinstance(shape, Box):
        return _box(name, shape)
    if isinstance(shape, Stroke):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
        dashes = ' stroke-dasharray="2 3"' if shape.dashed else ""
        return f'<polyline class="{shape.role}" points="{points}" stroke-width="{shape.width:g}"{dashes}/>'
    if isinstance(shape, Area):
        return _area(name, shape)
    return _label(shape)


def _box(name: str, box: Box) -> str:
    size = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    radius = f' rx="{box.radius:g}"' if box.radius else ""
    if box.hatched:
        return f'<rect class="span {box.role}" fill="url(#{name}-{_side(box.role)})" {size}{radius}/>'
    return f'<rect class="{box.role}" {size}{radius}/>'


def _area(name: str, area: Area) -> str:
    path = "".join(_ring(ring) for ring in area.rings)
    edge = "" if area.edge is None else f" edge-{area.edge}"
    fill = f' fill="url(#{name}-{_side(area.role)})"' if area.hatched else ""
    kind = "hatched " if area.hatched else ""
    return f'<path class="{kind}{area.role}{edge}"{fill} d="{path}"/>'


def _ring(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _label(label: Label) -> str:
    anchor = "" if label.anchor == START else f' text-anchor="{label.anchor}"'
    size = "" if label.size == 11 else f' font-size="{label.size:g}"'
    bold = ' font-weight="600"' if label.bold else ""
    place = f'x="{label.x:.1f}" y="{label.y:.1f}"'
    return f'<text class="{label.role}" {place}{anchor}{size}{bold}>{escape(label.text)}</text>'
