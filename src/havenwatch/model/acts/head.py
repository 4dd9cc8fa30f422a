"""The head of acts: for each word of a window, whether it tells an act, of which type, and how it is told.

A small network over the states that the reader has computed anyway (train/04_acts): a layer, a convolution over the
neighbouring words, a vector a type; the statuses have a convolution of their own and know no types. Several heads of
different seeds are averaged. Weights are int8 with a scale a column.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from havenwatch.errors import ModelError
from havenwatch.model.acts.features import features
from havenwatch.model.acts.scores import Calibration, WindowScores
from havenwatch.model.embedding import Floats
from havenwatch.model.nesting import probability
from havenwatch.model.pack import open_pack
from havenwatch.model.reader import Seen

PROTOCOL = 1
MATRICES = ("inner", "beside", "types", "told", "middle", "status")
TINY = np.float32(1e-5)
Weights = Mapping[str, Floats]


class ActHead:
    """Loaded heads with what they were trained to name."""

    def __init__(self, folder: Path) -> None:
        """Check and load a pack.

        Raises:
            ModelError: its file is missing, damaged, or of another protocol.
        """
        pack = open_pack(folder, PROTOCOL, ("weights",))
        try:
            self.types, self.statuses = tuple(pack.about["types"]), tuple(pack.about["statuses"])
            self.calibration = Calibration(**pack.about["calibration"])
            self.heads = _heads(pack.files["weights"], int(pack.about["heads"]))
            self._warmth = np.float32(self.calibration.status)
            self._hidden = int(pack.about["hidden"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{folder}: head of acts cannot be read ({error!r}); reinstall havenwatch") from error

    def judge(self, seen: Seen) -> WindowScores:
        """Probabilities of types [N, T] and of statuses [N, S] for the N words of a window, as the reader saw it."""
        return self.scores(features(seen))

    def scores(self, whole: Floats) -> WindowScores:
        """The same from features [N, F]."""
        states = self._normalised(whole)
        both = [_scored(head, states) for head in self.heads]
        types: Floats = np.stack([probability(t) for t, _ in both]).mean(axis=0)
        statuses: Floats = np.stack([softmax(s * self._warmth) for _, s in both]).mean(axis=0)
        return WindowScores(types, statuses)

    def _normalised(self, whole: Floats) -> Floats:
        """States with mean 0 and variance 1, each of a word's two by itself; the other features as they are."""
        states = whole[:, : 2 * self._hidden].reshape(len(whole), 2, self._hidden)
        centred = states - states.mean(axis=2, keepdims=True)
        scaled: Floats = centred / np.sqrt((centred**2).mean(axis=2, keepdims=True) + TINY)
        return np.concatenate([scaled.reshape(len(whole), -1), whole[:, 2 * self._hidden :]], axis=1)


def _scored(weights: Weights, states: Floats) -> tuple[Floats, Floats]:
    """Log odds of types and scores of statuses."""
    h: Floats = gelu(states @ weights["inner"] + weights["inner.bias"])
    h = h + gelu(flanked(h) @ weights["beside"] + weights["beside.bias"])
    told: Floats = h + gelu(flanked(h) @ weights["told"] + weights["told.bias"])
    middle = gelu(told @ weights["middle"] + weights["middle.bias"])
    return h @ weights["types"] + weights["types.bias"], middle @ weights["status"] + weights["status.bias"]


def flanked(h: Floats) -> Floats:
    """Each word [N, D] between its neighbours, [N, 3 D]; zeros beyond the window."""
    padded: Floats = np.pad(h, ((1, 1), (0, 0)))
    return np.concatenate([padded[:-2], padded[1:-1], padded[2:]], axis=1)


def gelu(x: Floats) -> Floats:
    """Gaussian error linear unit (Hendrycks and Gimpel 2016), tangent form."""
    inner: Floats = np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)
    half: Floats = np.float32(0.5) * x
    return half + half * np.tanh(inner)


def softmax(x: Floats) -> Floats:
    """Shares along the last axis."""
    grown: Floats = np.exp(x - x.max(axis=-1, keepdims=True))
    out: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return out


def _heads(path: Path, count: int) -> tuple[Weights, ...]:
    with np.load(path, allow_pickle=False) as stored:
        return tuple(_head({k: stored[f"{n}.{k}"] for k in _names()}) for n in range(count))


def _names() -> list[str]:
    return [f"{name}{part}" for name in MATRICES for part in ("", ".scale", ".bias")]


def _head(stored: Mapping[str, np.ndarray]) -> Weights:
    whole = {name: stored[name].astype(np.float32) * stored[f"{name}.scale"].astype(np.float32) for name in MATRICES}
    return whole | {f"{name}.bias": stored[f"{name}.bias"].astype(np.float32) for name in MATRICES}


@functools.cache
def load_acts() -> ActHead:
    """The head shipped with the package, loaded once a process."""
    return ActHead(Path(str(importlib.resources.files("havenwatch.model") / "weights" / "acts")))
