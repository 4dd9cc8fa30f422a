"""Work that takes long: by how many processes it is done, and how it stops."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from havenwatch.cli.output import say

if TYPE_CHECKING:
    from havenwatch.ledger import Stages

# What a shell reports for a program that was stopped by Ctrl-C.
STOPPED = 130

__all__ = ["stoppable", "with_workers"]


def with_workers(workers: int | None) -> Stages:
    """The stages of this program with so many processes that read, one a core for None."""
    from havenwatch.batch import ProcessCrew, cores
    from havenwatch.ledger.stages import default_stages

    return dataclasses.replace(default_stages(), crew=ProcessCrew(workers or cores()))


@contextlib.contextmanager
def stoppable(told: str) -> Iterator[None]:
    """Ctrl-C ends the command at once, with exit code 130 and a line that says where things stand."""
    try:
        yield
    except KeyboardInterrupt as error:
        say(f"stopped; {told}")
        raise typer.Exit(STOPPED) from error
