"""Finding conflicts: every check over every event, case and matter of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from havenwatch.case.conflict import case as of_case
from havenwatch.case.conflict import event as of_event
from havenwatch.case.conflict.case import CaseView
from havenwatch.case.conflict.figure import matter, rivals
from havenwatch.case.conflict.person import age, by_person
from havenwatch.case.conflict.sources import Sources
from havenwatch.records import RULE, Case, Conflict, Event, Figure, Statement


def conflicts_of_event(event: Event, sources: Sources) -> list[Conflict]:
    """Conflicts within one event; they carry no case because the event can stand in several."""
    checks = (of_event.date, of_event.number, of_event.host, of_event.agent)
    return [c for check in checks for c in check(event, sources)]


def conflicts_of_case(view: CaseView, ages: Sequence[Statement], sources: Sources) -> list[Conflict]:
    """Conflicts within one case; `ages` are the statements on the age of its person, given for one case of each."""
    found = [c for check in of_case.CHECKS for c in check(view, sources)]
    return found + age(view.case.id, view.events, ages, sources)


def conflicts_of_figures(figures: Iterable[Figure], sources: Sources) -> list[Conflict]:
    """Conflicts between figures of one matter."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in sorted(figures, key=lambda f: f.id):
        groups.setdefault(matter(figure, sources), []).append(figure)
    return [c for group in groups.values() for c in rivals(group, sources)]


def claims_by_person(statements: Iterable[Statement], person_of: Mapping[str, str]) -> dict[str, list[Statement]]:
    """Claims that no remedy is left, by the person of whom they are made, each list in order of id."""
    found: dict[str, list[Statement]] = {}
    for s in sorted(statements, key=lambda s: s.id):
        if s.kind == RULE and s.type == of_case.EXHAUSTED:
            for person in sorted({person_of[m] for m in s.values("person") if m in person_of}):
                found.setdefault(person, []).append(s)
    return found


def by_weight(cases: Iterable[Case]) -> list[Case]:
    """The cases, of each person the one with most events first: there stands what is told of the person alone."""
    return sorted(cases, key=lambda c: (-len(c.events), c.id))


def conflicts_of_persons(
    cases: Sequence[Case],
    by_id: Mapping[str, Event],
    statements: Iterable[Statement],
    person_of: Mapping[str, str],
    sources: Sources,
) -> list[Conflict]:
    """Conflicts within cases; all cases of each person are given, with all statements that name one of the persons."""
    told = list(statements)
    claims, ages = claims_by_person(told, person_of), by_person(told, person_of)
    found = []
    for case in by_weight(cases):
        person = case.persons[0]
        view = CaseView(case, tuple(by_id[e] for e in case.events), tuple(claims.pop(person, ())))
        found += conflicts_of_case(view, ages.pop(person, ()), sources)
    return found


def conflicts(
    cases: Sequence[Case],
    events: Sequence[Event],
    figures: Sequence[Figure],
    person_of: Mapping[str, str],
    sources: Sources,
) -> tuple[Conflict, ...]:
    """All conflicts, sorted by id."""
    found = [c for e in events for c in conflicts_of_event(e, sources)]
    found += conflicts_of_persons(cases, {e.id: e for e in events}, sources.statements.values(), person_of, sources)
    found += conflicts_of_figures(figures, sources)
    unique = {c.id: c for c in found}
    return tuple(unique[i] for i in sorted(unique))
