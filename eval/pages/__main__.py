"""Scores the reading of pages, beside trafilatura alone."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
from collections.abc import Callable, Sequence

from eval.pages import Page, Score, pages, score
from havenwatch.document import make_documents
from havenwatch.records import Document
from havenwatch.source.item import Hints, make_item

Reading = Callable[[Page], tuple[str, dt.date | None]]


def ours(page: Page) -> tuple[str, dt.date | None]:
    """Text and date as a document gets them."""
    for made in make_documents(make_item(page.name, None, "text/html", page.data, Hints())):
        if isinstance(made, Document):
            return made.text, made.published
    return "", None


def plain(page: Page) -> tuple[str, dt.date | None]:
    """Text and date of trafilatura as it comes, with comments left out."""
    from trafilatura import bare_extraction

    found = bare_extraction(page.data, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return "", None
    return found.text or "", dt.date.fromisoformat(found.date) if found.date else None


def measured(reading: Reading) -> list[Score]:
    """Scores of all pages, the worst first."""
    return sorted((score(page, *reading(page)) for page in pages()), key=lambda s: s.f1)


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """Mean F1 of the words and share of exact dates."""
    return {
        "pages": len(scores),
        "text F1": statistics.fmean(s.f1 for s in scores),
        "date": statistics.fmean(s.published == s.expected for s in scores),
    }


def main() -> None:
    """Prints the figures, and the worst pages with the words that are too many or too few."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=5, metavar="N")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    mine = measured(ours)
    found = {"havenwatch": figures(mine), "trafilatura alone": figures(measured(plain))}
    if given.json:
        print(json.dumps(found, indent=1))
        return
    for name, values in found.items():
        print(f"{name:18}", "  ".join(f"{k} {v:.4g}" for k, v in values.items()))
    for one in mine[: given.worst]:
        print(f"{one.name}: F1 {one.f1:.3f}; extra: {' '.join(one.extra[:25])}; missing: {' '.join(one.missing[:25])}")
    for one in (s for s in mine if s.published != s.expected):
        print(f"{one.name}: date {one.published}, expected {one.expected}")


if __name__ == "__main__":
    main()
