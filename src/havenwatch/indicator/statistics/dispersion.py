"""Do events come singly? A test of monthly counts against a constant Poisson rate, and the dispersion they show.

Given the total, Poisson counts are spread evenly over the months; the sum of squares tells clustering from that
(Fisher's index of dispersion, exact conditional form). One decision, raid or wave of news gives several events at once:
then the exact interval of a ratio is too narrow.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

MOST_EXACT = 40  # events up to which the distribution is computed exactly; above it is drawn
DRAWS = 20_000
_SEED = 20_260_305  # fixed: one ledger gives one report
SIGNIFICANT = 0.05


@dataclasses.dataclass(frozen=True, slots=True)
class Dispersion:
    """How monthly counts vary.

    `index` is variance over mean (1 for a constant Poisson rate, None without events), `p_value` the probability of
    counts at least as clustered, `size` the estimate of the negative binomial dispersion k (None: no clustering seen).
    """

    mean: float
    index: float | None
    p_value: float
    size: float | None


def dispersion(counts: Sequence[int]) -> Dispersion:
    """Dispersion of monthly counts; with fewer than two events the p-value is 1.

    Raises:
        ValueError: fewer than two months, or a negative count.
    """
    if len(counts) < 2 or min(counts) < 0:
        raise ValueError("dispersion needs two or more counts >= 0")
    total, months = sum(counts), len(counts)
    mean = total / months
    if total == 0:
        return Dispersion(0.0, None, 1.0, None)
    variance = sum((c - mean) ** 2 for c in counts) / (months - 1)
    squares = sum(c * c for c in counts)
    p_value = _exact(total, months, squares) if total <= MOST_EXACT else _drawn(total, months, squares)
    size = mean * mean / (variance - mean) if variance > mean else None
    return Dispersion(mean, variance / mean, p_value, size)


def _exact(total: int, months: int, squares: int) -> float:
    """P(sum of squares >= `squares`) for `total` events spread evenly, by convolution over the months."""
    ways = np.zeros((total + 1, total * total + 1))
    ways[0, 0] = 1.0
    for _ in range(months):
        after = np.zeros_like(ways)
        for count in range(total + 1):
            rows, columns = ways.shape[0] - count, ways.shape[1] - count * count
            after[count:, count * count :] += ways[:rows, :columns] / (math.factorial(count) * months**count)
        ways = after
    return min(1.0, float(ways[total, squares:].sum()) * math.factorial(total))


def _drawn(total: int, months: int, squares: int) -> float:
    """The same by simulation with a fixed seed, the observed counts among the draws (Davison and Hinkley 1997)."""
    generator = np.random.default_rng(_SEED)
    drawn = generator.multinomial(total, np.full(months, 1 / months), size=DRAWS)
    return (1 + int(((drawn**2).sum(axis=1) >= squares).sum())) / (DRAWS + 1)
