"""Possible links: who is not named in one text may be the named person of another, or the unnamed one of a third.

They are judged unsure, never joined: a count must say that both may be one person.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable

from havenwatch.person.chain import Chain
from havenwatch.records import UNSURE, Judgement

RULE = "rule:possible"
# Acts rare enough that two accounts of one state and time may tell the same; detentions and appeals come daily
_RARE = frozenset({
    "extradited", "expelled", "handed_to_military", "abducted", "disappeared", "killed", "detained_in_transit",
    "extradition_approved", "extradition_refused", "asylum_refused", "asylum_granted", "expulsion_ordered",
    "residence_revoked", "citizenship_revoked",
})  # fmt: skip
_WIDE = frozenset({"other"})  # a profile that says nothing
_DAYS = 45  # between two accounts of one act: from the decision to the day it became known
_WIDEST = 1500  # days; "in the last years" is no date
_MOST = 5  # possible links of one unnamed person: more are no help to the person who reviews them
_BASE, _PER_REASON = 0.3, 0.1

Bucket = tuple[str, str, int]  # type, host, month


@dataclasses.dataclass(frozen=True, slots=True)
class Trace:
    """One dated rare act of a chain."""

    chain: Chain
    kind: str
    host: str
    first: dt.date
    last: dt.date

    def home(self) -> tuple[Bucket, ...]:
        """Months of the act."""
        return _months(self.kind, self.host, self.first, self.last)

    def around(self) -> tuple[Bucket, ...]:
        """Months of the act and of other accounts of it."""
        slack = dt.timedelta(days=_DAYS)
        return _months(self.kind, self.host, self.first - slack, self.last + slack)


def _months(kind: str, host: str, first: dt.date, last: dt.date) -> tuple[Bucket, ...]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
    return tuple((kind, host, month) for month in months)


def traces(chain: Chain) -> tuple[Trace, ...]:
    """Dated rare acts of a chain with their host state, in a fixed order."""
    found = [
        Trace(chain, kind, host, first, last)
        for kind, host, first, last in chain.acts
        if kind in _RARE and host is not None and first is not None and last is not None
        and (last - first).days <= _WIDEST
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda t: (t.kind, t.host, t.first, t.last)))


def _gap(a: Trace, b: Trace) -> int:
    return max(0, (b.first - a.last).days, (a.first - b.last).days)


def _profiles(a: Chain, b: Chain) -> frozenset[str] | None:
    """Profiles in common; None when both have some and none is shared."""
    left, right = a.profiles - _WIDE, b.profiles - _WIDE
    shared = left & right
    return None if left and right and not shared else shared


def _days(trace: Trace) -> str:
    return str(trace.first) if trace.first == trace.last else f"{trace.first}/{trace.last}"


def link(one: Chain, other: Chain) -> Judgement | None:
    """The best judgement "unsure" on two chains by their rare acts, None when nothing links them."""
    pairs = ((a, b) for a in traces(one) for b in traces(other))
    found = [j for a, b in pairs if (j := _compare(a, b)) is not None]
    return max(found, key=lambda j: (j.score, j.reasons), default=None)


def _compare(one: Trace, other: Trace) -> Judgement | None:
    shared = _profiles(one.chain, other.chain)
    near = (one.kind, one.host) == (other.kind, other.host) and _gap(one, other) <= _DAYS
    if not near or shared is None or one.chain.origin == other.chain.origin:
        return None
    low, high = sorted((one, other), key=lambda t: t.chain.id)
    group = any((t.chain.count or 1) > 1 for t in (one, other))
    reasons = (
        "one is not named" if one.chain.name or other.chain.name else "neither is named",
        f"{one.kind} in {one.host}, {_days(low)} and {_days(high)}",
        *(f"{p} in both" for p in sorted(shared)),
        *(("may be one of the group",) if group else ()),
    )
    score = _BASE + _PER_REASON * (len(shared) + (_gap(one, other) == 0))
    return Judgement(low.chain.id, high.chain.id, UNSURE, round(min(score, 0.9), 4), reasons, RULE, None)


def best_few(found: Iterable[Judgement], kind_of: Callable[[str], str], chain: str) -> tuple[Judgement, ...]:
    """The best judgement for each other kind of chain, a few at most."""
    best: dict[str, Judgement] = {}
    for j in sorted(found, key=lambda j: (-j.score, j.left, j.right)):
        best.setdefault(kind_of(j.right if j.left == chain else j.left), j)
    return tuple(list(best.values())[:_MOST])
