"""The queue: one statement at a time, or a list to decide on many."""

from __future__ import annotations

import dataclasses
from typing import Any

from starlette.responses import Response

from havenwatch.ledger.browse import Page, Queued, StatementSheet
from havenwatch.web.page.cases import corrected
from havenwatch.web.page.documents import names_of
from havenwatch.web.page.lists import title_of
from havenwatch.web.review.values import SHOWN, people, value_of
from havenwatch.web.show.pages import link
from havenwatch.web.visit import Visit

# How far the queue looks for a statement that nobody else has open.
LOOK_AHEAD = 12

__all__ = ["filters", "form_values", "listing", "queue"]


def filters(visit: Visit) -> dict[str, str]:
    """The queue that is being worked through, as values of an address."""
    names = ("host", "kind", "state", "document")
    return {name: visit.query[name] for name in names if visit.query.get(name)}


def queue(visit: Visit) -> Response:
    """The next statement of the queue with its quote in context and the form that decides."""
    at = visit.number("at", 0)
    page, at = _next_free(visit, at)
    values: dict[str, Any] = {
        "queue": filters(visit),
        "at": at,
        "total": page.total,
        "counts": visit.browser.queue_counts(),
    }
    hosts = [r["host"] for r in visit.browser.countries() if r["host"] is not None]
    last = visit.browser.acts(visit.who, 1, standing=True)
    values |= {"hosts": hosts, "last": last[0] if last else None}
    sheet = visit.browser.statement(page.rows[0].reviewed.statement.id) if page.rows else None
    if sheet is None:
        return visit.page("review.html", sheet=None, **values)
    visit.cover([sheet.queued.document.id])
    return visit.page("review.html", sheet=sheet, **values, **form_values(visit, sheet))


def _next_free(visit: Visit, at: int) -> tuple[Page[Queued], int]:
    wanted = visit.wanted(page=at + 1, size=1, document=visit.query.get("document"), reader=_reader(visit))
    page = visit.browser.queue(wanted)
    first = page
    for ahead in range(at, at + LOOK_AHEAD):
        if not page.rows or visit.house.leases.take(page.rows[0].reviewed.statement.id, visit.who):
            return (page, ahead) if page.rows or not first.rows else (first, at)
        page = visit.browser.queue(dataclasses.replace(wanted, page=ahead + 2))
    return first, at


def _reader(visit: Visit) -> str | None:
    """Whose independent reading is asked for, None where decisions stand at once."""
    return visit.who if visit.house.two_readers else None


def form_values(visit: Visit, sheet: StatementSheet) -> dict[str, Any]:
    """What the form of one statement shows."""
    told = corrected(sheet.queued.reviewed)
    names = names_of(visit, sheet.mentions)
    return {
        "queued": sheet.queued,
        "told": told,
        "title": title_of(sheet.queued.document),
        "names": names,
        "fields": [(f, value_of(told, f)) for f in SHOWN],
        "people": people(sheet.mentions, names, told.values("person")),
        "blind": visit.house.two_readers,
        "here_again": link("/review", filters(visit), at=visit.query.get("at")),
    }


def listing(visit: Visit) -> Response:
    """Many statements in one table, to accept or reject together."""
    wanted = visit.wanted(size=50, document=visit.query.get("document"))
    page = visit.browser.queue(wanted)
    visit.cover(q.document.id for q in page.rows)
    hosts = [r["host"] for r in visit.browser.countries() if r["host"] is not None]
    told = {q.reviewed.statement.id: corrected(q.reviewed) for q in page.rows}
    return visit.page(
        "queue.html", page=page, told=told, wanted=wanted, hosts=hosts, queue=filters(visit), title_of=title_of
    )
