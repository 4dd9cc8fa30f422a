"""Score the relevance gate: `python -m eval.relevance SHARED_DATA NEREL_DIR [--json]`.

Recall over the relevant documents of wikinews and coverage; the share of the other NEREL texts that is set aside;
documents a second. The shipped gate was trained on these texts: what it does on texts that it has not seen stands in
its manifest (`cross_validated`), and is printed beside.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from havenwatch.model.gate import PROTOCOL, Gate, load_gate
from havenwatch.model.pack import open_pack

SETS = ("wikinews", "coverage")


def relevant_texts(data: Path) -> list[str]:
    """Texts of the annotated sets that have to do with the subject.

    Raises:
        EvaluationError: a set is missing or malformed.
    """
    return [text for name in SETS for text, relevant, _ in _annotated(data / name) if relevant]


def other_texts(data: Path, nerel: Path) -> list[str]:
    """NEREL texts that nobody has annotated as relevant or not: they are of all subjects, some tell arrests.

    Raises:
        EvaluationError: a folder is missing or malformed.
    """
    known = {file for _, _, file in _annotated(data / "wikinews")}
    paths = [path for part in ("train", "dev") for path in sorted((nerel / part).glob("*.txt"))
             if f"{part}/{path.name}" not in known]  # fmt: skip
    if not paths:
        raise EvaluationError(f"{nerel}: no train and dev folders with texts; unpack NEREL and name its folder")
    return [path.read_text(encoding="utf-8") for path in paths]


def _annotated(folder: Path) -> list[tuple[str, bool, str]]:
    try:
        gold, texts = (_rows(folder / f"{name}.jsonl") for name in ("gold", "documents"))
        relevant = {row["doc"]: bool(row["relevant"]) for row in gold}
        return [(row["text"], relevant[row["id"]], row.get("file", "")) for row in texts]
    except (OSError, ValueError, KeyError) as error:
        raise EvaluationError(f"{folder}: not an annotated set ({error!r}); name the shared data folder") from error


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def figures(relevant: Sequence[str], others: Sequence[str], gate: Gate) -> dict[str, float]:
    """Recall, rejection and speed; nothing may be empty."""
    begun = time.perf_counter()
    kept = sum(gate.judge(text).passed for text in relevant)
    passed = sum(gate.judge(text).passed for text in others)
    spent = time.perf_counter() - begun
    return {
        "recall": round(kept / len(relevant), 4),
        "others_rejected": round(1 - passed / len(others), 4),
        "documents_per_second": round((len(relevant) + len(others)) / spent, 1),
    }


def main() -> int:
    """Score from the command line; 2 if the data cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with wikinews/ and coverage/")
    parser.add_argument("nerel", type=Path, help="folder with NEREL's train/ and dev/")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    try:
        found = figures(relevant_texts(given.data), other_texts(given.data, given.nerel), load_gate())
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    unseen = open_pack(Path(__file__).resolve().parents[1] / "src/havenwatch/model/weights/gate", PROTOCOL, ()).about
    whole = found | {"cross_validated": unseen["cross_validated"]}
    print(json.dumps(whole) if given.json else "\n".join(f"{name}: {value}" for name, value in whole.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
