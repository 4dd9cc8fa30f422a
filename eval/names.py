"""Score name comparison on labelled pairs: `python -m eval.names PAIRS.csv [--json]`.

The threshold is chosen on nine tenths of the pairs and applied to the tenth that was left out, ten times; precision,
recall and F1 are those of the ten left-out parts together. The threshold that is printed is the best on all pairs.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import json
import pathlib
import sys
from collections.abc import Sequence

from havenwatch.text.name_match import compare_names

FOLDS = 10
STEPS = tuple(n / 200 for n in range(100, 200))


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two names, the score of their comparison, whether they are labelled as one person's, and the part it is in."""

    left: str
    right: str
    score: float
    same: bool
    fold: int


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 in 0..1."""

    precision: float
    recall: float
    f1: float


def _fold(left: str, right: str) -> int:
    """Part of a pair: both orders of a pair and all its repetitions are in one part."""
    body = "|".join(sorted((left.casefold(), right.casefold())))
    return int(hashlib.sha256(body.encode()).hexdigest(), 16) % FOLDS


def read_pairs(path: pathlib.Path) -> list[Pair]:
    """Pairs of a file with the columns name1, name2, is_match; other columns are ignored.

    Raises:
        KeyError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Pair(
            left=r["name1"],
            right=r["name2"],
            score=compare_names(r["name1"], r["name2"]).score,
            same=r["is_match"].strip().lower() == "true",
            fold=_fold(r["name1"], r["name2"]),
        )
        for r in rows
    ]


def measure(said: Sequence[bool], true: Sequence[bool]) -> Score:
    """Precision, recall and F1 of yes-or-no answers; 0 where a share has no denominator."""
    hit = sum(s and t for s, t in zip(said, true, strict=True))
    precision = hit / sum(said) if any(said) else 0.0
    recall = hit / sum(true) if any(true) else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0)


def best_threshold(pairs: Sequence[Pair]) -> float:
    """Threshold with the highest F1, the middle one among equals."""
    true = [p.same for p in pairs]
    f1 = {t: measure([p.score >= t for p in pairs], true).f1 for t in STEPS}
    top = [t for t in STEPS if f1[t] == max(f1.values())]
    return top[len(top) // 2]


def cross_validate(pairs: Sequence[Pair]) -> Score:
    """Score of the left-out parts under thresholds chosen on the rest."""
    said: list[bool] = []
    true: list[bool] = []
    for fold in range(FOLDS):
        threshold = best_threshold([p for p in pairs if p.fold != fold])
        held = [p for p in pairs if p.fold == fold]
        said += [p.score >= threshold for p in held]
        true += [p.same for p in held]
    return measure(said, true)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 2 when the file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.names", description=__doc__.split("\n")[0] if __doc__ else None
    )
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of words")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print up to N wrong pairs to stderr")
    options = parser.parse_args(arguments)
    try:
        pairs = read_pairs(options.pairs)
    except (OSError, KeyError, UnicodeDecodeError) as error:
        print(f"{options.pairs}: cannot be read as pairs ({error!r}); columns name1, name2, is_match", file=sys.stderr)
        return 2
    score, threshold = cross_validate(pairs), best_threshold(pairs)
    wrong = [p for p in pairs if (p.score >= threshold) != p.same]
    for p in sorted(wrong, key=lambda p: (p.same, p.score))[: options.errors]:
        print(f"{'missed' if p.same else 'false '} {p.score:.3f} {p.left} | {p.right}", file=sys.stderr)
    if options.json:
        print(json.dumps({**dataclasses.asdict(score), "threshold": threshold}))
    else:
        print(f"{len(pairs)} pairs: precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}")
        print(f"threshold {threshold:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
