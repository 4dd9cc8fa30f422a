"""What an indicator is made of: every figure with its rule, its period, its events and what was left out."""

from __future__ import annotations

import dataclasses
import datetime as dt

RISE, FALL, NO_CHANGE, REFUSED, NO_EVENTS = "rise", "fall", "no_change", "refused", "no_events"
EARLIER, RECENT, EITHER, OUTSIDE, UNDATED = "earlier", "recent", "either", "outside", "undated"


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """One counted act: the events that tell it, its date interval, its weight in persons.

    `month` is YYYY-MM, None when the interval does not settle it. `window` is `earlier`, `recent`, `either` (the
    interval reaches into both), `outside` (after the last whole month) or `undated`. `overlaps` names events that
    may tell the same act of an unnamed or unsure person. `sources` are keys of independent outlets.
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
    least one document of the ledger was published.
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
    verdict: Verdict
