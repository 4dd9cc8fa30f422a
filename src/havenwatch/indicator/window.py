"""Time: the whole months compared, the window each act falls into, the counts per month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence

from havenwatch.indicator.index import Index
from havenwatch.indicator.overlap import Act
from havenwatch.indicator.record import EARLIER, EITHER, OUTSIDE, RECENT, UNDATED, Period

RECENT_MONTHS = 2  # set before looking: a window chosen to fit the events would spoil the exact interval
SETTLED_DAYS = 31  # a longer interval does not settle a month; a shorter one is taken at its middle
LONGEST = 600  # months: a mistaken year must not stretch the comparison over centuries


def month_number(day: dt.date) -> int:
    """Months since year 0, so that differences are numbers of months."""
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str:
    """YYYY-MM of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def first_day(number: int) -> dt.date:
    """First day of a month number."""
    return dt.date(number // 12, number % 12 + 1, 1)


def last_day(number: int) -> dt.date:
    """Last day of a month number."""
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def make_period(index: Index, acts: Iterable[Act], until: dt.date | None) -> Period | None:
    """Whole months from the first document or counted act up to `until`; None with fewer than three of them.

    The month of `until` belongs to it only when `until` is its last day.
    """
    if until is None:
        return None
    last = month_number(until) if until == last_day(month_number(until)) else month_number(until) - 1
    starts = [a.earliest for a in acts if a.earliest is not None]
    starts += [d.published for d in index.snapshot.documents if d.published is not None]
    first = max(min((month_number(d) for d in starts), default=last + 1), last - LONGEST + 1)
    months = last - first + 1
    if months < RECENT_MONTHS + 1:
        return None
    return Period(first_day(first), last_day(last), months - RECENT_MONTHS, RECENT_MONTHS)


def boundary(period: Period) -> dt.date:
    """First day of the recent window."""
    return first_day(month_number(period.last) - period.recent + 1)


def window_of(act: Act, period: Period | None) -> str:
    """Which window holds the whole interval of the act."""
    if act.earliest is None or act.latest is None:
        return UNDATED
    if period is None or act.earliest > period.last:
        return OUTSIDE
    if act.latest < boundary(period):
        return EARLIER
    if act.earliest >= boundary(period) and act.latest <= period.last:
        return RECENT
    middle = month_of(act)
    if middle is None:
        return EITHER
    return OUTSIDE if middle > month_number(period.last) else _window_of_month(middle, period)


def _window_of_month(month: int, period: Period) -> str:
    return RECENT if month >= month_number(boundary(period)) else EARLIER


def month_of(act: Act) -> int | None:
    """Month number of the middle of the interval, None when the interval is longer than 31 days or unknown."""
    if act.earliest is None or act.latest is None or (act.latest - act.earliest).days >= SETTLED_DAYS:
        return None
    return month_number(act.earliest + (act.latest - act.earliest) / 2)


def monthly(acts: Iterable[Act], period: Period) -> tuple[int, ...]:
    """Counts of the acts whose month is settled, one number for every month of the period."""
    return placed(acts, period, "settled")


def placed(acts: Iterable[Act], period: Period, where: str) -> tuple[int, ...]:
    """Counts per month with wide intervals put at their `earliest`, `middle` or `latest` day, or `settled` ones only.

    A wide interval is first cut to the period; undated acts are in no month.
    """
    counts = [0] * period.months
    start = month_number(period.first)
    for act in acts:
        month = month_of(act)
        if month is None and where != "settled":
            month = _wide_month(act, period, where)
        if month is not None and 0 <= month - start < period.months:
            counts[month - start] += act.count
    return tuple(counts)


def _wide_month(act: Act, period: Period, where: str) -> int | None:
    if act.earliest is None or act.latest is None:
        return None
    first, last = max(act.earliest, period.first), min(act.latest, period.last)
    if first > last:
        return None
    days: Sequence[dt.date] = (first, first + (last - first) / 2, last)
    return month_number(days[("earliest", "middle", "latest").index(where)])


def covered_months(index: Index, period: Period) -> int:
    """Number of earlier months in which at least one document of the ledger was published."""
    start, end = month_number(period.first), month_number(boundary(period))
    months = {month_number(d.published) for d in index.snapshot.documents if d.published is not None}
    return sum(start <= m < end for m in months)
