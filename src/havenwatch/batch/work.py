"""What a worker of a batch does with a shard: read it, write it, answer with its mark."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Callable

from havenwatch.batch.pool import Start, Work
from havenwatch.batch.shards.place import open_place
from havenwatch.batch.shards.plan import Shard
from havenwatch.batch.shards.shard import Made, Mark, write_shard
from havenwatch.batch.shards.tables import Found
from havenwatch.ledger.ahead import Task, prepare
from havenwatch.ledger.stages import Stages, code_digest
from havenwatch.records import Problem

# What a batch depends on beside the reader: how texts are taken from files.
EXTRACTION = ("source", "document")

__all__ = ["how", "read_shard", "start"]


@functools.cache
def extraction_digest() -> str:
    """Digest of the code that makes documents of bytes."""
    return code_digest(importlib.resources.files("havenwatch"), EXTRACTION)


def how(stages: Stages, *, forced: bool = False, relevant: bool = False) -> Made:
    """How these stages make shards."""
    return Made(f"{stages.version}.{extraction_digest()}", stages.version, forced, relevant)


def start(stages: Callable[[], Stages], out: str, *, forced: bool = False, relevant: bool = False) -> Start:
    """What each worker begins with."""
    return functools.partial(_begin, stages, out, forced=forced, relevant=relevant)


def read_shard(shard: Shard, stages: Stages, *, forced: bool) -> list[Found]:
    """All of a shard with what was read of it."""
    return [(one, () if isinstance(one, Problem) else prepare(Task(one, forced), stages)) for one in shard.found]


def _begin(stages: Callable[[], Stages], out: str, *, forced: bool, relevant: bool) -> tuple[Work, str]:
    made = stages()
    made.warm_up()
    about = how(made, forced=forced, relevant=relevant)
    return functools.partial(_work, stages=made, out=out, made=about), about.reader


def _work(shard: Shard, stages: Stages, out: str, made: Made) -> Mark:
    return write_shard(open_place(out), shard, read_shard(shard, stages, forced=made.forced), made)
