"""Windows: whole sentences, bounded size, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.model.windows import Window, windows
from havenwatch.model.words import Word


def words(*sizes: int) -> list[Word]:
    """Words of so many pieces, ten characters apart."""
    return [Word(10 * n, 10 * n + 5, (7,) * size) for n, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "breaks", "size", "longest", "out"),
    [
        ((), [], 4, None, []),
        ((1,), [], 4, None, [(0, 1)]),
        ((1, 1, 1), [10, 20], 4, None, [(0, 3)]),
        ((2, 2, 2), [20], 4, None, [(0, 2), (2, 3)]),
        ((2, 2, 2), [10], 4, None, [(0, 1), (1, 3)]),
        ((2, 2, 2), [], 4, None, [(0, 2), (2, 3)]),
        ((2, 2, 2), [], 4, 6, [(0, 3)]),
        ((1, 2, 2, 2, 1), [10, 40], 4, 6, [(0, 1), (1, 4), (4, 5)]),
        ((4, 4), [], 4, None, [(0, 1), (1, 2)]),
        ((1, 1), [999, -5], 4, None, [(0, 2)]),
    ],
)
def test_sentences_are_packed_whole_where_they_fit(
    sizes: tuple[int, ...], breaks: list[int], size: int, longest: int | None, out: list[tuple[int, int]]
) -> None:
    assert list(windows(words(*sizes), breaks, size, longest)) == [Window(*x) for x in out]


@given(
    st.lists(st.integers(1, 24), max_size=60),
    st.lists(st.integers(0, 600), max_size=12),
    st.integers(24, 60),
    st.integers(0, 60),
)
def test_windows_are_a_bounded_partition(sizes: list[int], breaks: list[int], size: int, more: int) -> None:
    row = words(*sizes)
    found = list(windows(row, breaks, size, size + more))
    assert [n for w in found for n in range(w.first, w.last)] == list(range(len(row)))
    assert all(w.first < w.last for w in found)
    assert all(sum(len(x.pieces) for x in row[w.first : w.last]) <= size + more for w in found)
