"""What is counted from publication or from the story: weeks, week days, offsets, durations."""

from __future__ import annotations

import datetime as dt

from havenwatch.text.dates import calendar
from havenwatch.text.dates.node import UNKNOWN, Interval, Node
from havenwatch.text.dates.resolve.scene import FUTURE, ONE_DAY, PAST, STEP, Scene, resolve, resolves

STEP_OF_STORY = {"last": -1, "previous": -1, "next": 1, "following": 1}


@resolves("unit")
def _unit(node: Node, scene: Scene) -> Interval:
    """Прошлая неделя, этот месяц, будущий год, ближайшие выходные, тот же месяц."""
    if node.mod == "same" or (node.mod == "this" and node.word == "day"):
        return _unit_of_anchor(node.word, 0, scene)
    if node.mod in STEP_OF_STORY and (node.word == "day" or _told(node.mod, scene)):
        return _unit_of_anchor(node.word, STEP_OF_STORY[node.mod], scene)
    if scene.published is None:
        return UNKNOWN
    if node.word == "weekend" and node.mod not in STEP:
        return _weekend(node.mod, scene.published, scene.tense)
    day = calendar.shift(calendar.unit_span(scene.published, node.word)[0], node.word, STEP.get(node.mod, 0))
    return calendar.unit_span(day, node.word)


def _weekend(mod: str, today: dt.date, tense: str) -> Interval:
    saturday = calendar.unit_span(today, "weekend")[0]
    if mod == "nearest":
        saturday += dt.timedelta(days=7 * (saturday <= today))
    elif tense == PAST and saturday > today:
        saturday -= dt.timedelta(days=7)
    return saturday, saturday + ONE_DAY


def _unit_of_anchor(unit: str, step: int, scene: Scene) -> Interval:
    if unit == "year" and step == 0 and scene.given is not None:
        return calendar.years_span(scene.given, scene.given)
    anchor = scene.anchor
    if anchor is None or anchor[0] is None or anchor[1] is None:
        return UNKNOWN
    if unit == "day":
        return (anchor[1] + step * ONE_DAY,) * 2 if step > 0 else (anchor[0] + step * ONE_DAY,) * 2
    first = calendar.unit_span(anchor[0], unit)[0]
    return calendar.unit_span(calendar.shift(first, unit, step), unit)


def _told(mod: str, scene: Scene) -> bool:
    """Whether the unit is counted from the story: the following week; «в следующем году» of a past narrative."""
    if scene.anchor is None or mod == "last":
        return False
    return mod in ("following", "previous") or (scene.told == PAST and scene.near and scene.story)


@resolves("weekday")
def _weekday(node: Node, scene: Scene) -> Interval:
    today = scene.published
    if today is None:
        return UNKNOWN
    wanted = int(node.number)
    monday = calendar.week_span(today)[0]
    back, ahead = (today.weekday() - wanted) % 7, (wanted - today.weekday()) % 7
    if scene.alone:  # an entry that names the day of today means the next one
        ahead = ahead or 7
    days = {
        "last": today - dt.timedelta(days=back or 7),
        "nearest": today + dt.timedelta(days=ahead or 7),
        "previous": today - dt.timedelta(days=back or 7),
        "following": today + dt.timedelta(days=ahead or 7),
        "next": monday + dt.timedelta(days=7 + wanted),
        "this": monday + dt.timedelta(days=wanted),
        "afternext": today + dt.timedelta(days=(ahead or 7) + 7),
        "beforelast": today - dt.timedelta(days=(back or 7) + 7),
    }
    plain = today - dt.timedelta(days=back) if scene.tense == PAST else today + dt.timedelta(days=ahead)
    return (days.get(node.mod, plain),) * 2


@resolves("weekday_count")
def _weekday_count(node: Node, scene: Scene) -> Interval:
    """Three Fridays ago: the third Friday before today."""
    today = resolve(node.parts[0], scene)[0] if node.parts else scene.published
    if today is None:
        return UNKNOWN
    wanted, count = int(node.number), int(node.word)
    if count < 0:
        day = today - dt.timedelta(days=((today.weekday() - wanted) % 7 or 7) - 7 * (count + 1))
    else:
        day = today + dt.timedelta(days=((wanted - today.weekday()) % 7 or 7) + 7 * (count - 1))
    return day, day


@resolves("week_of")
def _week_of(node: Node, scene: Scene) -> Interval:
    first = resolve(node.parts[0], scene)[0]
    return UNKNOWN if first is None else calendar.week_span(first)


@resolves("weekday_of")
def _weekday_of_week(node: Node, scene: Scene) -> Interval:
    """Среда прошлой недели."""
    monday = resolve(node.parts[0], scene)[0]
    return UNKNOWN if monday is None else (monday + dt.timedelta(days=int(node.number)),) * 2


@resolves("relative")
def _relative_day(node: Node, scene: Scene) -> Interval:
    if scene.published is None:
        return UNKNOWN
    return (scene.published + dt.timedelta(days=int(node.number)),) * 2


@resolves("eve")
def _eve(_: Node, scene: Scene) -> Interval:
    """Накануне: the day before the date told just now, else before publication."""
    anchor = scene.anchor[0] if scene.anchor is not None and scene.near else None
    day = anchor or scene.published
    return UNKNOWN if day is None else (day - ONE_DAY,) * 2


@resolves("eve_of")
def _eve_of(node: Node, scene: Scene) -> Interval:
    """Накануне Нового года, on the eve of Easter."""
    first = resolve(node.parts[0], scene)[0]
    return UNKNOWN if first is None else (first - ONE_DAY,) * 2


@resolves("same")
def _same(_: Node, scene: Scene) -> Interval:
    return scene.anchor or UNKNOWN


@resolves("length")
def _length(_: Node, __: Scene) -> Interval:
    return UNKNOWN


@resolves("last_night")
def _last_night(_: Node, scene: Scene) -> Interval:
    return UNKNOWN if scene.published is None else (scene.published - ONE_DAY, scene.published)


@resolves("night_to")
def _night_to(node: Node, scene: Scene) -> Interval:
    first, last = resolve(node.parts[0], scene)
    return UNKNOWN if first is None else (first - ONE_DAY, last)


@resolves("span")
def _duration(node: Node, scene: Scene) -> Interval:
    """Last or next N units, counted from publication."""
    today = scene.published
    if today is None or (node.word == "hour" and node.number % 24):
        return UNKNOWN
    if node.mod == "last":
        return calendar.shift(today, node.word, -node.number), today
    return today, calendar.shift(today, node.word, node.number)


@resolves("offset")
def _offset(node: Node, scene: Scene) -> Interval:
    """N units ago, in N units, N units later or earlier: the calendar unit there."""
    origin = _origin(node.mod, scene)
    if origin is None or node.word == "hour":
        return UNKNOWN
    if node.number <= 0:
        return UNKNOWN
    sign = -1 if node.mod in ("ago", "earlier") else 1
    if node.almost:
        return _almost(origin, sign, node.number)
    there = calendar.shift(_start(origin, node), node.word, sign * node.number)
    return calendar.unit_span(there, _grain(node))


def _start(origin: dt.date, node: Node) -> dt.date:
    """Months and longer are counted from the first of the month, so that clipping cannot change the month."""
    return origin.replace(day=1) if node.word in calendar.MONTHS else origin


def _origin(mod: str, scene: Scene) -> dt.date | None:
    anchor = scene.anchor[0] if scene.anchor is not None else None
    if mod == "ago":
        return scene.published
    if mod == "if ahead":
        return scene.published if scene.tense == FUTURE else None
    if mod in ("later", "earlier"):
        return anchor
    if mod == "ahead" or scene.tense == FUTURE:
        return scene.published
    return anchor if scene.near else None  # «через год» of a past narrative counts from what was told


def _grain(node: Node) -> str:
    whole = node.number == int(node.number)
    if node.word in ("decade", "century", "halfcentury"):
        return "year"
    if node.word == "year":
        return "year" if whole else "month"
    return {"halfyear": "month", "weekend": "week"}.get(node.word, node.word)


def _almost(origin: dt.date, sign: int, years: float) -> Interval:
    """«Почти год назад»: the month 13 back to the month 10 back."""
    far = calendar.shift_months(origin.replace(day=1), sign * round(12 * years + 1))
    close = calendar.shift_months(origin.replace(day=1), sign * round(12 * years - 2))
    first, last = sorted((far, close))
    return first, calendar.unit_span(last, "month")[1]


@resolves("offset_from")
def _offset_from(node: Node, scene: Scene) -> Interval:
    """Three days after Easter, за неделю до 8 марта."""
    first, last = resolve(node.parts[0], scene)
    origin = first if node.mod == "earlier" else last
    if origin is None:
        return UNKNOWN
    sign = -1 if node.mod == "earlier" else 1
    return calendar.unit_span(calendar.shift(_start(origin, node), node.word, sign * node.number), _grain(node))
