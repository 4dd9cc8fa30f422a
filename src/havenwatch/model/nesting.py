"""From scores of cells to spans that nest."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Cells = npt.NDArray[np.intp]  # rows (type, first word, last word)


def decoded(scores: Floats) -> tuple[Cells, Floats]:
    """Cells of scores [S, N, N] that are over zero, by place, and their scores.

    A last word before the first is no span. Of two spans that cross the surer one stays: true entities nest.
    """
    cells = np.argwhere(scores > 0)
    cells = cells[cells[:, 2] >= cells[:, 1]]
    values = scores[tuple(cells.T)]
    kept: list[int] = []
    for n in np.argsort(-values, kind="stable").tolist():
        if not any(_cross(cells[n], cells[m]) for m in kept):
            kept.append(n)
    order = sorted(kept, key=lambda n: (cells[n, 1], -cells[n, 2], cells[n, 0]))
    return cells[order], values[order]


def _cross(one: npt.NDArray[Any], two: npt.NDArray[Any]) -> bool:
    _, a, b = one.tolist()
    _, c, d = two.tolist()
    return bool(a < c <= b < d or c < a <= d < b)


def probability(scores: Floats) -> Floats:
    """The logistic function."""
    out: Floats = np.float32(1) / (np.float32(1) + np.exp(np.minimum(-scores, 80), dtype=np.float32))
    return out
