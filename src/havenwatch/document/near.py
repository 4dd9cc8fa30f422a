"""Near-duplicates by MinHash: texts that share most of their runs of words, however they were shortened or framed.

Source: Broder 1997, On the resemblance and containment of documents. Hashes are the multiply-shift family of
Dietzfelbinger et al. 1997 on 64-bit hashes of the runs.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Runs of four words: a phrase of legal news ("отказал в предоставлении убежища") is shared by unrelated texts, many of
# them in a row are not.
RUN = 4
# Bands of three rows: a pair with a resemblance of 0.5 becomes a candidate with a probability of 0.996.
BANDS, ROWS = 42, 3
# At least this resemblance makes a copy; or this share of the shorter text found in the longer one.
RESEMBLANCE, CONTAINED = 0.6, 0.85
# Below this the share that is contained cannot be told from a signature of this length.
LEAST_RESEMBLANCE = 0.15
# Fewer runs are a short notice, which resembles others by chance.
LEAST_RUNS = 25
_SEED = 20260305
_WORD = re.compile(r"[^\W_]+")

__all__ = ["Signature", "band_hashes", "near_pairs", "resembles", "signature_of"]


@dataclasses.dataclass(frozen=True, slots=True)
class Signature:
    """Smallest hashes of the runs of a text, and how many runs there are."""

    runs: int
    least: NDArray[np.uint32]

    def dump(self) -> bytes:
        """As bytes, little-endian."""
        return self.runs.to_bytes(4, "little") + self.least.astype("<u4").tobytes()

    @classmethod
    def load(cls, data: bytes) -> Signature:
        """From the bytes of `dump`."""
        import numpy as np

        return cls(int.from_bytes(data[:4], "little"), np.frombuffer(data[4:], "<u4").astype(np.uint32))


def signature_of(text: str) -> Signature:
    """Signature of the words of a text in lower case, whatever stands between them."""
    import numpy as np

    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    runs = sorted({" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)})
    if not runs:
        return Signature(0, np.zeros(BANDS * ROWS, np.uint32))
    digests = (hashlib.blake2b(run.encode(), digest_size=8).digest() for run in runs)
    hashed = np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)
    factors, shifts = _family()
    least = np.full(BANDS * ROWS, np.uint32(0xFFFFFFFF))
    for start in range(0, len(hashed), 4096):  # a book does not fill the memory
        block = hashed[start : start + 4096, None] * factors + shifts
        least = np.minimum(least, (block >> np.uint64(32)).min(axis=0).astype(np.uint32))
    return Signature(len(runs), least)


def resembles(one: Signature, other: Signature) -> bool:
    """Whether one text is a copy of the other, whole or shortened."""
    if min(one.runs, other.runs) < LEAST_RUNS:
        return False
    alike = float((one.least == other.least).mean())
    if alike >= RESEMBLANCE:
        return True
    shared = alike * (one.runs + other.runs) / (1 + alike)
    return alike >= LEAST_RESEMBLANCE and shared >= CONTAINED * min(one.runs, other.runs)


def band_hashes(signature: Signature) -> tuple[int, ...]:
    """One 32-bit hash of each band; empty for a text too short. Texts that resemble each other share one of them."""
    if signature.runs < LEAST_RUNS:
        return ()
    rows = signature.least.astype("<u4").reshape(BANDS, ROWS)
    hashed = (zlib.crc32(rows[band].tobytes(), band) for band in range(BANDS))
    return tuple(sorted({h - 2**32 if h >= 2**31 else h for h in hashed}))  # signed, as databases have them


def near_pairs(signatures: Sequence[Signature]) -> set[tuple[int, int]]:
    """Pairs of places (left < right) of texts that resemble each other."""
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, signature in enumerate(signatures):
        if signature.runs >= LEAST_RUNS:
            rows = signature.least.reshape(BANDS, ROWS)
            for band in range(BANDS):
                buckets[band, rows[band].tobytes()].append(place)
    seen: set[tuple[int, int]] = set()
    for places in buckets.values():
        seen.update((a, b) for i, a in enumerate(places) for b in places[i + 1 :])
    return {(a, b) for a, b in seen if resembles(signatures[a], signatures[b])}


def _family() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Factors (odd) and shifts of the hash functions, the same for ever: signatures are stored."""
    import numpy as np

    made = np.random.Generator(np.random.PCG64(_SEED)).integers(0, 2**63, (2, BANDS * ROWS), dtype=np.uint64)
    return made[0] | np.uint64(1), made[1]
