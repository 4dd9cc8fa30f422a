"""Worker processes that answer tasks: one that ends is noticed, replaced, and its tasks are given out again.

A worker loads what it needs once, holds at most `HAND` tasks (the one in hand and the next, so that it never waits for
the caller) and ends when the caller does, however the caller ends. Workers do not see Ctrl-C: the caller decides.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self

from havenwatch.errors import HavenwatchError, WorkerError

Work = Callable[[Any], Any]
# Called once in each worker: gives what answers the tasks, and the version that it answers in.
Start = Callable[[], tuple[Work, str]]

HAND = 2
# A task that ended its worker is given out again: most workers end for reasons of their own (memory, an operator).
TRIES = 3
# Workers that end one after the other before they have answered anything: the fault is not in a task.
FAILED_STARTS = 3
CLOSE_SECONDS = 5.0
READY, BROKEN, ANSWER, FAILED = "ready", "broken", "answer", "failed"
# Libraries that would start threads of their own: with a worker a core, more threads only get in each other's way.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS")

__all__ = ["Failure", "Pool", "Start", "Work"]


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """A task without an answer: `ended` when it took down a worker at each try, else the work raised an error."""

    reason: str
    ended: bool


@dataclasses.dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    hand: deque[int] = dataclasses.field(default_factory=deque)


class Pool:
    """Processes with the same `start`, which must be importable by name in a new process. Use as a context manager."""

    def __init__(self, workers: int, start: Start, version: str) -> None:
        """`version` is what every worker must answer in."""
        self._start, self._version, self._wanted = start, version, workers
        self._workers: list[_Worker] = []
        self._waiting: deque[int] = deque()
        self._tasks: dict[int, Any] = {}
        self._tries: dict[int, int] = {}
        self._numbers = 0
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether its processes were started."""
        return bool(self._workers)

    @property
    def is_ready(self) -> bool:
        """Whether a worker has loaded what it needs."""
        return any(w.ready for w in self._workers)

    @property
    def processes(self) -> tuple[int, ...]:
        """Numbers of the processes."""
        return tuple(w.process.pid or 0 for w in self._workers)

    @property
    def has_room(self) -> bool:
        """Whether a worker would take one more task at once."""
        return len(self._waiting) + sum(len(w.hand) for w in self._workers) < HAND * self._wanted

    def open(self) -> None:
        """Start the processes; they load while the caller goes on."""
        while len(self._workers) < self._wanted:
            self._workers.append(_begin(self._start))

    def submit(self, task: Any) -> int:
        """Give out a task; the number under which its answer comes."""
        self._numbers += 1
        self._tasks[self._numbers] = task
        self._waiting.append(self._numbers)
        self._give_out()
        return self._numbers

    def answers(self, seconds: float | None = None) -> Iterator[tuple[int, Any]]:
        """Answers that are there, waiting for the first at most so long: (number, answer or Failure).

        Raises:
            WorkerError: workers cannot start, or are of another version.
        """
        pipes = {w.pipe: w for w in self._workers}
        for pipe in wait(list(pipes), seconds):
            worker = pipes[pipe]  # type: ignore[index]
            try:
                kind, number, value = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._replace(worker)
            else:
                yield from self._heard(worker, kind, number, value)
        self._give_out()

    def close(self) -> None:
        """End all processes; what they have in hand is dropped."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(CLOSE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    def _heard(self, worker: _Worker, kind: str, number: int, value: Any) -> Iterator[tuple[int, Any]]:
        if kind == BROKEN:
            raise WorkerError(f"a worker cannot start: {value}")
        if kind == READY:
            if value != self._version:
                raise WorkerError(
                    f"a worker reads as version {value}, this program is {self._version}; "
                    "it was changed or updated while it ran: start again"
                )
            worker.ready = True
            return
        self._failed_starts = 0
        worker.hand.remove(number)
        del self._tasks[number]
        self._tries.pop(number, None)
        yield number, Failure(value, ended=False) if kind == FAILED else value

    def _give_out(self) -> None:
        while self._waiting:
            worker = min((w for w in self._workers if w.ready), key=lambda w: len(w.hand), default=None)
            if worker is None or len(worker.hand) >= HAND:
                return
            number = self._waiting.popleft()
            worker.hand.append(number)
            # when it has ended meanwhile, its end is noticed at the next look and the task given out again
            with contextlib.suppress(OSError):
                worker.pipe.send((number, self._tasks[number]))

    def _replace(self, worker: _Worker) -> Iterator[tuple[int, Any]]:
        """Start another process in place of one that ended; the task it had in hand may be at fault."""
        worker.pipe.close()
        worker.process.join()
        code = worker.process.exitcode
        worker.process.close()
        self._workers.remove(worker)
        self._failed_starts += not worker.ready
        if self._failed_starts >= FAILED_STARTS:
            raise WorkerError(
                f"{FAILED_STARTS} workers ended before they could begin (the last {_how(code)}); "
                "use fewer of them, or one: --workers 1"
            )
        if worker.hand:
            first = worker.hand[0]
            self._tries[first] = self._tries.get(first, 0) + 1
            if self._tries[first] >= TRIES:
                worker.hand.popleft()
                del self._tasks[first], self._tries[first]
                yield first, Failure(f"the process that read it {_how(code)}, {TRIES} times", ended=True)
            self._waiting.extendleft(reversed(worker.hand))
        self._workers.append(_begin(self._start))


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def _begin(start: Start) -> _Worker:
    """A new process; not a fork, which would share locks and files of the ledger."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, start), name="havenwatch reader", daemon=True)
    with _one_thread():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Surroundings for a process that is to use one core."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _serve(pipe: Connection, start: Start) -> None:
    """Answer tasks until the caller hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
    try:
        work, version = start()
    except HavenwatchError as error:
        _say(pipe, (BROKEN, 0, str(error)))
        return
    _say(pipe, (READY, 0, version))
    # A thread takes the tasks in, so that a caller who sends never waits for one who computes.
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    while True:
        number, task = tasks.get()
        try:
            answer = (ANSWER, number, work(task))
        except Exception as error:  # noqa: BLE001 - the caller is told; the next task may be better
            answer = (FAILED, number, f"{type(error).__name__}: {error}")
        _say(pipe, answer)


def _receive(pipe: Connection, tasks: queue.SimpleQueue[tuple[int, Any]]) -> None:
    while True:
        try:
            tasks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)  # the caller is gone, and nobody wants the answer in hand


def _say(pipe: Connection, message: tuple[str, int, Any]) -> None:
    try:
        pipe.send(message)
    except OSError:
        os._exit(0)
