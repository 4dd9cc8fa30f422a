"""Host states side by side on one rule and period, with the intensity of reporting that explains much of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from havenwatch.indicator.index import Index
from havenwatch.indicator.record import Period
from havenwatch.indicator.select import Selection, select
from havenwatch.indicator.statistics.special import poisson_limits
from havenwatch.ontology.counting import load_rules

RULES = ("R1", "R2", "R3")
CONFIDENCE = 0.95
MOST_HOSTS = 24


@dataclasses.dataclass(frozen=True, slots=True)
class Host:
    """One host state over the common period.

    `counts` are by rule (R1, R2, R3); `low` and `high` bound the yearly rate under R1 exactly. `documents` and
    `sources` are those that tell of the state, a month.
    """

    iso: str
    counts: tuple[int, ...]
    low: float
    high: float
    documents: float
    sources: float
    statements: tuple[str, ...]


def compare(index: Index, country: str, period: Period | None, until: dt.date | None) -> tuple[Host, ...]:
    """The country first, then all other host states with events, the most events first; empty without a period."""
    if period is None:
        return ()
    hosts = {e.host for e in index.snapshot.dossier.events if e.host is not None and index.cases_of.get(e.id)}
    rows = [_host(index, iso, period, until) for iso in sorted(hosts | {country})]
    ordered = sorted(rows, key=lambda h: (h.iso != country, -h.counts[2], -h.counts[0], -h.documents, h.iso))
    return tuple(h for h in ordered if h.iso == country or h.documents or any(h.counts))[:MOST_HOSTS]


def _host(index: Index, iso: str, period: Period, until: dt.date | None) -> Host:
    selections = [select(index, iso, load_rules()[rule], until) for rule in RULES]
    counts = tuple(_inside(s, period) for s in selections)
    years = period.months / 12
    low, high = poisson_limits(counts[0], CONFIDENCE)
    documents = _documents(index, iso, period)
    statements = [e.statements[0] for s in selections for a in s.acts for e in a.events if e.statements]
    return Host(
        iso=iso,
        counts=counts,
        low=low / years,
        high=high / years,
        documents=len(documents) / period.months,
        sources=_outlets_a_month(index, documents, period),
        statements=tuple(dict.fromkeys(statements)),
    )


def _inside(selection: Selection, period: Period) -> int:
    """Acts whose whole interval lies in the period."""
    return sum(
        act.count
        for act in selection.acts
        if act.earliest is not None and act.latest is not None
        and period.first <= act.earliest and act.latest <= period.last
    )  # fmt: skip


def _documents(index: Index, iso: str, period: Period) -> Sequence[str]:
    told = {d for e in index.events_in.get(iso, ()) for d in index.documents_of(e)}
    published = ((d, index.documents[d].published) for d in told)
    return sorted(d for d, day in published if day is not None and period.first <= day <= period.last)


def _outlets_a_month(index: Index, documents: Sequence[str], period: Period) -> float:
    """Mean number of different sources in a month."""
    seen = set()
    for document in documents:
        day = index.documents[document].published
        if day is not None:
            seen.add((day.year, day.month, index.source_key(index.documents[document])))
    return len(seen) / period.months
