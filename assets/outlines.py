"""Outlines of states for the map: fewer points, ISO codes, one file.

Usage: outlines.py countries-50m.json
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

from havenwatch.ontology import load_ontology

OUT = Path("src/havenwatch/report/draw/outlines/states.json")
TOLERANCE = 0.06  # degrees: below the width of a line on a map of a few thousand kilometres
GRID = 0.02  # degrees: points are whole multiples of it
SMALLEST = 0.05  # square degrees: smaller islands are left out unless they are a state's only land
# names of the data set that the ontology writes otherwise; None: drawn as land without a code
NAMES = {
    "United States of America": "US", "S. Sudan": "SS", "Somaliland": None, "W. Sahara": "EH", "Macedonia": "MK",
    "Dominican Rep.": "DO", "N. Cyprus": None, "Dem. Rep. Congo": "CD", "Congo": "CG", "Central African Rep.": "CF",
    "Cabo Verde": "CV", "Bosnia and Herz.": "BA", "Eq. Guinea": "GQ", "Solomon Is.": "SB", "Falkland Is.": "FK",
    "São Tomé and Principe": "ST", "Fr. S. Antarctic Lands": "TF", "Siachen Glacier": None, "Faeroe Is.": "FO",
}  # fmt: skip
# The data set draws borders as they are held; Crimea belongs to Ukraine (UN General Assembly, resolution 68/262).
CRIMEA = (32.4, 44.3, 36.7, 46.3)

Point = tuple[float, float]


def decode(topology: dict[str, Any]) -> list[list[Point]]:
    """Arcs in degrees: the file holds whole steps from point to point."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def simplify(points: list[Point]) -> list[Point]:
    """Douglas and Peucker: the ends and every point that lies off the line by more than the tolerance."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        off = [((x - x1) ** 2 + (y - y1) ** 2) ** 0.5 for x, y in points]
    else:
        off = [abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in points]
    far = max(range(len(points)), key=off.__getitem__)
    if off[far] <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: far + 1])[:-1] + simplify(points[far:])


def ring(arcs: list[list[Point]], indices: list[int]) -> list[Point]:
    points: list[Point] = []
    for index in indices:
        part = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += part if not points else part[1:]
    return points


def area(points: list[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True))) / 2


def whole(points: list[Point]) -> list[int]:
    """Multiples of the grid as x, y, dx, dy, dx, dy, ... without repeated points."""
    steps = [(round(x / GRID), round(y / GRID)) for x, y in points]
    flat = [*steps[0]]
    for (x1, y1), (x2, y2) in itertools.pairwise(steps):
        if (x1, y1) != (x2, y2):
            flat += [x2 - x1, y2 - y1]
    return flat


def code(name: str, names: dict[str, str]) -> str | None:
    return NAMES[name] if name in NAMES else names.get(name.casefold())


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [simplify(points) for points in decode(topology)]
    places = load_ontology().places
    names = {places.state_name(iso, "en").casefold(): iso for iso in places.states}
    states: dict[str, list[list[int]]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        if name == "Antarctica":
            continue
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [ring(arcs, polygon[0]) for polygon in polygons]
        kept = [r for r in rings if area(r) >= SMALLEST] or [max(rings, key=area)]
        for points in kept:
            x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
            crimea = name == "Russia" and CRIMEA[0] < x < CRIMEA[2] and CRIMEA[1] < y < CRIMEA[3]
            iso = "UA" if crimea else code(name, names) or "-"
            if len(points) > 3:
                states.setdefault(iso, []).append(whole(points))
    body = {"grid": GRID, "source": "Natural Earth 1:50m, public domain", "states": dict(sorted(states.items()))}
    OUT.write_text(json.dumps(body, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(states)} states, {OUT.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
