"""What a model sees of acts in a text, as the reading of statements knows it: evidence beside the rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol


@dataclasses.dataclass(frozen=True, slots=True)
class ProposedAct:
    """An act that a model sees: `text[start:end]` holds the words that tell it, `peak` is the start of the surest.

    `probability` is calibrated; `statuses` gives the probability of each status.
    """

    type: str
    start: int
    end: int
    peak: int
    probability: float
    statuses: Mapping[str, float]

    @property
    def status(self) -> str:
        """The likeliest status."""
        return max(self.statuses, key=self.statuses.__getitem__)


class ActEvidence(Protocol):
    """Probabilities over the words of one text; offsets are code points of it."""

    def support(self, type_id: str, start: int, end: int) -> float:
        """Probability that words of `text[start:end]` tell an act of the type."""
        ...

    def told(self, type_id: str, start: int, end: int) -> Mapping[str, float]:
        """Probability of each status of an act of the type told there; empty where there are no words."""
        ...

    def proposals(self) -> Sequence[ProposedAct]:
        """All acts that the model sees at all, however unlikely, in order of position."""
        ...
