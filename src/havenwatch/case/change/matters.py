"""What is put together across documents without a person: figures, calendar, policies, acts of one text.

Each statement of that sort belongs to one matter; documents and matters name each other in the maps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from havenwatch.event.actor import State
from havenwatch.event.assemble import policy_key
from havenwatch.event.figures import calendar_key, matter_key
from havenwatch.person.register import Maps
from havenwatch.records import CALENDAR, EVENT, FIGURE, Statement

MATTERS, GATHERED = "matters", "gathered"  # document -> its matters; matter -> its documents
POLICY_SORT, FIGURE_SORT, CALENDAR_SORT = "policy", "figure", "calendar"
KeyOf = Callable[[Statement], str | None]


def key_of(policies: frozenset[str], state: State) -> KeyOf:
    """Matter of a statement, None for one that belongs to persons or to its text alone."""

    def key(s: Statement) -> str | None:
        if s.kind == EVENT and s.type in policies:
            return _joined(POLICY_SORT, policy_key(s))
        if s.kind == FIGURE and s.amount is not None and s.role("bearer") is None:
            return _joined(FIGURE_SORT, matter_key(s, state))
        if s.kind == CALENDAR and s.type is not None:
            return _joined(CALENDAR_SORT, calendar_key(s))
        return None

    return key


def sort_of(matter: str) -> str:
    """What a matter is of: policy, figure or calendar."""
    return matter.partition("\t")[0]


def _joined(sort: str, parts: Iterable[object]) -> str:
    return "\t".join((sort, *map(str, parts)))


def enter(maps: Maps, document: str, statements: Iterable[Statement], key: KeyOf) -> set[str]:
    """Note the matters of a document in place of the earlier ones; earlier and present ones."""
    before = set(maps.get(MATTERS, document) or ())
    now = {k for s in statements if (k := key(s)) is not None}
    for matter in before ^ now:
        members = set(maps.get(GATHERED, matter) or ()) ^ {document}
        if members:
            maps.put(GATHERED, matter, tuple(sorted(members)))
        else:
            maps.drop(GATHERED, matter)
    if now:
        maps.put(MATTERS, document, tuple(sorted(now)))
    else:
        maps.drop(MATTERS, document)
    return before | now


def gathered(maps: Maps, matters: Iterable[str]) -> set[str]:
    """Documents in which the matters are told."""
    return {d for m in matters for d in maps.get(GATHERED, m) or ()}
