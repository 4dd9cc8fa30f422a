"""What the desk hands out: acts, outcomes, opinions."""

from __future__ import annotations

import dataclasses
from typing import Any

# Acts by name: what a person did with one click.
REVIEW, BULK, MARK, SPAN, MERGE, SPLIT, UNDO = "review", "bulk", "mark", "span", "merge", "split", "undo"

__all__ = ["BULK", "MARK", "MERGE", "REVIEW", "SPAN", "SPLIT", "UNDO", "Act", "Failure", "Opinion", "Outcome", "Part"]


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One decision of an act: `noun` is review or judgement, `number` its row, `before` the row it superseded.

    `restores` is the row that it decides again, None for a decision of its own.
    """

    noun: str
    number: int
    about: tuple[str, ...]
    before: int | None
    restores: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values for the table `act`."""
        return dataclasses.asdict(self) | {"about": list(self.about)}


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """What one person did at once; `undone` tells whether it was taken back since."""

    number: int
    what: str
    parts: tuple[Part, ...]
    reason: str
    by: str
    made: str
    undone: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """One thing of a bulk act that was not done, and why in words."""

    about: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to: its number (None when nothing was stored), what was done, what failed."""

    act: int | None
    done: tuple[str, ...]
    failures: tuple[Failure, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Opinion:
    """One reviewer's independent reading of a statement."""

    statement: str
    verdict: str
    changes: tuple[tuple[str, str | None], ...]
    reason: str
    by: str
    made: str
