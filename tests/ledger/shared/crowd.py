"""Many at once on one ledger: reviewers, a watcher that adds, readers. Also run for long by bench/crowd.py."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ledger_fakes import STAGES

from havenwatch.ledger import Ledger
from havenwatch.ledger.storage import rows
from havenwatch.records import Review

# As the review app waits.
WAIT_SECONDS = 60.0


@dataclasses.dataclass(frozen=True)
class Told:
    """What one of them did: decisions by their reason, documents added, snapshots and searches made."""

    decided: tuple[str, ...] = ()
    added: int = 0
    read: int = 0


@dataclasses.dataclass(frozen=True)
class Start:
    """All begin together, however long it takes to start them."""

    barrier: Any
    seconds: float

    def __call__(self) -> float:
        """When to end."""
        self.barrier.wait(300)
        return time.time() + self.seconds


def reviewer(address: str, number: int, start: Start) -> Told:
    """Decides on one statement after the other, its own and those of others."""
    decided = []
    with Ledger.open(address, stages=STAGES, lock_seconds=WAIT_SECONDS) as ledger:
        statements = [s.id for s in ledger.snapshot().statements]
        ends = start()
        while time.time() < ends:
            reason = f"{number}-{len(decided)}"
            verdict = ("accepted", "rejected")[len(decided) % 2]
            chosen = statements[(number + len(decided)) % len(statements)]
            made = f"2026-01-01T00:00:00+00:00 {reason}"
            ledger.decide(Review(chosen, verdict, (), reason, f"reviewer {number}", made))
            decided.append(reason)
    return Told(decided=tuple(decided))


def watcher(address: str, number: int, start: Start, folder: Path) -> Told:
    """Adds one text after the other, and derives."""
    added = 0
    with Ledger.open(address, stages=STAGES, lock_seconds=WAIT_SECONDS) as ledger:
        ends = start()
        while time.time() < ends:
            file = folder / f"{number}-{added}.txt"
            file.write_text(f"Задержан человек АБАЙ номер {number} {added}. Суд молчит.", encoding="utf-8")
            added += ledger.add([file]).counts["new"]
    return Told(added=added)


def reader(address: str, start: Start) -> Told:
    """Reads the whole, searches, and sees no half of anything."""
    read = 0
    with Ledger.open(address, read_only=True, stages=STAGES) as ledger:
        ends = start()
        while time.time() < ends:
            seen = ledger.snapshot()
            known = {d.id for d in seen.documents}
            if not all(s.document in known for s in seen.statements):
                raise RuntimeError("a statement without its document was seen")
            ledger.search("задержали")
            read += 1
    return Told(read=read)


def crowd(address: str, folder: Path, seconds: float, *, reviewers: int = 4, watchers: int = 1) -> list[Told]:
    """Eight processes on one ledger for some seconds; what each did. An error of any of them is raised here."""
    context, readers = get_context("spawn"), 8 - reviewers - watchers
    with context.Manager() as manager, ProcessPoolExecutor(8, mp_context=context) as pool:
        start = Start(manager.Barrier(8), seconds)
        started = [
            *(pool.submit(reviewer, address, n, start) for n in range(reviewers)),
            *(pool.submit(watcher, address, n, start, folder) for n in range(watchers)),
            *(pool.submit(reader, address, start) for _ in range(readers)),
        ]
        return [s.result() for s in started]


def lost(address: str, told: list[Told], before: int) -> Iterator[str]:
    """What the ledger does not hold of what was done, and checks that fail."""
    with Ledger.open(address, stages=STAGES) as ledger:
        with ledger._database.read() as connection:
            kept = Counter(r.reason for r in rows.all_reviews(connection))
        wanted = Counter(reason for t in told for reason in t.decided)
        yield from (f"decision {r}: {wanted[r]} made, {kept[r]} kept" for r in wanted | kept if wanted[r] != kept[r])
        documents = len(ledger.snapshot().documents)
        if documents != before + sum(t.added for t in told):
            yield f"{documents} documents, {before} before and {sum(t.added for t in told)} added"
        yield from (f"{f.check}: {f.message}" for f in ledger.verify() if f.state == "failed")
