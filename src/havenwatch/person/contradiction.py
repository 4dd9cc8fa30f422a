"""Decisions of people that contradict each other, found before one is stored and named with those in the way."""

from __future__ import annotations

import collections
from collections.abc import Iterable

from havenwatch.records import DIFFERENT, SAME, Judgement


def contradiction(new: Judgement, earlier: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The earlier decisions that a new one contradicts, empty when it fits them all.

    "Different" is contradicted by a path of decisions "same" between the two, "same" by a decision "different" on any
    two that it would bring together. An earlier decision on the very pair is superseded and contradicts nothing.
    """
    live = [j for j in earlier if (j.left, j.right) != (new.left, new.right)]
    paths = _paths(new.left, live)
    if new.verdict == DIFFERENT:
        return paths.get(new.right, ())
    if new.verdict != SAME or new.right in paths:
        return ()
    others = _paths(new.right, live)
    apart = (j for j in live if j.verdict == DIFFERENT)
    crossing = (
        (j, a, b) for j in apart for a, b in ((j.left, j.right), (j.right, j.left)) if a in paths and b in others
    )
    return next(((*paths[a], j, *others[b]) for j, a, b in crossing), ())


def _paths(start: str, judgements: Iterable[Judgement]) -> dict[str, tuple[Judgement, ...]]:
    """Every mention that decisions "same" connect with this one, with the decisions on the way."""
    near: dict[str, list[tuple[str, Judgement]]] = collections.defaultdict(list)
    for j in judgements:
        if j.verdict == SAME:
            near[j.left].append((j.right, j))
            near[j.right].append((j.left, j))
    found: dict[str, tuple[Judgement, ...]] = {start: ()}
    queue = collections.deque([start])
    while queue:
        here = queue.popleft()
        for other, j in near[here]:
            if other not in found:
                found[other] = (*found[here], j)
                queue.append(other)
    return found
