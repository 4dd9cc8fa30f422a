"""The interchange form `havenwatch/1`: one object with every noun of the ledger.

This is the internal form: texts, quotes and names stand in it as they were published, also those of minors
and relatives. `schema/havenwatch-1.json` describes it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from havenwatch.event.review import apply_reviews
from havenwatch.records import (
    ACCEPTED,
    CORRECTED,
    REJECTED,
    UNREVIEWED,
    Case,
    Document,
    Event,
    Mention,
    Person,
    Review,
    Snapshot,
    Source,
    Statement,
    to_json,
)

FORMAT = "havenwatch/1"

__all__ = ["FORMAT", "export", "review_note"]

_STATEMENT = (
    "id", "document", "start", "end", "quote", "kind", "type", "about", "status",
    "attributed_to", "earliest", "latest", "date_text", "confidence", "found_by",
)  # fmt: skip
_DOCUMENT = (
    "id", "external_id", "source", "url", "title", "publisher", "published",
    "retrieved", "language", "sha256", "duplicate_of", "text",
)  # fmt: skip
_EVENT = (
    "id", "type", "about", "status", "earliest", "latest", "place", "host", "actors", "count", "statements",
)  # fmt: skip


def export(snapshot: Snapshot, *, made: str | None = None) -> dict[str, Any]:
    """Whole snapshot as plain JSON values, each list in the order of the snapshot.

    Args:
        snapshot: the ledger as read at one moment.
        made: ISO timestamp to print; None means now, in UTC.

    Returns:
        A dict with the keys of the contract; unknown is None, lists may be empty.
    """
    dossier = snapshot.dossier
    mentions = {m.id: m for m in snapshot.mentions}
    return {
        "format": FORMAT,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds") if made is None else made,
        "note": _note(snapshot),
        "documents": _documents(snapshot.documents, snapshot.sources),
        "statements": _statements(snapshot.statements, snapshot.reviews),
        "persons": [_person(p, mentions) for p in dossier.persons],
        "events": [_event(e) for e in dossier.events],
        "cases": [_case(c) for c in dossier.cases],
        "figures": to_json(dossier.figures),
        "calendar": to_json(dossier.calendar),
        "conflicts": to_json(dossier.conflicts),
        "problems": to_json(snapshot.problems),
        "versions": to_json(snapshot.versions),
        "withdrawals": to_json(snapshot.withdrawals),
    }


def review_note(snapshot: Snapshot) -> str:
    """One sentence on what people have reviewed: how many statements, which share, with which outcome."""
    reviewed = Counter(r.verdict for r in _live(snapshot).values())
    total, done = len(snapshot.statements), sum(reviewed.values())
    share = f"{100 * done / total:.1f} %" if total > 0 else "none to review"
    outcome = ", ".join(f"{reviewed[v]} {v}" for v in (ACCEPTED, CORRECTED, REJECTED))
    return f"A person has reviewed {done} of {total} statements ({share}): {outcome}."


def _note(snapshot: Snapshot) -> str:
    return (
        "Machine-read statements are not verified facts. "
        f"{review_note(snapshot)} "
        "Internal form: names and quotes of minors and relatives are not masked; do not publish it as it is."
    )


def _live(snapshot: Snapshot) -> dict[str, Review]:
    known = {s.id for s in snapshot.statements}
    return {r.statement: r for r in snapshot.reviews if r.statement in known and r.verdict != UNREVIEWED}


def _documents(documents: tuple[Document, ...], sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    names = {s.id: s.name for s in sources}
    return [_fields(d, _DOCUMENT) | {"source": names.get(d.source, d.source)} for d in documents]


def _statements(statements: tuple[Statement, ...], reviews: tuple[Review, ...]) -> list[dict[str, Any]]:
    verdicts = {r.statement: r.verdict for r in reviews}
    # Rejected statements drop out of what is corrected, yet stand in the export as they were read.
    corrected = {s.id: s for s in apply_reviews(statements, reviews)}
    shown = [corrected.get(s.id, s) for s in statements]
    return [_fields(s, _STATEMENT) | {"review": verdicts.get(s.id, UNREVIEWED)} for s in shown]


def _person(person: Person, mentions: Mapping[str, Mention]) -> dict[str, Any]:
    known = [mentions[m] for m in person.mentions if m in mentions]
    places = sorted((m.document, m.start, m.end) for m in known)
    return {
        "id": person.id,
        "names": list(person.names),
        "anonymous": person.anonymous,
        "count": person.count,
        "mentions": [{"document": d, "start": s, "end": e} for d, s, e in places],
    }


def _event(event: Event) -> dict[str, Any]:
    return _fields(event, _EVENT)


def _case(case: Case) -> dict[str, Any]:
    whole: dict[str, Any] = to_json(case)
    flags = [_fields(flag, ("id", "reason", "statements")) for flag in case.flags]
    return whole | {"tracks": dict(case.tracks), "flags": flags}


def _fields(record: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: to_json(getattr(record, name)) for name in names}
