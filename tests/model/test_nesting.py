"""Decoding of spans: over zero, last not before first, none that cross."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from havenwatch.model.nesting import decoded, probability


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({}, []),
        ({(0, 0, 0): 1.0}, [(0, 0, 0)]),
        ({(0, 0, 0): -1.0}, []),
        ({(0, 2, 1): 5.0}, []),
        ({(0, 0, 2): 1.0, (1, 1, 2): 2.0}, [(0, 0, 2), (1, 1, 2)]),
        ({(0, 0, 2): 1.0, (1, 1, 3): 2.0}, [(1, 1, 3)]),
        ({(0, 0, 2): 2.0, (1, 1, 3): 1.0, (1, 3, 4): 0.5}, [(0, 0, 2), (1, 3, 4)]),
        ({(0, 1, 1): 1.0, (1, 1, 1): 1.0}, [(0, 1, 1), (1, 1, 1)]),
    ],
)
def test_spans_nest_and_of_two_that_cross_the_surer_stays(
    cells: dict[tuple[int, int, int], float], kept: list[tuple[int, int, int]]
) -> None:
    scores = np.full((2, 5, 5), -3.0, np.float32)
    for cell, score in cells.items():
        scores[cell] = score
    found, values = decoded(scores)
    assert [tuple(row) for row in found.tolist()] == kept
    assert values.tolist() == [cells[cell] for cell in kept]


@given(arrays.arrays(np.float32, (2, 6, 6), elements=st.floats(-4, 1, width=32)))
def test_no_two_spans_cross(scores: np.ndarray) -> None:
    rows = [tuple(row) for row in decoded(scores)[0].tolist()]
    assert not any(a < c <= b < d for _, a, b in rows for _, c, d in rows)
    assert all(scores[row] > 0 for row in rows)


def test_probability_is_the_logistic_function() -> None:
    assert probability(np.array([0.0, 100.0, -100.0], np.float32)).tolist() == pytest.approx([0.5, 1.0, 0.0], abs=1e-6)
