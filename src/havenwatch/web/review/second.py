"""Two readers: how far they agree, and where an editor has to settle."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from havenwatch.errors import UsageError
from havenwatch.ledger.desk import Opinion
from havenwatch.web.visit import Visit

MOST_SHOWN = 100

Opinions = Mapping[str, Mapping[str, Opinion]]

__all__ = ["agreement", "measured"]


def agreement(visit: Visit) -> Response:
    """Agreement of the readers in figures, and the statements on which they differ."""
    told = visit.browser.opinions()
    split = [s for s, by in told.items() if len({(o.verdict, o.changes) for o in by.values()}) > 1]
    sheets = [sheet for s in split[:MOST_SHOWN] if (sheet := visit.browser.statement(s)) is not None]
    open_ = [s for s in sheets if s.queued.reviewed.review is None or s.queued.reviewed.number == 0]
    visit.cover({s.queued.document.id for s in open_})
    try:
        figures, missing = measured(told), None
    except UsageError as error:
        figures, missing = None, str(error)
    return visit.page("agreement.html", figures=figures, missing=missing, sheets=open_, two=visit.house.two_readers)


def measured(told: Opinions) -> dict[str, Any]:
    """Cohen's kappa of each pair of readers and Krippendorff's alpha of all, on verdicts read by two or more.

    A figure is None where there is nothing to compute it from: no statement read by both, or only one verdict used.

    Raises:
        UsageError: the library is not installed.
    """
    shared = {s: by for s, by in told.items() if len(by) > 1}
    rows = [(reader, statement, o.verdict) for statement, by in shared.items() for reader, o in by.items()]
    pairs = []
    for a, b in itertools.combinations(sorted({reader for reader, _, _ in rows}), 2):
        both = [(by[a].verdict, by[b].verdict) for by in shared.values() if a in by and b in by]
        if both:
            same = sum(x == y for x, y in both)
            pairs.append({"readers": (a, b), "n": len(both), "same": same, "kappa": _kappa(both)})
    return {"n": len(shared), "pairs": pairs, "alpha": _alpha(rows), "verdicts": Counter(v for _, _, v in rows)}


def _task(rows: list[tuple[str, str, str]]) -> Any:
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as error:
        raise UsageError(
            f"agreement needs the extra 'agreement': pip install 'havenwatch[agreement]' ({error})"
        ) from error
    return AnnotationTask(data=rows)


def _kappa(both: list[tuple[str, str]]) -> float | None:
    if len({v for pair in both for v in pair}) < 2:
        return None
    rows = [(side, str(i), verdict) for i, pair in enumerate(both) for side, verdict in zip("ab", pair, strict=True)]
    return float(_task(rows).kappa())


def _alpha(rows: list[tuple[str, str, str]]) -> float | None:
    return float(_task(rows).alpha()) if len({v for _, _, v in rows}) > 1 else None
