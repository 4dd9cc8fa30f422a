"""The Typer application: commands, options of the whole program, exit codes.

Exit 0: done. Exit 1: finished, but some inputs or checks failed, each named on standard error.
Exit 2: wrong usage, or a ledger that cannot be used; one line, nothing was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from havenwatch import __version__
from havenwatch.cli import asking, keeping, serving
from havenwatch.cli.custody import backup, pack, pages, watch
from havenwatch.cli.options import LedgerOption, QuietOption, session
from havenwatch.cli.output import say, speak_utf8
from havenwatch.cli.reading.why import why
from havenwatch.cli.scale.batch import batch
from havenwatch.errors import HavenwatchError

__all__ = ["app", "main"]


app = typer.Typer(
    name="havenwatch",
    no_args_is_help=True,
    add_completion=False,
    # Plain help: rich markup costs a third of the start and swallows words in brackets.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"havenwatch {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool,
    typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True, show_default=False),
]


@app.callback()
def _program(
    ctx: typer.Context,
    ledger: LedgerOption = None,
    *,
    quiet: QuietOption = False,
    version: VersionOption = False,  # noqa: ARG001 - its callback has acted already
) -> None:
    """Is this country still a safe harbour, what changed, when, and on what evidence?

    Machine-read statements are not verified facts: read the quotes.
    """
    ctx.obj = session(ctx, ledger, quiet=quiet)


for command in (
    keeping.add,
    batch,
    watch.watch,
    asking.report,
    asking.indicator,
    asking.case,
    asking.search,
    asking.export,
    pages.versions,
    pages.copies,
    pack.evidence,
    keeping.status,
    keeping.verify,
    backup.backup,
    backup.restore,
    backup.copy,
    keeping.rebuild,
    why,
    serving.serve,
    serving.account,
):
    app.command()(command)


def main(words: Sequence[str] | None = None) -> None:
    """Entry point of the `havenwatch` script; `words` None takes those of the call. Ends by SystemExit."""
    speak_utf8()
    try:
        app(words, prog_name="havenwatch")
    except HavenwatchError as error:
        say(f"havenwatch: {' '.join(str(error).split())}")
        raise SystemExit(2) from error
