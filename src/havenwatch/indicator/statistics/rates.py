"""Exact comparison of two Poisson rates from small counts.

Given the total S = old + new, the new count is binomial with p = r*T2 / (r*T2 + T1), r the ratio of the rates
(Przyborowski and Wilenski 1940). The interval is that of Clopper and Pearson (1934) on p, carried over to r. It is
exact when both windows were fixed before the counts were seen, and conservative then.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

CONFIDENCE = 0.95
_STEPS = 200  # halvings of the log-odds range: far below the spacing of floating-point numbers
_RANGE = 60.0  # log-odds of +-60 are probabilities of 1e-26: no count reaches them
_MOST_MISSED = 10_000  # a tipping count above this is printed as "more than"


@dataclasses.dataclass(frozen=True, slots=True)
class RateRatio:
    """Ratio of the new rate to the old one with its exact interval and one-sided p-value.

    `ratio` is nan when there are no events at all, inf when there are none in the old window. `high` is inf then.
    `p_value` is the probability of a split at least as much in favour of the new window when the rates are equal.
    """

    ratio: float
    low: float
    high: float
    p_value: float


def rate_ratio(
    new_count: int, new_time: float, old_count: int, old_time: float, *, confidence: float = CONFIDENCE
) -> RateRatio:
    """Compare `new_count` events in `new_time` with `old_count` in `old_time` (same unit of time, both positive).

    Raises:
        ValueError: a count is negative or a time is not positive.
    """
    if min(new_count, old_count) < 0 or min(new_time, old_time) <= 0:
        raise ValueError(f"counts must be >= 0 and times > 0: {new_count}/{new_time}, {old_count}/{old_time}")
    total, scale, tail = new_count + old_count, old_time / new_time, (1 - confidence) / 2
    if total == 0:
        return RateRatio(math.nan, 0.0, math.inf, 1.0)
    ratio = math.inf if old_count == 0 else new_count / old_count * scale
    low = 0.0 if new_count == 0 else scale * _odds_where_tail(new_count, total, tail)
    high = math.inf if old_count == 0 else scale / _odds_where_tail(old_count, total, tail)
    return RateRatio(ratio, low, high, upper_tail(new_count, total, math.log(new_time / old_time)))


def upper_tail(least: int, total: int, log_odds: float) -> float:
    """P(X >= least) for X binomial with `total` trials and the given log-odds of success, summed exactly."""
    if least <= 0:
        return 1.0
    k = np.arange(least, total + 1)
    gammas = np.array([math.lgamma(i + 1) for i in range(total + 1)])
    choose = gammas[total] - gammas[k] - gammas[total - k]
    return float(_tail(choose, k, total, log_odds))


def _tail(choose: np.ndarray, k: np.ndarray, total: int, log_odds: float) -> float:
    log_p, log_q = -math.log1p(math.exp(-log_odds)), -math.log1p(math.exp(log_odds))
    return min(1.0, float(np.exp(choose + k * log_p + (total - k) * log_q).sum()))


def _odds_where_tail(least: int, total: int, tail: float) -> float:
    """Odds of success at which P(X >= least) equals `tail`: bisection, since the tail grows with the odds."""
    k = np.arange(least, total + 1)
    gammas = np.array([math.lgamma(i + 1) for i in range(total + 1)])
    choose = gammas[total] - gammas[k] - gammas[total - k]
    low, high = -_RANGE, _RANGE
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(choose, k, total, middle) < tail else (low, middle)
    return math.exp((low + high) / 2)


def tipping_count(new_count: int, new_time: float, old_count: int, old_time: float) -> int | None:
    """Fewest unreported old events that would bring the lower limit of the ratio down to 1 or below.

    0 when it is there already, None when more than 10,000 would be needed.
    """

    def gone(missed: int) -> bool:
        return rate_ratio(new_count, new_time, old_count + missed, old_time).low <= 1

    if gone(0):
        return 0
    low, high = 0, 1
    while not gone(high):
        low, high = high, high * 2
        if high > _MOST_MISSED:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if gone(middle) else (middle, high)
    return high
