"""Make packs of trained heads: python train/04_acts/export.py --cache DIR --folds train/04_acts/folds --out WEIGHTS.

A pack for each fold with the digests of the documents that it never saw, and the pack that ships. Probabilities and
statuses are calibrated on what the heads of the folds make of those documents.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import math
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from annotations import FOLDS, digest
from encode import Cache, open_cache
from network import Averaged, Head, Shape
from onnx import helper, numpy_helper
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
SMALL = 64  # numbers: smaller arrays stay in f32
SURE = 0.05  # proposals below this raw probability say nothing about calibration
DATA = (
    "the project's own annotations of Wikinews texts (CC BY 2.5), its abstracts and synthetic passages; phrases of the "
    "ontology; what the rules read in other NEREL 1.1 texts (CC BY 2.5) and in HRDsAttack articles (texts not kept)"
)


def write(folder: Path, heads: Sequence[Head], about: dict) -> None:
    """Graph and manifest of one pack; `about` says what it is calibrated to."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "heads.onnx"
    graph = Averaged(heads, about["calibration"]["status"]).eval()
    width = heads[0].shape.states + heads[0].shape.others
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(graph, (torch.randn(9, width),), str(path), opset_version=17, dynamo=False,
                          input_names=["features"], output_names=["types", "statuses"],
                          dynamic_axes={"features": {0: "n"}, "types": {0: "n"}, "statuses": {0: "n"}})  # fmt: skip
    halve(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = {
        "protocol": PROTOCOL, "name": "acts", "data": DATA, "licence": "Apache-2.0", "heads": len(heads),
        "files": {"heads": {"file": path.name, "sha256": digest}}, "statuses": STATUSES,
    } | about  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def halve(path: Path) -> None:
    """Store the weights in f16; a cast brings them back when the graph is loaded."""
    model = onnx.load(path)
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size > SMALL:
            name = weight.name
            weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            cast = helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT)
            model.graph.node.insert(0, cast)
    onnx.save(model, path)


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
    about = {"types": cache.types, "calibration": PLAIN}
    held = {fold: {n for n, i in enumerate(cache.items) if i.fold == fold} for fold in range(FOLDS)}
    rows = []
    for fold, items in held.items():
        write(given.folds / str(fold), heads_of(given.cache, cache, fold), about)
        rows += pairs(cache, scores_of(ActHead(given.folds / str(fold)), cache, items))
    found = dataclasses.asdict(calibrated(rows))
    about["calibration"] = {name: round(value, 4) for name, value in found.items()}
    for fold, items in held.items():
        unseen = sorted(digest(cache.items[n].text)[:DIGITS] for n in items)
        write(given.folds / str(fold), heads_of(given.cache, cache, fold), about | {"held_out": unseen})
    write(given.out, heads_of(given.cache, cache, -1), about)
    print(about["calibration"], len(rows), "proposals")


def heads_of(folder: Path, cache: Cache, fold: int) -> list[Head]:
    """The trained heads of a fold, of each config."""
    heads = []
    for path in (path for name in CONFIGS for path in sorted(folder.glob(f"{name}-{fold}-*.pt"))):
        config = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        head = Head(Shape(**cache.sizes, **config["shape"]), torch.tensor(cache.groups))
        head.load_state_dict(torch.load(path, weights_only=True))
        heads.append(head.eval())
    return heads


if __name__ == "__main__":
    main()
