"""A unigram vocabulary: the likeliest way to cut a word into known pieces.

Kudo 2018, "Subword Regularization": each piece has a log probability, the best cut has the largest sum. The library
for it brings a client of a model hub along, 35 MB in a program that must not reach for one.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np

SPACE = "▁"  # stands for the space before a word
UNKNOWN = 3  # id of what no piece covers; several in a row are one
Way = tuple[float, int, int]  # score of a prefix, where its last piece starts, id of that piece
PENALTY = 10.0  # an unknown letter is so much less likely than the rarest piece


class Vocabulary:
    """Pieces in order of id with their log probabilities."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._found = {piece: (n, score) for n, (piece, score) in enumerate(zip(pieces, scores, strict=True))}
        self._longest = max(map(len, pieces), default=0)
        self._unknown = min(scores, default=0.0) - PENALTY

    def segment(self, form: str) -> list[int]:
        """Ids of the best cut of a word; empty for an empty one. Of equal cuts the one of longer last pieces."""
        best: list[Way] = [(0.0, 0, UNKNOWN)]
        for end in range(1, len(form) + 1):
            best.append(max(self._last(form, end, best), key=_score))
        return _merged(_walked(best))

    def _last(self, form: str, end: int, best: Sequence[Way]) -> list[Way]:
        """Ways to end a prefix: with a known piece, or with an unknown letter."""
        starts = range(max(0, end - self._longest), end)
        found = ((start, self._found.get(form[start:end])) for start in starts)
        ways = [(best[start][0] + piece[1], start, piece[0]) for start, piece in found if piece is not None]
        if form[end - 1] not in self._found:
            ways.append((best[end - 1][0] + self._unknown, end - 1, UNKNOWN))
        return ways


def _score(way: Way) -> float:
    return way[0]


def _walked(best: Sequence[Way]) -> list[int]:
    ids: list[int] = []
    at = len(best) - 1
    while at > 0:
        _, at, piece = best[at]
        ids.append(piece)
    return ids[::-1]


def _merged(ids: Sequence[int]) -> list[int]:
    return [n for at, n in enumerate(ids) if n != UNKNOWN or at == 0 or ids[at - 1] != UNKNOWN]


def read_vocabulary(pieces: Path, scores: Path) -> Vocabulary:
    """Read pieces, one a line in order of id (packed where the name ends in .gz), and scores as little-endian f32.

    Raises:
        OSError: a file cannot be read.
        ValueError: it is no UTF-8, or the two differ in length.
    """
    packed = pieces.read_bytes()
    rows = (gzip.decompress(packed) if pieces.suffix == ".gz" else packed).decode("utf-8").split("\n")
    numbers: list[float] = np.fromfile(scores, "<f4").tolist()
    if len(rows) != len(numbers):
        raise ValueError(f"{len(rows)} pieces and {len(numbers)} scores")
    return Vocabulary(rows, numbers)
