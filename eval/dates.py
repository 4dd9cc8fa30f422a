"""Predictions for marked temporal expressions: `python -m eval.dates NEWS_DATES.jsonl -o PREDICTIONS.json`.

Input: one JSON object a line with `id`, `language`, `published` (ISO date or null) and `text`. Output: for each id a
list of spans with `start`, `end` (code points) and `earliest`, `latest` (ISO dates or null).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Mapping
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


def main() -> None:
    """Reads the records, writes the predictions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    lines = arguments.records.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    predictions = {record["id"]: predict(record) for record in records}
    arguments.output.write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
