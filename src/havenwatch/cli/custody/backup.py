"""Commands for copies of a ledger: backup, restore, copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from havenwatch.cli.keeping import finding
from havenwatch.cli.options import LedgerOption, QuietOption, session
from havenwatch.cli.output import lines, say
from havenwatch.cli.progress import Progress
from havenwatch.errors import without_password

__all__ = ["backup", "copy", "restore"]


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; a file that exists is never replaced.")],
    *,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Copy the ledger while others work on it, and check the copy.

    Prints its SHA-256 in the form that sha256sum reads.
    """
    from havenwatch.ledger import Ledger

    here = session(ctx, ledger, quiet=quiet)
    with Ledger.open(here.ledger, read_only=True) as store, Progress("copying and checking", quiet=here.quiet):
        made = store.backup(file)
    lines([f"{made.sha256}  {made.path}"])
    told = ", ".join(f"{number} {noun}" for noun, number in made.counts.items())
    say(f"{here.name} -> {made.path}: {made.size} bytes, {told}; journal {made.journal or 'empty'}", quiet=here.quiet)


def copy(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="The new ledger; one that holds something is kept.")
    ],
    *,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Copy the whole ledger into a new one: from a file to a PostgreSQL server, or back.

    The copy goes on as a ledger of its own, with all decisions and the journal as they are.
    """
    from havenwatch.ledger import Ledger

    here = session(ctx, ledger, quiet=quiet)
    with Ledger.open(here.ledger, read_only=True) as store, Progress("copying and checking", quiet=here.quiet):
        made = store.copy_to(target)
    told = ", ".join(f"{made[table]} {table}s" for table in ("document", "statement", "review"))
    say(f"{here.name} -> {without_password(target)}: {told}", quiet=here.quiet)


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that 'havenwatch backup' made.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Only check the copy; replace nothing.")] = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check a copy and put it in the place of the ledger, which is kept beside.

    Exit 1 when a check of the copy failed that a rebuild mends; with --check, when any failed.
    """
    from havenwatch.ledger import FAILED, Ledger

    here = session(ctx, ledger, quiet=quiet)
    with Progress("checking", quiet=here.quiet):
        done = Ledger.restore(file, here.ledger, check_only=check)
    lines(finding(f) for f in done.findings)
    if not check:
        kept = "" if done.kept is None else f"; what was there is kept as {done.kept}"
        say(f"{file} -> {here.name}{kept}", quiet=here.quiet)
    raise typer.Exit(1 if any(f.state == FAILED for f in done.findings) else 0)
