"""Answers of the API. Lists are paged; records have the shapes of the export, offsets count code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from havenwatch.errors import UsageError
from havenwatch.exchange import json as interchange
from havenwatch.ledger.browse import Brief, Page, Reviewed
from havenwatch.ledger.browse.listing import ORDERS
from havenwatch.ledger.search.facets import Query
from havenwatch.records import (
    Case,
    Conflict,
    Document,
    Dossier,
    Event,
    Mention,
    Person,
    Problem,
    Snapshot,
    to_json,
)
from havenwatch.web.show.veil import code_of
from havenwatch.web.visit import Visit

MOST_ROWS = 200
_IDS = frozenset(
    {"id", "document", "documents", "statements", "persons", "events", "case", "event", "figure", "sha256"}
)

__all__ = [
    "case", "cases", "conflicts", "countries", "document", "documents", "person", "persons", "search", "statement",
    "status",
]  # fmt: skip


def _shaped(
    statements: Iterable[Reviewed] = (),
    documents: Iterable[Document] = (),
    mentions: Iterable[Mention] = (),
    persons: Iterable[Person] = (),
    problems: Iterable[Problem] = (),
    **rest: Sequence[Any],
) -> dict[str, Any]:
    """Records in the shapes of the export."""
    told = tuple(statements)
    events: tuple[Event, ...] = tuple(rest.get("events", ()))
    cases_: tuple[Case, ...] = tuple(rest.get("cases", ()))
    disputes: tuple[Conflict, ...] = tuple(rest.get("conflicts", ()))
    dossier = Dossier(tuple(persons), (), events, cases_, (), (), disputes)
    snapshot = Snapshot(
        documents=tuple(documents),
        sources=(),
        mentions=tuple(mentions),
        statements=tuple(r.statement for r in told),
        reviews=tuple(r.review for r in told if r.review is not None and r.verdict in _DECIDED),
        dossier=dossier,
        problems=tuple(problems),
    )
    return interchange.export(snapshot)


_DECIDED = frozenset({"accepted", "corrected", "rejected"})


def _answer(visit: Visit, told: dict[str, Any]) -> Response:
    return JSONResponse(_covered(visit, told) if visit.veiled else told)


def _covered(visit: Visit, value: Any, key: str = "") -> Any:
    """Names covered; texts go, because their offsets would no longer hold."""
    if isinstance(value, dict):
        made = {k: _covered(visit, v, k) for k, v in value.items() if k != "text"}
        if "names" in made and "mentions" in made:
            made["names"] = [code_of(str(value["id"]))] if value["names"] else []
        return made | ({"url": None} if "url" in made else {})
    if isinstance(value, list):
        return [_covered(visit, v, key) for v in value]
    return visit.veil(value) if isinstance(value, str) and key not in _IDS else value


def _paged(page: Page[Any], name: str, rows: list[Any]) -> dict[str, Any]:
    return {"total": page.total, "page": page.number, "size": page.size, name: rows}


def _size(visit: Visit) -> int:
    size = visit.number("size", 50)
    if not 1 <= size <= MOST_ROWS:
        raise UsageError(f"size must be 1 to {MOST_ROWS}")
    return size


def _page(visit: Visit) -> dict[str, Any]:
    number = visit.number("page", 1)
    if number < 1:
        raise UsageError("page must be 1 or more")
    order = visit.query.get("order") or "latest"
    if order.removeprefix("-") not in ORDERS:
        raise UsageError(f"order must be one of {', '.join(ORDERS)}, with a minus in front for the other way round")
    return {"page": number, "size": _size(visit), "kind": None, "state": None, "order": order}


def _brief(brief: Brief) -> dict[str, Any]:
    names = ("id", "external_id", "url", "title", "publisher", "published", "language")
    told = to_json(brief)
    return {name: told[name] for name in names}


def status(visit: Visit) -> Response:
    """Numbers of records, and statements by state of review."""
    revision, current = visit.browser.stamp()
    counts = {"records": dict(visit.browser.figures()), "review": dict(visit.browser.queue_counts())}
    return JSONResponse({"format": interchange.FORMAT, "revision": revision, "current": current, **counts})


def countries(visit: Visit) -> Response:
    """Host states with their numbers of cases."""
    rows = [{**r, "latest": to_json(r["latest"])} for r in visit.browser.countries()]
    return JSONResponse({"countries": rows})


def cases(visit: Visit) -> Response:
    """A page of cases, without what they refer to."""
    page = visit.browser.headings("cases", visit.wanted(**_page(visit)))
    return _answer(visit, _paged(page, "cases", _shaped(cases=visit.browser.cases_on(page))["cases"]))


def case(visit: Visit) -> Response:
    """A case with all that it refers to."""
    sheet = visit.browser.case(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, "there is no such case")
    visit.cover(sheet.documents)
    _, mentions = visit.browser.naming([p.id for p in sheet.persons])
    shown = [m for m in mentions if m.document not in visit.browser.hidden.documents]
    told = _shaped(
        sheet.statements.values(), (), shown, sheet.persons, cases=[sheet.case], events=sheet.events,
        conflicts=sheet.conflicts,
    )  # fmt: skip
    told["documents"] = [_brief(b) for b in sheet.documents.values()]
    keys = ("format", "made", "note", "documents", "statements", "persons", "events", "cases", "conflicts")
    return _answer(visit, {key: told[key] for key in keys})


def persons(visit: Visit) -> Response:
    """A page of persons with the places where they are mentioned."""
    page = visit.browser.headings("persons", visit.wanted(**_page(visit)))
    found, mentions = visit.browser.persons_on(page)
    return _answer(visit, _paged(page, "persons", _shaped((), (), mentions, found)["persons"]))


def person(visit: Visit) -> Response:
    """A person with cases and judgements."""
    sheet = visit.browser.person(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, "there is no such person")
    visit.cover(sheet.documents)
    told = _shaped((), (), sheet.mentions, [sheet.person])["persons"][0]
    judged = [to_json(j) | {"other": None if other is None else other.id} for j, other in sheet.judgements]
    return _answer(visit, {"persons": [told], "cases": [c.id for c in sheet.cases], "judgements": judged})


def documents(visit: Visit) -> Response:
    """A page of documents without their texts."""
    page = visit.browser.documents(visit.wanted(**_page(visit)))
    visit.cover(b.id for b in page.rows)
    return _answer(visit, _paged(page, "documents", [_brief(b) for b in page.rows]))


def document(visit: Visit) -> Response:
    """A document with text, statements and problems."""
    sheet = visit.browser.document(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, "there is no such document")
    visit.cover([sheet.document.id])
    told = _shaped(sheet.statements, [sheet.document], problems=sheet.problems)
    keys = ("documents", "statements", "problems")
    return _answer(visit, {key: told[key] for key in keys})


def statement(visit: Visit) -> Response:
    """A statement with every review of it."""
    sheet = visit.browser.statement(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, "there is no such statement")
    visit.cover([sheet.queued.document.id])
    told = _shaped([sheet.queued.reviewed])["statements"]
    history = [to_json(r) for r in sheet.history]
    return _answer(visit, {"statements": told, "reviews": history, "cases": [c.id for c in sheet.cases]})


def conflicts(visit: Visit) -> Response:
    """A page of conflicts."""
    page, records, _ = visit.browser.conflicts(visit.wanted(**_page(visit)))
    found = [records[row.id] for row in page.rows if row.id in records]
    visit.cover(_.documents)
    return _answer(visit, _paged(page, "conflicts", _shaped(conflicts=found)["conflicts"]))


def search(visit: Visit) -> Response:
    """Places that have all words of `q`."""
    sounds = visit.query.get("spelling") != "exact"
    number = visit.number("page", 1)
    if number < 1:
        raise UsageError("page must be 1 or more")
    found = visit.browser.find(Query(visit.query.get("q", "")[:300], {}, sounds=sounds), number)
    visit.cover({h.document for h in found.hits.rows})
    return _answer(visit, _paged(found.hits, "hits", [to_json(h) for h in found.hits.rows]))
