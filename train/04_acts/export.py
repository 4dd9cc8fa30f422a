"""Make packs of trained heads: python train/04_acts/export.py --cache DIR --folds train/04_acts/folds --out WEIGHTS.

A pack for each fold with the digests of the documents that it never saw, and the pack that ships. Probabilities and
statuses are calibrated on what the heads of the folds make of those documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from encode import Cache, open_cache
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from eval.acts import GoldAct, matched
from eval.unseen import DIGITS
from havenwatch.model.acts import ActHead, ActScores, Calibration, gathered
from havenwatch.model.acts.head import PROTOCOL
from havenwatch.model.acts.scores import CERTAIN
from havenwatch.model.words import Word
from havenwatch.records import STATUSES

CONFIGS = ("both", "gold")
PLAIN = {"slope": 1.0, "offset": 0.0, "status": 1.0}
SURE = 0.05  # proposals below this raw probability say nothing about calibration
DATA = (
    "the project's own annotations of Wikinews texts (CC BY 2.5), its abstracts and synthetic passages; phrases of the "
    "ontology; what the rules read in other NEREL 1.1 texts (CC BY 2.5) and in HRDsAttack articles (texts not kept)"
)


def arrays(state: dict[str, torch.Tensor], groups: Sequence[int], number: int) -> dict[str, np.ndarray]:
    """Weights of one head by the names that the package knows, int8 with a scale a column."""
    types = state["own"] + state["shared"][torch.tensor(groups)]
    wide = {
        "inner": (state["inner.weight"].T, state["inner.bias"]), "types": (types.T, state["bias"]),
        "beside": (_flat(state["beside.weight"]), state["beside.bias"]),
        "told": (_flat(state["told.weight"]), state["told.bias"]),
        "middle": (state["middle.weight"].T, state["middle.bias"]),
        "status": (state["status.weight"].T, state["status.bias"]),
    }  # fmt: skip
    out = {}
    for name, (matrix, bias) in wide.items():
        values = matrix.numpy()
        scale = np.abs(values).max(axis=0) / 127 + 1e-12
        out |= {f"{number}.{name}": np.round(values / scale).astype(np.int8),
                f"{number}.{name}.scale": scale.astype(np.float32),
                f"{number}.{name}.bias": bias.numpy().astype(np.float32)}  # fmt: skip
    return out


def _flat(convolution: torch.Tensor) -> torch.Tensor:
    """Weights [out, in, 3] as the matrix [3 in, out] for the three words side by side."""
    return convolution.permute(2, 1, 0).flatten(0, 1)


def write(folder: Path, states: Sequence[dict], cache: Cache, about: dict) -> None:
    """Weights and manifest of one pack."""
    folder.mkdir(parents=True, exist_ok=True)
    stored: dict[str, np.ndarray] = {}
    for number, state in enumerate(states):
        stored |= arrays(state, cache.groups, number)
    np.savez_compressed(folder / "weights.npz", **stored)
    digest = hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest()
    manifest = {
        "protocol": PROTOCOL, "name": "acts", "data": DATA, "licence": "Apache-2.0", "heads": len(states),
        "hidden": cache.sizes["hidden"], "types": cache.types, "statuses": STATUSES, "calibration": PLAIN,
        "files": {"weights": {"file": "weights.npz", "sha256": digest}},
    } | about  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def scores_of(head: ActHead, cache: Cache, items: set[int]) -> dict[int, ActScores]:
    """What a head makes of items, from the cached features."""
    seen: dict[int, list] = {n: [] for n in items}
    for window in cache.windows:
        if window.item in items:
            words = [Word(a, b, ()) for a, b, _ in window.places]
            seen[window.item].append((words, head.scores(window.features.astype(np.float32)), window.places))
    out = {}
    for item, rows in seen.items():
        starts = sorted({(number, start) for _, _, places in rows for start, _, number in places})
        firsts = [min(s for n, s in starts if n == number) for number in sorted({n for n, _ in starts})]
        pairs = [(words, scores) for words, scores, _ in rows]
        out[item] = gathered(pairs, firsts, head.types, head.statuses, head.calibration)
    return out


def pairs(cache: Cache, scores: dict[int, ActScores]) -> Iterator[tuple[float, bool, dict[str, float], str]]:
    """(Raw probability, whether true, statuses, true status) of each proposal."""
    for number, found in scores.items():
        gold = [GoldAct(a.type, str(a.status), a.spans) for a in cache.items[number].acts]
        for act, hit in matched(gold, found.proposals()):
            yield act.probability, hit is not None, dict(act.statuses), hit.status if hit is not None else ""


def calibrated(rows: Sequence[tuple[float, bool, dict[str, float], str]]) -> Calibration:
    """Slope and offset on the log odds (Platt 1999), and the factor of statuses that makes the true ones likeliest."""
    judged = [(math.log(p / (1 - p)), hit) for p, hit, _, _ in rows if SURE < p < CERTAIN]
    model = LogisticRegression(C=1e6).fit([[x] for x, _ in judged], [hit for _, hit in judged])
    told = [(np.array([s[n] for n in STATUSES]), STATUSES.index(true)) for p, hit, s, true in rows if hit and p > 0.3]

    def surprise(factor: float) -> float:
        total = 0.0
        for shares, true in told:
            scaled = np.maximum(shares, 1e-9) ** factor
            total -= math.log(scaled[true] / scaled.sum())
        return total

    best = minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded")
    return Calibration(float(model.coef_[0][0]), float(model.intercept_[0]), float(best.x))


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    cache = open_cache(given.cache)
    rows = []
    for fold in range(5):
        items = {n for n, i in enumerate(cache.items) if i.fold == fold}
        held = sorted(hashlib.sha256(cache.items[n].text.encode()).hexdigest()[:DIGITS] for n in items)
        write(given.folds / str(fold), _states(given.cache, fold), cache, {"held_out": held})
        rows += pairs(cache, scores_of(ActHead(given.folds / str(fold)), cache, items))
    found = calibrated(rows)
    about = {"calibration": {"slope": round(found.slope, 4), "offset": round(found.offset, 4),
                             "status": round(found.status, 4)}}  # fmt: skip
    for fold in range(5):
        path = given.folds / str(fold) / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | about, indent=1) + "\n", encoding="utf-8")
    shipped = _states(given.cache, -1)
    if shipped:
        write(given.out, shipped, cache, about)
    print(about, len(rows), "proposals,", len(shipped), "heads ship")


def _states(cache: Path, fold: int) -> list[dict]:
    paths = [path for name in CONFIGS for path in sorted(cache.glob(f"{name}-{fold}-*.pt"))]
    return [torch.load(path, weights_only=True) for path in paths]


if __name__ == "__main__":
    main()
