"""Word embeddings in 4-bit blocks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from havenwatch.errors import ModelError
from havenwatch.model.embedding import BLOCK, BLOCK_BYTES, Embeddings


def block(scale: float, numbers: list[int]) -> bytes:
    """One block: numbers from -8 to 7, the first half in the low nibbles."""
    raised = [n + 8 for n in numbers]
    packed = bytes(low | high << 4 for low, high in zip(raised[:16], raised[16:], strict=True))
    return np.float16(scale).tobytes() + packed


def test_rows_are_scaled_nibbles(tmp_path: Path) -> None:
    numbers = [[n % 16 - 8 for n in range(BLOCK)], [7 - n % 16 for n in range(BLOCK)]]
    path = tmp_path / "table"
    path.write_bytes(block(0.5, numbers[0]) + block(2.0, numbers[1]))
    table = Embeddings(path, BLOCK)
    assert len(table) == 2
    assert table.rows([1, 0, 1]).tolist() == [[2.0 * n for n in numbers[1]], [0.5 * n for n in numbers[0]],
                                              [2.0 * n for n in numbers[1]]]  # fmt: skip
    assert table.rows([]).shape == (0, BLOCK)


def test_a_file_of_broken_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(b"\0" * (BLOCK_BYTES + 1))
    with pytest.raises(ModelError, match="no whole rows"):
        Embeddings(path, BLOCK)
