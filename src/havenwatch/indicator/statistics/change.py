"""Exact Bayes for one change of a Poisson rate in monthly counts.

Rates before and after have independent Gamma(shape, rate) priors, the last month of the old rate is uniform over
1..n-1. With m(S, T) = b^a G(a+S) / (G(a) (b+T)^(a+S)), the posterior of month t is proportional to
m(S_1..t, t) m(S_t+1..n, n-t) (Raftery and Akman 1986, exact form); the Bayes factor against no change is the mean of
that product over t divided by m(S_1..n, n). It moves with the prior by orders of magnitude: print several, never one.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

# (shape, rate per month): the first covers both a rare and a frequent rate, the last expects one event a year
PRIORS = ((0.5, 0.5), (1.0, 1.0), (1.0, 12.0))
CREDIBLE = 0.95


@dataclasses.dataclass(frozen=True, slots=True)
class ChangePoint:
    """Posterior of the change under one prior.

    `posterior[k]` is the probability that month k+1 (counted from 1) is the last one of the old rate, given a change.
    `bayes_factor` compares one change with none. `credible` are the first and the last month (from 1) of the central
    95 % of the posterior: at most 2.5 % lie before the first one and at most 2.5 % after the last one.
    """

    shape: float
    rate: float
    posterior: tuple[float, ...]
    bayes_factor: float
    credible: tuple[int, int]

    @property
    def month(self) -> int:
        """Most probable last month of the old rate, counted from 1."""
        return int(np.argmax(self.posterior)) + 1

    @property
    def credible_set(self) -> tuple[int, ...]:
        """Months of `credible`, from the first to the last."""
        return tuple(range(self.credible[0], self.credible[1] + 1))


def change_point(counts: Sequence[int], shape: float, rate: float) -> ChangePoint:
    """Posterior over where the rate of `counts` (one a month, in order) changed.

    Raises:
        ValueError: fewer than two months, a negative count, or a prior that is not positive.
    """
    if len(counts) < 2 or min(counts) < 0 or min(shape, rate) <= 0:
        raise ValueError("change_point needs two or more counts >= 0 and a prior with shape and rate > 0")
    n = len(counts)
    sums = np.cumsum(np.asarray(counts, dtype=float))
    months = np.arange(1, n)
    before = _log_marginal(sums[:-1], months, shape, rate)
    after = _log_marginal(sums[-1] - sums[:-1], n - months, shape, rate)
    log = before + after
    top = log.max()
    weights = np.exp(log - top)
    log_factor = top + math.log(weights.mean()) - float(_log_marginal(sums[-1:], np.array([n]), shape, rate)[0])
    posterior = weights / weights.sum()
    # a factor beyond e^700 does not fit a float and says nothing more than the largest one
    factor = math.exp(min(log_factor, 700.0))
    return ChangePoint(shape, rate, tuple(float(p) for p in posterior), factor, _credible(posterior))


def _log_marginal(sums: np.ndarray, times: np.ndarray, shape: float, rate: float) -> np.ndarray:
    """Log of m(S, T) without the factor of the factorials, which is the same in every model compared."""
    gammas = np.array([math.lgamma(shape + s) for s in sums])
    return shape * math.log(rate) - math.lgamma(shape) + gammas - (shape + sums) * np.log(rate + times)


def _credible(posterior: np.ndarray) -> tuple[int, int]:
    tail, months = (1 - CREDIBLE) / 2, len(posterior)
    first, last = (int(np.searchsorted(np.cumsum(posterior), share)) + 1 for share in (tail, 1 - tail))
    # rounding can leave the sum a hair below one
    return first, min(last, months)
