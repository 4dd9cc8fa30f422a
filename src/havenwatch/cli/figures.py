"""An indicator as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.indicator import Indicator
from havenwatch.indicator.record import Period, Ratio
from havenwatch.lang.phrases import load_phrases

LANGUAGE = "en"

__all__ = ["figure_lines"]


def figure_lines(figure: Indicator) -> Iterator[str]:
    """Country, rule, period, total, months, ratio with its exact interval, change points, variants, verdict."""
    say = load_phrases(LANGUAGE)
    until = "now, no document has a date" if figure.until is None else figure.until.isoformat()
    yield f"{figure.country}, rule {figure.rule}, data until {until}"
    yield f"counted: {_bounds(figure.low, figure.high)}; left out: {len(figure.left_out)}"
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
    for variant in figure.variants:
        name = say(f"variant.{variant.id or 'as_is'}")
        yield f"  counted otherwise ({variant.rule}, {name}): {variant.total}, {say(f'rules.says.{variant.says}')}"
    yield f"verdict: {figure.verdict.text}"


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
