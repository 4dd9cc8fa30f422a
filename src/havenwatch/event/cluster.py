"""Clustering: which statements tell one act.

Statements of one type about the same persons are put together when status, matter, place in law and dates allow it;
a plan joins the report of the same act on the same day.
Narrow dates go first, so that a wide one ("in 2022") joins what it can mean instead of bridging two acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from havenwatch.event.act import Act, Told
from havenwatch.event.interval import gap, overlap, width
from havenwatch.records import IMPLIED, PLANNED, REPORTED, Statement

# Acts that happen once in a case, so that two sources with dates a few weeks apart tell the same one
ONCE = frozenset({
    "extradition_requested", "extradition_approved", "extradition_suspended", "extradited", "asylum_applied",
    "asylum_granted", "expelled", "handed_to_military", "residence_revoked", "detained_in_transit", "entry_denied",
    "abducted", "disappeared", "killed", "deserted", "citizenship_granted", "citizenship_revoked", "interim_measures",
})  # fmt: skip
ONCE_DAYS = 45  # reports of one act differ by the time from decision to service and publication, at most weeks
# An act told more precisely -> the same act told less so: who is held between two flights is held. Both are one act
# when all else agrees; the event then carries the narrower type.
WIDER = {"detained_in_transit": "detained"}
_ANNOUNCED_DAYS = 7  # a plan and a report of one act name its day; "this spring" is no announcement of one hearing
_CLEARLY_NEARER = 2  # an undated sentence joins the nearer of two acts when the other is twice as far


Cluster = tuple[Told, ...]


def narrowest(types: Iterable[str]) -> str:
    """Type of an act whose statements have these types: one that is wider than another of them goes."""
    found = set(types)
    return min(found - {WIDER[t] for t in found if t in WIDER})


def _status_class(statement: Statement) -> str:
    return REPORTED if statement.status == IMPLIED else statement.status


def _preferred(acts: Sequence[Act], origin: str) -> Act:
    """The act that the document itself tells most, else the one most told."""
    return min(acts, key=lambda a: (-a.origins[origin], -len(a.told), a.first))


def _dated(group: Sequence[Told]) -> list[Act]:
    """Acts of the dated statements, narrow intervals first; a wide one joins the act of its document or of most."""
    acts: list[Act] = []
    spans = {t.statement.id: i for t in group if (i := t.interval) is not None}
    for told in sorted(group, key=lambda t: (width(spans[t.statement.id]), spans[t.statement.id], t.order)):
        one, span = Act([told]), spans[told.statement.id]
        fits = [a for a in acts if a.common is not None and overlap(a.common, span) and a.agrees(one)]
        if fits:
            _preferred(fits, told.origin).add(told)
        else:
            acts.append(one)
    return acts


def _home(told: Told, acts: Sequence[Act]) -> int | None:
    """Number of the act that an undated statement belongs to; None when there is none or the choice is open."""
    one = Act([told])
    fits = [n for n, a in enumerate(acts) if _one_act(a, one)]
    if len(fits) <= 1:
        return fits[0] if fits else None
    near = sorted((d, acts[n].first, n) for n in fits if (d := acts[n].distance(told.statement)) is not None)
    if len(near) == 1 or (len(near) > 1 and near[0][0] * _CLEARLY_NEARER <= near[1][0]):
        return near[0][2]
    return None


def _undated(group: Sequence[Told], acts: list[Act]) -> list[Act]:
    """Acts with the undated statements added; those with an open choice make acts of their own.

    The homes are chosen before anything is added: the outcome does not depend on which statement comes first.
    """
    homes = [(t, _home(t, acts)) for t in sorted(group, key=lambda t: t.order)]
    loose: list[Act] = []
    for told, home in homes:
        if home is not None:
            acts[home].add(told)
        elif (fit := next((a for a in loose if _one_act(a, Act([told]))), None)) is not None:
            fit.add(told)
        else:
            loose.append(Act([told]))
    return [*acts, *loose]


def _one_act(a: Act, b: Act) -> bool:
    return a.agrees(b) and a.one_actor(b)


def _sources_disagree(a: Act, b: Act) -> int | None:
    """Days between two acts that can be one told with different dates, None when they cannot be."""
    if a.common is None or b.common is None or a.origins.keys() & b.origins.keys() or not _one_act(a, b):
        return None
    return days if (days := gap(a.common, b.common)) <= ONCE_DAYS else None


def _merge_once(acts: list[Act]) -> list[Act]:
    """Acts that happen once, told by different documents with dates some weeks apart, made one.

    An act is joined at most once: chains of such steps would reach over months.
    """
    pairs = [
        (days, a.first, b.first, i, j)
        for i, a in enumerate(acts)
        for j, b in enumerate(acts[:i])
        if (days := _sources_disagree(a, b)) is not None
    ]
    used: set[int] = set()
    merged = []
    for _, _, _, i, j in sorted(pairs):
        if not {i, j} & used:
            used |= {i, j}
            merged.append(Act([*acts[i].told, *acts[j].told]))
    return [*merged, *(a for k, a in enumerate(acts) if k not in used)]


def _happens_once(act: Act) -> bool:
    return narrowest(str(t.statement.type) for t in act.told) in ONCE


def _acts(group: Sequence[Told]) -> list[Act]:
    acts = sorted(_dated([t for t in group if t.interval is not None]), key=lambda a: a.first)
    once = [a for a in acts if _happens_once(a)]
    acts = [*_merge_once(once), *(a for a in acts if a not in once)]
    return _undated([t for t in group if t.interval is None], acts)


def _announced(plan: Act, done: Act) -> bool:
    """Whether a plan and a report tell one act: both name its day, within a week."""
    spans = (plan.common, done.common)
    narrow = all(s is not None and width(s) <= _ANNOUNCED_DAYS for s in spans)
    return narrow and plan.agrees(done) and overlap(*spans)  # type: ignore[arg-type]


def _with_announcements(acts: Mapping[str, list[Act]]) -> list[Act]:
    """All acts; what was planned and then reported is one of them, the plan among its statements."""
    kept = [a for status, group in acts.items() if status != PLANNED for a in group]
    done = acts.get(REPORTED, [])
    fits = [(plan, [a for a in done if _announced(plan, a)]) for plan in acts.get(PLANNED, [])]
    for plan, found in fits:
        if len(found) == 1:
            for told in plan.told:
                found[0].add(told)
        else:
            kept.append(plan)
    return kept


def _connected(group: Sequence[Told]) -> list[list[Told]]:
    """The group split into parts that share no person, in order of their first statement."""
    root: dict[str, str] = {}

    def find(person: str) -> str:
        while root.setdefault(person, person) != person:
            root[person] = root[root[person]]
            person = root[person]
        return person

    for told in group:
        first, *others = sorted(told.persons)
        for other in others:
            root[find(other)] = find(first)
    parts: dict[str, list[Told]] = {}
    for told in group:
        parts.setdefault(find(min(told.persons)), []).append(told)
    return list(parts.values())


def clusters(statements: Sequence[Told]) -> tuple[Cluster, ...]:
    """Partition statements with persons into acts; every statement is in exactly one cluster, the order is fixed."""
    groups: dict[str, list[Told]] = {}
    for told in sorted(statements, key=lambda t: t.order):
        kind = str(told.statement.type)
        groups.setdefault(WIDER.get(kind, kind), []).append(told)
    found = [
        tuple(sorted(act.told, key=lambda t: t.order))
        for _, group in sorted(groups.items())
        for part in _connected(group)
        for act in _with_announcements({status: _acts(told) for status, told in _by_status(part)})
    ]
    return tuple(sorted(found, key=lambda c: c[0].order))


def _by_status(group: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    parts: dict[str, list[Told]] = {}
    for told in group:
        parts.setdefault(_status_class(told.statement), []).append(told)
    return sorted(parts.items())
