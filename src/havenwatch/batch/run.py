"""A batch: inputs to shards of documents and statements on a place, resumed where an earlier run ended."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from havenwatch.batch.crew import ProcessCrew
from havenwatch.batch.pool import Failure, Start
from havenwatch.batch.shards.place import Place, open_place
from havenwatch.batch.shards.plan import SHARD_ITEMS, Shard, plan
from havenwatch.batch.shards.shard import DONE, Made, Mark, fault_of, planned, write_shard
from havenwatch.batch.shards.tables import Found
from havenwatch.batch.work import how, start
from havenwatch.errors import UsageError, WorkerError
from havenwatch.ledger.ahead import Task
from havenwatch.ledger.results import Progress
from havenwatch.ledger.stages import Stages, default_stages
from havenwatch.records import Problem

HEAD = "havenwatch-batch.json"
COUNTED = ("items", "documents", "statements", "mentions", "problems", "set_aside", "lost")

__all__ = ["HEAD", "Batch", "Engine", "Outcome", "run_batch"]


class Engine(Protocol):
    """Whoever reads shards."""

    def run(self, shards: Iterator[Shard], start: Start, version: str) -> Iterator[tuple[Shard, Mark | Failure]]:
        """Each shard with its mark, in any order."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """What is asked for: inputs, place of the shards, items a shard, without the gate, only what the gate lets pass."""

    inputs: tuple[str, ...]
    out: str
    items: int = SHARD_ITEMS
    forced: bool = False
    relevant: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """How a batch ended.

    `counts` sums the marks: items, rows by table, documents set aside, inputs lost; `shards`, and how many of them were
    `kept` from an earlier run. `anew` names shards that were there and could not be used, with the reason. `content`
    is the digest of all shards, equal for equal inputs and versions, whoever read them.
    """

    counts: Mapping[str, int]
    anew: tuple[str, ...]
    content: str


def run_batch(
    batch: Batch, engine: Engine, progress: Progress | None = None, stages: Callable[[], Stages] = default_stages
) -> Outcome:
    """Read all inputs into shards.

    Raises:
        UsageError: the place was begun with shards of another size, or a library is missing.
        WorkerError: workers cannot start, or are of another version.
    """
    place = open_place(batch.out)
    made = how(stages(), forced=batch.forced, relevant=batch.relevant)
    _begin(place, batch)
    run = _Run(place, made, stages)
    shards = run.missing(plan(batch.inputs, batch.items))
    begin = start(stages, batch.out, forced=batch.forced, relevant=batch.relevant)
    for shard, answer in engine.run(shards, begin, made.reader):
        run.done.append(run.alone(shard, answer) if isinstance(answer, Failure) else answer)
        if progress is not None:
            progress(len(run.done), None)
    return run.outcome()


class _Run:
    def __init__(self, place: Place, made: Made, stages: Callable[[], Stages]) -> None:
        self._place, self._made, self._stages = place, made, stages
        self.done: list[Mark] = []
        self._kept = 0
        self._anew: list[str] = []

    def missing(self, shards: Iterator[Shard]) -> Iterator[Shard]:
        """Shards that are not there yet, or not as they should be."""
        for shard in shards:
            data = self._place.read(f"{DONE}/{shard.name}.json")
            mark = None if data is None else Mark.load(data)
            fault = self._fault(shard, mark)
            if mark is not None and fault is None:
                self.done.append(mark)
                self._kept += 1
                continue
            if data is not None:
                self._anew.append(f"shard {shard.name} of {shard.input}: {fault}; it is made anew")
            yield shard

    def _fault(self, shard: Shard, mark: Mark | None) -> str | None:
        if mark is None:
            return "its mark cannot be read"
        if (mark.reader, mark.forced) != (self._made.reader, self._made.forced):
            return f"was read by version {mark.reader}, this program is {self._made.reader}"
        if mark.planned != planned(shard, self._made):
            return "its input has changed since"
        return fault_of(self._place, mark)

    def alone(self, shard: Shard, failure: Failure) -> Mark:
        """Make a shard whose worker ended, item by item in processes of its own: one item may be at fault.

        Raises:
            WorkerError: it cannot be written at all.
        """
        if not failure.ended:
            raise WorkerError(f"shard {shard.name} of {shard.input} cannot be made: {failure.reason}")
        crew = ProcessCrew(2, self._stages, patience=0)
        found: list[Found] = []
        for one, parts in crew.ahead(shard.found, self._task):
            found.append((one, parts or ()))
        return write_shard(self._place, shard, found, self._made)

    def _task(self, found: object) -> Task | None:
        return None if isinstance(found, Problem) else Task(found, self._made.forced)  # type: ignore[arg-type]

    def outcome(self) -> Outcome:
        """Sum of the marks."""
        marks = sorted(self.done, key=lambda m: (m.input, m.number))
        counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0) | {"shards": len(marks), "kept": self._kept})
        for mark in marks:
            counts.update({name: mark.counts[name] for name in COUNTED})
        lines = "".join(f"{m.name} {m.content}\n" for m in sorted(marks, key=lambda m: m.name))
        return Outcome(dict(counts), tuple(self._anew), hashlib.sha256(lines.encode()).hexdigest())


def _begin(place: Place, batch: Batch) -> None:
    """Write the head of a place, or check that this batch goes on with the one that is there."""
    data = place.read(HEAD)
    try:
        before = None if data is None else json.loads(data)["items"]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{batch.out}/{HEAD} cannot be read; write to another folder") from error
    if before is None:
        place.write(HEAD, (json.dumps({"format": 1, "items": batch.items}) + "\n").encode())
    elif before != batch.items:
        raise UsageError(f"{batch.out} was begun with --shard {before}; go on with it, or write to another folder")
