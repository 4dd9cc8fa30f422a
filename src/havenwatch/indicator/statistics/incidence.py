"""Time from a first act to its outcome when several outcomes exclude each other.

Aalen and Johansen (1978): F_k(t) is the sum over event times of S(t-) d_k / n, S the chance that nothing has ended
yet. Treating the other outcomes as censoring would overstate each of them. The variance is that of Aalen (1978), as
in Marubini and Valsecchi (1995, eq. 10.12); the interval is on the log(-log) scale, inside [0, 1]. With fewer than
ten outcomes of a kind, show the curve and no model.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

CENSORED = 0
_Z = 1.959963984540054  # 97.5 % point of the normal distribution


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """Step of the curve at `time`: share that has had the outcome, its variance, its 95 % interval, number at risk."""

    time: float
    share: float
    variance: float
    low: float
    high: float
    at_risk: int


@dataclasses.dataclass(frozen=True, slots=True)
class Incidence:
    """Cumulative incidence of one outcome; `points` are the steps at times when any outcome occurred."""

    outcome: int
    events: int
    points: tuple[Point, ...]

    def at(self, time: float) -> Point | None:
        """Last step at or before `time`, None before the first one."""
        return next((p for p in reversed(self.points) if p.time <= time), None)


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """All that happens at one time: numbers at risk, ended in any way, ended in the way in question."""

    time: float
    at_risk: int
    ended: int
    wanted: int
    before: float  # chance that nothing had ended before


def cumulative_incidence(
    times: Sequence[float], outcomes: Sequence[int], outcome: int, entries: Sequence[float] | None = None
) -> Incidence:
    """Curve of `outcome` (1, 2, ...) for cases that ended at `times` with `outcomes`, 0 for not ended yet.

    `entries` are times at which a case came to be known (left truncation); None: all from time 0. A case is at
    risk after its entry. The curve has no steps when nothing ended.

    Raises:
        ValueError: lengths differ, a time is negative or not after its entry.
    """
    since = [-1.0] * len(times) if entries is None else [*entries]
    if not len(times) == len(outcomes) == len(since):
        raise ValueError("times, outcomes and entries must have one length")
    if any(t < 0 or t <= e for t, e in zip(times, since, strict=True)):
        raise ValueError("every time must be at least 0 and after its entry")
    steps = _steps(times, outcomes, outcome, since)
    points: list[Point] = []
    share = 0.0
    for step in steps:
        # rounding can lift a share a hair above one
        share = min(1.0, share + step.before * step.wanted / step.at_risk)
        points.append(_point(step, share, points, steps[: len(points) + 1]))
    return Incidence(outcome, sum(o == outcome for o in outcomes), tuple(points))


def _steps(times: Sequence[float], outcomes: Sequence[int], wanted: int, since: Sequence[float]) -> list[_Step]:
    steps, alive = [], 1.0
    for time in sorted({t for t, o in zip(times, outcomes, strict=True) if o != CENSORED}):
        at_risk = sum(e < time <= t for t, e in zip(times, since, strict=True))
        here = [o for t, o in zip(times, outcomes, strict=True) if t == time and o != CENSORED]
        steps.append(_Step(time, at_risk, len(here), here.count(wanted), alive))
        alive *= 1 - len(here) / at_risk
    return steps


def _point(step: _Step, share: float, earlier: Sequence[Point], steps: Sequence[_Step]) -> Point:
    shares = [*(p.share for p in earlier), share]
    variance = 0.0
    for i, done in enumerate(steps):
        left, n, d = share - shares[i], done.at_risk, done.ended
        if n > d:
            variance += left**2 * d / (n * (n - d))
        variance += done.before**2 * done.wanted * (n - done.wanted) / n**3
        variance -= 2 * left * done.before * done.wanted / n**2
    variance = max(variance, 0.0)
    low, high = _interval(share, variance)
    return Point(step.time, share, variance, low, high, step.at_risk)


def _interval(share: float, variance: float) -> tuple[float, float]:
    if not 0 < share < 1 or variance == 0:
        return share, share
    width = _Z * math.sqrt(variance) / (share * math.log(share))
    low, high = (share ** math.exp(sign * width) for sign in (-1, 1))
    return min(low, high), max(low, high)
