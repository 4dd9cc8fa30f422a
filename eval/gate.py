"""Evaluation gate: `python -m eval.gate` fails when a figure falls below its floor or the data changed unnoticed.

Floors and the digest of each set stand in floors.json. `--raise` lifts floors to what was measured, less the margin;
it never lowers one: that is done by hand, in a commit that says why.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from eval.corpora import OWN, SHARED, Corpus, load_corpus
from eval.models import MEASURES, model_corpus
from eval.statements import figures, unmeasured

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.01  # a floor stands this far below the measured value: rounding and library versions move figures a little


def flat(found: dict[str, Any]) -> dict[str, float]:
    """Figures by name: the F1 of a triple, shares as they are, counts left out."""
    triples = {k: float(v[2]) for k, v in found.items() if isinstance(v, list)}
    return triples | {k: v for k, v in found.items() if isinstance(v, float)}


def faults(floors: dict[str, Any]) -> list[str]:
    """What is wrong, in words; empty when every set that can be scored here reaches its floors."""
    out: list[str] = []
    for name, entry in floors.items():
        reason = unmeasured(name, SHARED)
        if reason is not None:
            print(f"{name} not checked: {reason}")
        if reason is None or name == OWN:  # the digest of our own set needs no scorer
            out += _faults_of(_load(name), name, entry, scored=reason is None)
    return out


def _faults_of(corpus: Corpus, name: str, entry: dict[str, Any], *, scored: bool) -> list[str]:
    if corpus.digest != entry["digest"]:
        return [f"{name}: the data changed (SHA-256 {corpus.digest[:12]}...); check it, then pin the new digest"]
    if not scored:
        return []
    measured = flat(_figures(corpus))
    print(name, " ".join(f"{k}={measured[k]:.3f}" for k in entry["floors"]))
    return [f"{name}: {key} {measured[key]:.3f} is below its floor {floor:.3f}"
            for key, floor in entry["floors"].items() if measured[key] < floor]  # fmt: skip


def raised(floors: dict[str, Any]) -> dict[str, Any]:
    """Floors lifted to the measured figures less the margin, never lowered; digests pinned; the unscored unchanged."""
    out: dict[str, Any] = dict(floors)
    for name, entry in floors.items():
        if unmeasured(name, SHARED) is not None:
            continue
        corpus = _load(name)
        measured = flat(_figures(corpus))
        lifted = {k: max(v, _floor(measured[k])) for k, v in entry["floors"].items()}
        out[name] = {"digest": corpus.digest, "floors": lifted}
    return out


def _load(name: str) -> Corpus:
    return model_corpus(name, SHARED) if name in MEASURES else load_corpus(name)


def _figures(corpus: Corpus) -> dict[str, Any]:
    measure = MEASURES.get(corpus.name)
    return figures(corpus) if measure is None else measure(corpus.gold)


def _verdict(floors: dict[str, Any]) -> str:
    checked = [name for name in floors if unmeasured(name, SHARED) is None]
    return f"all floors hold: {', '.join(checked)}" if checked else "evaluation gate: floors not checked"


def _floor(value: float) -> float:
    return 1.0 if value >= 1.0 else max(round(value - MARGIN, 3), 0.0)


def main() -> int:
    """Run the gate; 0 when all floors hold or the data are not there to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is measured now")
    lift = parser.parse_args().lift
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if lift:
        FLOORS.write_text(json.dumps(raised(floors), indent=2) + "\n", encoding="utf-8")
        return 0
    found = faults(floors)
    print("\n".join(found) or _verdict(floors), file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
