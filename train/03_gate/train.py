"""Train the relevance gate: python train/03_gate/train.py --shared ../shared/data --nerel NEREL --out WEIGHTS.

Positive: sentences that hold a gold quote of an event in wikinews, coverage or passages. Negative: sentences of the
other NEREL texts, of coverage's texts on other subjects, and those of passages without a quote. Figures are printed
by five-fold cross-validation over documents, the mean of several; the shipped weights are trained on everything.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from havenwatch.model.gate import PROTOCOL, Gate, sentences

INVERSE = 3.0  # of the regularisation
RAREST = 3  # sentences that a feature must stand in
REPEATS = 8  # cross-validations: one alone is off by four points of the share rejected, either way
MISSES = 1  # relevant documents below the threshold, of those judged in cross-validation


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One document: where it comes from, whether it is relevant, and its sentences with their labels."""

    origin: str
    language: str
    relevant: bool
    text: str
    features: tuple[frozenset[str], ...]
    labels: tuple[bool, ...]


def annotated(folder: Path) -> list[Item]:
    """A data set with gold quotes."""
    gold = {row["doc"]: row for row in _rows(folder / "gold.jsonl")}
    return [_item(folder.name, row, gold[row["id"]]) for row in _rows(folder / "documents.jsonl")]


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _item(origin: str, row: dict, gold: dict) -> Item:
    quotes = [q for case in gold["cases"] for event in case["events"]
              for q in (event["quote"], *event.get("more_quotes", ()))]  # fmt: skip
    parts = [frozenset(features) for quote in quotes for features, _ in sentences(quote)]
    whole = [frozenset(features) for features, _ in sentences(row["text"])]
    # A quote may begin and end inside a sentence: a sentence counts as one that holds it if it has most of its words.
    labels = [any(len(part & features) > 0.7 * len(part) for part in parts) for features in whole]
    return Item(origin, row["language"], bool(gold["relevant"]), row["text"], tuple(whole), tuple(labels))


def others(nerel: Path, shared: Path) -> list[Item]:
    """NEREL texts that are not among the annotated ones."""
    known = {row["file"] for row in _rows(shared / "wikinews" / "documents.jsonl")}
    paths = [path for part in ("train", "dev") for path in sorted((nerel / part).glob("*.txt"))
             if f"{part}/{path.name}" not in known]  # fmt: skip
    texts = [path.read_text(encoding="utf-8") for path in paths]
    rows = [tuple(frozenset(features) for features, _ in sentences(text)) for text in texts]
    return [Item("nerel", "ru", False, *pair, (False,) * len(pair[1])) for pair in zip(texts, rows, strict=True)]


def fit(items: Sequence[Item], threshold: float = 0.0) -> tuple[Gate, dict[str, list[float]], float]:
    """A gate, with its table and bias."""
    rows = [(f, y) for item in items for f, y in zip(item.features, item.labels, strict=True) if _used(item, y)]
    counts = collections.Counter(feature for features, _ in rows for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    place = {name: n for n, name in enumerate(names)}
    rarity = np.array([math.log(len(rows) / counts[name]) for name in names])
    matrix = _matrix([features for features, _ in rows], place, rarity)
    model = LogisticRegression(C=INVERSE, class_weight="balanced", solver="liblinear")
    model.fit(matrix, [label for _, label in rows])
    pairs = np.stack([model.coef_[0] * rarity, rarity**2], 1)
    table = {name: [round(float(a), 3), round(float(b), 2)] for name, (a, b) in zip(names, pairs, strict=True)}
    bias = float(model.intercept_[0])
    return Gate(table, bias, threshold), table, bias


def _used(item: Item, label: bool) -> bool:
    """Sentences beside a quote in an annotated article may well tell an act: they teach nothing."""
    return label or item.origin == "nerel" or not item.relevant or (item.origin == "passages" and item.language != "ru")


def _matrix(rows: Sequence[frozenset[str]], place: dict[str, int], rarity: np.ndarray) -> csr_matrix:
    data, columns, ends = [], [], [0]
    for features in rows:
        found = [place[f] for f in sorted(features) if f in place]
        length = math.sqrt(sum(rarity[n] ** 2 for n in found)) or 1.0
        columns += found
        data += [rarity[n] / length for n in found]
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(rows), len(place)))


def best(gate: Gate, item: Item) -> float:
    """Score of a document, infinite for what passes unjudged."""
    verdict = gate.judge(item.text)
    return verdict.score if verdict.judged else math.inf


def crossed(items: Sequence[Item], seed: int) -> np.ndarray:
    """Score of each document by a gate that never saw it."""
    scores = np.zeros(len(items))
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    for seen, unseen in folds.split(items, [f"{i.origin}{i.relevant}" for i in items]):
        gate, *_ = fit([items[n] for n in seen])
        scores[unseen] = [best(gate, items[n]) for n in unseen]
    return scores


def figures(items: Sequence[Item], scores: np.ndarray, threshold: float) -> dict[str, float]:
    """Share kept of the relevant documents by set and language, and share rejected of the others."""
    kept: dict[str, list[bool]] = collections.defaultdict(list)
    for item, score in zip(items, scores, strict=True):
        if item.relevant:
            kept[item.origin if item.origin != "passages" else f"passages {item.language}"].append(score >= threshold)
        elif item.origin == "nerel":
            kept["other NEREL texts rejected"].append(score < threshold)
    return {name: round(float(np.mean(row)), 3) for name, row in sorted(kept.items())}


def lowest(items: Sequence[Item], scores: np.ndarray) -> float:
    """The threshold that sets aside MISSES relevant documents of the real sets."""
    judged = sorted(s for i, s in zip(items, scores, strict=True) if i.relevant and i.origin != "passages")
    return judged[MISSES] - 0.001


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--nerel", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    items = [item for name in ("wikinews", "coverage", "passages") for item in annotated(given.shared / name)]
    items += others(given.nerel, given.shared)
    runs = [crossed(items, seed) for seed in range(REPEATS)]
    thresholds = [lowest(items, scores) for scores in runs]
    threshold = round(float(np.mean(thresholds)), 3)
    rows = [figures(items, scores, own) for scores, own in zip(runs, thresholds, strict=True)]
    gate, table, bias = fit(items, threshold)
    about = {"cross_validated": {name: round(float(np.mean([row[name] for row in rows])), 3) for name in rows[0]},
             "in_sample": figures(items, np.array([best(gate, i) for i in items]), threshold)}  # fmt: skip
    write(given.out, table, bias, threshold, about)
    print(json.dumps({"threshold": threshold, "features": len(table)} | about, indent=1))


def write(out: Path, table: dict[str, list[float]], bias: float, threshold: float, about: dict) -> None:
    """Weights and manifest."""
    out.mkdir(parents=True, exist_ok=True)
    body = json.dumps({"bias": round(bias, 4), "weights": table}, ensure_ascii=False, separators=(",", ":"))
    (out / "weights.json").write_text(body, encoding="utf-8")
    digest = hashlib.sha256((out / "weights.json").read_bytes()).hexdigest()
    manifest = {
        "protocol": PROTOCOL,
        "name": "gate",
        "data": "quotes of the project's own annotations of Wikinews texts (CC BY 2.5), of its abstracts and synthetic "
        "passages, against the other NEREL 1.1 texts (CC BY 2.5)",
        "licence": "Apache-2.0",
        "threshold": threshold,
        "files": {"weights": {"file": "weights.json", "sha256": digest}},
    } | about
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
