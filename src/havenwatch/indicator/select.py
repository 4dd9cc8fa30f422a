"""Which events of a country a rule counts, once for whom, and which it leaves out with the reason."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from havenwatch.indicator.index import Index, shifted
from havenwatch.indicator.overlap import Act, with_overlaps
from havenwatch.indicator.record import LeftOut
from havenwatch.ontology.counting import (
    CLUSTER,
    DESTINATION_UNKNOWN_IN,
    GONE_OUT,
    OVERLAPS_OUT,
    PERSON_MONTH,
    REVERSALS_IGNORED,
    TAKEN_BACK_IN,
    CountingRule,
    Step,
)
from havenwatch.records import CHANGED, REPORTED, VANISHED, Case, Event

# two transfers of one person need time in between: closer ones are one transfer told twice
TRANSFER_GAP = dt.timedelta(days=31)


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """Acts that a rule (or a variant of it) counts and what it leaves out."""

    acts: tuple[Act, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def high(self) -> int:
        """Number of persons or acts if no two of them are the same."""
        return sum(act.count for act in self.acts)

    @property
    def low(self) -> int:
        """Number if every possible overlap is a repetition."""
        return sum(act.count for act in self.acts if not act.overlaps)


def select(index: Index, country: str, rule: CountingRule, until: dt.date | None, variant: str = "") -> Selection:
    """Acts under the rule with `country` as host, up to `until`; `variant` is one of the rule's, or empty."""
    kept: list[tuple[Step, Event]] = []
    out: list[LeftOut] = []
    steps = _steps_by_type(rule, variant)
    for event in index.events_in.get(country, ()):
        step = _step_for(event, steps.get(event.type, ()))
        if step is None:
            continue
        reason = _reason_against(index, event, step, rule, until, variant)
        if reason is None:
            kept.append((step, event))
        else:
            out.append(LeftOut(event.id, event.type, reason, event.statements))
    acts, merged = _once(_per_person(index, kept), rule)
    acts = with_overlaps(index, acts)
    if variant == OVERLAPS_OUT:
        acts = tuple(act for act in acts if not act.overlaps)
    return Selection(acts, (*out, *merged, *_withdrawn(index, country, rule)))


def _steps_by_type(rule: CountingRule, variant: str) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = defaultdict(list)
    for step in rule.steps:
        if not step.only_in or variant in step.only_in:
            steps[step.type].append(step)
    return steps


def _step_for(event: Event, steps: Iterable[Step]) -> Step | None:
    return next((s for s in steps if not s.about or event.about in s.about), None)


def _reason_against(
    index: Index, event: Event, step: Step, rule: CountingRule, until: dt.date | None, variant: str
) -> str | None:
    """Why the event is not counted, None when it is."""
    if event.status not in rule.statuses:
        return event.status
    if until is not None and event.earliest is not None and event.earliest > until:
        return "after_until"
    if (against := _taken_back(index, event, variant)) is not None:
        return against
    if _before_its_time(index, event):
        return "after_publication"
    requesting = index.requesting(event)
    if step.requesting_known and requesting is None:
        return "requesting_unknown"
    if (against := _destination(event.destination, requesting, step, variant)) is not None:
        return against
    if variant != REVERSALS_IGNORED and _reversed(index, event, step, until):
        return "reversed"
    return None


def _taken_back(index: Index, event: Event, variant: str) -> str | None:
    """Whether the pages that told the event stand without it now.

    A page that is gone takes nothing back: sites die, and are made to go. It is left out in a variant only.
    """
    reason = index.taken_back(event)
    if reason == CHANGED and variant != TAKEN_BACK_IN:
        return "taken_back"
    return "page_gone" if reason == VANISHED and variant == GONE_OUT else None


def _before_its_time(index: Index, event: Event) -> bool:
    """Whether the event is dated later than every document that reports it as done: a date read wrongly."""
    told = [index.documents[d].published for d in index.documents_of(event)]
    days = [d for d in told if d is not None]
    return event.earliest is not None and len(days) == len(told) and bool(days) and event.earliest > max(days)


def _destination(destination: str | None, requesting: str | None, step: Step, variant: str) -> str | None:
    if step.destination == "any":
        return None
    if destination is not None and requesting is not None:
        return None if destination == requesting else "destination_elsewhere"
    needed = step.destination == "requesting" and variant != DESTINATION_UNKNOWN_IN
    return "destination_unknown" if needed else None


def _reversed(index: Index, event: Event, step: Step, until: dt.date | None) -> bool:
    """Whether the order no longer stood at the data date.

    The state of the case's track says so when the case knows nothing later than `until`; else its events do.
    """
    return any(_reversed_in(index, case, event, step, until) for case in index.cases_of.get(event.id, ()))


def _reversed_in(index: Index, case: Case, event: Event, step: Step, until: dt.date | None) -> bool:
    events = [index.events[e] for e in case.events if e in index.events]
    up_to_date = all(e.earliest is None or until is None or e.earliest <= until for e in events)
    if up_to_date and any(pair in step.reversed_states for pair in case.tracks):
        return True
    stands = True
    for later in events[events.index(event) + 1 :] if event in events else ():
        if later.status != REPORTED or (until is not None and later.earliest is not None and later.earliest > until):
            continue
        if _matches(later, step.reversed_by):
            stands = False
        elif _matches(later, step.restored_by):
            stands = True
    return not stands


def _matches(event: Event, patterns: Iterable[tuple[str, str | None]]) -> bool:
    return any(event.type == kind and about in (None, event.about) for kind, about in patterns)


def _per_person(index: Index, kept: Iterable[tuple[Step, Event]]) -> Iterator[Act]:
    """One act for each named person of an event, one for each group, one for an event without persons."""
    for step, event in kept:
        if not event.persons:
            yield _act(event, (), event.count or 1, step, named=False)
        for person_id in event.persons:
            person = index.persons.get(person_id)
            anonymous = person is None or person.anonymous
            known = None if person is None else person.count
            alone = len(event.persons) == 1
            # the event's own count may be a number of acts, so it speaks for a single group of unknown size only
            count = (known or (event.count if alone else None) or 1) if anonymous else 1
            yield _act(event, (person_id,), count, step, named=not anonymous)


def _act(event: Event, persons: tuple[str, ...], count: int, step: Step, *, named: bool) -> Act:
    return Act((event,), persons, named, event.earliest, event.latest, count, step.completed)


def _once(acts: Iterable[Act], rule: CountingRule) -> tuple[tuple[Act, ...], tuple[LeftOut, ...]]:
    """Acts that the rule's unit counts once, joined; what was joined into another is named."""
    ordered = sorted(acts, key=lambda a: (not a.completed, a.key))
    joined: list[Act] = []
    place: dict[tuple[str, ...], list[int]] = defaultdict(list)
    out: list[LeftOut] = []
    for act in ordered:
        where = next((i for i in place[act.persons] if act.persons and _same_unit(joined[i], act, rule)), None)
        if where is None:
            place[act.persons].append(len(joined))
            joined.append(act)
            continue
        joined[where] = _join(joined[where], act)
        out += [LeftOut(e.id, e.type, "counted_once", e.statements) for e in act.events]
    units = _clusters(joined, rule.cluster_days) if rule.unit == CLUSTER else joined
    return tuple(sorted(units, key=lambda a: a.key)), tuple(out)


def _same_unit(first: Act, second: Act, rule: CountingRule) -> bool:
    """Whether two acts of the same person are one unit of the rule."""
    if rule.unit == PERSON_MONTH:
        return _month(first) == _month(second)
    if first.earliest is None or second.earliest is None or first.latest is None or second.latest is None:
        return True
    if first.completed and not second.completed:
        # an order that precedes a transfer, or has no later life, was carried out by it
        return second.earliest <= first.latest
    if not first.completed:
        return True
    since, until = shifted(first.earliest, -TRANSFER_GAP), shifted(first.latest, TRANSFER_GAP)
    return since <= second.latest and second.earliest <= until


def _month(act: Act) -> tuple[int, int] | None:
    if act.earliest is None or act.latest is None:
        return None
    middle = act.earliest + (act.latest - act.earliest) / 2
    return middle.year, middle.month


def _join(first: Act, second: Act) -> Act:
    """The first act with the events of both; its dates stay unless it has none and is not the transfer itself."""
    dates = (first.earliest, first.latest)
    if first.earliest is None and first.completed == second.completed:
        dates = (second.earliest, second.latest)
    events = (*first.events, *second.events)
    return dataclasses.replace(first, events=events, earliest=dates[0], latest=dates[1])


def _clusters(acts: Iterable[Act], days: int) -> list[Act]:
    """Acts of one type at most `days` apart become one act with weight 1; undated ones stay alone."""
    clusters: list[Act] = []
    last: dict[str, int] = {}
    for act in sorted(acts, key=lambda a: a.key):
        kind = act.events[0].type
        near = last.get(kind)
        if near is not None and _near(clusters[near], act, days):
            other = clusters[near]
            events, persons = (*other.events, *act.events), (*other.persons, *act.persons)
            latest = max(other.latest or dt.date.min, act.latest or dt.date.min)
            clusters[near] = dataclasses.replace(other, events=events, persons=persons, latest=latest)
            continue
        last[kind] = len(clusters)
        clusters.append(dataclasses.replace(act, count=1))
    return clusters


def _near(first: Act, second: Act, days: int) -> bool:
    if first.latest is None or second.earliest is None:
        return False
    return second.earliest - first.latest <= dt.timedelta(days=days)


def _withdrawn(index: Index, country: str, rule: CountingRule) -> Iterator[LeftOut]:
    """Statements of the rule's types that a reviewer rejected; they stand in no event any more."""
    for statement in sorted(index.rejected):
        found = index.statements.get(statement)
        if found is not None and found.type in rule.types and found.values("host") in ((), (country,)):
            yield LeftOut(None, found.type or "", "withdrawn", (statement,))
