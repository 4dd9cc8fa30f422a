"""Rates per head of the people at risk, with exact limits, and how far unreported events could carry a ratio."""

from __future__ import annotations

import dataclasses

from havenwatch.indicator.statistics.rates import CONFIDENCE, rate_ratio, tipping_count
from havenwatch.indicator.statistics.special import poisson_limits

PER = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Rate:
    """Events per 10,000 people: exact 95 % limits, widened by the bounds of the population where it is a range."""

    count: int
    people_low: float
    people_high: float
    rate: float | None
    low: float
    high: float


def rate_per_10000(count: int, people_low: float, people_high: float | None = None) -> Rate:
    """Rate for `count` events among `people_low` to `people_high` (None: exactly `people_low`) people.

    The middle value is None when the number of people is a range: sources that disagree are not averaged.

    Raises:
        ValueError: a negative count, a population that is not positive or whose bounds are the wrong way round.
    """
    most = people_low if people_high is None else people_high
    if count < 0 or people_low <= 0 or most < people_low:
        raise ValueError(f"a rate needs count >= 0 and 0 < people_low <= people_high: {count}, {people_low}, {most}")
    low, high = poisson_limits(count, CONFIDENCE)
    middle = count / people_low * PER if most == people_low else None
    return Rate(count, people_low, most, middle, low / most * PER, high / people_low * PER)


@dataclasses.dataclass(frozen=True, slots=True)
class Tipping:
    """What it would take to undo a rise.

    `missed` earlier events that nobody reported (None: more than 10,000), or reporting that became `detection` times
    as thorough (None: there is no rise to undo), would bring the lower limit of the ratio down to 1. `curve` holds
    (missed, ratio, low, high) for a few numbers of missed events.
    """

    missed: int | None
    detection: float | None
    curve: tuple[tuple[int, float, float, float], ...]


CURVE = (1, 3, 8, 17)  # numbers of missed events shown: few, some, many, more than anyone would overlook


def tipping(new_count: int, new_time: float, old_count: int, old_time: float) -> Tipping:
    """Tipping analysis of a ratio of rates: only rate times share reported is known, never the two apart.

    Raises:
        ValueError: as in `rate_ratio`.
    """
    found = rate_ratio(new_count, new_time, old_count, old_time)
    missed = tipping_count(new_count, new_time, old_count, old_time)
    moved = [(m, rate_ratio(new_count, new_time, old_count + m, old_time)) for m in CURVE]
    curve = tuple((m, r.ratio, r.low, r.high) for m, r in moved)
    return Tipping(missed, found.low if found.low > 1 else None, curve)
