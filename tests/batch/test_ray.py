"""Ray gives the shards that the pool gives, also when an actor is killed. Skipped where Ray is not installed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_fakes import lines, stages

from havenwatch.batch import Batch, LocalEngine, run_batch

ray = pytest.importorskip("ray", reason="the extra ray is not installed")
pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pytestmark = [pytest.mark.filterwarnings("ignore")]
COUNT, SHARD = 24, 4


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    folders = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
        object_store_memory=100_000_000,
        runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join(filter(None, folders))}},
    )
    yield
    ray.shutdown()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text(lines(COUNT, d3="FAIL", d5="погода", **{f"d{n}": "SLOW" for n in range(6, COUNT)}), "utf-8")
    return path


def test_the_shards_are_those_of_the_pool(source: Path, tmp_path: Path, cluster: None) -> None:
    from havenwatch.batch.on_ray import RayEngine

    here = run_batch(Batch((str(source),), str(tmp_path / "pool"), SHARD), LocalEngine(1), None, stages)
    for workers in (1, 2):
        there = run_batch(
            Batch((str(source),), str(tmp_path / f"ray{workers}"), SHARD), RayEngine(workers), None, stages
        )
        assert (there.content, there.counts) == (here.content, here.counts)


def test_a_killed_actor_is_started_again(source: Path, tmp_path: Path, cluster: None) -> None:
    from havenwatch.batch.on_ray import RayEngine

    killed = []

    def kill() -> None:
        while not list((tmp_path / "ray").glob("done/*.json")):
            time.sleep(0.05)
        for process in Path("/proc").iterdir():
            try:
                if process.name.isdigit() and b"ray::_Reader" in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
                    killed.append(process.name)
                    return
            except OSError:
                continue

    killer = threading.Thread(target=kill)
    killer.start()
    there = run_batch(Batch((str(source),), str(tmp_path / "ray"), SHARD), RayEngine(2), None, stages)
    killer.join()
    assert len(killed) == 1
    here = run_batch(Batch((str(source),), str(tmp_path / "pool"), SHARD), LocalEngine(1), None, stages)
    assert (there.content, there.counts["documents"]) == (here.content, COUNT)
