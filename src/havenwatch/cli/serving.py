"""Commands of the review app: serve, account."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from havenwatch.cli.options import LedgerOption, QuietOption, session
from havenwatch.cli.output import lines, say

__all__ = ["account", "serve"]

PORT = 8710


def serve(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", min=1, max=65535, help="Port to listen on.")] = PORT,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="Host name that browsers use; may be repeated.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Certificate for https, PEM.")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Its key, PEM.")] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy before the server speaks https.")
    ] = False,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name beside your decisions where there are no accounts.")
    ] = None,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Open the review app in a browser: read, check, decide.

    Alone on this machine without a password; for others only with accounts and https.
    """
    from havenwatch.web import Options, serve

    here = session(ctx, ledger, quiet=quiet)
    options = Options(host, port, tuple(name or ()), certificate, key, behind_proxy, reviewer)
    say(f"{here.name} -> {options.origin}/ (end with Ctrl+C)", quiet=here.quiet)
    serve(here.ledger, options)


def account(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Who; without a name all are listed.")] = None,
    *,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="reader, reviewer, editor or admin; for a new account.")
    ] = "reviewer",
    invite: Annotated[bool, typer.Option("--invite", help="A new invitation for an account that exists.")] = False,
    close: Annotated[bool, typer.Option("--close", help="Close the account; its decisions stay.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Check the chain of the audit log.")] = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make, list and close the accounts of a team.

    A new account is opened by an invitation, an address that is printed here and is good for three days.
    """
    from havenwatch.ledger import Ledger
    from havenwatch.web.accounts import keep

    here = session(ctx, ledger, quiet=quiet)
    with Ledger.open(here.ledger, read_only=True):
        told = keep(here.ledger, name, role, invite=invite, close=close, check=check)
    lines(told)
    raise typer.Exit(1 if any(line.startswith("broken") for line in told) else 0)
