"""What an indicator is made of: every figure with its rule, its period, its events and what was left out."""

from __future__ import annotations

import dataclasses
import datetime as dt

from havenwatch.indicator.statistics.exposure import Tipping

RISE, FALL, NO_CHANGE, REFUSED, NO_EVENTS = "rise", "fall", "no_change", "refused", "no_events"
EARLIER, RECENT, EITHER, OUTSIDE, UNDATED = "earlier", "recent", "either", "outside", "undated"


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """One counted act: the events that tell it, its date interval, its weight in persons.

    `month` is YYYY-MM, None when the interval does not settle it. `window` is `earlier`, `recent`, `either` (the
    interval reaches into both), `outside` (after the last whole month) or `undated`. `overlaps` names events that
    may tell the same act of an unnamed or unsure person. `sources` are keys of independent outlets. `gone`: no
    page tells it any more, and at least one of them is gone.
    """

    events: tuple[str, ...]
    persons: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    month: str | None
    window: str
    count: int
    overlaps: tuple[str, ...]
    documents: tuple[str, ...]
    sources: tuple[str, ...]
    gone: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class LeftOut:
    """An event (or a rejected statement) that was not counted, with the reason as a word of `phrases`."""

    event: str | None
    type: str
    reason: str
    statements: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Whole months compared: `earlier` months from `first`, then `recent` months up to `last` (its last day)."""

    first: dt.date
    last: dt.date
    earlier: int
    recent: int

    @property
    def months(self) -> int:
        """Number of whole months in the period."""
        return self.earlier + self.recent


@dataclasses.dataclass(frozen=True, slots=True)
class Ratio:
    """Rate of the recent months over that of the earlier ones, with the exact 95 % interval.

    `ratio` is None when it has no finite value, `high` None when it has no upper bound. `missed` is the number of
    unreported earlier events that would bring `low` down to 1 (None: more than 10,000).
    """

    recent: int
    earlier: int
    ratio: float | None
    low: float
    high: float | None
    p_value: float
    missed: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Variant:
    """The same comparison counted another way: `rule`, the variant's id, its ratio and what it would say."""

    rule: str
    id: str
    total: int
    ratio: Ratio | None
    says: str


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """Change of the monthly rate under one prior Gamma(shape, rate).

    `last_month` is the most probable last month of the old rate (YYYY-MM) with probability `mass`; `from_month` to
    `to_month` bound the central 95 %. `lowest` and `highest` bound the Bayes factor when events whose month is
    not settled are moved to either end of their intervals; `bayes_factor` has them in the middle.
    """

    shape: float
    rate: float
    bayes_factor: float
    lowest: float
    highest: float
    last_month: str
    mass: float
    from_month: str
    to_month: str


@dataclasses.dataclass(frozen=True, slots=True)
class Watch:
    """The monthly alarm: e-values of the recent months against a ceiling taken from the earlier ones.

    `ceiling` is in events a month, `level` bounds the chance of any false alarm, `e_values` are (YYYY-MM, value).
    `raised` is the month of the alarm, None without one. `detector` is the e-detector after the last month: a value
    of A comes at a rate below the ceiling no sooner than after A months on average.
    """

    ceiling: float
    level: float
    threshold: float
    e_values: tuple[tuple[str, float], ...]
    raised: str | None
    detector: float


@dataclasses.dataclass(frozen=True, slots=True)
class Onset:
    """Online change point under one prior: probability that the present rate began in the last `months` months."""

    shape: float
    rate: float
    hazard: float
    months: int
    probability: float


@dataclasses.dataclass(frozen=True, slots=True)
class Bursts:
    """Whether the busiest stretch is ordinary, and whether events come in bursts.

    The busiest `window` months begin with `from_month` and hold `most` events; `scan_p` is the probability of such a
    stretch anywhere when all events are spread evenly, None above 80 events. `index` is variance over mean of the
    earlier months with its exact `dispersion_p` (None without two events), `size` the dispersion k that they show and
    `size_p` the probability of a stretch as busy with it (None where no clustering is seen). `chances` are (dispersion
    k, probability of a stretch as busy at a constant mean), k None for events that come singly.
    """

    window: int
    from_month: str
    most: int
    scan_p: float | None
    index: float | None
    dispersion_p: float | None
    size: float | None
    size_p: float | None
    chances: tuple[tuple[float | None, float], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Delay:
    """Reporting delay in this ledger and what it hides of the recent months.

    `median` and `tail` are the days within which half and 90 % of the events are first reported, from `measured`
    events. `share` of the recent months' events is reported by now; `seen` of them are, `expected` with its central
    95 % `low` to `high` have happened. All but `measured` and `seen` are None when too few delays can be measured.
    """

    measured: int
    median: int | None
    tail: int | None
    seen: int
    share: float | None
    expected: float | None
    low: int | None
    high: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Signals:
    """What else the monthly counts say beside the ratio and the change point; words never rest on one of them."""

    watch: Watch
    onsets: tuple[Onset, ...]
    bursts: Bursts
    delay: Delay
    tipping: Tipping


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict reads as it does: a word of `phrases` and the values that go into it."""

    id: str
    values: tuple[tuple[str, str | int], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """`rise`, `fall`, `no_change`, `refused` or `no_events`, with reasons and the same in English words."""

    id: str
    reasons: tuple[Reason, ...]
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with its counting rule, period, uncertainty and the events behind it.

    `until` is the data date, None when no document is dated and none was given; `period` is None when no whole
    month can be compared. `months` are (YYYY-MM, count) for all months of the period, empty ones included, of the
    acts whose month is settled. `low` and `high` bound the total when possible overlaps are one act or several.
    `sources` are keys of the outlets behind the counted events, `covered` the number of earlier months in which at
    least one document of the ledger was published. `posterior` are (YYYY-MM, probability that this month is the last
    of the old rate) under the first prior, empty when there is nothing to compare, as are `signals` then (None).
    """

    country: str
    rule: str
    direction: str
    until: dt.date | None
    period: Period | None
    low: int
    high: int
    months: tuple[tuple[str, int], ...]
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    documents: tuple[str, ...]
    sources: tuple[str, ...]
    covered: int
    ratio: Ratio | None
    variants: tuple[Variant, ...]
    changes: tuple[Change, ...]
    posterior: tuple[tuple[str, float], ...]
    signals: Signals | None
    verdict: Verdict
