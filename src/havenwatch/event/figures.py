"""Figures and calendar entries: statements that agree are one record."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping, Sequence

import yaml

from havenwatch.event.actor import State, no_state, people_of
from havenwatch.event.interval import Interval, interval, overlap, shared, width
from havenwatch.records import CALENDAR, FIGURE, CalendarEntry, Figure, Statement, content_id

Key = tuple[str, ...]


@functools.cache
def _hedge() -> re.Pattern[str]:
    """Words that make a date approximate (ориентировочно, around), from lang/hedges.yaml."""
    source = importlib.resources.files("havenwatch.lang").joinpath("hedges.yaml")
    words = [w for group in yaml.safe_load(source.read_text(encoding="utf-8")).values() for w in group]
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words))) + r")\b", re.IGNORECASE)


def _value(statement: Statement, *roles: str) -> str | None:
    found = (statement.role(r) for r in roles)
    return next((r.value for r in found if r is not None), None)


def _figure_key(s: Statement, state: State) -> Key:
    if s.amount is None:
        return ()
    a = s.amount
    return (
        a.quantity,
        repr(a.value),
        str(a.unit),
        str(_value(s, "place", "host")),
        *people_of(_value(s, "of") or "", state),
    )


def matter_key(s: Statement, state: State) -> Key:
    """What a figure is of, whatever its value: quantity, unit, place, people."""
    key = _figure_key(s, state)
    return (*key[:1], *key[2:])


def calendar_key(s: Statement) -> Key:
    """What a calendar entry is of: type and place."""
    return (str(s.type), str(_value(s, "place", "host")))


def _by_period(group: Sequence[Statement]) -> list[list[Statement]]:
    """The group split by date, narrow ones first; undated statements join when there is only one period."""
    spans: dict[str, Interval] = {s.id: i for s in group if (i := interval(s)) is not None}
    parts: list[list[Statement]] = []
    for s in sorted((s for s in group if s.id in spans), key=lambda s: (width(spans[s.id]), spans[s.id], s.id)):
        fit = (p for p in parts if (c := shared(spans[x.id] for x in p)) is not None and overlap(c, spans[s.id]))
        part = next(fit, None)
        if part is None:
            parts.append([s])
        else:
            part.append(s)
    undated = sorted((s for s in group if s.id not in spans), key=lambda s: s.id)
    if len(parts) == 1:
        parts[0].extend(undated)
    elif undated:
        parts.append(undated)
    return parts


def _grouped(statements: Sequence[Statement], keys: Mapping[str, Key]) -> list[list[Statement]]:
    groups: dict[Key, list[Statement]] = {}
    for s in sorted(statements, key=lambda s: s.id):
        groups.setdefault(keys[s.id], []).append(s)
    return [part for _, group in sorted(groups.items()) for part in _by_period(group)]


def _period(group: Sequence[Statement]) -> Interval | None:
    return shared(i for s in group if (i := interval(s)) is not None)


def _figure(group: Sequence[Statement]) -> Figure | None:
    amount, period = group[0].amount, _period(group)
    if amount is None:
        return None
    ids = tuple(sorted(s.id for s in group))
    return Figure(
        id=content_id("f", ids),
        quantity=amount.quantity,
        value=amount.value,
        unit=amount.unit,
        approximate=all(s.amount is not None and s.amount.approximate for s in group),
        place=_value(group[0], "place", "host"),
        of=_value(group[0], "of"),
        earliest=None if period is None else period[0],
        latest=None if period is None else period[1],
        statements=ids,
    )


def figures(statements: Sequence[Statement], state: State = no_state) -> tuple[Figure, ...]:
    """Figures of all figure statements with an amount, sorted by id.

    Statements are one figure when quantity, value, unit, place and the people that `of` names are equal and their
    periods overlap. An age is the bearer's, no figure of a country, and left out.
    `state` is the code of the state that a word in its dictionary form names.
    """
    told = [s for s in statements if s.kind == FIGURE and s.amount is not None and s.role("bearer") is None]
    found = (_figure(g) for g in _grouped(told, {s.id: _figure_key(s, state) for s in told}))
    return tuple(sorted((f for f in found if f is not None), key=lambda f: f.id))


def _entry(group: Sequence[Statement]) -> CalendarEntry:
    period, ids = _period(group), tuple(sorted(s.id for s in group))
    hedged = all((s.amount is not None and s.amount.approximate) or _hedge().search(s.quote) for s in group)
    return CalendarEntry(
        id=content_id("d", ids),
        what=str(group[0].type),
        place=_value(group[0], "place", "host"),
        earliest=None if period is None else period[0],
        latest=None if period is None else period[1],
        approximate=hedged,
        statements=ids,
    )


def calendar(statements: Sequence[Statement]) -> tuple[CalendarEntry, ...]:
    """Calendar entries of all calendar statements with a type, sorted by id.

    An entry is approximate when every statement of it hedges the date.
    """
    told = [s for s in statements if s.kind == CALENDAR and s.type is not None]
    found = (_entry(g) for g in _grouped(told, {s.id: calendar_key(s) for s in told}))
    return tuple(sorted(found, key=lambda e: e.id))
