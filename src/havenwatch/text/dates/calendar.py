"""Calendar arithmetic: closed intervals of days, months, weeks, seasons and feasts."""

from __future__ import annotations

import calendar
import datetime as dt

Span = tuple[dt.date, dt.date]
SEASON_START = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
PART_DAYS = {"start": (1, 10), "mid": (11, 20), "end": (21, 31), "half1": (1, 15), "half2": (16, 31)}
PART_MONTHS = {
    "start": (1, 4), "mid": (5, 8), "end": (9, 12), "half1": (1, 6), "half2": (7, 12),
    "quarter1": (1, 3), "quarter2": (4, 6), "quarter3": (7, 9), "quarter4": (10, 12),
}  # fmt: skip
PART_WEEK = {"start": (0, 1), "mid": (2, 3), "end": (4, 6), "half1": (0, 3), "half2": (3, 6)}
PART_DECADE = {"start": (0, 3), "mid": (4, 6), "end": (7, 9), "half1": (0, 4), "half2": (5, 9)}
PART_SEASON = {"start": 0, "mid": 1, "end": 2}
MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12, "decade": 120, "halfcentury": 600, "century": 1200}


def month_span(year: int, month: int) -> Span:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def months_span(year: int, first: int, last: int) -> Span:
    """First day of month `first` to last day of month `last` of the same year."""
    return dt.date(year, first, 1), month_span(year, last)[1]


def years_span(first: int, last: int) -> Span:
    """1 January of `first` to 31 December of `last`."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def week_span(day: dt.date) -> Span:
    """Monday and Sunday of the week of `day`."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def shift_months(day: dt.date, months: int) -> dt.date:
    """Same day `months` later (earlier if negative), clipped at the end of the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: dt.date, unit: str, count: float) -> dt.date:
    """Day `count` units later: months are clipped at the month end, half units of a year are months."""
    if unit in MONTHS:
        return shift_months(day, round(MONTHS[unit] * count))
    days = {"day": 1, "week": 7, "weekend": 7, "tenth": 10, "hour": 1 / 24}.get(unit, 0)
    return day + dt.timedelta(days=round(days * count))


def unit_span(day: dt.date, unit: str) -> Span:
    """Calendar unit that holds `day`: its week, month, quarter, half-year, year, decade or century."""
    if unit in ("week", "weekend"):
        monday, sunday = week_span(day)
        return (monday, sunday) if unit == "week" else (sunday - dt.timedelta(days=1), sunday)
    if unit in ("month", "quarter", "halfyear"):
        size = MONTHS[unit]
        first = (day.month - 1) // size * size + 1
        return months_span(day.year, first, first + size - 1)
    if unit == "year":
        return years_span(day.year, day.year)
    if unit == "decade":
        return years_span(day.year // 10 * 10, day.year // 10 * 10 + 9)
    if unit == "century":
        return century_span((day.year - 1) // 100 + 1)
    return day, day


def century_span(number: int) -> Span:
    """The XVIII century is 1701-1800."""
    return years_span((number - 1) * 100 + 1, number * 100)


def season_span(name: str, year: int) -> Span:
    """Season of `year`; a winter is named by the year of its January."""
    month = SEASON_START[name]
    first = dt.date(year - (name == "winter"), month, 1)
    return first, month_span(*_month_after(first, 2))[1]


def _month_after(day: dt.date, months: int) -> tuple[int, int]:
    later = shift_months(day, months)
    return later.year, later.month


def part_span(span: Span, part: str) -> Span | None:
    """Start, middle, end or half of a month, year, week, decade, season or century; None for any other length."""
    first, last = span
    days = (last - first).days + 1
    if 28 <= days <= 31:
        low, high = PART_DAYS.get(part, (0, 0))
        return (first.replace(day=low), first.replace(day=min(high, last.day))) if low else None
    if days in (365, 366) and part in PART_MONTHS:
        return months_span(first.year, *PART_MONTHS[part])
    if days == 7 and part in PART_WEEK:
        low, high = PART_WEEK[part]
        return first + dt.timedelta(days=low), first + dt.timedelta(days=high)
    if 85 <= days <= 93 and part in PART_SEASON:
        return month_span(*_month_after(first, PART_SEASON[part]))
    if days > 3600:
        return _long_part(first.year, last.year, part)
    return None


def _long_part(first: int, last: int, part: str) -> Span | None:
    size = (last - first + 1) / 10
    if part not in PART_DECADE:
        return None
    low, high = PART_DECADE[part]
    return years_span(first + round(low * size), first + round((high + 1) * size) - 1)


def easter(year: int, *, orthodox: bool) -> dt.date:
    """Easter Sunday (Meeus): Gregorian for the West, Julian moved to the Gregorian calendar for the East."""
    if orthodox:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return dt.date(year, month, day + 1) + dt.timedelta(days=year // 100 - year // 400 - 2)
    golden, century, rest = year % 19, *divmod(year, 100)
    h = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    w = (32 + 2 * (century % 4) + 2 * (rest // 4) - h - rest % 4) % 7
    month, day = divmod(h + w - 7 * ((golden + 11 * h + 22 * w) // 451) + 114, 31)
    return dt.date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, order: int) -> dt.date:
    """The `order`-th Monday (0) .. Sunday (6) of a month; -1 is the last one."""
    first, last = month_span(year, month)
    if order < 0:
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (order - 1))


def _hijri_span(month: int, day: str, year: int) -> Span:
    """A day, or with `*` the whole month, of the Umm al-Qura calendar, which is known for 1925 to 2077.

    A country may keep the feast a day earlier or later, by what its own observers see of the moon.
    """
    from hijridate import Gregorian, Hijri

    first = Gregorian(year, 1, 1).to_hijri().year
    for hijri in (first, first + 1):
        begin = Hijri(hijri, month, 1 if day == "*" else int(day)).to_gregorian()
        if begin.year == year:
            start = dt.date(begin.year, begin.month, begin.day)
            days = Hijri(hijri, month, 1).month_length() if day == "*" else 1
            return start, start + dt.timedelta(days=days - 1)
    raise ValueError(f"no such day of the Muslim calendar in {year}")


def feast_span(rule: str, year: int) -> Span:
    """Days of a feast.

    `MM-DD`, `MM-DD+MM-DD` (over a night), `MM-DD<` (the day before when it is a Sunday), `MM-DD~` (the nearest working
    day), `orthodox+N`, `western-N`, `MM/WEEKDAY/ORDER[>DAYS]`, `hijri MM-DD` (the first that begins in the year), and
    `FIRST..LAST` of such days.

    Raises:
        ValueError: the year has no such day.
    """
    if ".." in rule:
        first, _, last = rule.partition("..")
        return feast_span(first, year)[0], feast_span(last, year)[1]
    if rule.startswith("hijri"):
        return _hijri_span(int(rule[6:8]), rule[9:], year)
    if rule.startswith(("orthodox", "western")):
        kind = "orthodox" if rule.startswith("orthodox") else "western"
        day = easter(year, orthodox=kind == "orthodox") + dt.timedelta(days=int(rule[len(kind) :]))
        return day, day
    if "/" in rule:
        place, _, later = rule.partition(">")
        month, weekday, order = map(int, place.split("/"))
        day = nth_weekday(year, month, weekday, order) + dt.timedelta(days=int(later or 0))
        return day, day
    if rule.endswith(("<", "~")):
        day = dt.date(year, int(rule[:2]), int(rule[3:5]))
        moved = {"<": {6: -1}, "~": {5: -1, 6: 1}}[rule[-1]].get(day.weekday(), 0)
        return (day + dt.timedelta(days=moved),) * 2
    days = [dt.date(year, int(d[:2]), int(d[3:])) for d in rule.split("+")]
    return (days[0], days[0]) if len(days) == 1 else (days[0], days[-1].replace(year=year + 1))
