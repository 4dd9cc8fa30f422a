"""Conflicts: sources that disagree on one field of an event, a case or a figure; every value is kept."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.event.actor import State, no_state, people_of
from havenwatch.event.cluster import ONCE
from havenwatch.event.interval import in_words, interval, overlap
from havenwatch.person.charge import charge_classes
from havenwatch.records import (
    DENIED,
    IMPLIED,
    REPORTED,
    Case,
    Conflict,
    ConflictValue,
    Event,
    Figure,
    Statement,
    content_id,
)

_ROUNDING = 0.1  # values that differ by less than a tenth can be one value rounded differently
_LEGAL_OUTCOMES = frozenset({
    "asylum_granted", "asylum_refused", "extradition_approved", "extradition_refused", "extradited", "expelled",
    "handed_to_military", "released", "convicted", "acquitted", "appeal_filed", "asylum_applied", "detained",
    "administrative_offence", "killed", "abducted",
})  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Sources:
    """Statements by id and the document whose words each repeats: two copies of one text are one source.

    `state` is the code of the state that a word in its dictionary form names.
    """

    statements: Mapping[str, Statement]
    origin_of: Mapping[str, str]
    state: State = no_state

    def origin(self, statement: str) -> str:
        """Document whose words the statement repeats."""
        document = self.statements[statement].document
        return self.origin_of.get(document, document)

    def told(self, ids: Iterable[str]) -> tuple[Statement, ...]:
        """The statements of these ids, in order of id."""
        return tuple(self.statements[i] for i in sorted(ids))

    def independent(self, a: Iterable[str], b: Iterable[str]) -> bool:
        """Whether some source of the one side is none of the other: one text does not contradict itself by rounding."""
        return bool({self.origin(i) for i in a} ^ {self.origin(i) for i in b})


def _values(found: Mapping[str, Iterable[str]]) -> tuple[ConflictValue, ...]:
    return tuple(ConflictValue(v, tuple(sorted(set(ids)))) for v, ids in sorted(found.items()))


def _conflict(field: str, found: Mapping[str, Iterable[str]], *, case: str | None = None, event: str | None = None,
              figure: str | None = None) -> Conflict:  # fmt: skip
    values = _values(found)
    body = [(v.value, v.statements) for v in values]
    return Conflict(content_id("x", case, event, figure, field, body), case, event, figure, field, values)


def _collect(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value, statement in pairs:
        found.setdefault(value, []).append(statement)
    return found


def _disagree(found: Mapping[str, Sequence[str]], sources: Sources) -> bool:
    return len(found) > 1 and any(
        sources.independent(found[a], found[b]) for a, b in itertools.combinations(sorted(found), 2)
    )


def _date(event: Event, sources: Sources) -> list[Conflict]:
    spans = {s.id: i for s in sources.told(event.statements) if (i := interval(s)) is not None}
    if all(overlap(a, b) for a, b in itertools.combinations(spans.values(), 2)):
        return []
    found = _collect((in_words(i), s) for s, i in spans.items())
    return [_conflict("date", found, event=event.id)] if _disagree(found, sources) else []


def _number(event: Event, sources: Sources) -> list[Conflict]:
    found = _collect((str(s.count), s.id) for s in sources.told(event.statements) if s.count is not None)
    return [_conflict("number", found, event=event.id)] if _disagree(found, sources) else []


def _host(event: Event, sources: Sources) -> list[Conflict]:
    found = _collect((v, s.id) for s in sources.told(event.statements) for v in s.values("host"))
    return [_conflict("host", found, event=event.id)] if _disagree(found, sources) else []


def _is_state(value: str) -> bool:
    return len(value) == 2 and value.isascii() and value.isupper()


def _agent(event: Event, sources: Sources) -> list[Conflict]:
    """States named as the actor of an act that one actor does; offices of one state are no conflict."""
    if event.type not in ONCE:
        return []
    told = sources.told(event.statements)
    found = _collect((v, s.id) for s in told for v in s.values("agent") if _is_state(v))
    return [_conflict("agent", found, event=event.id)] if _disagree(found, sources) else []


def _charge(case: Case, events: Mapping[str, Event], sources: Sources) -> list[Conflict]:
    """Accusations of one case whose classes exclude each other between sources; words in no class are not compared."""
    told = {s.id: s for e in case.events for s in sources.told(events[e].statements)}
    found = _collect((v, s.id) for s in told.values() for v in s.values("accusation") if charge_classes(v))
    by_origin: dict[str, set[str]] = {}
    for words, ids in found.items():
        for i in ids:
            by_origin.setdefault(sources.origin(i), set()).update(charge_classes(words))
    apart = any(not by_origin[a] & by_origin[b] for a, b in itertools.combinations(sorted(by_origin), 2))
    return [_conflict("charge", found, case=case.id)] if apart else []


def _outcome(case: Case, events: Mapping[str, Event], sources: Sources) -> list[Conflict]:
    """One act reported by some and denied by others.

    A text that tells both, and reports of other days, speak of two acts: they do not contradict each other.
    """
    found = []
    told = [events[e] for e in case.events if events[e].type in _LEGAL_OUTCOMES]
    for kind in sorted({e.type for e in told}):
        acts = [e for e in told if e.type == kind]
        no = [i for e in acts if e.status == DENIED for i in e.statements]
        done = [e for e in acts if e.status in (REPORTED, IMPLIED)]
        denied = [e for e in acts if e.status == DENIED]
        yes = [i for e in done if any(_periods_meet(e, d) for d in denied) for i in e.statements]
        if yes and no and not {sources.origin(i) for i in yes} & {sources.origin(i) for i in no}:
            found.append(_conflict("outcome", {kind: yes, f"{kind} denied": no}, case=case.id))
    return found


def _grain(value: float) -> float:
    """Half of the last place that a value was rounded to: 50 for 700, 0.5 for 7."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    size = 1.0
    while value % (size * 10) == 0:
        size *= 10
    return size / 2


def beyond_rounding(a: float, b: float) -> bool:
    """Whether two values cannot be one value rounded differently."""
    difference = abs(a - b)
    return difference > max(_grain(a), _grain(b)) or difference > _ROUNDING * max(abs(a), abs(b))


def _periods_meet(a: Figure | Event, b: Figure | Event) -> bool:
    x, y = interval(a), interval(b)
    return x is None or y is None or overlap(x, y)


def _figures_differ(a: Figure, b: Figure, sources: Sources) -> bool:
    return (
        a.value != b.value
        and _periods_meet(a, b)
        and beyond_rounding(a.value, b.value)
        and sources.independent(a.statements, b.statements)
    )


def _number_in_words(figure: Figure) -> str:
    plain = f"{figure.value:g}" if figure.value != int(figure.value) else str(int(figure.value))
    about = "about " if figure.approximate else ""
    return f"{about}{plain}" if figure.unit is None else f"{about}{plain} {figure.unit}"


def _figure(figures: Sequence[Figure], sources: Sources) -> list[Conflict]:
    """Figures of one quantity, place and period with values beyond rounding; the conflict hangs on the lower id."""
    found = []
    for figure in figures:
        rivals = [
            f
            for f in figures
            if f.id > figure.id and _same_matter(figure, f, sources) and _figures_differ(figure, f, sources)
        ]
        if rivals:
            told = _collect((_number_in_words(f), i) for f in (figure, *rivals) for i in f.statements)
            found.append(_conflict("figure", told, figure=figure.id))
    return found  # fmt: skip


def _same_matter(a: Figure, b: Figure, sources: Sources) -> bool:
    key = [(f.quantity, f.place, people_of(f.of or "", sources.state), f.unit) for f in (a, b)]
    return key[0] == key[1]


def conflicts(
    cases: Sequence[Case], events: Sequence[Event], figures: Sequence[Figure], sources: Sources
) -> tuple[Conflict, ...]:
    """All conflicts, sorted by id; an event's conflict carries no case because the event can stand in several."""
    by_id = {e.id: e for e in events}
    found = [c for e in events for check in (_date, _number, _host, _agent) for c in check(e, sources)]
    for case in cases:
        found += _charge(case, by_id, sources) + _outcome(case, by_id, sources)
    return tuple(sorted([*found, *_figure(figures, sources)], key=lambda c: c.id))
