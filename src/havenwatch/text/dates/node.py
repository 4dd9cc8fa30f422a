"""Meaning of a temporal expression before it is placed on the calendar."""

from __future__ import annotations

import dataclasses
import datetime as dt

Interval = tuple[dt.date | None, dt.date | None]
UNKNOWN: Interval = (None, None)


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """One reduced phrase.

    `op` names how it is resolved (day, month, year, week day, offset, range, ...), `kind` the kind of the conventions.
    `number` is a day, month, year, count or order by op; `word` a unit, season or part; `mod` a modifier
    (last, next, same, ...); `parts` are inner phrases; `almost` marks «почти год назад».
    `year` and `month` narrow a day, month, season or part: a node of its own (прошлого года) or None.
    """

    op: str
    kind: str
    number: float = 0
    word: str = ""
    mod: str = ""
    month: int | None = None
    year: Node | None = None
    parts: tuple[Node, ...] = ()
    almost: bool = False
