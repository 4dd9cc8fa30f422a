"""Ratio, variants and the verdict in words, refused when the data cannot carry one."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from havenwatch.indicator.record import (
    EARLIER,
    EITHER,
    FALL,
    NO_CHANGE,
    NO_EVENTS,
    RECENT,
    REFUSED,
    RISE,
    UNDATED,
    Counted,
    Indicator,
    Period,
    Ratio,
    Reason,
    Signals,
    Variant,
)
from havenwatch.indicator.statistics.dispersion import SIGNIFICANT
from havenwatch.indicator.statistics.rates import rate_ratio, tipping_count
from havenwatch.lang.phrases import Phrases, load_phrases

LEAST_EVENTS = 3  # below three events any split of them is ordinary
LARGEST_SHARE = 0.5  # of the recent events that rest on one outlet alone
LEAST_COVERED = 0.5  # of the earlier months in which some document was published

OPEN_EARLIER, OPEN_RECENT = "open_dates_earlier", "open_dates_recent"


def make_ratio(recent: int, earlier: int, period: Period) -> Ratio:
    """Exact comparison of the two windows, without infinities: they become None."""
    found = rate_ratio(recent, period.recent, earlier, period.earlier)
    missed = tipping_count(recent, period.recent, earlier, period.earlier)
    return Ratio(recent, earlier, _finite(found.ratio), found.low, _finite(found.high), found.p_value, missed)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def window_ratio(weights: Sequence[tuple[str, int]], period: Period) -> Ratio:
    """Ratio from the acts whose window is settled; `weights` are (window, number) pairs."""
    return make_ratio(_total(weights, RECENT), _total(weights, EARLIER), period)


def open_ratios(weights: Sequence[tuple[str, int]], period: Period) -> Iterable[tuple[str, Ratio]]:
    """The ratio with all acts of open window moved into either window; nothing when no act is open."""
    recent, earlier = _total(weights, RECENT), _total(weights, EARLIER)
    loose = _total(weights, EITHER, UNDATED)
    if loose:
        yield OPEN_EARLIER, make_ratio(recent, earlier + loose, period)
        yield OPEN_RECENT, make_ratio(recent + loose, earlier, period)


def _total(weights: Iterable[tuple[str, int]], *windows: str) -> int:
    return sum(number for window, number in weights if window in windows)


def says(ratio: Ratio | None) -> str:
    """What a ratio shows by itself: `rise` or `fall` when its interval leaves 1 out, else `no_change`."""
    if ratio is None or ratio.low <= 1 <= (math.inf if ratio.high is None else ratio.high):
        return NO_CHANGE
    return RISE if ratio.low > 1 else FALL


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """What a verdict rests on; `covered` is the number of earlier months with a document."""

    ratio: Ratio | None
    variants: Sequence[Variant]
    covered: int
    signals: Signals | None


def decide(counted: Sequence[Counted], period: Period | None, figures: Figures) -> tuple[str, tuple[Reason, ...]]:
    """Id of the verdict and its reasons, all that apply, in a fixed order."""
    if not counted:
        return NO_EVENTS, ()
    ratio = figures.ratio
    against = _no_comparison(counted, period) or _too_few(counted) or _one_month(counted)
    if period is not None and ratio is not None:
        against += [*_one_source(counted), *_not_covered(period, figures.covered)]
        against += [*_disagree(ratio, figures.variants), *_in_bursts(ratio, figures.signals)]
    return (REFUSED, tuple(against)) if against else (says(ratio), ())


def _no_comparison(counted: Sequence[Counted], period: Period | None) -> list[Reason]:
    if all(c.window == UNDATED for c in counted):
        return [Reason("all_undated", (("n", len(counted)),))]
    return [Reason("no_period", ())] if period is None else []


def _too_few(counted: Sequence[Counted]) -> list[Reason]:
    settled = _total(((c.window, c.count) for c in counted), EARLIER, RECENT)
    return [Reason("too_few", (("n", settled), ("least", LEAST_EVENTS)))] if settled < LEAST_EVENTS else []


def _one_month(counted: Sequence[Counted]) -> list[Reason]:
    """All that can be placed lies in one month: one burst and a new rate look alike then."""
    settled = [c for c in counted if c.window in {EARLIER, RECENT}]
    months = {c.month for c in settled}
    if len(months) != 1 or None in months:
        return []
    return [Reason("one_month", (("n", sum(c.count for c in settled)), ("month", str(next(iter(months))))))]


def _one_source(counted: Sequence[Counted]) -> list[Reason]:
    """One outlet that alone carries more than half of the recent acts."""
    recent = [c for c in counted if c.window == RECENT]
    alone = Counter(next(iter(c.sources)) for c in recent if len(c.sources) == 1)
    for source, number in sorted(alone.items()):
        if number > LARGEST_SHARE * len(recent):
            return [Reason("one_source", (("source", source), ("n", number), ("of", len(recent))))]
    return []


def _not_covered(period: Period, covered: int) -> list[Reason]:
    if covered >= LEAST_COVERED * period.earlier:
        return []
    return [Reason("not_covered", (("n", covered), ("of", period.earlier)))]


def _disagree(ratio: Ratio, variants: Sequence[Variant]) -> list[Reason]:
    """Other ways to count that would say something else; the variants of a rule that itself says so are not listed."""
    mine = says(ratio)
    others = [v for v in variants if v.says != mine]
    if not others:
        return []
    whole = {v.rule for v in others if not v.id}
    names = (v.rule if v.rule in whole else f"{v.rule}/{v.id}" for v in others)
    return [Reason("disagree", (("variants", ", ".join(dict.fromkeys(names))),))]


def _in_bursts(ratio: Ratio, signals: Signals | None) -> list[Reason]:
    """A rise that the clustering of the earlier months explains: the exact interval takes events to come singly."""
    bursts = None if signals is None else signals.bursts
    if bursts is None or bursts.dispersion_p is None or bursts.size_p is None or says(ratio) != RISE:
        return []
    if bursts.dispersion_p >= SIGNIFICANT or bursts.size_p < SIGNIFICANT:
        return []
    return [Reason("in_bursts", (("n", bursts.most), ("m", bursts.window), ("percent", round(100 * bursts.size_p))))]


def _in_words(reason: Reason, say: Phrases) -> dict[str, str | int]:
    """Values of a reason; ids of variants become their names."""
    values = dict(reason.values)
    if "month" in values:
        values["month"] = say.month(str(values["month"]))
    listed = str(values.get("variants", ""))
    if listed:
        pairs = (name.partition("/") for name in listed.split(", "))
        values["variants"] = "; ".join(
            f"{rule} ({say(f'variant.{name}')})" if name else rule for rule, _, name in pairs
        )
    return values


def reasons(indicator: Indicator, language: str) -> tuple[str, ...]:
    """Why a verdict is refused, a sentence each; empty when none is."""
    say = load_phrases(language)
    return tuple(say(f"reason.{r.id}", **_in_words(r, say)) for r in indicator.verdict.reasons)


def words(indicator: Indicator, language: str) -> str:
    """The verdict as sentences: what the counts say, or that a verdict is refused and why."""
    finding = load_phrases(language)(f"verdict.{indicator.verdict.id}", rule=indicator.rule)
    return " ".join((finding, *reasons(indicator, language)))
