"""Ids in portions that one SQL statement can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

_PORTION = 1_000

__all__ = ["portions"]


def portions(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    """The ids, each once and sorted, some at a time."""
    every = sorted(set(ids))
    for start in range(0, len(every), _PORTION):
        yield every[start : start + _PORTION]
