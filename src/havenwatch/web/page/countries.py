"""The first page, and the page of one country."""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.web.page.lists import case_table
from havenwatch.web.visit import Visit

LISTED = 12
CALENDAR = 40
MOST_DRAWN = 200

__all__ = ["country", "figures", "home"]


def home(visit: Visit) -> Response:
    """What the ledger holds: countries, what is left to review, what was done last."""
    browser = visit.browser
    rows = browser.countries()
    known = sum(r["cases"] for r in rows)
    counts = browser.queue_counts()
    acts = browser.acts(None, 6) if visit.may("reviewer") else ()
    values = {"rows": rows, "known": known, "counts": counts, "figures": browser.figures(), "acts": acts}
    return visit.page("home.html", **values)


def country(visit: Visit) -> Response:
    """One host state: figures under the counting rules, chart, cases, calendar, conflicts."""
    iso = _iso(visit)
    browser = visit.browser
    wanted = visit.wanted(host=iso, size=LISTED)
    cases = browser.headings("cases", wanted)
    asked = browser.headings("cases", visit.wanted(requesting=iso, page=1, size=LISTED))
    conflicts = browser.headings("conflicts", visit.wanted(host=iso, page=1, size=1))
    calendar = browser.of_country("calendar", iso, CALENDAR)
    others = browser.of_country("events", iso, CALENDAR)
    if not cases.total and not asked.total and not calendar and iso not in visit.words.ontology.places.states:
        raise HTTPException(404, visit.words("There is no state with this code."))
    visit.cover([])
    return visit.page(
        "country.html",
        iso=iso,
        cases=cases,
        table=case_table(visit, cases.rows),
        asked=asked,
        asked_table=case_table(visit, asked.rows),
        conflicts=conflicts.total,
        calendar=calendar,
        others=others,
        drawn=_drawn(visit, iso),
        made=_made(visit, iso),
    )


def _drawn(visit: Visit, iso: str) -> str | None:
    """The part with the figures as it was drawn for the same ledger before; names are covered for each visitor anew."""
    if visit.veiled:
        return None
    made = _made(visit, iso)
    if made is None or made["old"]:
        return None
    key = (iso, visit.language, visit.browser.stamp()[0])
    drawn = visit.house.figures.drawn.get(key)
    if drawn is None:
        drawn = bytes(visit.page("figures.html", iso=iso, made=made).body).decode()
        if len(visit.house.figures.drawn) > MOST_DRAWN:
            visit.house.figures.drawn.clear()
        visit.house.figures.drawn[key] = drawn
    return drawn


def _iso(visit: Visit) -> str:
    iso = str(visit.path["iso"]).upper()
    if not (iso.isalnum() and len(iso) == 2):
        raise HTTPException(404, visit.words("A state is named by its two-letter code."))
    return iso


def _made(visit: Visit, iso: str) -> dict[str, Any] | None:
    """Figures made before, with `old` telling whether the ledger changed since; None while there are none."""
    kept = visit.house.figures.kept(iso, visit.language)
    if kept is None:
        return None
    revision, body = kept
    made: dict[str, Any] = json.loads(body)
    return made | {"old": revision != visit.browser.stamp()[0]}


def figures(visit: Visit) -> Response:
    """The part of the country page with the figures; asked for again until they are made."""
    iso = _iso(visit)
    return visit.page("figures.html", iso=iso, made=_made(visit, iso))
