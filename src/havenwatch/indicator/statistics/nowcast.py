"""What has happened but is not reported yet, from reporting delays measured in the same ledger.

A delay is seen only when the report came before the data date, so short ones are over-represented; the distribution
is estimated from the back, each delay against those that could have been seen (Lawless 1994; Kalbfleisch and Lawless
1991). Given n events seen of a month and the share F of them that is reported by now, the rate is Gamma(a + n, b + F)
and the unseen number is negative binomial.
"""

from __future__ import annotations

import bisect
import dataclasses
import math
from collections import Counter
from collections.abc import Sequence

SHAPE = RATE = 0.5
CONFIDENCE = 0.95
LONGEST = 365  # days: what is told later is history, not news, and says nothing about delay


@dataclasses.dataclass(frozen=True, slots=True)
class Delays:
    """Distribution of the delay from an event to its first report, in days.

    `shares[k]` is the share of all events reported within `days[k]` days (growing, the last is 1); `measured` is the
    number of delays behind it, 0 when nothing could be measured.
    """

    days: tuple[int, ...]
    shares: tuple[float, ...]
    measured: int

    def within(self, days: float) -> float:
        """Share of the events that is reported within so many days; 1 when no delay was measured."""
        if self.measured == 0:
            return 1.0
        place = bisect.bisect_right(self.days, days) - 1
        return 0.0 if place < 0 else self.shares[place]

    def quantile(self, share: float) -> int | None:
        """Fewest days within which this share is reported, None when no delay was measured."""
        place = bisect.bisect_left(self.shares, share - 1e-12)
        return self.days[min(place, len(self.days) - 1)] if self.days else None


@dataclasses.dataclass(frozen=True, slots=True)
class Nowcast:
    """Events of a stretch of time, seen and probably unseen: expected total with its central 95 %."""

    seen: int
    share: float
    expected: float
    low: int
    high: int


def delays(measured: Sequence[tuple[int, int]]) -> Delays:
    """Distribution from (delay, longest delay that could have been seen) pairs in days, corrected for truncation.

    The longest delay is the time from the event to the data date. Delays above a year are left out.

    Raises:
        ValueError: a delay is negative or longer than what could have been seen.
    """
    if any(not 0 <= delay <= longest for delay, longest in measured):
        raise ValueError("every delay must lie between 0 and the time to the data date")
    kept = [(delay, min(longest, LONGEST)) for delay, longest in measured if delay <= LONGEST]
    if not kept:
        return Delays((), (), 0)
    at = Counter(delay for delay, _ in kept)
    days = sorted(at)
    shares, share = [1.0], 1.0
    for day in reversed(days[1:]):
        # of those that could have been seen after this delay, the ones that came within it
        possible = sum(delay <= day <= longest for delay, longest in kept)
        share *= 1 - at[day] / possible if possible else 1.0
        shares.append(share)
    return Delays(tuple(days), tuple(reversed(shares)), len(kept))


def nowcast(seen: int, share: float, *, shape: float = SHAPE, rate: float = RATE) -> Nowcast:
    """Expected number of events when `seen` of them are reported and `share` of all are reported by now.

    Raises:
        ValueError: a negative count, a share outside (0, 1], a prior that is not positive.
    """
    if seen < 0 or not 0 < share <= 1 or min(shape, rate) <= 0:
        raise ValueError(f"nowcast needs seen >= 0, 0 < share <= 1 and a positive prior: {seen}, {share}")
    size, success = shape + seen, (rate + share) / (rate + 1)
    expected = seen + size * (1 - success) / success
    low, high = (_quantile(size, success, q) for q in ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2))
    return Nowcast(seen, share, expected, seen + low, seen + high)


def _quantile(size: float, success: float, share: float) -> int:
    """Smallest number whose negative binomial distribution function reaches `share`."""
    if success >= 1:
        return 0
    number, chance = 0, math.exp(size * math.log(success))
    total = chance
    # beyond a hundred thousand the distribution function has reached any share asked for
    while total < share and number < 100_000:
        chance *= (size + number) / (number + 1) * (1 - success)
        number += 1
        total += chance
    return number
