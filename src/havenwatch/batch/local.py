"""Shards read by the processes of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from havenwatch.batch.pool import Failure, Pool, Start
from havenwatch.batch.shards.plan import Shard
from havenwatch.batch.shards.shard import Mark

__all__ = ["LocalEngine"]


class LocalEngine:
    """So many processes; at most two shards a process are held in memory."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool: Pool | None = None  # the one at work, for those who watch it

    def run(self, shards: Iterable[Shard], start: Start, version: str) -> Iterator[tuple[Shard, Mark | Failure]]:
        """Each shard with its mark, in the order in which they are done.

        Raises:
            WorkerError: workers cannot start, or read as another version.
        """
        rest, asked = iter(shards), dict[int, Shard]()
        with Pool(self.workers, start, version) as pool:
            self.pool = pool
            while True:
                while pool.has_room and (shard := next(rest, None)) is not None:
                    pool.open()
                    asked[pool.submit(shard)] = shard
                if not asked:
                    return
                yield from ((asked.pop(number), answer) for number, answer in pool.answers())
