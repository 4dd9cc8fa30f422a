"""A shard as tables: sources, documents, mentions, statements, problems; and back to what the ledger takes.

Key columns are for those who query the files; `body` holds the whole record. `item` counts the shard's inputs from 0
and joins the tables. Needs the extra `parquet` (pyarrow).
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from havenwatch.errors import UsageError
from havenwatch.ledger.ahead import Parts, Prepared, ReadDocument
from havenwatch.ledger.storage.codec import dump, from_json, load
from havenwatch.records import Document, Mention, Problem, Reading, Source, Statement, to_json
from havenwatch.source import Capture, Gone, Hints, Item, Obstacle

Row = dict[str, Any]
Found = tuple[Item | Problem, Parts]
# Column -> type in words of pyarrow.
SPAN = {"item": "int32", "document": "string", "id": "string", "start": "int32", "end": "int32"}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "sources": {
        "item": "int32", "id": "string", "name": "string", "member": "string", "media_type": "string",
        "sha256": "string", "size": "int64", "retrieved": "string", "hints": "string", "fallback": "string",
        "capture": "string", "data": "binary",
    },
    "documents": {
        "item": "int32", "part": "int32", "id": "string", "external_id": "string", "source": "string", "url": "string",
        "title": "string", "publisher": "string", "published": "date32", "retrieved": "string", "language": "string",
        "sha256": "string", "state": "string", "text": "string", "words_sha256": "string", "signature": "binary",
    },
    "mentions": {**SPAN, "text": "string", "form": "string", "name": "string", "body": "string"},
    "statements": {
        **SPAN, "quote": "string", "kind": "string", "type": "string", "about": "string", "status": "string",
        "earliest": "date32", "latest": "date32", "confidence": "float64", "found_by": "string", "body": "string",
    },
    "problems": {
        "item": "int32", "part": "int32", "origin": "string", "class": "string", "stage": "string",
        "document": "string", "message": "string", "body": "string",
    },
}  # fmt: skip
READ, SET_ASIDE, FAILED = "read", "set aside", "failed"
INPUT, DOCUMENT, READING, FAULT = "input", "document", "reading", "fault"
KINDS: Mapping[str, type[Problem]] = {"Problem": Problem, "Obstacle": Obstacle, "Gone": Gone}
GATE = "gate"
# Differ from run to run, or are told by a digest beside them.
TIMES = frozenset({"retrieved", "data", "capture"})

__all__ = ["COLUMNS", "READ", "SET_ASIDE", "content_digest", "from_parquet", "from_rows", "to_parquet", "to_rows"]


def to_rows(found: Iterable[Found]) -> dict[str, list[Row]]:
    """Rows of every table, in order of the items."""
    tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for item, (one, parts) in enumerate(found):
        if isinstance(one, Problem):
            tables["problems"].append(_problem(item, 0, INPUT, one))
            continue
        tables["sources"].append(_source(item, one))
        for part, made in enumerate(parts):
            if isinstance(made, Problem):
                tables["problems"].append(_problem(item, part, DOCUMENT, made))
            else:
                _add_document(tables, item, part, made)
    return tables


def from_rows(tables: Mapping[str, Sequence[Row]], version: str, *, forced: bool) -> Iterator[Problem | Prepared]:
    """What the ledger takes, in order of the items."""
    by: dict[str, dict[int, list[Row]]] = {name: defaultdict(list) for name in COLUMNS}
    for name, rows in tables.items():
        for row in rows:
            by[name][row["item"]].append(row)
    for item in sorted({*by["sources"], *by["problems"]}):
        told = by["problems"][item]
        yield from (_told(row) for row in told if row["origin"] == INPUT)
        for source in by["sources"][item]:
            parts: list[tuple[int, Problem | ReadDocument]] = [
                (row["part"], _told(row)) for row in told if row["origin"] == DOCUMENT
            ]
            parts += [(row["part"], _document(row, by, told)) for row in by["documents"][item]]
            ordered = tuple(part for _, part in sorted(parts, key=lambda p: p[0]))
            yield Prepared(_item(source), ordered, version, forced)


def content_digest(tables: Mapping[str, Sequence[Row]]) -> str:
    """Digest of all rows but for times: the same for the same inputs read by the same version."""
    digest = hashlib.sha256()
    for name in COLUMNS:
        for row in tables[name]:
            kept = {k: v for k, v in row.items() if k not in TIMES}
            line = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=_text)
            digest.update(f"{name} {line}\n".encode())
    return digest.hexdigest()


def to_parquet(name: str, rows: Sequence[Row], about: Mapping[str, str]) -> bytes:
    """One table as a file that says in its metadata what it is."""
    pa, parquet = _pyarrow()
    fields = [(column, getattr(pa, kind)()) for column, kind in COLUMNS[name].items()]
    table = pa.Table.from_pylist(list(rows), schema=pa.schema(fields, metadata=dict(about)))
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def from_parquet(data: bytes) -> list[Row]:
    """Rows of a file.

    Raises:
        ValueError: it is no Parquet file.
    """
    pa, parquet = _pyarrow()
    try:
        rows: list[Row] = parquet.read_table(io.BytesIO(data)).to_pylist()
    except pa.ArrowException as error:
        raise ValueError(f"is no Parquet file ({error})") from error
    return rows


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("batch needs the extra parquet: pip install 'havenwatch[parquet]'") from error
    return pa, parquet


def _source(item: int, one: Item) -> Row:
    seen = one.capture
    told = None if seen is None else {**_told_of(seen), "record": base64.b64encode(seen.record).decode()}
    capture = None if told is None else json.dumps(told, ensure_ascii=False, sort_keys=True)
    words = {"hints": dump(one.hints), "fallback": dump(one.fallback), "capture": capture}
    return {"item": item, **to_json(one.source), **words, "data": one.data}


def _told_of(seen: Capture) -> Row:
    """Fields of a capture but for its record, which is bytes."""
    return {name: getattr(seen, name) for name in ("url", "address", "status", "made")}


def _item(row: Row) -> Item:
    source = Source(**{k: row[k] for k in Source.__dataclass_fields__})
    capture = None
    if row["capture"] is not None:
        told = json.loads(row["capture"])
        capture = Capture(**{**told, "record": base64.b64decode(told["record"])})
    return Item(source, row["data"], _hints(row["hints"]), capture, _hints(row["fallback"]))


def _hints(text: str) -> Hints:
    return Hints(**json.loads(text))


def _add_document(tables: dict[str, list[Row]], item: int, part: int, made: ReadDocument) -> None:
    document, reading = made.document, made.reading
    row = {k: getattr(document, k) for k in COLUMNS["documents"] if hasattr(document, k)}
    extra = {"words_sha256": made.words_sha256, "signature": made.signature, "state": _state(reading)}
    tables["documents"].append({"item": item, "part": part, **row, **extra})
    if reading is None:
        reason = made.fault or "could not be read; 'havenwatch add' tries again when it links this folder"
        tables["problems"].append(_problem(item, part, FAULT, Problem("statement", document.id, reason)))
        return
    tables["problems"] += [_problem(item, part, READING, problem) for problem in reading.problems]
    for name, records in (("mentions", reading.mentions), ("statements", reading.statements)):
        columns = [c for c in COLUMNS[name] if c not in ("item", "body")]
        tables[name] += [
            {"item": item, **{c: getattr(record, c) for c in columns}, "body": dump(record)} for record in records
        ]


def _state(reading: Reading | None) -> str:
    if reading is None:
        return FAILED
    return SET_ASIDE if any(p.stage == GATE for p in reading.problems) else READ


def _document(row: Row, by: Mapping[str, Mapping[int, Sequence[Row]]], told: Sequence[Row]) -> ReadDocument:
    names = [n for n in Document.__dataclass_fields__ if n != "duplicate_of"]
    document = Document(**{n: row[n] for n in names}, duplicate_of=None)
    reading = None
    if row["state"] != FAILED:
        reading = Reading(
            document.id,
            tuple(load(Mention, r["body"]) for r in by["mentions"].get(row["item"], ())),
            tuple(load(Statement, r["body"]) for r in by["statements"].get(row["item"], ())),
            tuple(_told(r) for r in told if r["origin"] == READING),
        )
    return ReadDocument(document, row["words_sha256"], row["signature"], reading)


def _problem(item: int, part: int, origin: str, problem: Problem) -> Row:
    told = {"stage": problem.stage, "document": problem.document, "message": problem.message}
    kind = type(problem).__name__
    return {"item": item, "part": part, "origin": origin, "class": kind, **told, "body": dump(problem)}


def _told(row: Row) -> Problem:
    found: Problem = from_json(KINDS[row["class"]], json.loads(row["body"]))
    return found


def _text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
