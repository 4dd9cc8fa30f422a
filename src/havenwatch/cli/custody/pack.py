"""The command that packs the evidence of a case."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from havenwatch.cli.options import LedgerOption, QuietOption, session
from havenwatch.cli.output import say, write_archive
from havenwatch.errors import UsageError

if TYPE_CHECKING:
    from havenwatch.exchange.pack import Matter
    from havenwatch.ledger import Ledger

__all__ = ["evidence"]


def evidence(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="CASE", help="Id, its beginning, or a name.")],
    *,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.zip", help="The pack.", show_default=False)
    ] = None,
    timestamp: Annotated[
        str | None, typer.Option("--timestamp", metavar="URL", help="Time-stamping authority (RFC 3161) to ask.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Allow an authority on this machine or a local network.")
    ] = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Pack all that a case rests on, so that a third party can check it.

    With originals, digests, quotes, the log, the case as text and instructions.
    """
    from havenwatch.exchange.pack import SUMS, pack_files
    from havenwatch.ledger import Ledger

    here = session(ctx, ledger, quiet=quiet)
    with Ledger.open(here.ledger, create=False, read_only=True) as store:
        case, matter = _matter(store, wanted)
    files = pack_files(matter)
    if timestamp is not None:
        from havenwatch.source.web import FetchError
        from havenwatch.source.web.stamp import stamp

        try:
            digest = hashlib.sha256(files[SUMS]).digest()
            files[f"{SUMS}.tsr"] = stamp(timestamp, digest, private=private)
        except FetchError as error:
            raise UsageError(f"{timestamp}: {error}; nothing was packed") from error
    path = out or Path(f"evidence-{case}.zip")
    write_archive(files, path)
    say(f"{len(files)} files, {len(matter.statements)} quotes -> {path}", quiet=here.quiet)


def _matter(store: Ledger, wanted: str) -> tuple[str, Matter]:
    from havenwatch.cli.casefile import Casefile
    from havenwatch.cli.find import find_cases
    from havenwatch.exchange.pack import Matter
    from havenwatch.exchange.part import extract
    from havenwatch.ontology import load_ontology

    snapshot = store.snapshot()
    cases = find_cases(snapshot, wanted)
    if len(cases) > 1:
        raise UsageError(f"'{wanted}' fits {len(cases)} cases: {', '.join(c.id for c in cases)}; name one by its id")
    (case,) = cases
    file = Casefile(snapshot, load_ontology())
    part = extract(snapshot, cases)
    ids = {d["id"] for d in part["documents"]}
    said = {s["id"] for s in part["statements"]}
    found = store.originals(ids)
    matter = Matter(
        title=file.title(case),
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        reader=store.version,
        report="\n".join(file.lines(case)) + "\n",
        extract=part,
        documents=[d for d in snapshot.documents if d.id in ids],
        statements=[s for s in snapshot.statements if s.id in said],
        withdrawals=snapshot.withdrawals,
        sources=found.sources,
        blobs=found.blobs,
        records={v.id: v.record for v in found.visits},
        visits=[{k: getattr(v, k) for k in ("id", "source", "url", "address", "status", "made")} for v in found.visits],
        journal=found.journal,
    )
    return case.id, matter
