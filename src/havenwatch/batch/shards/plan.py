"""Inputs cut into shards: the same input gives the same shards, whoever reads them and however often."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence

from havenwatch.batch.shards.place import filesystem, is_remote
from havenwatch.errors import UsageError
from havenwatch.records import Problem, content_id, to_json
from havenwatch.source import Hints, Item, list_files, open_items, open_stream

SHARD_ITEMS = 500
# Bytes of a shard: what a worker and its caller hold in memory, some two or three times.
SHARD_BYTES = 64_000_000

__all__ = ["SHARD_ITEMS", "Shard", "plan"]


@dataclasses.dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of one input file: `number` counts from 0, `found` are its items and what could not be read of it.

    `digest` is that of its content: items with their hints, problems.
    """

    input: str
    number: int
    found: tuple[Item | Problem, ...]
    digest: str

    @property
    def name(self) -> str:
        """Name of its files, the same whatever other inputs there are."""
        return f"{hashlib.sha256(self.input.encode()).hexdigest()[:10]}-{self.number:06}"


def plan(inputs: Sequence[str], items: int = SHARD_ITEMS) -> Iterator[Shard]:
    """Shards of all inputs, one file after the other; folders are read as `add` reads them.

    Raises:
        UsageError: an address of a page, which is not read here.
    """
    for given in inputs:
        for name in _files(given):
            yield from _shards(name, items)


def _files(given: str) -> Iterator[str | Problem]:
    if given.lower().startswith(("http://", "https://")):
        raise UsageError(f"{given}: pages are not fetched by batch; fetch it with add, or save it and give the file")
    if not is_remote(given):
        yield from list_files(given)
        return
    files, path = filesystem(given)
    scheme = given.partition("://")[0]
    found = sorted(files.glob(path)) if "*" in path else sorted(files.find(path))
    if not found:
        yield Problem("source", None, f"{given}: nothing is there; check the address")
    yield from (f"{scheme}://{name.lstrip('/') if scheme != 'file' else name}" for name in found)


def _shards(name: str | Problem, items: int) -> Iterator[Shard]:
    if isinstance(name, Problem):
        yield _shard(name.message, 0, [name])
        return
    held: list[Item | Problem] = []
    size = number = 0
    for found in _open(name):
        held.append(found)
        size += len(found.data) if isinstance(found, Item) else 0
        if len(held) >= items or size >= SHARD_BYTES:
            yield _shard(name, number, held)
            held, size, number = [], 0, number + 1
    if held:
        yield _shard(name, number, held)


def _open(name: str) -> Iterator[Item | Problem]:
    if not is_remote(name):
        yield from open_items([name])
        return
    files, path = filesystem(name)
    try:
        with files.open(path, "rb") as stream:
            yield from open_stream(stream, name, Hints())
    except OSError as error:
        yield Problem("source", None, f"{name}: cannot be read ({error}); check the address and your rights")


def _shard(name: str, number: int, found: Sequence[Item | Problem]) -> Shard:
    told = [
        (one.source.id, to_json(one.hints), to_json(one.fallback)) if isinstance(one, Item) else to_json(one)
        for one in found
    ]
    return Shard(name, number, tuple(found), content_id("in-", told))
