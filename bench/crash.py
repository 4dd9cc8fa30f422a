"""Crash run: processes that work on a ledger are killed (SIGKILL) at random moments; nothing may be lost.

Usage: python -m bench.crash [--kills 200] [--seed 1] [--reader small|real] [-o FILE.json]

A life of a ledger is: a file of the first schema is migrated, texts are added, a feed on this machine is watched,
people decide, all is read anew, backups are made, one is restored. Each task runs in a process of its own that tells
what is stored; it is killed after a random part of the time that it takes undisturbed, up to four times, and then
goes on to its end. After every kill the files as the dead process left them are copied and looked at: everything that
was told to be stored is there, everything that was there after an earlier kill is there, and no check of `verify`
fails. At the end of each life the ledger equals that of a life without kills in all but times. `--reader small` reads
with rules of a few lines, so that most of the time goes to the ledger; `real` is the reader of the program.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import hashlib
import json
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from bench.crash_work import say, stages_of, warm, work
from havenwatch.errors import HavenwatchError
from havenwatch.ledger import FAILED, Ledger
from havenwatch.ledger.storage import rows
from tests.ledger.ledger_fakes import bare
from tests.ledger.safety.older_ledger import older
from tests.source.loopback import Site, serving

KILLS_A_TASK = 4
ORDER = ("migrate", "add", "watch", "review", "rebuild", "backup", "restore")
MOST_FAULTS = 20
FIRST, TEXTS, PAGES = 8, 60, 45
NAMES = ("IVANOVA", "PETROV", "SIDOROVA", "MOVLAEV", "BELOVA", "OSIPOV", "KIMAEV")
ENDINGS = ("", "-wal")

__all__ = ["CrashError", "Outcome", "crash_run"]


class CrashError(Exception):
    """Something was lost, damaged or different."""


class PlainSite(Site):
    """A site on which every page is sound."""

    def kind(self, number: int) -> str:  # noqa: ARG002 - all alike
        return "plain"


@dataclasses.dataclass
class Seen:
    """What a ledger showed: names of sources, names of decisions, all of it without times."""

    sources: frozenset[str]
    steps: frozenset[str]
    state: Any


@dataclasses.dataclass
class Outcome:
    """Kills by task, faults in words (lost, damaged, different), lives, seconds, what an undisturbed ledger holds."""

    kills: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    faults: list[str] = dataclasses.field(default_factory=list)
    lives: int = 0
    seconds: float = 0.0
    documents: int = 0
    decisions: int = 0


def forked(job: Callable[[], None]) -> tuple[int, TextIO]:
    """A process that does a job with what is loaded already; its id, and what it says on standard output."""
    near, far = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(near)
            with os.fdopen(far, "w") as sys.stdout:
                job()
            code = 0
        except BaseException:  # noqa: BLE001 - the other side is told by the exit code, the reader by the trace
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(far)
    return process, os.fdopen(near)


def serve() -> None:
    """The site in a process of its own: says its address, then answers until it is killed."""
    site = PlainSite()
    site.listed = range(PAGES)
    with serving(site) as found:
        say(f"{found.base}/feed.xml")
        signal.pause()


class Life:
    """One ledger from its first schema to its restore, with kills or without."""

    def __init__(self, folder: Path, site: str, reader: str, origin: Path) -> None:
        self.ledger = folder / "ledger.db"
        self.copies = folder / "copies"
        self.copies.mkdir(parents=True)
        self.texts = origin.parent / "texts"
        self.reader = reader
        self._arguments = {"add": str(self.texts), "watch": site, "backup": str(self.copies)}
        self._arguments["restore"] = str(self.copies)
        self._told: set[str] = set()
        self._whole: set[Path] = set()
        self._before = Seen(frozenset(), frozenset(), None)
        older(1, origin, self.ledger)

    def run(self, task: str, delay: float | None) -> tuple[bool, float]:
        """Start a task, kill it after `delay` seconds of work (never when None); whether it ended, and its seconds."""
        words = [task, str(self.ledger), self.reader, self._arguments.get(task, "")]
        process, out = forked(lambda: work(words))
        with out:
            if out.readline() != "ready\n":
                raise CrashError(f"{task} did not start")
            start = time.perf_counter()
            if delay is not None:
                time.sleep(delay)
                os.kill(process, signal.SIGKILL)
            lines = out.read().splitlines()
        seconds = time.perf_counter() - start
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        self._told |= {line for line in lines if line != "end"}
        ended = lines[-1:] == ["end"]
        if not ended and code != -signal.SIGKILL:
            raise CrashError(f"{task} ended with {code}")
        return ended, seconds

    def look(self) -> Seen:
        """What a copy of the files as they are shows; CrashError when something is lost or a check fails."""
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "ledger.db"
            for ending in ENDINGS:
                if (found := self.ledger.with_name(f"ledger.db{ending}")).exists():
                    shutil.copy(found, copy.with_name(f"ledger.db{ending}"))
            try:
                with Ledger.open(copy, stages=stages_of(self.reader)) as ledger:
                    failed = [f"{f.check}: {f.message}" for f in ledger.verify() if f.state == FAILED]
                    seen = _seen(ledger)
                    failed += [f"{f.check}: {f.message}" for f in ledger.verify() if f.state == FAILED]
            except HavenwatchError as error:
                raise CrashError(f"the ledger cannot be used: {error}") from error
        if failed:
            raise CrashError(f"verify: {failed}")
        self._compare(seen)
        self._check_copies()
        self._before = seen
        return seen

    def _compare(self, seen: Seen) -> None:
        wanted = {line.split(" ", 1)[1] for line in self._told if line.startswith(("document ", "page "))}
        names = {name.rsplit("/", 1)[-1] if "://" not in name else name for name in seen.sources}
        lost = {line for line in self._told if line.startswith("step ")} - seen.steps
        lost |= (wanted - names) | (self._before.sources - seen.sources) | (self._before.steps - seen.steps)
        if lost:
            raise CrashError(f"lost: {sorted(lost)[:5]}")

    def _check_copies(self) -> None:
        """Every file with the name of a backup is whole, and those that were told have the digest that was told."""
        told = {line.split()[2]: line.split()[1] for line in self._told if line.startswith("copy ")}
        files = {f.name: f for f in self.copies.iterdir() if not f.name.startswith(".")}
        for name, file in files.items():
            if hashlib.sha256(file.read_bytes()).hexdigest() != told.get(name, _digest(file)):
                raise CrashError(f"{name} is not the backup that was made")
            if file in self._whole:
                continue
            findings = Ledger.restore(file, self.ledger, check_only=True, stages=stages_of(self.reader)).findings
            if any(f.state == FAILED for f in findings):
                raise CrashError(f"{name} is no whole backup")
            self._whole.add(file)
        if set(told) - set(files):
            raise CrashError(f"backups are missing: {sorted(set(told) - set(files))}")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _seen(ledger: Ledger) -> Seen:
    snapshot = bare(ledger.snapshot())
    with ledger._database.read() as connection:  # noqa: SLF001 - superseded decisions are shown by nothing else
        reviews = [dataclasses.replace(r, made="") for r in rows.all_reviews(connection)]
        judgements = [dataclasses.replace(j, made="") for j in rows.all_judgements(connection)]
    plain = dataclasses.replace(
        snapshot,
        versions=tuple(dataclasses.replace(v, first_seen="", last_seen="") for v in snapshot.versions),
        reviews=tuple(dataclasses.replace(r, made="") for r in snapshot.reviews),
        dossier=dataclasses.replace(
            snapshot.dossier, judgements=tuple(dataclasses.replace(j, made="") for j in snapshot.dossier.judgements)
        ),
    )
    steps = {r.reason for r in reviews} | {reason for j in judgements for reason in j.reasons}
    return Seen(frozenset(s.name for s in snapshot.sources), frozenset(steps), (plain, reviews, judgements))


def crash_run(kills: int, seed: int, reader: str, folder: Path) -> Outcome:
    """Lives until there were so many kills; what was lost, damaged or different is among the faults."""
    if reader == "small":
        warm(stages_of(reader))
    server, out = forked(serve)
    try:
        with out:
            return _lives(kills, random.Random(seed), reader, folder, out.readline().strip())  # noqa: S311 - to be repeated
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


def _lives(kills: int, rng: random.Random, reader: str, folder: Path, address: str) -> Outcome:
    outcome, start = Outcome(), time.perf_counter()
    origin = _origin(folder, reader)
    calm = Life(folder / "calm", address, reader, origin)
    seconds = {task: calm.run(task, None)[1] for task in ORDER}
    expected = calm.look()
    outcome.documents, outcome.decisions = len(expected.state[0].documents), sum(map(len, expected.state[1:]))
    while outcome.kills.total() < kills:
        life = Life(folder / f"life-{outcome.lives}", address, reader, origin)
        try:
            _live(life, seconds, rng, kills, outcome)
            _require_same(life.look(), expected)
        except CrashError as fault:
            outcome.faults.append(f"life {outcome.lives}: {fault}")
            if len(outcome.faults) > MOST_FAULTS:
                break
        outcome.lives += 1
        shutil.rmtree(life.ledger.parent)
    outcome.seconds = time.perf_counter() - start
    return outcome


def _require_same(seen: Seen, expected: Seen) -> None:
    if seen.state != expected.state:
        raise CrashError("the ledger at the end is not that of an undisturbed life")


def _live(life: Life, seconds: dict[str, float], rng: random.Random, kills: int, outcome: Outcome) -> None:
    for task in ORDER:
        ended, left = False, seconds[task]
        for _ in range(KILLS_A_TASK):
            if ended or outcome.kills.total() >= kills:
                break
            delay = rng.uniform(0, left)
            ended, _ = life.run(task, delay)
            left = max(left - delay, seconds[task] / 10)
            if not ended:
                outcome.kills[task] += 1
                life.look()
        if not ended:
            life.run(task, None)
        life.look()


def _origin(folder: Path, reader: str) -> Path:
    """A ledger with the first texts, and the folder of all of them."""
    texts = folder / "texts"
    texts.mkdir()
    origin = folder / "origin.db"
    for number in range(TEXTS):
        name = NAMES[number % len(NAMES)]
        told = f"date 2026-0{1 + number % 9}-05 Суд Астаны задержал {name} по делу {number}. Адвокат {number} молчит."
        (texts / f"{number:03}.txt").write_text(told, encoding="utf-8")
    with Ledger.open(origin, create=True, stages=stages_of(reader)) as ledger:
        ledger.add(sorted(texts.iterdir())[:FIRST])
    return origin


def main() -> None:
    """Read the call, run, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=("small", "real"), default="small")
    parser.add_argument("-o", "--output", type=Path)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcome = crash_run(words.kills, words.seed, words.reader, Path(place))
    found = {
        "kills": dict(outcome.kills), "all_kills": outcome.kills.total(), "lives": outcome.lives,
        "faults": outcome.faults,
        "documents_a_life": outcome.documents, "decisions_a_life": outcome.decisions,
        "seconds": round(outcome.seconds, 1), "seed": words.seed, "reader": words.reader,
        "python": platform.python_version(), "system": platform.system(),
    }  # fmt: skip
    text = json.dumps(found, indent=2)
    print(text)
    if words.output is not None:
        words.output.write_text(f"{text}\n", encoding="utf-8")
    raise SystemExit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
