"""Guards: what in the course of a case raises a red flag."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from havenwatch.case.tracks import Step
from havenwatch.event.interval import interval
from havenwatch.ontology.procedure import Guard, Limit, Procedure
from havenwatch.records import REPORTED, Event, Flag

_HOURS_A_DAY = 24


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """The steps of one case under the law of its host state."""

    host: str | None
    steps: tuple[Step, ...]
    procedure: Procedure

    def removals(self) -> tuple[tuple[int, Step], ...]:
        """Removals with their place in the course."""
        return tuple((n, s) for n, s in enumerate(self.steps) if s.event.type in self.procedure.removals)

    def flag(self, guard: Guard, values: Mapping[str, object], *events: Event) -> Flag:
        """A flag with its reason in English and the values behind it; `events` are its evidence."""
        told = {name: str(value) for name, value in values.items()}
        reason = self.procedure.reason(guard.id, told, "en", lambda kind: kind.replace("_", " "))
        statements = tuple(sorted({i for e in events for i in e.statements}))
        return Flag(guard.id, reason or guard.labels["en"], statements, tuple(sorted(told.items())))


def _in_state(guard: Guard, course: Course) -> list[Flag]:
    """Removals while a track is in one of the guard's states; the event that led there is cited with it."""
    found = []
    for n, step in course.removals():
        for track, states in sorted(guard.states.items()):
            if (state := step.state(track)) in states:
                causes = [s.event for s in course.steps[:n] if dict(s.after)[track] == state != s.state(track)]
                values = {"removal": step.event.type, "track": track, "state": state}
                found.append(course.flag(guard, values, step.event, *causes[-1:]))
    return found


def _without_decision(guard: Guard, course: Course) -> list[Flag]:
    found = []
    for n, step in course.removals():
        deciding = guard.decisions.get(step.event.type, ())
        if not any(s.event.type in deciding for s in course.steps[:n]):
            values = {"removal": step.event.type, "decisions": " ".join(deciding)}
            found.append(course.flag(guard, values, step.event))
    return found


def _custody(guard: Guard, course: Course) -> list[Flag]:
    """Custody that must have lasted longer than its limit.

    Counted from the last dated entry into the state to the dated step that regularly ends it, both reported as such;
    silence of the sources proves nothing, so that a state that no such step ends, an undated one, or one that is only
    implied ("is in custody") raises no flag.
    """
    found = []
    for track, state in sorted({pair for s in course.steps for pair in s.after}):
        limit = course.procedure.limit(course.host, track, state)
        entry = None
        for step in (s for s in course.steps if s.event.status == REPORTED and limit is not None):
            if entry is not None and step.event.type in guard.ends.get(state, ()):
                found += _overstay(guard, course, limit, (entry, step.event))
                entry = None
            if (track, state) in step.after and step.event.type in _entries(course, track, state):
                entry = step.event
    return found


def _entries(course: Course, track: str, state: str) -> set[str]:
    return {t.event for t in course.procedure.transitions if (t.track, t.to) == (track, state)}


def _overstay(guard: Guard, course: Course, limit: Limit | None, between: tuple[Event, Event]) -> list[Flag]:
    first, last = (interval(event) for event in between)
    if limit is None or limit.days is None or first is None or last is None:
        return []
    days = (last[0] - first[1]).days
    values = {
        "track": limit.track, "state": limit.state, "days": days, "limit": limit.days, "article": limit.article,
    }  # fmt: skip
    return [course.flag(guard, values, *between)] if days > limit.days else []


def _speed(guard: Guard, course: Course) -> list[Flag]:
    """From the first step against the person to the removal in fewer hours than the guard allows, as dated."""
    found = []
    for n, removal in course.removals():
        end = interval(removal.event)
        starts = [s.event for s in course.steps[:n] if s.event.type in guard.first and interval(s.event) is not None]
        if end is None or not starts or guard.hours is None:
            continue
        start = interval(starts[0])
        days = None if start is None else (end[1] - start[0]).days
        if days is not None and days * _HOURS_A_DAY < guard.hours:
            values = {"first": starts[0].type, "removal": removal.event.type, "days": days}
            found.append(course.flag(guard, values, starts[0], removal.event))
    return found


def _late(guard: Guard, course: Course) -> list[Flag]:
    """Steps reported for a day after that of a removal; an undated step has no proven place."""
    gone = [span[1] for _, s in course.removals() if (span := interval(s.event)) is not None]
    told = [s.event for s in course.steps if s.late and s.event.status == REPORTED]
    late = [e for e in told if gone and (span := interval(e)) is not None and span[0] > min(gone)]
    return [course.flag(guard, {"step": e.type}, e) for e in late]


CHECKS: dict[str, Callable[[Guard, Course], list[Flag]]] = {
    "removal_during_asylum": _in_state,
    "removal_against_interim_measures": _in_state,
    "removal_without_decision": _without_decision,
    "custody_over_limit": _custody,
    "speed": _speed,
    "step_after_removal": _late,
}


def flags(course: Course) -> tuple[Flag, ...]:
    """Flags of all guards of the procedure, sorted by id and statements."""
    found = [f for name, guard in course.procedure.guards.items() for f in CHECKS[name](guard, course)]
    return tuple(sorted(found, key=lambda f: (f.id, f.statements, f.reason)))
