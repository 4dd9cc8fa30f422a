"""What the head of acts makes of a text: probabilities a word, and the acts that they amount to."""

from __future__ import annotations

import bisect
import dataclasses
import math
import operator
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from havenwatch.model.embedding import Floats
from havenwatch.model.words import Word
from havenwatch.text.acts import ProposedAct

LOWEST = 0.05  # probability of a word below which it is no part of an act
GAP = 6  # words between two parts of one act, at most
CERTAIN = 1 - 1e-4  # no word is surer than that
CORE = 0.5  # of the surest word's probability: what a quote of the act must hold


@dataclasses.dataclass(frozen=True, slots=True)
class Calibration:
    """From the log odds of an act x to `slope` x + `offset`; `status` multiplies the scores of statuses."""

    slope: float
    offset: float
    status: float

    def probability(self, raw: float) -> float:
        """Share of acts of this raw probability that are true, as measured on held-out texts."""
        bounded = min(max(raw, 1 - CERTAIN), CERTAIN)
        return 1 / (1 + math.exp(-(self.slope * math.log(bounded / (1 - bounded)) + self.offset)))


@dataclasses.dataclass(frozen=True, slots=True)
class WindowScores:
    """Probabilities of types [N, T] and of statuses [N, S] for the words of one window."""

    types: Floats
    statuses: Floats


@dataclasses.dataclass(frozen=True, slots=True)
class ActScores:
    """Scores of all words of a text, in order; `sentences` are numbers of the sentences that they stand in."""

    words: tuple[tuple[int, int], ...]
    sentences: tuple[int, ...]
    types: Floats
    statuses: Floats
    type_names: tuple[str, ...]
    status_names: tuple[str, ...]
    calibration: Calibration

    def support(self, type_id: str, start: int, end: int) -> float:
        """Probability that some word of `text[start:end]` tells an act of the type; 0 for a type that it never learnt.

        Words of the same act that stand close by count too.
        """
        if type_id not in self.type_names:
            return 0.0
        kind, inside = self.type_names.index(type_id), set(self._words(start, end))
        touched = [part for part in self._parts(kind, LOWEST) if inside.intersection(part)]
        raw = max((self._raw(part, kind) for part in touched), default=0.0)
        own = max((float(self.types[n, kind]) for n in inside), default=0.0)
        return self.calibration.probability(max(raw, own)) if inside else 0.0

    def told(self, type_id: str, start: int, end: int) -> Mapping[str, float]:
        """Probability of each status of an act of the type told in `text[start:end]`; empty without words."""
        inside = self._words(start, end)
        if not inside:
            return {}
        kind = self.type_names.index(type_id) if type_id in self.type_names else None
        weight = self.types[inside, kind] if kind is not None else np.ones(len(inside), np.float32)
        return self._shares(inside, weight)

    def proposals(self) -> tuple[ProposedAct, ...]:
        """All acts that the model sees at all, however unlikely, in order of position."""
        kinds = np.unique(np.argwhere(self.types > LOWEST)[:, 1]).tolist()
        found = [self._act(part, kind) for kind in kinds for part in self._parts(kind, LOWEST)]
        return tuple(sorted(found, key=lambda a: (a.start, a.end, a.type)))

    def _words(self, start: int, end: int) -> list[int]:
        first = bisect.bisect_right(self.words, start, key=operator.itemgetter(1))
        return list(range(first, bisect.bisect_left(self.words, end, key=operator.itemgetter(0))))

    def _parts(self, kind: int, lowest: float) -> Iterator[list[int]]:
        """Runs of words of one sentence that tell one act of the type."""
        part: list[int] = []
        for n in np.flatnonzero(self.types[:, kind] > lowest).tolist():
            if part and (n - part[-1] > GAP or self.sentences[n] != self.sentences[part[-1]]):
                yield part
                part = []
            part.append(n)
        if part:
            yield part

    def _raw(self, part: Sequence[int], kind: int) -> float:
        """Probability that at least one of the words tells the act."""
        return float(1 - np.prod(1 - np.minimum(self.types[list(part), kind], CERTAIN)))

    def _shares(self, part: Sequence[int], weight: Floats) -> dict[str, float]:
        mean = np.average(self.statuses[list(part)], axis=0, weights=weight + np.float32(1e-6))
        return dict(zip(self.status_names, mean.tolist(), strict=True))

    def _act(self, part: list[int], kind: int) -> ProposedAct:
        weight = self.types[part, kind]
        core = [n for n, w in zip(part, weight.tolist(), strict=True) if w >= CORE * float(weight.max())]
        surest = self.words[part[int(weight.argmax())]][0]
        return ProposedAct(self.type_names[kind], self.words[core[0]][0], self.words[core[-1]][1], surest,
                           self.calibration.probability(self._raw(part, kind)), self._shares(part, weight))  # fmt: skip


def gathered(seen: Sequence[tuple[Sequence[Word], WindowScores]], starts: Sequence[int], types: tuple[str, ...],
             statuses: tuple[str, ...], calibration: Calibration) -> ActScores:  # fmt: skip
    """Windows side by side; `starts` are the offsets of the text's sentences."""
    words = tuple((w.start, w.end) for part, _ in seen for w in part)
    numbers = tuple(bisect.bisect_right(starts, start) for start, _ in words)
    empty = (np.zeros((0, len(types)), np.float32), np.zeros((0, len(statuses)), np.float32))
    kinds = np.concatenate([s.types for _, s in seen]) if seen else empty[0]
    told = np.concatenate([s.statuses for _, s in seen]) if seen else empty[1]
    return ActScores(words, numbers, kinds, told, types, statuses, calibration)
