"""Command that reads an archive into shards: batch."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from havenwatch.cli.options import QuietOption, WorkersOption, session
from havenwatch.cli.output import say
from havenwatch.cli.progress import Progress
from havenwatch.cli.scale.working import stoppable

if TYPE_CHECKING:
    from havenwatch.batch.run import Engine

__all__ = ["batch"]


class EngineName(enum.StrEnum):
    """Who reads."""

    LOCAL = "local"
    RAY = "ray"


def batch(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Files, folders, addresses of a store of objects.")
    ],
    *,
    output: Annotated[str, typer.Option("--output", "-o", metavar="DIR|URL", help="Where the shards are written.")],
    engine: Annotated[
        EngineName, typer.Option("--engine", help="Processes of this machine, or actors of a Ray cluster.")
    ] = EngineName.LOCAL,
    workers: WorkersOption = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ADDRESS", help="Ray cluster; without it one is started on this machine."),
    ] = None,
    shard: Annotated[int, typer.Option("--shard", min=1, metavar="N", help="Items a shard.")] = 500,
    read_all: Annotated[
        bool, typer.Option("--all", help="Read also what a quick look takes to be about something else.")
    ] = False,
    relevant: Annotated[
        bool, typer.Option("--relevant", help="Leave out, but count, what a quick look sets aside.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Read an archive into shards of documents and statements, on all cores or a cluster; 'add DIR' links them."""
    from havenwatch.batch import Batch, run_batch

    if address is not None and engine is not EngineName.RAY:
        raise typer.BadParameter("--address is that of a Ray cluster: add --engine ray")
    here = session(ctx, None, quiet=quiet)
    wanted = Batch(tuple(inputs), output, shard, read_all, relevant)
    with stoppable("finished shards stay, the same command goes on from there"):
        with Progress("shards", quiet=here.quiet) as progress:
            outcome = run_batch(wanted, _engine(engine, workers, address), progress)
        for reason in outcome.anew:
            say(f"havenwatch: {reason}")
    say(", ".join(_told(outcome.counts)) + f" -> {output}", quiet=here.quiet)
    say(f"content {outcome.content}", quiet=here.quiet)
    if outcome.counts["lost"]:
        say(f"havenwatch: {outcome.counts['lost']} inputs could not be read; {output}/problems names them")
    raise typer.Exit(1 if outcome.counts["lost"] else 0)


def _engine(name: EngineName, workers: int | None, address: str | None) -> Engine:
    from havenwatch.batch import LocalEngine, cores

    if name is EngineName.LOCAL:
        return LocalEngine(workers or cores())
    from havenwatch.batch.on_ray import RayEngine

    return RayEngine(workers, address)


def _told(counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{counts['items']} items"
    yield f"{counts['documents']} documents"
    yield f"{counts['set_aside']} set aside"
    yield f"{counts['statements']} statements"
    yield f"{counts['shards']} shards ({counts['kept']} done before)"
