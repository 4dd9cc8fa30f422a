"""Bayesian online change point of a monthly Poisson rate: how old is the present rate, told month by month.

Every month the rate is drawn anew with probability `hazard`; a run of months shares one rate with a Gamma prior.
The posterior of the run length after month t follows by recursion (Adams and MacKay 2007), with the negative
binomial as predictive distribution. Unlike `change_point` it allows any number of changes and looks at no later month.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

HAZARD = 1 / 60  # one change of the rate in five years: rare, as a change of a state's conduct is


@dataclasses.dataclass(frozen=True, slots=True)
class OnlineChange:
    """Posterior of the run length after every month.

    `runs[t][r]` is the probability, after month t+1 (counted from 1) was seen, that the present rate began r months
    before it: r = 0 means that the month itself is the first one of the present rate.
    """

    shape: float
    rate: float
    hazard: float
    runs: tuple[tuple[float, ...], ...]

    def began_within(self, months: int, *, after: int = -1) -> float:
        """Probability that the present rate began in the last `months` months, the one just seen included.

        `after` is the position of the last month seen (0-based, negative from the end).
        """
        return math.fsum(self.runs[after][:months])


def online_change(counts: Sequence[int], shape: float, rate: float, hazard: float = HAZARD) -> OnlineChange:
    """Run lengths for `counts` (one a month, in order) under Gamma(shape, rate) rates.

    Raises:
        ValueError: no months, a negative count, a prior that is not positive, a hazard outside (0, 1).
    """
    if not counts or min(counts) < 0 or min(shape, rate) <= 0 or not 0 < hazard < 1:
        raise ValueError("online_change needs counts >= 0, a prior with shape and rate > 0 and 0 < hazard < 1")
    runs: list[tuple[float, ...]] = []
    weights = np.array([1.0])
    sums, times = np.array([0.0]), np.array([0.0])
    for month, count in enumerate(counts):
        fresh = _predictive(count, np.array([shape]), np.array([rate]))
        grown = weights * _predictive(count, shape + sums, rate + times)
        # before the first month there is no run that could go on
        joint = fresh if month == 0 else np.concatenate((hazard * weights.sum() * fresh, (1 - hazard) * grown))
        weights = joint / joint.sum()
        runs.append(tuple(float(w) for w in weights))
        sums = np.concatenate(([0.0], sums))[: month + 1] + count
        times = np.concatenate(([0.0], times))[: month + 1] + 1
    return OnlineChange(shape, rate, hazard, tuple(runs))


def _predictive(count: int, shapes: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Probability of `count` in the next month after a run with these posterior parameters (negative binomial)."""
    gammas = np.array([math.lgamma(s + count) - math.lgamma(s) for s in shapes]) - math.lgamma(count + 1)
    found: np.ndarray = np.exp(gammas + shapes * np.log(rates / (rates + 1)) - count * np.log(rates + 1))
    return found
