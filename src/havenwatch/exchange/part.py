"""The part of the interchange form that belongs to some cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from havenwatch.exchange import json as interchange
from havenwatch.records import Case, Snapshot

Row = Mapping[str, Any]

__all__ = ["extract"]


def extract(snapshot: Snapshot, cases: Iterable[Case]) -> dict[str, Any]:
    """The keys of the interchange form, holding only what these cases refer to; documents go without their text."""
    whole = interchange.export(snapshot)
    chosen = {c.id for c in cases}
    rows = [c for c in whole["cases"] if c["id"] in chosen]
    events = [e for e in whole["events"] if any(e["id"] in c["events"] for c in rows)]
    conflicts = [c for c in whole["conflicts"] if c["case"] in chosen or c["event"] in {e["id"] for e in events}]
    cited = {s for row in (*events, *_sides(conflicts), *_flags_of(rows)) for s in row["statements"]}
    statements = [s for s in whole["statements"] if s["id"] in cited]
    documents = {s["document"] for s in statements}
    persons = {p for c in rows for p in c["persons"]}
    return {
        "format": whole["format"],
        "made": whole["made"],
        "note": whole["note"],
        "documents": [_brief(d) for d in whole["documents"] if d["id"] in documents],
        "statements": statements,
        "persons": [p for p in whole["persons"] if p["id"] in persons],
        "events": events,
        "cases": rows,
        "conflicts": conflicts,
    }


def _sides(conflicts: Iterable[Row]) -> Iterator[Row]:
    return (side for conflict in conflicts for side in conflict["values"])


def _flags_of(cases: Iterable[Row]) -> Iterator[Row]:
    return (flag for case in cases for flag in case["flags"])


def _brief(document: Row) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "text"}
