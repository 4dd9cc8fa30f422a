"""Word embeddings in 4-bit blocks (Q4_0), as the base model came with them: looked up from the file row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from havenwatch.errors import ModelError

BLOCK = 32  # numbers that share a scale
BLOCK_BYTES = 2 + BLOCK // 2  # an f16 scale, then the nibbles: low ones are the first half of the block
ZERO = 8  # nibbles are stored from 0 to 15

Floats = npt.NDArray[np.float32]


class Embeddings:
    """A table [rows, hidden] that stays on disk: pages that are read are the system's to keep or drop."""

    def __init__(self, path: Path, hidden: int) -> None:
        """Map the file.

        Raises:
            ModelError: its size is no multiple of a row.
        """
        row = hidden // BLOCK * BLOCK_BYTES
        if path.stat().st_size % row:
            raise ModelError(f"{path}: {path.stat().st_size} bytes are no whole rows of {row}; reinstall havenwatch")
        table = np.memmap(path, np.uint8, "r")
        self._rows = table.reshape(-1, hidden // BLOCK, BLOCK_BYTES)

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, ids: Sequence[int]) -> Floats:
        """Vectors of the ids, [len(ids), hidden]."""
        blocks = self._rows[np.asarray(ids, np.intp)]
        scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
        packed = blocks[..., 2:]
        nibbles = np.concatenate([packed & 0xF, packed >> 4], axis=-1).astype(np.float32)
        nibbles -= ZERO
        nibbles *= scale
        return nibbles.reshape(len(ids), self._rows.shape[1] * BLOCK)
