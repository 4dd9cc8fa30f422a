"""The scene an expression is read in, and the table of resolvers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from havenwatch.text.dates.node import UNKNOWN, Interval, Node

PAST, FUTURE, PRESENT = "past", "future", "present"
STEP = {"beforelast": -2, "last": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "afternext": 2}
ONE_DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """What the text around gives. `anchor` is the last interval of the narrative, `near` whether it was told just now.

    `given` is a year named before in the passage, `floor` the earliest day it may bind, None for any. `tense` is
    `past` or `future`; `told` is the tense that a verb told, `past`, `future`, `present` or None; `story` tells
    whether «следующий год» can be counted from what was told. `alone`: the text is this expression and nothing else.
    """

    published: dt.date | None
    tense: str = PAST
    anchor: Interval | None = None
    near: bool = False
    given: int | None = None
    floor: dt.date | None = None
    told: str | None = None
    story: bool = True
    alone: bool = False

    def at(self, day: dt.date, tense: str) -> Scene:
        """The same scene seen from another day, without a given year."""
        return dataclasses.replace(self, published=day, tense=tense, given=None)


Resolver = Callable[[Node, Scene], Interval]
RESOLVERS: dict[str, Resolver] = {}


def resolves(op: str) -> Callable[[Resolver], Resolver]:
    """Registers a function as the resolver of nodes with this `op`."""

    def register(resolver: Resolver) -> Resolver:
        RESOLVERS[op] = resolver
        return resolver

    return register


def resolve(node: Node, scene: Scene) -> Interval:
    """Interval of `node`; UNKNOWN when it needs something that the scene lacks or leaves the calendar."""
    try:
        return RESOLVERS[node.op](node, scene)
    except (ValueError, OverflowError):  # a day that no month has, or a year outside 1-9999
        return UNKNOWN
