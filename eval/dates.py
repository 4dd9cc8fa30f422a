"""Predictions for marked temporal expressions: `python -m eval.dates NEWS_DATES.jsonl -o PREDICTIONS.json`.

Input: one JSON object a line with `id`, `language`, `published` (ISO date or null) and `text`. Output: for each id a
list of spans with `start`, `end` (code points) and `earliest`, `latest` (ISO dates or null).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from havenwatch.text.dates import DatedSpan, read_dates


def predict(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Spans of one record, in order."""
    published = dt.date.fromisoformat(record["published"]) if record.get("published") else None
    found = read_dates(record["text"], language=record["language"], published=published)
    return [span_to_json(span) for span in found]


def span_to_json(span: DatedSpan) -> dict[str, Any]:
    """Offsets and interval as plain JSON values."""
    iso = [None if day is None else day.isoformat() for day in (span.earliest, span.latest)]
    return {"start": span.start, "end": span.end, "earliest": iso[0], "latest": iso[1]}


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def overlapping(record: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Predictions that share characters with the marked expression, each with how many."""
    start, end = record["start"], record["start"] + len(record["expression"])
    hits = [(min(end, p["end"]) - max(start, p["start"]), p) for p in predict(record)]
    return [h for h in hits if h[0] > 0]


def right(record: Mapping[str, Any]) -> bool:
    """Whether the prediction that covers most of the expression has its interval; for a trap, whether there is none."""
    hits = overlapping(record)
    if record["kind"] == "none":
        return not hits
    best = max(hits, key=lambda h: h[0])[1] if hits else None
    return best is not None and (best["earliest"], best["latest"]) == (record["earliest"], record["latest"])


def figures(records: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Share of right intervals by language and in all, and of traps left alone."""
    found: dict[str, list[bool]] = {}
    for record in records:
        names = ("traps",) if record["kind"] == "none" else ("all", record["language"])
        for name in names:
            found.setdefault(name, []).append(right(record))
    return {name: sum(each) / len(each) for name, each in sorted(found.items())}


def main() -> None:
    """Reads the records, writes the predictions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    predictions = {record["id"]: predict(record) for record in read_records(arguments.records)}
    arguments.output.write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
