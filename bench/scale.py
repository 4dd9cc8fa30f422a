"""What more workers, Ray and the gate bring, each beside one worker in the same run.

Usage: python -m bench.scale FILE.jsonl [-n DOCUMENTS] [--rounds N] [--ray] [-o FILE.json]

Workers read small shards again and again; only what they finish while all of them are at work counts, so that starting
and ending are left out. Rounds of one worker, one a core and Ray follow each other closely, and each ratio is taken
within its round: the machine may be busy with other things, which then slow all three. CPU time is that of the command
and all its processes, and hardly depends on what else runs. The last part measures one document's way: extraction,
gate, reading, writing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from havenwatch.batch.crew import cores
from havenwatch.batch.local import LocalEngine
from havenwatch.batch.shards.plan import Shard
from havenwatch.batch.work import how, start
from havenwatch.ledger.stages import default_stages
from havenwatch.source import Item, open_items

SHARD = 2


def shards(path: Path, seconds: float, seen: Sequence[tuple[float, int, float]]) -> Iterator[Shard]:
    """The corpus in small shards, over and over, for so long after the first answer was seen."""
    found = [i for i in open_items([path]) if isinstance(i, Item)]
    number = 0
    while not seen or time.monotonic() < seen[0][0] + seconds:
        part = tuple(found[(number * SHARD + k) % len(found)] for k in range(SHARD))
        yield Shard(path.name, number, part, str(number))
        number += 1


def steady(engine: Any, path: Path, seconds: float, warm: float) -> dict[str, float]:
    """Documents a second, and CPU seconds a document, from `warm` seconds after the first answer to the last shard."""
    with tempfile.TemporaryDirectory() as folder:
        begin = start(default_stages, folder)
        version = how(default_stages()).reader
        seen: list[tuple[float, int, float]] = []
        for number, _ in enumerate(engine.run(shards(path, seconds, seen), begin, version)):
            now = time.monotonic()
            if not seen or now - seen[-1][0] >= warm:
                seen.append((now, SHARD * number, spent()))
    if len(seen) < 3:
        raise SystemExit("too few shards were done: give more --seconds")
    (begun, before, used), (ended, after, all_used) = seen[1], seen[-1]
    return {"rate": (after - before) / (ended - begun), "cpu": (all_used - used) / (after - before)}


def spent() -> float:
    """Seconds of CPU that this process and all that come from it have used so far."""
    parents, seconds = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
            seconds[int(folder.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    ours = {os.getpid()}
    while more := {p for p, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(seconds[p] for p in ours)


def idle() -> Callable[[], float]:
    """Share of the machine's time that nobody used since the call."""

    def read() -> tuple[int, int]:
        fields = [int(x) for x in Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:]]
        return fields[3] + fields[4], sum(fields[:8])

    before = read()
    return lambda: (read()[0] - before[0]) / max(1, read()[1] - before[1])


def way(path: Path, count: int) -> dict[str, float]:
    """Milliseconds of CPU a document on each part of its way, and what the gate lets pass."""
    from havenwatch.batch.shards.tables import to_parquet, to_rows
    from havenwatch.document import make_documents, signature_of
    from havenwatch.ledger.ahead import Task, prepare
    from havenwatch.records import Document

    stages = default_stages()
    stages.warm_up()
    items = [i for i in open_items([path]) if isinstance(i, Item)][:count]
    parts_of: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        made = work()
        parts_of[name] = 1000 * (time.process_time() - begun) / len(items)
        return made

    made = timed("extract", lambda: [d for i in items for d in make_documents(i) if isinstance(d, Document)])
    passed = timed("gate", lambda: [d for d in made if stages.gate is None or stages.gate(d) is None])
    timed("signature", lambda: [signature_of(d.text) for d in made])
    timed("read", lambda: [stages.read(d) for d in passed])
    parts = [(i, prepare(Task(i), stages)) for i in items]
    to_parquet("problems", [], {})  # loads pyarrow
    timed("write", lambda: [to_parquet(name, rows, {}) for name, rows in to_rows(parts).items()])
    parts_of["passed"] = len(passed) / len(made)
    parts_of["characters"] = sum(len(d.text) for d in made) / len(made)
    return {name: round(value, 3) for name, value in parts_of.items()}


def rounds(path: Path, number: int, seconds: float, *, ray: bool) -> list[dict[str, float]]:
    """One row a round: documents a second of one worker, of one a core, of Ray."""
    rows = []
    for _ in range(number):
        unused = idle()
        one = steady(LocalEngine(1), path, seconds, 1.0)
        pool = steady(LocalEngine(cores()), path, seconds, 1.0)
        row = {"one": one["rate"], "pool": pool["rate"], "one_cpu": one["cpu"], "pool_cpu": pool["cpu"]}
        if ray:
            from havenwatch.batch.on_ray import RayEngine

            cluster = steady(RayEngine(cores()), path, seconds, 1.0)
            row |= {"ray": cluster["rate"], "ray_cpu": cluster["cpu"]}
        row["machine_idle"] = unused()
        rows.append({k: round(v, 3) for k, v in row.items()})
        print(rows[-1], file=sys.stderr)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="JSON lines; see bench/results/scale.json for the mix that was used")
    parser.add_argument("-n", type=int, default=60, help="documents whose way is measured")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=12.0, help="of each measurement")
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("-o", "--out", type=Path)
    given = parser.parse_args()
    rows = rounds(given.corpus, given.rounds, given.seconds, ray=given.ray)
    result: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": os.getloadavg()[0],
        "milliseconds_a_document": way(given.corpus, given.n),
        "documents_a_second": rows,
        "pool_over_one": statistics.median(r["pool"] / r["one"] for r in rows),
        "cpu_a_document_one_over_pool": statistics.median(r["one_cpu"] / r["pool_cpu"] for r in rows),
    }
    if given.ray:
        result["ray_over_pool"] = statistics.median(r["ray"] / r["pool"] for r in rows)
        result["cpu_a_document_pool_over_ray"] = statistics.median(r["pool_cpu"] / r["ray_cpu"] for r in rows)
    text = json.dumps(result, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
