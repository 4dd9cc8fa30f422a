"""Log-linear judges over the features, with weights learned from the training split (train/05_hrdsattack)."""

from __future__ import annotations

import dataclasses
import functools
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.hrdsattack.features import Candidate, Features

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclasses.dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature and a bias; `probability` is the logistic of their sum."""

    weights: Mapping[str, float]
    bias: float

    def score(self, features: Features) -> float:
        """Sum of the weights of what is there."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def probability(self, features: Features) -> float:
        """The score as a probability."""
        return 1 / (1 + math.exp(-max(min(self.score(features), 30.0), -30.0)))


@dataclasses.dataclass(frozen=True, slots=True)
class Judges:
    """All judges: one for a person, a state, a year and a month as candidates, one a kind of violation and perpetrator.

    `thresholds` are the least probabilities at which an answer is given; `spelling` maps ISO codes to the data's words.
    """

    victim: Linear
    state: Linear
    year: Linear
    month: Linear
    violations: Mapping[str, Linear]
    perpetrators: Mapping[str, Linear]
    thresholds: Mapping[str, float]
    spelling: Mapping[str, str]


@functools.cache
def load_judges(path: Path = WEIGHTS) -> Judges:
    """Judges from their file.

    Raises:
        EvaluationError: the file is missing or malformed.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Judges(
            _linear(raw["victim"]), _linear(raw["state"]), _linear(raw["year"]), _linear(raw["month"]),
            _linears(raw["violations"]), _linears(raw["perpetrators"]), raw["thresholds"], raw["spelling"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path}: no readable weights ({error!r}); make them with train/05_hrdsattack") from error


def _linear(raw: Mapping[str, Any]) -> Linear:
    return Linear(raw["weights"], raw["bias"])


def _linears(raw: Mapping[str, Any]) -> Mapping[str, Linear]:
    return {name: _linear(value) for name, value in raw.items()}


def ranked(judge: Linear, candidates: Sequence[Candidate]) -> list[tuple[float, str]]:
    """Candidates with their probabilities, the likeliest first."""
    return sorted(((judge.probability(c.features), c.value) for c in candidates), key=lambda row: (-row[0], row[1]))
