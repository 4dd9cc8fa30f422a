"""What sources disagree on about a person: age, year of birth."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.case.conflict.sources import On, Sources, collect, conflict
from havenwatch.records import Conflict, Event, Statement

_DAYS_A_YEAR = 365.25
# Two ages that can both be true only if the birthday fell into these few days are shown
_BIRTHDAY_BETWEEN = 45
Birth = tuple[float, float]  # first and last day of birth, as ordinals
Days = tuple[dt.date, dt.date]


def age(case: str, events: Sequence[Event], told: Sequence[Statement], sources: Sources) -> list[Conflict]:
    """Ages and years of birth of the person of a case that exclude each other.

    Args:
        case: id of the case that the conflict hangs on.
        events: of the case; their dated texts bound the day of a text without a date.
        told: statements on ages of the person.
        sources: of the statements.
    """
    around = _days_of_texts((i for e in events for i in e.statements), sources)
    births = [(s, b) for s in told if (b := _birth(s, around, sources)) is not None]
    rivals = [
        (s, t)
        for (s, a), (t, b) in itertools.combinations(births, 2)
        if sources.independent([s.id], [t.id]) and _in_words(s) != _in_words(t) and _excluded(a, b)
    ]
    found = collect(sorted({(_in_words(s), s.id) for pair in rivals for s in pair}))
    return [conflict("number", "age", found, sources, On(case=case))] if rivals else []


def _in_words(statement: Statement) -> str:
    value = 0 if statement.amount is None else int(statement.amount.value)
    return f"born {value}" if statement.type == "birth_year" else str(value)


def _days_of_texts(statements: Iterable[str], sources: Sources) -> Days | None:
    """First and last day of publication of the texts, None when none has a date."""
    days = [d for s in statements if (d := sources.published(s)) is not None]
    return (min(days), max(days)) if days else None


def _birth(statement: Statement, around: Days | None, sources: Sources) -> Birth | None:
    """Days on which the person can be born; None for an age of which it is not known when it was true."""
    value = 0 if statement.amount is None else int(statement.amount.value)
    if statement.type == "birth_year":
        return float(dt.date(value, 1, 1).toordinal()), float(dt.date(value, 12, 31).toordinal())
    day = sources.published(statement.id)
    span = around if day is None else (day, day)
    if span is None:
        return None
    return span[0].toordinal() - (value + 1) * _DAYS_A_YEAR, span[1].toordinal() - value * _DAYS_A_YEAR


def _excluded(a: Birth, b: Birth) -> bool:
    """Whether two births exclude each other, or nearly so: the birthday lay between the two texts."""
    return min(a[1], b[1]) - max(a[0], b[0]) < _BIRTHDAY_BETWEEN


def by_person(statements: Iterable[Statement], person_of: Mapping[str, str]) -> dict[str, list[Statement]]:
    """Statements on ages by the person who bears them, each list in order of id."""
    found: dict[str, list[Statement]] = {}
    for s in sorted(statements, key=lambda s: s.id):
        for bearer in s.values("bearer"):
            if bearer in person_of:
                found.setdefault(person_of[bearer], []).append(s)
    return found
