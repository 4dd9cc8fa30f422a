"""Commands that keep a ledger: add, status, verify, rebuild."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from havenwatch.cli.options import JsonOption, LedgerOption, QuietOption, Session, WorkersOption, day, session
from havenwatch.cli.output import failed, lines, say, skipped, write_json
from havenwatch.cli.progress import Progress
from havenwatch.cli.scale.working import stoppable, with_workers

if TYPE_CHECKING:
    from havenwatch.ledger import Added, Finding, Ledger, Status

__all__ = ["add", "finding", "rebuild", "status", "verify"]

# Problems of these stages befall an input itself. A later one tells that a stored text yields less (its language is
# not read); only an obstacle among them, a reader that broke off, counts as a failure too.
# A ledger whose journal was changed, or a clock that is wrong, counts too.
INPUT_STAGES = ("source", "document", "ledger")
# Pages that are fetched from one list unless told otherwise; the pause between two visits makes that some minutes.
FOLLOW_LIMIT = 200


def add(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-", help="Files, folders, addresses; - reads standard input.")
    ],
    *,
    published: Annotated[
        dt.date | None,
        typer.Option(
            metavar="DATE", parser=day, help="Publication date of every item; your date wins over what an item says."
        ),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet that published it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="xx", help="ISO 639-1 code; recognised without it.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Address where it was published.")] = None,
    read_all: Annotated[
        bool, typer.Option("--all", help="Read also what a quick look takes to be about something else.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Fetch the pages that a feed, a sitemap or a list of feeds names.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="With --follow: at most this many pages.")
    ] = FOLLOW_LIMIT,
    since: Annotated[
        dt.date | None,
        typer.Option(metavar="DATE", parser=day, help="With --follow: nothing that the list dates before this day."),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Visit addresses of this machine and of local networks too.")
    ] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Visit also what robots.txt asks programs not to.")
    ] = False,
    workers: WorkersOption = None,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Store, read and link documents. Adding the same item twice changes nothing."""
    from havenwatch.ledger import Ledger
    from havenwatch.source import Hints
    from havenwatch.source.web import Fetcher, Policy, Visitor

    here = session(ctx, ledger, quiet=quiet)
    hints = Hints(published=published, publisher=publisher, language=language, url=url)
    with (
        stoppable("what was stored stays, the same command goes on from there"),
        Ledger.open(here.ledger, create=True, stages=with_workers(workers)) as store,
        Progress("reading", quiet=here.quiet) as progress,
    ):
        fetcher = Fetcher(Policy(private=private, robots=not ignore_robots))
        visitor = Visitor(fetcher, follow=follow, limit=limit, since=since)
        added, rest = _linked(store, paths, progress, forced=read_all)
        if rest:
            added.append(store.add(rest, hints, progress, forced=read_all, visit=visitor, follow=follow))
    raise typer.Exit(_tell(added, here))


def status(
    ctx: typer.Context, *, as_json: JsonOption = False, ledger: LedgerOption = None, quiet: QuietOption = False
) -> None:
    """Print counts, last additions, problems, share reviewed."""
    from havenwatch.ledger import Ledger
    from havenwatch.records import to_json

    with Ledger.open(session(ctx, ledger, quiet=quiet).ledger, create=False, read_only=True) as store:
        now, problems = store.status(), store.problems()
    if as_json:
        write_json({**to_json(now), "counts": dict(now.counts), "problems": to_json(problems)}, None)
    else:
        lines([*_status(now), *_problems(Counter(p.stage for p in problems))])


def verify(
    ctx: typer.Context, *, as_json: JsonOption = False, ledger: LedgerOption = None, quiet: QuietOption = False
) -> None:
    """Check digests, quotes and journal.

    Each check has passed, failed or could not be made. Exit 1 when one failed.
    """
    from havenwatch.ledger import FAILED, Ledger
    from havenwatch.records import to_json

    here = session(ctx, ledger, quiet=quiet)
    with (
        Ledger.open(here.ledger, create=False, read_only=True) as store,
        Progress("checking", quiet=here.quiet),
    ):
        findings = store.verify()
    if as_json:
        write_json(to_json(findings), None)
    else:
        lines(finding(f) for f in findings)
    raise typer.Exit(1 if any(f.state == FAILED for f in findings) else 0)


def rebuild(
    ctx: typer.Context, *, workers: WorkersOption = None, ledger: LedgerOption = None, quiet: QuietOption = False
) -> None:
    """Derive everything right of the documents anew.

    What people have decided stays.
    """
    from havenwatch.ledger import Ledger

    here = session(ctx, ledger, quiet=quiet)
    with (
        stoppable("what was read again stays, the rest is as before; the same command begins anew"),
        Ledger.open(here.ledger, create=False, read_only=False, stages=with_workers(workers)) as store,
        Progress("rebuilding", quiet=here.quiet) as progress,
    ):
        store.rebuild(progress)
    say(f"{here.name} rebuilt", quiet=here.quiet)


def _linked(store: Ledger, paths: Sequence[str], progress: Progress, *, forced: bool) -> tuple[list[Added], list[str]]:
    """Outcomes of the paths that hold a batch, and the other paths."""
    from havenwatch.batch import is_batch, open_batch
    from havenwatch.ledger.stages import default_stages

    batches = [p for p in paths if is_batch(p)]
    added = [store.add_items(open_batch(p, default_stages(), say), progress, forced=forced) for p in batches]
    rest = [p for p in paths if p not in batches]
    while not rest and not store.refresh():
        pass  # somebody decided meanwhile
    return added, rest


def _tell(added: Sequence[Added], here: Session) -> int:
    """Name what could not be read, say what was stored; the exit code."""
    from havenwatch.source import SKIPPED, Obstacle

    problems = [p for one in added for p in one.problems]
    failed(p for p in problems if p.stage != SKIPPED)
    skipped([p.message for p in problems if p.stage == SKIPPED])
    counts = {noun: sum(one.counts[noun] for one in added) for noun in added[0].counts}
    say(f"{_told(counts)} -> {here.name}", quiet=here.quiet)
    return 1 if any(p.stage in INPUT_STAGES or isinstance(p, Obstacle) for p in problems) else 0


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {noun}" for noun, number in counts.items())


def _status(now: Status) -> Iterator[str]:
    yield f"ledger        {now.path}"
    yield from (f"{noun:12}  {number}" for noun, number in now.counts.items())
    share = "no statements yet" if now.reviewed is None else f"{100 * now.reviewed:.1f} % of the statements"
    yield f"reviewed      {share}"
    if not now.current:
        yield "out of date   run: havenwatch rebuild"
    yield f"journal       {now.journal or 'empty'}"
    yield "last added"
    yield from (f"  {when}  {what}" for when, what in now.last_added)


def _problems(stages: Counter[str]) -> Iterator[str]:
    if stages:
        yield "problems"
        yield from (f"  {stage}: {number}" for stage, number in sorted(stages.items()))


def finding(finding: Finding) -> str:
    """Outcome of a check as one line."""
    return f"{finding.state:12}  {finding.check}: {finding.message}"
