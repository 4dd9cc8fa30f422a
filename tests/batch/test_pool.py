"""Workers that end, fail, cannot start or are of another version."""

from __future__ import annotations

import functools
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from havenwatch.batch.pool import Failure, Pool
from havenwatch.errors import ModelError, WorkerError


def work(task: str) -> Any:
    word, _, rest = task.partition(" ")
    if word == "end":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "sleep":
        time.sleep(float(rest))
        return os.getpid()
    if word == "raise":
        raise ValueError(rest)
    return word * int(rest or 1)


def start(version: str = "1") -> tuple[Callable[[str], Any], str]:
    return work, version


def faulty() -> tuple[Callable[[str], Any], str]:
    raise ModelError("weights are missing")


def leaving() -> tuple[Callable[[str], Any], str]:
    os._exit(7)


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(2, start, "1") as opened:
        opened.open()
        yield opened


def collected(pool: Pool, count: int) -> dict[int, Any]:
    found: dict[int, Any] = {}
    while len(found) < count:
        found.update(pool.answers(30))
    return found


def test_each_task_has_its_answer_however_large(pool: Pool) -> None:
    numbers = [pool.submit(f"{letter} 300000") for letter in "abcdefgh"]
    assert collected(pool, 8) == {n: letter * 300_000 for n, letter in zip(numbers, "abcdefgh", strict=True)}


def test_both_processes_work(pool: Pool) -> None:
    while not all(w.ready for w in pool._workers):
        assert list(pool.answers(30)) == []
    for _ in range(4):
        pool.submit("sleep 0.1")
        pool.submit("sleep 0.1")
    assert set(collected(pool, 8).values()) >= set(pool.processes)


def test_an_error_is_told_and_the_worker_goes_on(pool: Pool) -> None:
    bad, good = pool.submit("raise no such thing"), pool.submit("x")
    assert collected(pool, 2) == {bad: Failure("ValueError: no such thing", ended=False), good: "x"}


def test_a_killed_worker_is_replaced_and_its_tasks_are_done(pool: Pool) -> None:
    numbers = [pool.submit("sleep 0.2") for _ in range(6)]
    while not pool.is_ready:
        assert list(pool.answers(30)) == []
    before = set(pool.processes)
    os.kill(pool.processes[0], signal.SIGKILL)
    assert set(collected(pool, 6)) == set(numbers)
    assert len(set(pool.processes) - before) == 1


def test_a_task_that_ends_its_worker_each_time_is_given_up_alone(pool: Pool) -> None:
    numbers = [pool.submit(t) for t in ("a", "end", "b", "c", "d")]
    found = collected(pool, 5)
    assert found.pop(numbers[1]) == Failure("the process that read it was ended by SIGKILL, 3 times", ended=True)
    assert sorted(found.values()) == ["a", "b", "c", "d"]


def test_another_version_is_refused() -> None:
    with Pool(1, functools.partial(start, "2"), "1") as pool:
        pool.open()
        with pytest.raises(WorkerError, match="reads as version 2, this program is 1"):
            list(pool.answers(30))


def test_a_fault_at_the_start_is_told() -> None:
    with Pool(1, faulty, "1") as pool:
        pool.open()
        with pytest.raises(WorkerError, match="cannot start: weights are missing"):
            list(pool.answers(30))


def test_workers_that_end_at_once_are_not_started_for_ever() -> None:
    with Pool(1, leaving, "1") as pool:
        pool.open()
        with pytest.raises(WorkerError, match="ended with code 7"):
            collected(pool, 1)


def test_no_process_outlives_its_pool(pool: Pool) -> None:
    pool.submit("sleep 30")
    processes = pool.processes
    while not pool.is_ready:
        assert list(pool.answers(30)) == []
    pool.close()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
