"""The evidence of a case as files that a third party can check without this program."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import importlib.resources
import io
import json
import platform
from collections.abc import Mapping, Sequence
from typing import Any

from havenwatch import __version__
from havenwatch.records import Document, Source, Statement, Withdrawal

SUMS = "SHA256SUMS"
# Endings for the media types of originals; others are `.bin`.
ENDINGS = {
    "text/plain": ".txt", "text/html": ".html", "application/json": ".json", "application/pdf": ".pdf",
    "message/rfc822": ".eml", "application/x-feed-entry+xml": ".xml", "application/x-feed-entry+json": ".json",
    "application/x-telegram-message+json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip

__all__ = ["SUMS", "Matter", "pack_files"]


@dataclasses.dataclass(frozen=True, slots=True)
class Matter:
    """What goes into a pack.

    `sources` are those of each document by its id, `blobs` their bytes by digest, `records` the WARC records by id of
    the visit, `visits` and `journal` rows as they are stored. `report` is the case as text, `extract` the same as JSON;
    `made` is an ISO timestamp in UTC, `reader` the version of the reader.
    """

    title: str
    made: str
    reader: str
    report: str
    extract: Mapping[str, Any]
    documents: Sequence[Document]
    statements: Sequence[Statement]
    withdrawals: Sequence[Withdrawal]
    sources: Mapping[str, Sequence[Source]]
    blobs: Mapping[str, bytes]
    records: Mapping[str, bytes]
    visits: Sequence[Mapping[str, Any]]
    journal: Sequence[Mapping[str, Any]]


def pack_files(matter: Matter) -> dict[str, bytes]:
    """Files by name, the list of digests last; the same matter gives the same bytes."""
    files = {
        "READ-ME.txt": _readme(matter),
        "check.py": _shipped("check.py"),
        "case.txt": matter.report.encode(),
        "case.json": (json.dumps(matter.extract, ensure_ascii=False, indent=1) + "\n").encode(),
        "quotes.csv": _table(QUOTES, _quotes(matter)),
        "sources.csv": _table(SOURCES, _sources(matter)),
        "visits.csv": _table(VISITS, _visits(matter)),
        "journal.jsonl": "".join(
            json.dumps(r, ensure_ascii=False, sort_keys=True) + "\n" for r in matter.journal
        ).encode(),
        "tools.txt": _tools(matter),
    }
    files |= {f"documents/{d.id}.txt": d.text.encode() for d in matter.documents}
    files |= {_original_name(s): matter.blobs[s.sha256] for group in matter.sources.values() for s in group}
    files |= {f"records/{i}.warc.gz": data for i, data in matter.records.items() if data}
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return {**files, SUMS: sums.encode()}


_QUOTES = "statement type status document file start end quote earliest latest withdrawn"
_SOURCES = "document title publisher published url text_sha256 source name member media_type sha256 size retrieved file"
QUOTES, SOURCES = _QUOTES.split(), _SOURCES.split()
VISITS = ["id", "source", "url", "address", "status", "made", "file"]


def _lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def _quotes(matter: Matter) -> list[list[object]]:
    gone = {w.statement: f"{w.reason} since {w.since}" for w in matter.withdrawals}
    rows: list[list[object]] = []
    for s in sorted(matter.statements, key=lambda s: (s.document, s.start, s.id)):
        place = [s.document, f"documents/{s.document}.txt", s.start, s.end, s.quote]
        rows.append([s.id, s.type, s.status, *place, s.earliest, s.latest, gone.get(s.id)])
    return rows


def _sources(matter: Matter) -> list[list[object]]:
    rows: list[list[object]] = []
    for d in matter.documents:
        told = [d.id, d.title, d.publisher, d.published, d.url, d.sha256]
        rows += [
            [*told, s.id, s.name, s.member, s.media_type, s.sha256, s.size, s.retrieved, _original_name(s)]
            for s in matter.sources.get(d.id, ())
        ]
    return rows


def _visits(matter: Matter) -> list[list[object]]:
    return [[*(v[k] for k in VISITS[:-1]), _record_name(v["id"], matter)] for v in matter.visits]


def _original_name(source: Source) -> str:
    return f"originals/{source.sha256}{ENDINGS.get(source.media_type, '.bin')}"


def _record_name(identity: str, matter: Matter) -> str:
    return f"records/{identity}.warc.gz" if matter.records.get(identity) else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows(["" if cell is None else str(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _tools(matter: Matter) -> bytes:
    told = {"made": matter.made, "program": f"havenwatch {__version__}", "reader": matter.reader,
            "python": platform.python_version(), "system": platform.platform()}  # fmt: skip
    return "".join(f"{k}: {v}\n" for k, v in told.items()).encode()


def _readme(matter: Matter) -> bytes:
    return _shipped("READ-ME.txt").replace(b"{title}", matter.title.encode()).replace(b"{made}", matter.made.encode())


def _shipped(name: str) -> bytes:
    return importlib.resources.files("havenwatch.exchange").joinpath("evidence").joinpath(name).read_bytes()
