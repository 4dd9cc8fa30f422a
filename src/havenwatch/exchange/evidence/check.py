"""Checks this pack with nothing but Python: digests, quotes, originals, the chain of the journal."""

from __future__ import annotations

import csv
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
faults: list[str] = []


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def rows(name: str) -> list[dict[str, str]]:
    with open(HERE / name, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


sums = [line.split("  ", 1) for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
for digest, name in sums:
    if not (HERE / name).is_file():
        faults.append(f"{name} is missing")
    elif sha256((HERE / name).read_bytes()) != digest:
        faults.append(f"{name} was changed")

quotes = rows("quotes.csv")
for row in quotes:
    text = (HERE / row["file"]).read_bytes().decode("utf-8")
    if text[int(row["start"]) : int(row["end"])] != row["quote"]:
        faults.append(f"quote {row['statement']} is not at its place in {row['file']}")

sources = rows("sources.csv")
for row in sources:
    if sha256((HERE / "documents" / f"{row['document']}.txt").read_bytes()) != row["text_sha256"]:
        faults.append(f"text {row['document']} does not have its digest")
    if sha256((HERE / row["file"]).read_bytes()) != row["sha256"]:
        faults.append(f"{row['file']} does not have its digest")

previous, length = "0" * 64, 0
for line in (HERE / "journal.jsonl").read_text(encoding="utf-8").splitlines():
    row = json.loads(line)
    digest = row.pop("digest")
    length += 1
    body = json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8")
    if row["previous"] != previous or row["number"] != length or sha256(body) != digest:
        faults.append(f"row {row['number']} of the journal does not follow from the one before")
    previous = digest

logged = (HERE / "journal.jsonl").read_text(encoding="utf-8")
for row in sources:
    if row["source"] not in logged or row["document"] not in logged:
        faults.append(f"source {row['source']} of {row['document']} is not in the journal")

for fault in faults:
    print(fault)
print(
    f"{len(sums)} files, {len(quotes)} quotes, {len(sources)} sources, {length} rows of the journal:",
    f"{len(faults)} faults" if faults else "all is as it should be",
)
print(f"last digest of the journal: {previous}")
sys.exit(1 if faults else 0)
