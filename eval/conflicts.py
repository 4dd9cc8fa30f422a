"""Score the conflicts that are shown: `python -m eval.conflicts [FILE] [--list]` over a list judged by hand.

Each row of eval/gold/conflicts.jsonl is a conflict that the program showed, by corpus, documents, kind, field and
values, with the judgement of a reader who had both texts before him (`is_conflict`) and the reason in a few words. The
precision is the share that is one. A row whose conflict is no longer shown counts as before: the list is a frozen
sample; `--list` tells which of the rows of coverage are still shown.
"""

from __future__ import annotations

import argparse
import collections
import json
from pathlib import Path
from typing import Any

from eval.corpora import GOLD, SHARED, all_documents, export_of, load_corpus

JUDGED = GOLD / "conflicts.jsonl"


def read_judged(path: Path = JUDGED) -> list[dict[str, Any]]:
    """Rows of the judged list."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def precision(rows: list[dict[str, Any]]) -> float:
    """Share of the rows that are conflicts; 0 for none."""
    return sum(bool(row["is_conflict"]) for row in rows) / len(rows) if rows else 0.0


def shown_now() -> set[tuple[str, str, tuple[str, ...]]]:
    """(kind, field, documents) of the conflicts that coverage and the seed article show now."""
    export = export_of([*all_documents("coverage"), *load_corpus("seed").documents])
    names = {d["id"]: d["external_id"] or "seed" for d in export["documents"]}
    document = {s["id"]: names[s["document"]] for s in export["statements"]}
    return {
        (c["kind"], c["field"], tuple(sorted({document[s] for v in c["values"] for s in v["statements"]})))
        for c in export["conflicts"]
    }


def main() -> int:
    """Print the precision, by kind and in all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=JUDGED)
    parser.add_argument("--list", action="store_true", help="which rows of coverage are still shown")
    arguments = parser.parse_args()
    rows = read_judged(arguments.file)
    by_kind = collections.defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    for kind, some in sorted(by_kind.items()):
        print(f"{kind:14} {sum(r['is_conflict'] for r in some):3} of {len(some):3}")
    print(f"{'all':14} {sum(r['is_conflict'] for r in rows):3} of {len(rows):3}   precision {precision(rows):.3f}")
    if arguments.list and (SHARED / "data").exists():
        shown = shown_now()
        for row in (r for r in rows if r["corpus"] == "coverage"):
            still = (row["kind"], row["field"], tuple(row["documents"])) in shown
            print("shown" if still else "gone ", row["kind"], row["field"], *row["documents"])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
