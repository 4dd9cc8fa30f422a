"""Options that several commands share, and the session that they make up.

An option given behind the sub-command wins over the same one in front of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from havenwatch.errors import without_password
from havenwatch.settings import LEDGER_VARIABLE, Settings

__all__ = [
    "JsonOption",
    "LedgerOption",
    "OutOption",
    "QuietOption",
    "Session",
    "UntilOption",
    "WorkersOption",
    "day",
    "session",
]


def day(text: str) -> dt.date:
    """Calendar day from `YYYY-MM-DD`; anything else is a usage error."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is no date: write it as YYYY-MM-DD") from error


LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        help=f"Ledger to use: a file or a database address. Default: ${LEDGER_VARIABLE}, else havenwatch.db.",
        show_default=False,
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no closing line on standard error.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.", show_default=False)]
OutOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here instead of standard output.", show_default=False),
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Processes that read. Default: one a core.", show_default=False),
]
UntilOption = Annotated[
    dt.date | None,
    typer.Option("--until", metavar="DATE", parser=day, help="Leave out what happened later.", show_default=False),
]


@dataclasses.dataclass(frozen=True, slots=True)
class Session:
    """What holds for one call: `ledger` is a file path or a database address."""

    ledger: str
    quiet: bool

    @property
    def name(self) -> str:
        """The ledger as messages name it, without a password."""
        return without_password(self.ledger)


def session(ctx: typer.Context, ledger: str | None, *, quiet: bool) -> Session:
    """Session of this call from the options on both sides of the sub-command, then the surroundings."""
    outer = ctx.find_object(Session)
    if ledger is not None and not ledger.strip():
        raise typer.BadParameter("--ledger is empty: name a file or a database address")
    if outer is None:
        return Session(ledger or Settings.read(os.environ).ledger, quiet)
    return Session(ledger or outer.ledger, quiet or outer.quiet)
