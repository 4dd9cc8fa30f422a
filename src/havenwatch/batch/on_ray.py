"""Shards read by the actors of a Ray cluster, one a core. Needs the extra `ray`; no other module imports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from havenwatch.batch.pool import HAND, TRIES, Failure, Start
from havenwatch.batch.shards.plan import Shard
from havenwatch.batch.shards.shard import Mark
from havenwatch.errors import HavenwatchError, UsageError, WorkerError

# On one machine the shards pass through shared memory; Ray would take a third of all memory for it.
STORE_BYTES = 500_000_000

__all__ = ["RayEngine"]


class _Reader:
    """Actor: holds the model, and reads as one version from its start to its end."""

    def __init__(self, start: Start) -> None:
        try:
            self._work, self._version = start()
            self._broken = None
        except HavenwatchError as error:
            self._broken = str(error)

    def read(self, shard: Shard, version: str) -> tuple[str, Any]:
        """("answer", mark), or what keeps it from reading: ("broken" or "failed", reason)."""
        if self._broken is not None:
            return "broken", self._broken
        if self._version != version:
            return "broken", f"it reads as version {self._version}, the caller is {version}: install the same on all"
        try:
            return "answer", self._work(shard)
        except Exception as error:  # noqa: BLE001 - the caller is told; the next shard may be better
            return "failed", f"{type(error).__name__}: {error}"


class RayEngine:
    """Actors of one core each.

    Args:
        workers: how many; None for one a core of the cluster.
        address: of the cluster (`auto`, `HOST:PORT`, `ray://HOST:PORT`); None starts one on this machine.

    Raises:
        UsageError: Ray is not installed, or the cluster does not answer.
    """

    def __init__(self, workers: int | None, address: str | None = None) -> None:
        try:
            import ray
        except ImportError as error:
            raise UsageError("--engine ray needs the extra ray: pip install 'havenwatch[ray]'") from error
        self._ray = ray
        self._begun = not ray.is_initialized()
        if self._begun:
            _connect(ray, workers, address)
        self.workers = workers or int(ray.cluster_resources().get("CPU", 1))

    def run(self, shards: Iterable[Shard], start: Start, version: str) -> Iterator[tuple[Shard, Mark | Failure]]:
        """Each shard with its mark, in the order in which they are done; an actor that ends is started again by Ray.

        Raises:
            WorkerError: an actor cannot start, or reads as another version.
        """
        try:
            yield from self._run(iter(shards), start, version)
        finally:
            if self._begun:
                self._ray.shutdown()

    def _run(self, rest: Iterator[Shard], start: Start, version: str) -> Iterator[tuple[Shard, Mark | Failure]]:
        ray = self._ray
        kind = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=TRIES - 1)(_Reader)
        actors = [kind.remote(start) for _ in range(self.workers)]
        asked: dict[Any, tuple[Shard, int]] = {}
        hands = [0] * len(actors)
        while True:
            while min(hands) < HAND and (shard := next(rest, None)) is not None:
                actor = hands.index(min(hands))
                asked[actors[actor].read.remote(shard, version)] = shard, actor
                hands[actor] += 1
            if not asked:
                return
            for done in ray.wait(list(asked), num_returns=1)[0]:
                shard, actor = asked.pop(done)
                hands[actor] -= 1
                yield shard, self._answer(done)

    def _answer(self, done: Any) -> Mark | Failure:
        try:
            kind, value = self._ray.get(done)
        except self._ray.exceptions.RayActorError as error:
            if "creation task" in str(error) or isinstance(error, self._ray.exceptions.ActorUnschedulableError):
                raise WorkerError(f"an actor cannot start: {' '.join(str(error).split())[:300]}") from error
            return Failure(f"the actor that read it ended, {TRIES} times", ended=True)
        if kind == "broken":
            raise WorkerError(f"an actor cannot read: {value}")
        if kind == "failed":
            return Failure(str(value), ended=False)
        mark: Mark = value
        return mark


def _connect(ray: Any, workers: int | None, address: str | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address is None:
            ray.init(num_cpus=workers, include_dashboard=False, object_store_memory=STORE_BYTES, **quiet)
        else:
            ray.init(address=address, **quiet)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        where = address or "this machine"
        raise UsageError(f"Ray does not answer at {where} ({' '.join(str(error).split())[:200]})") from error
