"""The head of acts: for each word of a window, whether it tells an act, of which type, and how it is told.

A small network over the states that the reader has computed anyway (train/04_acts): a layer, a convolution over the
neighbouring words, a vector a type; the statuses have a convolution of their own and know no types. Several heads are
averaged within one graph, whose weights are stored in f16.
"""

from __future__ import annotations

import functools
import importlib.resources
from pathlib import Path

from havenwatch.errors import ModelError
from havenwatch.model.acts.features import features
from havenwatch.model.acts.scores import Calibration, WindowScores
from havenwatch.model.embedding import Floats
from havenwatch.model.pack import open_pack
from havenwatch.model.reader import Seen, open_session

PROTOCOL = 1


class ActHead:
    """Loaded heads with what they were trained to name."""

    def __init__(self, folder: Path) -> None:
        """Check and load a pack.

        Raises:
            ModelError: its file is missing, damaged, or of another protocol.
        """
        pack = open_pack(folder, PROTOCOL, ("heads",))
        try:
            self.types, self.statuses = tuple(pack.about["types"]), tuple(pack.about["statuses"])
            self.calibration = Calibration(**pack.about["calibration"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{folder}: head of acts cannot be read ({error!r}); reinstall havenwatch") from error
        self._session = open_session(pack.files["heads"])

    def judge(self, seen: Seen) -> WindowScores:
        """Probabilities of types [N, T] and of statuses [N, S] for the N words of a window, as the reader saw it."""
        return self.scores(features(seen))

    def scores(self, whole: Floats) -> WindowScores:
        """The same from features [N, F]."""
        types, statuses = self._session.run(None, {"features": whole})
        return WindowScores(types, statuses)


@functools.cache
def load_acts() -> ActHead:
    """The head shipped with the package, loaded once a process."""
    return ActHead(Path(str(importlib.resources.files("havenwatch.model") / "weights" / "acts")))
