"""The public edition: one table a noun, names and quotes of minors and relatives masked, no full texts."""

from __future__ import annotations

import csv as rfc4180
import io
from collections.abc import Iterable, Mapping
from typing import Any

from havenwatch.exchange import json as interchange
from havenwatch.records import Snapshot
from havenwatch.report.cite import Mask

__all__ = ["export", "harmless"]

WITHHELD = "[withheld]"
# A cell that begins so is run as a formula by some spreadsheet, the wide forms by East Asian editions.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL_STARTS = ("\t", "\r", "\n")

Row = dict[str, Any]


def export(snapshot: Snapshot) -> dict[str, str]:
    """Tables by name, each as RFC 4180 text with a header row; lists are joined by "; ", unknown is empty.

    Documents go without their text, conflicts take one row a value. The table `about` says what was reviewed.
    """
    whole = interchange.export(snapshot)
    mask = Mask(snapshot, WITHHELD)
    silent = _about_masked(snapshot, mask)
    tables = {
        "documents": [_without(row, "text") for row in whole["documents"]],
        "statements": [_statement(row, silent) for row in whole["statements"]],
        "persons": [_person(row, mask) for row in whole["persons"]],
        "events": whole["events"],
        "cases": [_case(row) for row in whole["cases"]],
        "figures": whole["figures"],
        "calendar": whole["calendar"],
        "conflicts": [flat for row in whole["conflicts"] for flat in _values(row)],
        "problems": whole["problems"],
    }
    about = {"format": whole["format"], "made": whole["made"], "note": _note(snapshot, mask)}
    return {name: _table(rows, COLUMNS[name], mask) for name, rows in ({"about": [about]} | tables).items()}


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


def _note(snapshot: Snapshot, mask: Mask) -> str:
    masked = f"Public edition: {len(mask.persons)} minors and relatives are masked, texts are left out."
    return f"Machine-read statements are not verified facts. {interchange.review_note(snapshot)} {masked}"


def _about_masked(snapshot: Snapshot, mask: Mask) -> frozenset[str]:
    """Ids of the statements that have a masked person in a role."""
    theirs = {m for p in snapshot.dossier.persons if p.id in mask.persons for m in p.mentions}
    theirs |= {m.id for m in snapshot.mentions if m.head in theirs}
    return frozenset(s.id for s in snapshot.statements if any(role.value in theirs for role in s.roles))


def _statement(row: Row, silent: frozenset[str]) -> Row:
    return row | {"quote": WITHHELD, "attributed_to": None} if row["id"] in silent else row


def _person(row: Row, mask: Mask) -> Row:
    if row["id"] in mask.persons:
        return row | {"names": [WITHHELD], "mentions": []}
    return row | {"mentions": [f"{m['document']}:{m['start']}-{m['end']}" for m in row["mentions"]]}


def _case(row: Row) -> Row:
    tracks = [f"{track}={state}" for track, state in row["tracks"].items()]
    return row | {"tracks": tracks, "flags": [f"{f['id']}: {f['reason']}" for f in row["flags"]]}


def _values(row: Row) -> Iterable[Row]:
    return (_without(row, "values") | side for side in row["values"])


def _without(row: Row, key: str) -> Row:
    return {name: value for name, value in row.items() if name != key}


def _table(rows: Iterable[Row], columns: tuple[str, ...], mask: Mask) -> str:
    out = io.StringIO(newline="")
    writer = rfc4180.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name], mask) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any, mask: Mask) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(str(_cell(item, mask)) for item in value)
    return harmless(mask(value)) if isinstance(value, str) else value
