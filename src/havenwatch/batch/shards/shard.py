"""One shard on its place: written table by table, then marked as done; without a mark that holds it is not used."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from havenwatch.batch.shards.place import Place
from havenwatch.batch.shards.plan import Shard
from havenwatch.batch.shards.tables import (
    COLUMNS,
    Found,
    content_digest,
    from_parquet,
    from_rows,
    to_parquet,
    to_rows,
)
from havenwatch.ledger.ahead import Prepared
from havenwatch.records import Problem

FORMAT = 1
DONE = "done"

__all__ = ["DONE", "Made", "Mark", "fault_of", "load_shard", "marks", "planned", "write_shard"]


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """That a shard is done.

    `reader` is the version that read it, `planned` the digest of what it was read from, `content` that of its rows but
    for times. `files` gives for each file its digest, `counts` rows by table and documents by state.
    """

    name: str
    input: str
    number: int
    reader: str
    version: str
    forced: bool
    planned: str
    content: str
    files: Mapping[str, str]
    counts: Mapping[str, int]

    def dump(self) -> bytes:
        """As a file."""
        return (
            json.dumps({"format": FORMAT, **dataclasses.asdict(self)}, ensure_ascii=False, indent=1) + "\n"
        ).encode()

    @classmethod
    def load(cls, data: bytes) -> Mark | None:
        """From a file, None when it is none or of another format."""
        try:
            told = json.loads(data)
            if told.pop("format") != FORMAT:
                return None
            return cls(**told)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """How shards are made: id and version of the reader, without the gate or with it, all documents or those read."""

    reader: str
    version: str
    forced: bool = False
    relevant: bool = False


def write_shard(place: Place, shard: Shard, found: Sequence[Found], made: Made) -> Mark:
    """Write a shard whole; the mark comes last."""
    rows = to_rows(_relevant(found) if made.relevant else found)
    about = {"havenwatch": made.reader, "input": shard.input, "note": "machine-read statements, not verified facts"}
    files = {}
    for name in COLUMNS:
        data = to_parquet(name, rows[name], about)
        path = f"{name}/{shard.name}.parquet"
        place.write(path, data)
        files[path] = hashlib.sha256(data).hexdigest()
    counts = {name: len(rows[name]) for name in COLUMNS}
    counts |= {"items": len(shard.found), "set_aside": _set_aside(found), "lost": _lost(found)}
    mark = Mark(
        shard.name, shard.input, shard.number, made.reader, made.version, made.forced,
        planned(shard, made), content_digest(rows), files, counts,
    )  # fmt: skip
    place.write(f"{DONE}/{shard.name}.json", mark.dump())
    return mark


def planned(shard: Shard, made: Made) -> str:
    """What the mark of a shard says it was made from."""
    return f"{shard.digest} {'relevant' if made.relevant else 'all'}"


def marks(place: Place) -> Iterator[tuple[str, Mark | None]]:
    """Name and mark of every shard that has one, None for one that cannot be read, in order of inputs."""
    found = []
    for path in place.names(DONE):
        data = place.read(path)
        found.append((path.rpartition("/")[2].removesuffix(".json"), None if data is None else Mark.load(data)))
    yield from sorted(found, key=lambda f: (f[1].input, f[1].number) if f[1] is not None else ("", -1))


def fault_of(place: Place, mark: Mark) -> str | None:
    """What is wrong with the files of a shard, None when they are those that were written."""
    for path, digest in mark.files.items():
        data = place.read(path)
        if data is None:
            return f"{path} is missing"
        if hashlib.sha256(data).hexdigest() != digest:
            return f"{path} is cut off or was changed"
    return None


def load_shard(place: Place, mark: Mark) -> Iterator[Problem | Prepared]:
    """What a shard holds.

    Raises:
        ValueError: a file is missing or is not the one that was written; the message names it.
    """
    fault = fault_of(place, mark)
    if fault is not None:
        raise ValueError(fault)
    tables = {name: from_parquet(place.read(f"{name}/{mark.name}.parquet") or b"") for name in COLUMNS}
    yield from from_rows(tables, mark.version, forced=mark.forced)


def _relevant(found: Sequence[Found]) -> list[Found]:
    """Without the documents that the gate set aside."""
    return [(one, parts) for one, parts in found if not _is_set_aside(parts)]


def _is_set_aside(parts: Any) -> bool:
    readings = [p.reading for p in parts if not isinstance(p, Problem)]
    return bool(readings) and all(r is not None and any(p.stage == "gate" for p in r.problems) for r in readings)


def _set_aside(found: Sequence[Found]) -> int:
    return sum(_is_set_aside(parts) for _, parts in found)


def _lost(found: Sequence[Found]) -> int:
    """Inputs that gave no document."""
    return sum(isinstance(one, Problem) or all(isinstance(p, Problem) for p in parts) for one, parts in found)
