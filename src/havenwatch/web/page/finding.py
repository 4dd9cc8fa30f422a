"""Search with facets."""

from __future__ import annotations

from starlette.responses import Response

from havenwatch.ledger.search.facets import FACETS, Query
from havenwatch.web.page.lists import csv_answer
from havenwatch.web.show import Cell, Table
from havenwatch.web.visit import Visit

LONGEST_QUERY = 300

__all__ = ["search"]


def search(visit: Visit) -> Response:
    """Hits with the words around them; facets narrow them down."""
    words = visit.query.get("q", "")[:LONGEST_QUERY]
    filters = {f: visit.query[f] for f in FACETS if visit.query.get(f)}
    asked = Query(words, filters, sounds=visit.query.get("spelling") != "exact")
    found = visit.browser.find(asked, visit.number("page", 1))
    visit.cover({h.document for h in found.hits.rows})
    if visit.query.get("format") == "csv":
        columns = tuple((c, "", "") for c in ("document", "statement", "published", "publisher", "excerpt", "url"))
        rows = tuple(
            (
                Cell(h.document),
                Cell(h.statement or ""),
                Cell("" if h.published is None else h.published.isoformat()),
                Cell(h.publisher or ""),
                Cell(" ".join(h.excerpt.split())),
                Cell("" if visit.veiled else h.url or ""),
            )
            for h in found.hits.rows
        )
        return csv_answer(visit, "search", [Table("", columns, rows)])
    return visit.page("search.html", words=words, found=found, filters=filters, facet_names=_facet_names(visit))


def _facet_names(visit: Visit) -> dict[str, str]:
    words = visit.words
    return {
        "host": words("Host state"),
        "type": words("What happened"),
        "language": words("Language"),
        "publisher": words("Publisher"),
        "year": words("Year published"),
        "state": words("Review"),
    }
