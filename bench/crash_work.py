"""Tasks of the crash run, each in a process of its own that may be killed at any moment.

Says `ready` when its libraries are loaded, then a line for each thing that it was told is stored, then `end`. A task
that was killed goes on where it stopped when it is started again.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from havenwatch.document import make_documents
from havenwatch.ledger import Ledger, Stages
from havenwatch.ledger.desk import Seen
from havenwatch.ledger.stages import default_stages
from havenwatch.records import Judgement, Review
from havenwatch.source.web import Fetcher, Policy
from havenwatch.watching import Config, Listed, News, Watcher
from tests.ledger.ledger_fakes import STAGES

MADE = "2026-03-01T10:00:00+00:00"
# Decisions that a review consists of; the last is the one whose loss would show.
STEPS = 45
VERDICTS = ("accepted", "rejected", "unsure")
POLICY = Policy(private=True, pause=0.0, deadline=10.0)

Work = Callable[[Path, Stages, str], Iterator[str]]

__all__ = ["STEPS", "TASKS", "say", "stages_of", "warm", "work"]


def stages_of(reader: str) -> Stages:
    """The stages of the program (`real`), or small ones that read a text in less than a millisecond."""
    return default_stages() if reader == "real" else STAGES


def add(path: Path, stages: Stages, folder: str) -> Iterator[str]:
    """Add a folder file by file; each is named when its transaction is over."""
    with Ledger.open(path, create=True, stages=stages) as ledger:
        files = sorted(Path(folder).iterdir())
        stored: list[int] = []

        def note(done: int, _: int | None = None) -> None:
            stored.append(done)
            say(f"document {files[done - 1].name}")

        ledger.add([folder], progress=note)
        yield f"all {len(stored)}"


def watch(path: Path, stages: Stages, site: str) -> Iterator[str]:
    """One round over a feed; each page is named when the round says that it is new."""
    with Ledger.open(path, create=True, stages=stages) as ledger:
        config = Config((Listed(site, "feed", dt.timedelta(hours=1)),))
        for news in Watcher(ledger, config, Fetcher(POLICY), lambda: dt.datetime.now(dt.UTC)).round():
            if isinstance(news, News):
                yield f"page {news.address}"
        ledger.snapshot()


def review(path: Path, stages: Stages, _: str) -> Iterator[str]:
    """Decide step by step; a step that is in the ledger is not made again."""
    with Ledger.open(path, stages=stages) as ledger:
        found = ledger.snapshot()
        statements = [s.id for s in found.statements]
        heads = sorted(m.id for m in found.mentions)
        with ledger._database.read() as connection:  # noqa: SLF001 - superseded decisions are shown by nothing else
            made = steps_made(connection)
        for step in range(STEPS):
            name = f"step {step}"
            if name not in made:
                decide(ledger, step, name, statements, heads)
            yield name


def decide(ledger: Ledger, step: int, name: str, statements: list[str], heads: list[str]) -> None:
    """One of three kinds of decision."""
    statement, verdict = statements[step * 7 % len(statements)], VERDICTS[step % 3]
    if step % 3 == 0:
        left, right = sorted((heads[step % len(heads)], heads[(step + 3) % len(heads)]))
        ledger.judge(Judgement(left, right, "unsure", 1.0, (name,), "Анна", MADE))
    elif step % 3 == 1:
        ledger.decide(Review(statement, verdict, (), name, "Анна", MADE))
    else:
        ledger.desk.review(Seen(statement), verdict, (), name, "Борис")


def steps_made(connection: object) -> set[str]:
    """Names of the steps that are stored."""
    from havenwatch.ledger.storage import rows

    reviews = {r.reason for r in rows.all_reviews(connection)}  # type: ignore[arg-type]
    return reviews | {reason for j in rows.all_judgements(connection) for reason in j.reasons}  # type: ignore[arg-type]


def migrate(path: Path, stages: Stages, _: str) -> Iterator[str]:
    """Bring the ledger to the schema of this program."""
    with Ledger.open(path, stages=stages):
        yield "migrated"


def rebuild(path: Path, stages: Stages, _: str) -> Iterator[str]:
    """Read everything anew."""
    with Ledger.open(path, stages=stages) as ledger:
        ledger.rebuild()
        yield "rebuilt"


def backup(path: Path, stages: Stages, folder: str) -> Iterator[str]:
    """Three backups, each named with its digest when it is made."""
    with Ledger.open(path, read_only=True, stages=stages) as ledger:
        for number in range(3):
            target = Path(folder) / f"copy-{number}.db"
            if not target.exists():
                yield f"copy {ledger.backup(target).sha256} {target.name}"


def restore(path: Path, stages: Stages, folder: str) -> Iterator[str]:
    """Put the first backup in the place of the ledger."""
    Ledger.restore(Path(folder) / "copy-0.db", path, stages=stages)
    yield "restored"


TASKS: dict[str, Work] = {
    "add": add, "watch": watch, "review": review, "rebuild": rebuild, "backup": backup, "restore": restore,
    "migrate": migrate,
}  # fmt: skip


def say(line: str) -> None:
    """One line that the other side can count on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def work(words: list[str]) -> None:
    """Do one task; `words` are its name, the ledger, the reader (small or real) and its argument."""
    task, ledger, reader, argument = words
    stages = stages_of(reader)
    warm(stages)
    say("ready")
    for line in TASKS[task](Path(ledger), stages, argument):
        say(line)
    say("end")


def warm(stages: Stages) -> None:
    """Load what is loaded at first use, so that a kill falls into the work."""
    from havenwatch.source import Hints
    from havenwatch.source.web import Fetched, items_of

    page = b"<html><body><article><p>A court released Anna Belova in Tbilisi on Monday.</p></article></body></html>"
    fetched = Fetched("http://127.0.0.1/", page, "text/html", None)
    for item in items_of("http://127.0.0.1/", fetched, Hints()):
        for made in make_documents(item):  # type: ignore[arg-type]
            stages.read(made)  # type: ignore[arg-type]
    stages.derive((), (), (), ())
