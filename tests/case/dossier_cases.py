"""Small documents, mentions and statements to assemble test dossiers from."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Sequence

from havenwatch.records import (
    EVENT,
    REPORTED,
    Amount,
    Document,
    Mention,
    Reading,
    Role,
    Statement,
    content_id,
)

POLICY = "referendum"
ONTOLOGY = types.SimpleNamespace(
    events={POLICY: types.SimpleNamespace(policy=True), "detained": types.SimpleNamespace(policy=False)},
    places=types.SimpleNamespace(
        lookup={
            "казахстан": types.SimpleNamespace(iso="KZ", kind="state"),
            "рк": types.SimpleNamespace(iso="KZ", kind="state"),
            "россия": types.SimpleNamespace(iso="RU", kind="state"),
            "россиянин": types.SimpleNamespace(iso="RU", kind="demonym"),
        }.get
    ),
)
KAZAKHSTAN = (("host", "KZ"), ("requesting", "RU"))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def span(text: str | None) -> tuple[dt.date | None, dt.date | None]:
    """`2026-01-05`, `2026-01-01/2026-01-31` or None."""
    if text is None:
        return None, None
    first, _, last = text.partition("/")
    return day(first), day(last or first)


def document(name: str, published: str | None = "2026-03-05", duplicate_of: str | None = None) -> Document:
    when = None if published is None else day(published)
    return Document(name, name, "s", None, None, None, when, "2026-03-06T00:00:00Z", "ru", name, duplicate_of, "text")


def mention(doc: str, name: str | None, start: int = 0, **fields: object) -> Mention:
    """A chain of one mention; without a name it is a role word."""
    key = content_id("m", doc, start, name)
    base = {
        "id": key, "document": doc, "start": start, "end": start + 5, "text": name or "дезертир",
        "form": "role" if name is None else "name", "name": name, "head": key, "count": 1,
        "gender": None, "profiles": (),
    }  # fmt: skip
    return Mention(**{**base, **fields})


def statement(doc: str, start: int, kind: str, persons: Sequence[Mention] = (), /, **fields: object) -> Statement:
    """An event statement; `when` as in span(), `roles` as (name, value) pairs."""
    when = span(fields.pop("when", None))
    roles = fields.pop("roles", ())
    base = {
        "id": content_id("s", doc, start, kind, fields.get("status")), "document": doc, "start": start,
        "end": start + 9, "quote": "a quote", "kind": EVENT, "type": kind, "about": None, "status": REPORTED,
        "attributed_to": None, "speaker": None, "earliest": when[0], "latest": when[1], "date_text": None,
        "roles": (*(Role("person", m.id) for m in persons), *(Role(n, v) for n, v in roles)),
        "amount": None, "count": None, "confidence": 1.0, "found_by": "test",
    }  # fmt: skip
    return Statement(**{**base, **fields})


def figure(doc: str, start: int, value: float, **fields: object) -> Statement:
    amount = Amount("border_entries", value, None, bool(fields.pop("approximate", False)))
    fields = {"roles": (("place", "KZ"),), "kind": "figure", "amount": amount, **fields}
    return statement(doc, start, "border_entries", **fields)


def reading(doc: str, mentions: Iterable[Mention], statements: Iterable[Statement]) -> Reading:
    return Reading(doc, tuple(mentions), tuple(statements), ())
