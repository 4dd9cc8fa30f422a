"""The relevance gate: a cheap test of whether a document has anything to do with the subject at all.

A document is about as relevant as its most relevant sentence: one line on an arrest at the end of a report on a
festival is enough, and several that come near it add a little. A sentence is a bag of word beginnings and of pairs of
them, weighed by a linear model learned from sentences that tell an act of the ledger against sentences of news on other
subjects (train/03_gate).

It judges only what it can: a short text, or one in whose words it has learnt too little (as in any language but Russian
and English), passes unjudged. A miss costs a case, a pass some milliseconds.
"""

from __future__ import annotations

import dataclasses
import functools
import heapq
import importlib.resources
import itertools
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from havenwatch.errors import ModelError
from havenwatch.model.pack import open_pack

PROTOCOL = 2  # raised when the form of the weights or the features changes
WORD = re.compile(r"[^\W\d_]{3,}")
SENTENCE = re.compile(r"[^.!?…\n]+")  # a cut at an abbreviation only makes two sentences of one
STEM, HALF = 5, 5  # letters kept of a word alone, and of each in a pair: enough to be the same in every inflection
SHARP = 2.0  # of the soft maximum over sentences: the larger, the less the second best adds
COUNTED = 8  # sentences in it, the best ones: otherwise a book would pass for its length
FEWEST = 3  # a sentence of fewer distinct features says nothing
SHORT = 500  # characters of a text that passes unjudged: it costs less to read than to lose
KNOWN = 0.5  # share of words with a weight below which a text passes unjudged; other Russian news have 0.6 to 0.9
REASONS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to read a document.

    `judged` is False for what passes unjudged; `score` is the soft maximum over its sentences (-inf without any),
    `words` what weighed most in the best one.
    """

    passed: bool
    judged: bool
    score: float
    words: tuple[str, ...]


class Gate:
    """Weights by feature: (weight x rarity, rarity squared)."""

    def __init__(self, weights: Mapping[str, Sequence[float]], bias: float, threshold: float) -> None:
        self._weights, self._bias, self._threshold = weights, bias, threshold

    def judge(self, text: str) -> Verdict:
        """Judge a whole text."""
        best, best_features, scores = -math.inf, set[str](), list[float]()
        words = known = 0
        for features, stems in sentences(text):
            words += len(stems)
            known += len(stems & self._weights.keys())
            scores.append(self.score(features))
            if scores[-1] > best:
                best, best_features = scores[-1], features
        judged = len(text) >= SHORT and known > 0 and known >= KNOWN * words
        score = soft_maximum(scores)
        return Verdict(not judged or score >= self._threshold, judged, score, self._reasons(best_features))

    def score(self, features: set[str]) -> float:
        """Score of one sentence: over zero where it tells an act rather than not; -inf if nothing in it is known."""
        total = length = 0.0
        find = self._weights.get
        for feature in features:
            if (pair := find(feature)) is not None:
                total += pair[0]
                length += pair[1]
        return self._bias + total / math.sqrt(length) if length else -math.inf

    def _reasons(self, features: set[str]) -> tuple[str, ...]:
        weighed = sorted((-self._weights[f][0], f) for f in features if f in self._weights)
        return tuple(feature for weight, feature in weighed[:REASONS] if weight < 0)


def soft_maximum(scores: Sequence[float]) -> float:
    """The largest score, raised by others near it: by 0.35 where a second equals it, by 1.04 at most; -inf for none."""
    best = max(scores, default=-math.inf)
    if math.isinf(best):
        return best
    counted = heapq.nlargest(COUNTED, scores)
    return best + math.log(sum(math.exp(SHARP * (score - best)) for score in counted)) / SHARP


def sentences(text: str) -> Iterator[tuple[set[str], set[str]]]:
    """(All features, those of words alone) of each sentence that has enough of them."""
    for part in SENTENCE.findall(text.lower()):
        words = WORD.findall(part)
        stems = {word[:STEM] for word in words}
        if len(stems) >= FEWEST:
            halves = [word[:HALF] for word in words]
            yield stems.union(map(" ".join, itertools.pairwise(halves))), stems


def open_gate(folder: Path) -> Gate:
    """Check and load a gate.

    Raises:
        ModelError: its file is missing, damaged, or of another protocol.
    """
    pack = open_pack(folder, PROTOCOL, ("weights",))
    try:
        read = json.loads(pack.files["weights"].read_text(encoding="utf-8"))
        return Gate(read["weights"], float(read["bias"]), float(pack.about["threshold"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: weights of the gate cannot be read ({error!r}); reinstall havenwatch") from error


@functools.cache
def load_gate() -> Gate:
    """The gate shipped with the package, loaded once a process."""
    return open_gate(Path(str(importlib.resources.files("havenwatch.model") / "weights" / "gate")))
