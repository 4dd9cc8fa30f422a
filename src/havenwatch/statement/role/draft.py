"""A trigger with what was read around it, before it becomes a statement."""

from __future__ import annotations

import dataclasses

from havenwatch.statement.role.speech import Attribution
from havenwatch.statement.role.states import States
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.dates import DatedSpan


@dataclasses.dataclass(frozen=True)
class Draft:
    """A trigger with what was read around it; `mentions` are mentions in place, `heads` the chains it is about."""

    match: Match
    mentions: tuple[int, ...]
    heads: tuple[int, ...]
    status: str
    speaker: Attribution | None
    date: DatedSpan | None
    states: States
    count: int | None
    charge: tuple[str, int, int] | None
    about: str | None = None
