"""A finished batch as the ledger takes it: what this version read is used as it is, everything else is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from havenwatch.batch.run import HEAD
from havenwatch.batch.shards.place import is_remote, open_place
from havenwatch.batch.shards.shard import DONE, Mark, load_shard, marks
from havenwatch.batch.work import how
from havenwatch.ledger.ahead import Prepared
from havenwatch.ledger.stages import Stages
from havenwatch.records import Problem
from havenwatch.source import Item, Obstacle

REMEDY = "run the same batch again, which makes it anew, then add"

__all__ = ["is_batch", "open_batch"]


def is_batch(path: str) -> bool:
    """Whether a path is a folder, or an address other than of a page, with a batch in it."""
    if path.lower().startswith(("http://", "https://")):
        return False
    return (Path(path) / HEAD).is_file() if not is_remote(path) else open_place(path).read(HEAD) is not None


def open_batch(path: str, stages: Stages, tell: Callable[[str], None]) -> Iterator[Item | Problem | Prepared]:
    """All shards of a batch, in order of its inputs.

    A shard that is damaged or without its mark is an obstacle that names it. What another version read comes as plain
    items, to be read again, and `tell` is told so.
    """
    place, now = open_place(path), how(stages).reader
    known = set()
    for name, mark in marks(place):
        known.add(name)
        if mark is None:
            yield _obstacle(path, f"{DONE}/{name}.json", "is no mark of a finished shard")
        else:
            yield from _shard(path, mark, now, tell)
    for file in place.names("documents"):
        name = file.rpartition("/")[2].removesuffix(".parquet")
        if name not in known:
            yield _obstacle(path, file, "belongs to a shard that was not finished")


def _shard(path: str, mark: Mark, now: str, tell: Callable[[str], None]) -> Iterator[Item | Problem | Prepared]:
    try:
        found = list(load_shard(open_place(path), mark))
    except (ValueError, KeyError, TypeError) as error:
        yield _obstacle(path, f"{DONE}/{mark.name}.json", f"marks a shard of {mark.input} that cannot be used: {error}")
        return
    if mark.reader == now:
        yield from found
        return
    tell(f"{path}: shard {mark.name} was read by version {mark.reader}, this program is {now}; it is read again")
    yield from (one.item if isinstance(one, Prepared) else one for one in found)


def _obstacle(path: str, member: str, reason: str) -> Obstacle:
    return Obstacle("source", None, f"{path}, {member}: {reason}; {REMEDY}", path, member)
