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

from eval.corpora import SHARED, load_corpus
from eval.statements import figures

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.01  # a floor stands this far below the measured value: rounding and library versions move figures a little


def flat(found: dict[str, Any]) -> dict[str, float]:
    """Figures by name: the F1 of a triple, shares as they are, counts left out."""
    triples = {k: float(v[2]) for k, v in found.items() if isinstance(v, list)}
    return triples | {k: v for k, v in found.items() if isinstance(v, float)}


def faults(floors: dict[str, Any]) -> list[str]:
    """What is wrong, in words; empty when every set reaches its floors."""
    out: list[str] = []
    for name, entry in floors.items():
        corpus = load_corpus(name)
        if corpus.digest != entry["digest"]:
            out.append(f"{name}: the data changed (SHA-256 {corpus.digest[:12]}...); check it, then pin the new digest")
            continue
        measured = flat(figures(corpus))
        out += [f"{name}: {key} {measured[key]:.3f} is below its floor {floor:.3f}"
                for key, floor in entry["floors"].items() if measured[key] < floor]  # fmt: skip
        print(name, " ".join(f"{k}={measured[k]:.3f}" for k in entry["floors"]))
    return out


def raised(floors: dict[str, Any]) -> dict[str, Any]:
    """Floors lifted to the measured figures less the margin, never lowered; digests pinned."""
    out: dict[str, Any] = {}
    for name, entry in floors.items():
        corpus = load_corpus(name)
        measured = flat(figures(corpus))
        lifted = {k: max(v, _floor(measured[k])) for k, v in entry["floors"].items()}
        out[name] = {"digest": corpus.digest, "floors": lifted}
    return out


def _floor(value: float) -> float:
    return 1.0 if value >= 1.0 else max(round(value - MARGIN, 3), 0.0)


def main() -> int:
    """Run the gate; 0 when all floors hold or the data are not there to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is measured now")
    lift = parser.parse_args().lift
    if not (SHARED / "data").exists():
        print(f"evaluation gate not checked: {SHARED.name}/ with the annotated data is not beside the repository")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if lift:
        FLOORS.write_text(json.dumps(raised(floors), indent=2) + "\n", encoding="utf-8")
        return 0
    found = faults(floors)
    print("\n".join(found) or "all floors hold", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
