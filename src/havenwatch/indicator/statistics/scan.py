"""Was the busiest stretch of months ordinary? The price of having looked at every stretch.

`scan_probability` takes the total as given and spreads it evenly (Naus 1965, in discrete months); `burst_probability`
takes the monthly mean and lets events come in bursts, as negative binomial counts with a dispersion. Both are exact: a
walk over the months whose state are the counts of the last `window - 1` months and, for the first, the events used up.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

MOST_EVENTS = 80  # above these the walk has too many states; nothing so frequent needs a scan
MOST_WINDOW = 3
_MOST_MONTHS = 600

_Recent = tuple[int, ...]


def scan_probability(total: int, months: int, window: int, least: int) -> float:
    """P(some `window` months in a row hold `least` or more of `total` events) when each month is equally likely.

    Raises:
        ValueError: a total above 80 or below 0, a window above 3 months or longer than the series, `least` below 1.
    """
    _check(months, window, least)
    if not 0 <= total <= MOST_EVENTS:
        raise ValueError(f"scan_probability takes 0 to {MOST_EVENTS} events: {total}")
    if least > total:
        return 0.0
    states: dict[tuple[int, _Recent], float] = {(0, (0,) * (window - 1)): 1.0}
    for left in range(months, 0, -1):
        states = _spread(states, total, left, least)
    return max(0.0, 1.0 - math.fsum(p for (used, _), p in states.items() if used == total))


def _spread(
    states: Mapping[tuple[int, _Recent], float], total: int, left: int, least: int
) -> dict[tuple[int, _Recent], float]:
    """One month on: each of the events not used falls into it with probability 1/left."""
    after: dict[tuple[int, _Recent], float] = defaultdict(float)
    for (used, recent), p in states.items():
        rest = total - used
        for count in range(min(rest, least - 1 - sum(recent)) + 1):
            share = math.comb(rest, count) * (1 / left) ** count * (1 - 1 / left) ** (rest - count)
            after[used + count, (*recent, count)[1:]] += p * share
    return after


def burst_probability(mean: float, months: int, window: int, least: int, dispersion: float | None = None) -> float:
    """P(some `window` months in a row hold `least` or more events) at a constant monthly `mean`.

    `dispersion` k makes the counts negative binomial with variance mean + mean^2 / k; None stands for Poisson.

    Raises:
        ValueError: a mean that is negative, a dispersion that is not positive, a window as in `scan_probability`.
    """
    _check(months, window, least)
    if mean < 0 or (dispersion is not None and dispersion <= 0):
        raise ValueError(f"burst_probability needs mean >= 0 and dispersion > 0: {mean}, {dispersion}")
    chance = [count_probability(count, mean, dispersion) for count in range(least)]
    states: dict[_Recent, float] = {(0,) * (window - 1): 1.0}
    for _ in range(months):
        after: dict[_Recent, float] = defaultdict(float)
        for recent, p in states.items():
            for count in range(least - sum(recent)):
                after[(*recent, count)[1:]] += p * chance[count]
        states = after
    return max(0.0, 1.0 - math.fsum(states.values()))


def count_probability(count: int, mean: float, dispersion: float | None) -> float:
    """P(a month holds `count` events): Poisson, or negative binomial with the given dispersion."""
    if mean == 0:
        return float(count == 0)
    if dispersion is None:
        return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    k = dispersion
    gammas = math.lgamma(k + count) - math.lgamma(k) - math.lgamma(count + 1)
    return math.exp(gammas + k * math.log(k / (k + mean)) + count * math.log(mean / (k + mean)))


def busiest(counts: Sequence[int], window: int) -> tuple[int, int]:
    """Position (from 0) of the first month of the busiest stretch of `window` months, and its number of events.

    Raises:
        ValueError: the series is shorter than the window.
    """
    if not 1 <= window <= len(counts):
        raise ValueError(f"a window of {window} months does not fit into {len(counts)}")
    sums = [sum(counts[k : k + window]) for k in range(len(counts) - window + 1)]
    most = max(sums)
    return sums.index(most), most


def _check(months: int, window: int, least: int) -> None:
    if not (1 <= window <= MOST_WINDOW and window <= months <= _MOST_MONTHS and least >= 1):
        raise ValueError(
            f"a scan takes windows of 1 to {MOST_WINDOW} months inside at most {_MOST_MONTHS} months and looks for 1 "
            f"event or more: window {window}, months {months}, least {least}"
        )
