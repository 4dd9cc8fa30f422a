"""Alarms that may be looked at every month: e-values against a stated ceiling of the rate.

`e_values` is an e-process: started at a month fixed beforehand, it exceeds 1/level in a series whose monthly rate never
lies above the ceiling with probability at most `level`, however often and however long one looks (Ville 1939; Howard,
Ramdas and others 2021). It is the mean, over rates above the ceiling, of the likelihood ratio against the ceiling; the
weights are a Gamma(shape, rate) prior cut off below the ceiling. `e_detector` sums such processes started at every
month (Shin, Ramdas and Rinaldo 2023): the mean time to a false alarm is at least its threshold, in months.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence

from havenwatch.indicator.statistics.special import log_upper_gamma, poisson_limits

SHAPE = RATE = 0.5  # covers a rare and a frequent new rate alike
LEVEL = 0.05  # stated level of the alarm as a whole: half of it for the ceiling, half for the e-process
CEILING_CONFIDENCE = 1 - LEVEL  # the upper end of this interval is exceeded with probability LEVEL / 2
THRESHOLD = 2 / LEVEL  # e-value at which an alarm is raised
LARGEST = 700.0  # logarithm: e^700 is about the largest float, and says nothing more than a larger one


@dataclasses.dataclass(frozen=True, slots=True)
class Alarm:
    """E-values of the months watched against a ceiling (events a month) taken from the months before.

    `level` bounds the probability of any alarm at a constant rate, months without end. `raised` is the position
    (from 0) of the first watched month with an e-value of at least `threshold`, None when there is none.
    """

    ceiling: float
    level: float
    threshold: float
    e_values: tuple[float, ...]
    raised: int | None


def e_values(counts: Sequence[int], ceiling: float, *, shape: float = SHAPE, rate: float = RATE) -> tuple[float, ...]:
    """E-process after each month against "the monthly rate was never above `ceiling`".

    M_t = integral over rates l > ceiling of (l / ceiling)^S exp(-(l - ceiling) t), S the events in t months, weighed
    by Gamma(shape, rate) restricted to l > ceiling.

    Raises:
        ValueError: a negative count, or a ceiling or a prior that is not positive.
    """
    if min((*counts, 0)) < 0 or min(ceiling, shape, rate) <= 0:
        raise ValueError("e_values needs counts >= 0 and ceiling, shape and rate > 0")
    sums = itertools.accumulate(counts)
    return tuple(_e_value(s, t, ceiling, shape, rate) for t, s in enumerate(sums, start=1))


def _e_value(events: int, months: int, ceiling: float, shape: float, rate: float) -> float:
    tail = log_upper_gamma(shape + events, (rate + months) * ceiling) - log_upper_gamma(shape, rate * ceiling)
    gammas = math.lgamma(shape + events) - math.lgamma(shape)
    scale = shape * math.log(rate) - (shape + events) * math.log(rate + months)
    return math.exp(min(gammas + scale + tail - events * math.log(ceiling) + ceiling * months, LARGEST))


def e_detector(
    counts: Sequence[int], ceiling: float, *, shape: float = SHAPE, rate: float = RATE, last: int | None = None
) -> tuple[float, ...]:
    """Sum after each month of the e-processes started at every month so far (Shiryaev and Roberts).

    An alarm at value A comes on average no sooner than after A months as long as the rate is at most `ceiling`.
    `last` asks for the values of so many last months only, None for all.

    Raises:
        ValueError: as in `e_values`.
    """
    if min((*counts, 0)) < 0 or min(ceiling, shape, rate) <= 0:
        raise ValueError("e_detector needs counts >= 0 and ceiling, shape and rate > 0")
    before = [0, *itertools.accumulate(counts)]
    first = 1 if last is None else max(1, len(counts) - last + 1)
    return tuple(
        math.fsum(_e_value(before[t] - before[k], t - k, ceiling, shape, rate) for k in range(t))
        for t in range(first, len(counts) + 1)
    )


def rate_ceiling(count: int, months: float, confidence: float = CEILING_CONFIDENCE) -> float:
    """Upper end of the exact interval of the monthly rate after `count` events in `months` (Garwood 1936).

    Raises:
        ValueError: a negative count, or months that are not positive.
    """
    if months <= 0:
        raise ValueError(f"rate_ceiling needs months > 0: {months}")
    return poisson_limits(count, confidence)[1] / months


def watch(earlier: Sequence[int], watched: Sequence[int]) -> Alarm:
    """The monthly alarm: a ceiling from the `earlier` months, then e-values of the `watched` ones.

    At a constant rate it is ever raised with probability at most `LEVEL`: with LEVEL / 2 the ceiling lies below the
    rate, with LEVEL / 2 the e-process passes `THRESHOLD` though it does not.

    Raises:
        ValueError: no earlier month, or a negative count.
    """
    ceiling = rate_ceiling(sum(earlier), len(earlier))
    values = e_values(watched, ceiling)
    raised = next((i for i, value in enumerate(values) if value >= THRESHOLD), None)
    return Alarm(ceiling, LEVEL, THRESHOLD, values, raised)
