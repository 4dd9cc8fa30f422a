"""Special functions that the statistics need, on logarithms where their values leave the range of a float."""

from __future__ import annotations

import math
from collections.abc import Callable

_EPSILON = 1e-15
_TINY = 1e-300
_MOST_TERMS = 100_000  # reached by no argument below 1e8: the series needs about six roots of its argument


def log_upper_gamma(shape: float, x: float) -> float:
    """Log of Q(shape, x), the upper tail at x of a Gamma(shape, 1) variable; 0.0 at x = 0.

    Series for P below shape + 1, Lentz's continued fraction for Q above it (Abramowitz and Stegun 1964, 6.5.29 and
    6.5.31).

    Raises:
        ValueError: `shape` is not positive or `x` is negative.
    """
    if shape <= 0 or x < 0:
        raise ValueError(f"log_upper_gamma needs shape > 0 and x >= 0: {shape}, {x}")
    if x == 0:
        return 0.0
    front = shape * math.log(x) - x - math.lgamma(shape)
    if x < shape + 1:
        lower = front + math.log(_series(shape, x))
        # rounding can lift the lower tail a hair above one
        return math.log1p(-math.exp(lower)) if lower < 0 else -math.inf
    return front + math.log(_fraction(shape, x))


def _series(shape: float, x: float) -> float:
    """P(shape, x) without its factor in front."""
    term = total = 1 / shape
    for n in range(1, _MOST_TERMS):
        term *= x / (shape + n)
        total += term
        if term < total * _EPSILON:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    """Q(shape, x) without its factor in front."""
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    found = d
    for n in range(1, _MOST_TERMS):
        a = -n * (n - shape)
        b += 2
        d = 1 / _away_from_zero(a * d + b)
        c = _away_from_zero(b + a / c)
        found *= d * c
        if abs(d * c - 1) < _EPSILON:
            break
    return found


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def poisson_limits(count: int, confidence: float) -> tuple[float, float]:
    """Exact limits of a Poisson mean after `count` events (Garwood 1936); the lower one is 0 after none.

    `confidence` is that of the interval as a whole: half of the rest lies beyond either end.

    Raises:
        ValueError: the count is negative or the confidence is not inside (0, 1).
    """
    if count < 0 or not 0 < confidence < 1:
        raise ValueError(f"poisson_limits needs count >= 0 and 0 < confidence < 1: {count}, {confidence}")
    tail = (1 - confidence) / 2
    high = _where(lambda mean: 1 - upper_gamma(count + 1, mean), 1 - tail, count)
    low = 0.0 if count == 0 else _where(lambda mean: 1 - upper_gamma(count, mean), tail, count)
    return low, high


def upper_gamma(shape: float, x: float) -> float:
    """Q(shape, x) itself: the probability of fewer than `shape` (a whole number) Poisson events with mean `x`."""
    return math.exp(log_upper_gamma(shape, x))


def _where(grows: Callable[[float], float], wanted: float, near: float) -> float:
    """Where a growing function of a positive number reaches `wanted`, by bisection."""
    low, high = 0.0, near + 10.0
    while grows(high) < wanted:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if grows(middle) < wanted else (low, middle)
        if high - low <= _EPSILON * high:
            break
    return (low + high) / 2
