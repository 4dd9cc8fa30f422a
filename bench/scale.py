"""What more workers, Ray and the gate bring, each beside one worker in the same run.

Usage: python -m bench.scale FILE.jsonl [-n DOCUMENTS] [--rounds N] [--ray] [-o FILE.json]

Workers read small shards again and again; only what they finish while all of them are at work counts, so that starting
and ending are left out. Rounds of one worker, two workers and Ray follow each other closely, and each ratio is
taken within its round: the machine may be busy with other things, which then slow all three. CPU time is that of the
workers alone. The last part measures one document's way: extraction, gate, reading, writing.
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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from havenwatch.batch.crew import cores
from havenwatch.batch.local import LocalEngine
from havenwatch.batch.shards.plan import Shard
from havenwatch.batch.work import how, start
from havenwatch.ledger.stages import default_stages
from havenwatch.source import Item, open_items

SHARD = 2


def shards(path: Path, seconds: float) -> Iterator[Shard]:
    """The corpus in small shards, over and over, for so long."""
    found = [i for i in open_items([path]) if isinstance(i, Item)]
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        part = tuple(found[(number * SHARD + k) % len(found)] for k in range(SHARD))
        yield Shard(path.name, number, part, str(number))
        number += 1


def steady(engine: Any, path: Path, seconds: float, warm: float) -> dict[str, float]:
    """Documents a second between the first `warm` seconds after the first answer and the last shard given out."""
    with tempfile.TemporaryDirectory() as folder:
        begin = start(default_stages, folder)
        version = how(default_stages()).reader
        run = engine.run(shards(path, seconds), begin, version)
        seen = [(time.monotonic(), spent(engine)) for _ in run]
        kept = [one for one in seen if one[0] >= seen[0][0] + warm]
        documents = SHARD * (len(kept) - 1)
        return {"rate": documents / (kept[-1][0] - kept[0][0]), "cpu": (kept[-1][1] - kept[0][1]) / documents}


def spent(engine: Any) -> float:
    """Seconds of CPU that the caller and his processes have used so far; those of Ray are not ours to see."""
    pool = getattr(engine, "pool", None)
    seconds = time.process_time()
    for process in pool.processes if pool is not None else ():
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


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
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        made = work()
        spent[name] = 1000 * (time.process_time() - begun) / len(items)
        return made

    made = timed("extract", lambda: [d for i in items for d in make_documents(i) if isinstance(d, Document)])
    passed = timed("gate", lambda: [d for d in made if stages.gate is None or stages.gate(d) is None])
    timed("signature", lambda: [signature_of(d.text) for d in made])
    timed("read", lambda: [stages.read(d) for d in passed])
    parts = [(i, prepare(Task(i), stages)) for i in items[:20]]
    begun = time.process_time()
    for name, rows in to_rows(parts).items():
        to_parquet(name, rows, {})
    spent["write"] = 1000 * (time.process_time() - begun) / len(parts)
    spent["passed"] = len(passed) / len(made)
    spent["characters"] = sum(len(d.text) for d in made) / len(made)
    return {name: round(value, 3) for name, value in spent.items()}


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

            row["ray"] = steady(RayEngine(cores()), path, seconds, 1.0)["rate"]
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
    text = json.dumps(result, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
