"""Whether persons may be joined: the pairs that a merge judges, and the decisions of people that contradict it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from havenwatch.ledger.desk import store
from havenwatch.ledger.storage import rows
from havenwatch.person.contradiction import contradiction
from havenwatch.records import DIFFERENT, SAME, Judgement

__all__ = ["against", "in_words", "pairs"]


def pairs(connection: sa.Connection, persons: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of mentions, the smaller id first, whose being the same joins the persons; empty for fewer than two."""
    found = [m for m in (store.representative(connection, p) for p in dict.fromkeys(persons)) if m is not None]
    return [(min(found[0], other), max(found[0], other)) for other in found[1:]]


def against(connection: sa.Connection, persons: Sequence[str]) -> tuple[Judgement, ...]:
    """Decisions of people that joining contradicts, with those on the way between them, sorted by pair.

    They are those between mentions of different persons, and those that the register's check finds when the pairs are
    joined one after the other, each contradiction decided anew before the next is looked for.
    """
    live = {(j.left, j.right): j for j in rows.judgements(connection)}
    found = {p: live[p] for p in store.judged_between(connection, persons, DIFFERENT)}
    live = {p: j for p, j in live.items() if p not in found}
    for left, right in pairs(connection, persons):
        joined = Judgement(left, right, SAME, 1.0, (), "", None)
        while way := contradiction(joined, live.values()):
            found |= {(j.left, j.right): j for j in way}
            live = {p: j for p, j in live.items() if j.verdict != DIFFERENT or j not in way}
        live[left, right] = joined
    return tuple(found[p] for p in sorted(found))


def in_words(way: Iterable[Judgement]) -> str:
    """Decisions with who made them and when."""
    return "; ".join(f"{j.left} and {j.right} {j.verdict} ({j.by}, {j.made or 'no date'})" for j in way)
