"""Windows: stretches of a text that the encoder reads at a time, cut between sentences where it can be."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence

from havenwatch.model.words import Word


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (excluded) of the text's list of words."""

    first: int
    last: int


def windows(words: Sequence[Word], breaks: Iterable[int], size: int, longest: int | None = None) -> Iterator[Window]:
    """Pack whole sentences into windows of at most `size` pieces.

    A sentence of up to `longest` pieces (None: `size`) has a window of its own; a longer one is cut where that is full.
    """
    filled = list(itertools.accumulate((len(word.pieces) for word in words), initial=0))
    first = previous = 0
    for end in _units(words, breaks, filled, longest or size):
        if filled[end] - filled[first] > size and previous > first:
            yield Window(first, previous)
            first = previous
        previous = end
    if first < len(words):
        yield Window(first, len(words))


def _units(words: Sequence[Word], breaks: Iterable[int], filled: Sequence[int], size: int) -> Iterator[int]:
    """Ends (as numbers of words) of stretches of at most `size` pieces: sentences, and slices of long sentences."""
    starts = [word.start for word in words]
    first = 0
    for bound in sorted({bisect.bisect_left(starts, at) for at in breaks} | {len(words)}):
        while filled[bound] - filled[first] > size:
            first = bisect.bisect_right(filled, filled[first] + size) - 1
            yield first
        if bound > first:
            first = bound
            yield bound
