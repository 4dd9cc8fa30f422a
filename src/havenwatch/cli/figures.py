"""An indicator as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.indicator import Indicator
from havenwatch.indicator.record import Period, Ratio, Signals
from havenwatch.lang.phrases import load_phrases

LANGUAGE = "en"

__all__ = ["figure_lines"]


def figure_lines(figure: Indicator) -> Iterator[str]:
    """Country, rule, period, total, months, ratio with its exact interval, change points, variants, verdict."""
    say = load_phrases(LANGUAGE)
    until = "now, no document has a date" if figure.until is None else figure.until.isoformat()
    yield f"{figure.country}, rule {figure.rule}, data until {until}"
    yield f"counted: {_bounds(figure.low, figure.high)}; left out: {len(figure.left_out)}"
    back, gone = sum(x.reason == "taken_back" for x in figure.left_out), sum(c.gone for c in figure.counted)
    if back or gone:
        yield f"taken back by all pages that told it: {back} left out; on pages alone that are gone: {gone} counted"
    if figure.period is not None:
        yield _period(figure.period)
    yield from (f"  {month}  {'#' * count} {count}" for month, count in figure.months if count > 0)
    if figure.ratio is not None:
        yield _ratio(figure.ratio)
    for change in figure.changes:
        yield (
            f"change under Gamma({change.shape:g}, {change.rate:g}): Bayes factor {change.bayes_factor:.2g}, "
            f"old rate until {change.last_month} (p {change.mass:.2f}; 95 %: {change.from_month} to {change.to_month})"
        )
    if figure.signals is not None:
        yield from _signals(figure.signals)
    for variant in figure.variants:
        name = say(f"variant.{variant.id or 'as_is'}")
        yield f"  counted otherwise ({variant.rule}, {name}): {variant.total}, {say(f'rules.says.{variant.says}')}"
    yield f"verdict: {figure.verdict.text}"


def _signals(found: Signals) -> Iterator[str]:
    """Alarm, onset, busiest stretch, delay and tipping point, a line each."""
    watch, bursts, delay, tipping = found.watch, found.bursts, found.delay, found.tipping
    values = ", ".join(f"{month} {value:.3g}" for month, value in watch.e_values)
    raised = "not raised" if watch.raised is None else f"raised in {watch.raised}"
    yield (
        f"alarm: e-values {values} against {watch.ceiling:.3g} a month, {raised} "
        f"(threshold {watch.threshold:g}, false alarms at most {100 * watch.level:g} %)"
    )
    chances = ", ".join(f"{onset.probability:.2f}" for onset in found.onsets)
    yield f"the present rate began in the last {found.onsets[0].months} months: p {chances}, by prior"
    if bursts.most:
        spread = "" if bursts.scan_p is None else f"; p {bursts.scan_p:.2g} if spread evenly"
        yield f"busiest {bursts.window} months from {bursts.from_month}: {bursts.most}{spread}"
    if delay.expected is not None and delay.share is not None:
        yield f"reported by now: {100 * delay.share:.0f} %; {delay.seen} seen, {delay.low} to {delay.high} expected"
    else:
        yield f"reporting delay: not corrected ({delay.measured} delays measured)"
    if tipping.detection is not None:
        missed = "more than 10,000" if tipping.missed is None else tipping.missed
        yield f"undone by {missed} missed earlier events, or by reporting {tipping.detection:.3g} times as thorough"


def _bounds(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _period(period: Period) -> str:
    return (
        f"period: {period.first} to {period.last}; "
        f"the last {period.recent} months against the {period.earlier} before them"
    )


def _ratio(ratio: Ratio) -> str:
    value = "not finite" if ratio.ratio is None else f"{ratio.ratio:.2f}"
    high = "no upper bound" if ratio.high is None else f"{ratio.high:.2f}"
    return (
        f"rate ratio: {value} (exact 95 % interval {ratio.low:.2f} to {high}; p {ratio.p_value:.3g}); "
        f"{ratio.recent} recent, {ratio.earlier} earlier"
    )
