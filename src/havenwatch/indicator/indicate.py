"""The indicator of a country under one counting rule, from the snapshot alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from havenwatch.errors import UsageError
from havenwatch.indicator import verdict as judge
from havenwatch.indicator.index import Index, resolve_country
from havenwatch.indicator.overlap import Act
from havenwatch.indicator.record import Change, Counted, Indicator, Period, Variant, Verdict
from havenwatch.indicator.select import Selection, select
from havenwatch.indicator.signals import signals
from havenwatch.indicator.statistics.change import PRIORS, change_point
from havenwatch.indicator.window import (
    covered_months,
    make_period,
    month_name,
    month_number,
    month_of,
    monthly,
    placed,
    window_of,
)
from havenwatch.ontology.counting import ADVERSE, GONE_OUT, TAKEN_BACK_IN, CountingRule, load_rules
from havenwatch.ontology.profile import Ontology
from havenwatch.records import Snapshot

# the rules that must tell the same story before any of them gets a verdict; protection is never netted with them
COMPARED = ("R1", "R2", "R3")


@dataclasses.dataclass(frozen=True)
class Counting:
    """A country's counts up to a data date; each selection is made once, though rules share many of them."""

    index: Index
    country: str
    until: dt.date | None
    _made: dict[tuple[str, str], Selection] = dataclasses.field(default_factory=dict)

    def selection(self, rule: CountingRule, variant: str = "") -> Selection:
        """Acts under the rule, or under one of its variants."""
        key = (rule.id, variant)
        if key not in self._made:
            self._made[key] = select(self.index, self.country, rule, self.until, variant)
        return self._made[key]


def indicate(snapshot: Snapshot, country: str, rule: str, until: dt.date | None, ontology: Ontology) -> Indicator:
    """Figure for `country` (name or ISO code) under `rule` (R1 to R5) with data up to `until`.

    `until` None stands for the latest publication date in the ledger. No events, one event, undated events or a
    window too short give a verdict in words and no ratio.

    Raises:
        UsageError: the country or the rule is not known; the message lists what is.
    """
    rules = load_rules()
    if rule not in rules:
        raise UsageError(f"unknown counting rule {rule!r}: use one of {', '.join(rules)}")
    index = Index.of(snapshot)
    return indicate_rules(index, resolve_country(country, ontology, index.states()), until, (rule,))[rule]


def indicate_rules(index: Index, country: str, until: dt.date | None, rules: Iterable[str]) -> Mapping[str, Indicator]:
    """Figures under several rules by id, for an index made before and an ISO code."""
    counting = Counting(index, country, data_until(index, until))
    return {rule: _indicate(counting, load_rules()[rule]) for rule in rules}


def data_until(index: Index, until: dt.date | None) -> dt.date | None:
    """The data date: `until`, but never later than the last document, since nobody could have reported more."""
    latest = index.data_date()
    return latest if until is None or (latest is not None and until > latest) else until


def _indicate(counting: Counting, rule: CountingRule) -> Indicator:
    index, selection = counting.index, counting.selection(rule)
    period = make_period(index, selection.acts, counting.until)
    counted = count_acts(index, selection.acts, period)
    ratio = judge.window_ratio(_weights(selection, period), period) if period is not None and counted else None
    variants = tuple(_variants(counting, rule, period))
    covered = covered_months(index, period) if period is not None else 0
    documents = tuple(sorted({d for c in counted for d in c.documents}))
    more = None if ratio is None or period is None else signals(index, selection.acts, period, ratio)
    found = Indicator(
        country=counting.country,
        rule=rule.id,
        direction=rule.direction,
        until=counting.until,
        period=period,
        low=selection.low,
        high=selection.high,
        months=_months(selection.acts, period),
        counted=counted,
        left_out=selection.left_out,
        documents=documents,
        sources=tuple(sorted(index.sources_of(documents))),
        covered=covered,
        ratio=ratio,
        variants=variants,
        changes=tuple(_changes(selection.acts, period)) if counted and period is not None else (),
        posterior=_posterior(selection.acts, period) if counted and period is not None else (),
        signals=more,
        verdict=Verdict(*judge.decide(counted, period, judge.Figures(ratio, variants, covered, more)), ""),
    )
    text = judge.words(found, "en")
    return dataclasses.replace(found, verdict=dataclasses.replace(found.verdict, text=text))


def _weights(selection: Selection, period: Period | None) -> list[tuple[str, int]]:
    """Window and number of each act."""
    return [(window_of(act, period), act.count) for act in selection.acts]


def count_acts(index: Index, acts: Iterable[Act], period: Period | None) -> tuple[Counted, ...]:
    """Acts as records, each with its month, its window and the independent sources behind it."""
    return tuple(_counted(index, act, period) for act in acts)


def _counted(index: Index, act: Act, period: Period | None) -> Counted:
    documents = tuple(sorted({d for event in act.events for d in index.documents_of(event)}))
    month = month_of(act)
    return Counted(
        events=tuple(e.id for e in act.events),
        persons=act.persons,
        earliest=act.earliest,
        latest=act.latest,
        month=None if month is None else month_name(month),
        window=window_of(act, period),
        count=act.count,
        overlaps=act.overlaps,
        documents=documents,
        sources=tuple(sorted(index.sources_of(documents))),
        gone=all(index.taken_back(event) is not None for event in act.events),
    )


def _months(acts: Sequence[Act], period: Period | None) -> tuple[tuple[str, int], ...]:
    if period is None:
        return ()
    start = month_number(period.first)
    return tuple((month_name(start + i), n) for i, n in enumerate(monthly(acts, period)))


def _variants(counting: Counting, rule: CountingRule, period: Period | None) -> Iterator[Variant]:
    """Other ways to count over the same months: the rule's variants, open dates moved, the rules beside it."""
    if period is None:
        return
    weights = _weights(counting.selection(rule), period)
    idle = () if counting.index.withdrawn else (TAKEN_BACK_IN, GONE_OUT)
    for label, moved in judge.open_ratios(weights, period):
        yield Variant(rule.id, label, sum(n for _, n in weights), moved, judge.says(moved))
    beside = [load_rules()[r] for r in COMPARED if r != rule.id] if rule.direction == ADVERSE else []
    for other in (rule, *beside):
        names = [v for v in other.variants if v not in idle]
        for name in ("", *names) if other is not rule else names:
            selection = counting.selection(other, name)
            ratio = judge.window_ratio(_weights(selection, period), period)
            yield Variant(other.id, name, selection.high, ratio, judge.says(ratio))


def _changes(acts: Sequence[Act], period: Period) -> Iterator[Change]:
    """Change of the rate under several priors; nothing when no counted act falls into the period."""
    middle, early, late = (placed(acts, period, where) for where in ("middle", "earliest", "latest"))
    if not any(middle):
        return
    start = month_number(period.first) - 1
    for shape, rate in PRIORS:
        found, *moved = (change_point(counts, shape, rate) for counts in (middle, early, late))
        factors = [found.bayes_factor, *(m.bayes_factor for m in moved)]
        months = (found.month, found.credible[0], found.credible[-1])
        last, first_credible, last_credible = (month_name(start + m) for m in months)
        yield Change(
            shape=shape,
            rate=rate,
            bayes_factor=found.bayes_factor,
            lowest=min(factors),
            highest=max(factors),
            last_month=last,
            mass=max(found.posterior),
            from_month=first_credible,
            to_month=last_credible,
        )


def _posterior(acts: Sequence[Act], period: Period) -> tuple[tuple[str, float], ...]:
    """Posterior of the last month of the old rate under the first prior, wide intervals in their middle."""
    counts = placed(acts, period, "middle")
    if not any(counts):
        return ()
    start = month_number(period.first)
    return tuple((month_name(start + k), p) for k, p in enumerate(change_point(counts, *PRIORS[0]).posterior))
