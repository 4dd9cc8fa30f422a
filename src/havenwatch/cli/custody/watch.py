"""The command that watches: rounds until it is stopped, or one for a scheduler."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from havenwatch.cli.options import LedgerOption, QuietOption, session
from havenwatch.cli.output import failed, lines, say
from havenwatch.errors import UsageError

if TYPE_CHECKING:
    from havenwatch.ledger import Ledger
    from havenwatch.records import Problem
    from havenwatch.watching import Config, News, Watcher

CONFIG = Path("havenwatch.yaml")
# The watch looks at the clock at least so often, so that a machine that slept goes on soon.
LONGEST_SLEEP = 300.0

__all__ = ["watch"]


def watch(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="[FEED ...]", help="Feeds beside those of the file.")
    ] = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="One round, then end: for cron.")] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="What to watch. Default: havenwatch.yaml, if it is there."),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Visit addresses of this machine and of local networks too.")
    ] = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read feeds, sitemaps and pages, add what is new, tell what changed.

    Goes on until it is stopped, which is safe at any time.
    """
    from havenwatch.ledger import Ledger
    from havenwatch.source.web import Fetcher, Policy
    from havenwatch.source.web.fetch import AGENT
    from havenwatch.watching import Watcher, read_config

    here = session(ctx, ledger, quiet=quiet)
    told = read_config(config or (CONFIG if CONFIG.is_file() else None), feeds or ())
    if not told.listed:
        raise UsageError("nothing to watch: name feeds, or a file with --config (docs/watch.md shows one)")
    policy = Policy(private=private or told.private, robots=told.robots, agent=told.agent or AGENT)
    stopping = _stopping()
    with Ledger.open(here.ledger, create=True) as store:
        watcher = Watcher(store, told, Fetcher(policy), stopped=stopping.is_set)
        while True:
            troubled = _round(store, watcher, told, quiet=here.quiet)
            if once:
                raise typer.Exit(1 if troubled else 0)
            if stopping.is_set() or stopping.wait(_pause(store)):
                return


def _round(store: Ledger, watcher: Watcher, config: Config, *, quiet: bool) -> bool:
    """One round with its alerts; whether something failed."""
    from havenwatch.records import Problem
    from havenwatch.watching import News, deliver

    _note_alerts(store, config, first=True)
    problems: list[Problem] = []
    count = 0
    for found in watcher.round():
        if isinstance(found, Problem):
            problems.append(found)
        elif isinstance(found, News):
            count += 1
            lines([_line(found)])
    if config.rules:
        _note_alerts(store, config, first=False)
        alerts, faults = deliver(store.watched, config, os.environ)
        lines(f"alert  {a.title}" for a in alerts)
        problems += faults
    failed(_inputs(problems))
    say(f"{count} new or changed, {len(problems)} problems", quiet=quiet)
    return bool(_inputs(problems))


def _note_alerts(store: Ledger, config: Config, *, first: bool) -> None:
    """Keep alerts that are new; before the first round, and after a change of the reader, all count as known."""
    from havenwatch.ontology import load_ontology
    from havenwatch.watching import candidates

    if not config.rules or (first and store.watched.baseline() == store.version):
        return
    store.watched.keep(candidates(store.snapshot(), config, load_ontology()), sent=first)
    if first:
        store.watched.set_baseline(store.version)


def _inputs(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of inputs and alerts: a text in a language that is not read is none."""
    return [p for p in problems if p.stage in ("source", "document", "alert", "ledger")]


def _line(news: News) -> str:
    told = (news.title, news.publisher, None if news.published is None else news.published.isoformat(), news.address)
    return f"{news.kind:7}  {' | '.join(' '.join(t.split()) for t in told if t)}"


def _pause(store: Ledger) -> float:
    """Seconds until something is due."""
    due = store.watched.next_due()
    rest = 0.0 if due is None else (due - dt.datetime.now(dt.UTC)).total_seconds()
    return min(max(rest, 1.0), LONGEST_SLEEP)


def _stopping() -> threading.Event:
    """Set by the first signal to stop; the page in hand is finished, a second signal ends at once."""
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():

        def note(number: int, _: object) -> None:
            if stop.is_set():
                raise KeyboardInterrupt
            stop.set()
            signal.signal(number, signal.SIG_DFL)

        signal.signal(signal.SIGTERM, note)
        signal.signal(signal.SIGINT, note)
    return stop
