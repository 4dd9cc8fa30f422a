"""One table a noun as csv; public unless the internal edition is asked for."""

from __future__ import annotations

import csv as rfc4180
import io
from collections.abc import Iterable, Mapping
from typing import Any

from havenwatch.exchange.edition import Edition, Row, edition
from havenwatch.records import Snapshot

__all__ = ["COLUMNS", "export", "harmless", "tables"]

# A cell that begins so is run as a formula by some spreadsheet, the wide forms by East Asian editions.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL_STARTS = ("\t", "\r", "\n")


def export(snapshot: Snapshot, *, internal: bool = False) -> dict[str, str]:
    """Tables by name, each as RFC 4180 text with a header row; lists are joined by "; ", unknown is empty.

    Documents go without their text, conflicts take one row a value. The table `about` says what was reviewed and
    whether anybody is masked (`internal`: nobody).
    """
    return {name: _table(rows, COLUMNS[name]) for name, rows in tables(edition(snapshot, internal=internal)).items()}


def tables(shown: Edition) -> dict[str, list[Row]]:
    """Rows by table, flat enough for a cell each: lists stay lists, tracks and flags become texts."""
    whole = shown.whole
    found = {
        "documents": [_without(row, "text") for row in whole["documents"]],
        "statements": whole["statements"],
        "persons": [_person(row) for row in whole["persons"]],
        "events": whole["events"],
        "cases": [_case(row) for row in whole["cases"]],
        "figures": whole["figures"],
        "calendar": whole["calendar"],
        "conflicts": [flat for row in whole["conflicts"] for flat in _values(row)],
        "problems": whole["problems"],
    }
    return {"about": [{"format": whole["format"], "made": whole["made"], "note": shown.note}]} | found


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "about": ("format", "made", "note"),
    "documents": (
        "id", "external_id", "source", "url", "title", "publisher", "published",
        "retrieved", "language", "sha256", "duplicate_of",
    ),
    "statements": (
        "id", "document", "start", "end", "quote", "kind", "type", "about", "status", "attributed_to",
        "earliest", "latest", "date_text", "confidence", "found_by", "review",
    ),
    "persons": ("id", "names", "anonymous", "count", "mentions"),
    "events": (
        "id", "type", "about", "status", "earliest", "latest", "place", "host", "actors", "count", "statements",
    ),
    "cases": ("id", "persons", "host", "requesting", "profiles", "tracks", "open_remedies", "flags", "events"),
    "figures": (
        "id", "quantity", "value", "unit", "approximate", "place", "of", "earliest", "latest", "statements",
    ),
    "calendar": ("id", "what", "place", "earliest", "latest", "approximate", "statements"),
    "conflicts": ("id", "case", "event", "figure", "kind", "field", "value", "sources", "statements"),
    "problems": ("stage", "document", "message"),
}  # fmt: skip


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading apostrophe where one could."""
    risky = text.lstrip().startswith(FORMULA_STARTS) or text.startswith(_CONTROL_STARTS)
    return f"'{text}" if risky else text


def _person(row: Row) -> Row:
    return row | {"mentions": [f"{m['document']}:{m['start']}-{m['end']}" for m in row["mentions"]]}


def _case(row: Row) -> Row:
    tracks = [f"{track}={state}" for track, state in row["tracks"].items()]
    return row | {"tracks": tracks, "flags": [f"{f['id']}: {f['reason']}" for f in row["flags"]]}


def _values(row: Row) -> Iterable[Row]:
    return (_without(row, "values") | side for side in row["values"])


def _without(row: Row, key: str) -> Row:
    return {name: value for name, value in row.items() if name != key}


def _table(rows: Iterable[Row], columns: tuple[str, ...]) -> str:
    out = io.StringIO(newline="")
    writer = rfc4180.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(str(_cell(item)) for item in value)
    return harmless(value) if isinstance(value, str) else value
