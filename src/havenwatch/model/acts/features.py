"""What the head of acts looks at: states of a word's first and last piece, and what the reader took the word for."""

from __future__ import annotations

import numpy as np

from havenwatch.model.embedding import Floats
from havenwatch.model.reader import Seen

CLIP = 8.0  # scores of spans beyond this say nothing more


def features(seen: Seen) -> Floats:
    """Features [N, 2 H + S] of the N words of a window; S is the number of the reader's types."""
    return np.concatenate([seen.first, seen.last, covering(seen.scores).T], axis=1)


def covering(scores: Floats) -> Floats:
    """For each type and word [S, N] the best score of a span that holds the word, from scores of spans [S, N, N]."""
    begun = np.maximum.accumulate(np.where(np.tri(scores.shape[1], dtype=bool).T, scores, -CLIP), axis=1)
    held = np.maximum.accumulate(begun[:, :, ::-1], axis=2)[:, :, ::-1]
    found: Floats = np.clip(np.diagonal(held, axis1=1, axis2=2), -CLIP, CLIP) / np.float32(CLIP)
    return found
