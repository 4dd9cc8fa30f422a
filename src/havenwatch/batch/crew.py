"""Reading ahead of the one writer, in processes: in order, bounded, and only where there is enough to read."""

from __future__ import annotations

import dataclasses
import functools
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from havenwatch.batch.pool import Failure, Pool, Work
from havenwatch.ledger.ahead import Parts, ReadDocument, Task, prepare
from havenwatch.ledger.stages import Stages, default_stages
from havenwatch.records import Document, Problem
from havenwatch.source import Item, Obstacle

T = TypeVar("T")

# What is read sooner than a pool has loaded its models needs none. Meanwhile the caller reads himself.
PATIENCE_SECONDS = 1.5
# Things taken from the input and not yet stored: at most so many a worker, and so many bytes in all. Enough that
# others go on while one reads a long text, few enough that memory does not grow with the input.
WINDOW = 16
WINDOW_BYTES = 64_000_000

__all__ = ["ProcessCrew", "cores", "reader"]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def reader(stages: Callable[[], Stages]) -> tuple[Work, str]:
    """What a worker answers with: everything loaded, so that the first task takes no longer than the next."""
    made = stages()
    made.warm_up()
    return functools.partial(prepare, stages=made), made.version


@dataclasses.dataclass(slots=True)
class _Pending:
    """A thing in the window; `number` of its task or None without one, `parts` once `done`."""

    thing: Any
    task: Task | None
    number: int | None
    size: int
    parts: Parts | None = None
    done: bool = False


class ProcessCrew:
    """So many processes that read; one process is the caller itself.

    `stages` is called in each process, so it must be importable by name. Processes are started once the caller has
    read for `patience` seconds; with 0 they are started at once and the caller reads nothing.
    """

    def __init__(
        self,
        workers: int,
        stages: Callable[[], Stages] = default_stages,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._workers, self._stages, self._patience = workers, stages, patience
        self.pool: Pool | None = None  # the one at work, for those who watch it

    def ahead(self, found: Iterable[T], task: Callable[[T], Task | None]) -> Iterator[tuple[T, Parts | None]]:
        """All that is found, in order, each with what a worker made of it.

        None comes with what has no task, and with what the caller is to make himself: all with one worker, and in the
        beginning, until the pool is ready.

        Raises:
            WorkerError: workers cannot start, or are of another version.
        """
        rest = iter(found)
        if self._workers > 1:
            with Pool(self._workers, functools.partial(reader, self._stages), self._stages().version) as pool:
                self.pool = pool
                yield from self._by_caller(rest, pool)
                if pool.is_ready:
                    yield from _by_pool(rest, task, pool, self._workers * WINDOW)
        yield from ((thing, None) for thing in rest)

    def _by_caller(self, rest: Iterator[T], pool: Pool) -> Iterator[tuple[T, None]]:
        if self._patience == 0:
            pool.open()
            while not pool.is_ready:
                deque(pool.answers(), maxlen=0)
            return
        begun = time.monotonic()
        for thing in rest:
            yield thing, None
            if not pool.is_open and time.monotonic() - begun >= self._patience:
                pool.open()
            if pool.is_open:
                deque(pool.answers(0.0), maxlen=0)  # nothing was asked yet: this only hears who is ready
            if pool.is_ready:
                return


def _by_pool(
    rest: Iterator[T], task: Callable[[T], Task | None], pool: Pool, most: int
) -> Iterator[tuple[T, Parts | None]]:
    window: deque[_Pending] = deque()
    asked: dict[int, _Pending] = {}
    more = True
    while more or window:
        while more and pool.has_room and len(window) < most and sum(p.size for p in window) < WINDOW_BYTES:
            more = _take_in(rest, task, pool, window, asked)
        while window and window[0].done:
            pending = window.popleft()
            yield pending.thing, pending.parts
        if window:
            for number, answer in pool.answers():
                pending = asked.pop(number)
                pending.parts, pending.done = _parts(pending.task, answer), True


def _take_in(
    rest: Iterator[T],
    task: Callable[[T], Task | None],
    pool: Pool,
    window: deque[_Pending],
    asked: dict[int, _Pending],
) -> bool:
    """Take the next thing into the window; False when there is none."""
    for thing in rest:
        wanted = task(thing)
        pending = _Pending(thing, wanted, None, _size(wanted), done=wanted is None)
        if wanted is not None:
            pending.number = pool.submit(wanted)
            asked[pending.number] = pending
        window.append(pending)
        return True
    return False


def _size(task: Task | None) -> int:
    if task is None:
        return 0
    return len(task.of.text) if isinstance(task.of, Document) else len(task.of.data)


def _parts(task: Task | None, answer: Parts | Failure) -> Parts | None:
    """Parts of a task; for one that took its process down a problem in their place."""
    if not isinstance(answer, Failure):
        return answer
    if task is None or not answer.ended:
        return None
    return lost(task, answer.reason)


def lost(task: Task, reason: str) -> Parts:
    """What stands for a thing that nobody is to read again in this run."""
    if isinstance(task.of, Document):
        return (ReadDocument(task.of, None, b"", None, fault=reason),)
    return (_obstacle(task.of, reason),)


def _obstacle(item: Item, reason: str) -> Problem:
    told = f"{item.place}: {reason}; it is not stored, 'add --workers 1' tries again"
    return Obstacle("document", None, told, item.source.name, item.source.member)
