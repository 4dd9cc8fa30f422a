"""Commands that ask a ledger: report, indicator, case, search, export. None of them changes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from havenwatch.cli.options import JsonOption, LedgerOption, OutOption, QuietOption, UntilOption, session
from havenwatch.cli.output import lines, say, table, write, write_bytes, write_json, write_tables
from havenwatch.cli.progress import Progress
from havenwatch.errors import UsageError

if TYPE_CHECKING:
    from havenwatch.records import Snapshot

FORMATS = {".html": "html", ".htm": "html", ".md": "md", ".docx": "docx", ".pdf": "pdf"}
DEFAULT_LIMIT = 20

__all__ = ["case", "export", "indicator", "report", "search"]

Form = Literal["json", "csv", "parquet", "ftm", "ics", "atom", "csl"]
UnhcrOption = Annotated[
    Path | None,
    typer.Option(
        "--unhcr",
        metavar="FOLDER",
        help="Folder with UNHCR's tables asylum_applications and asylum_decisions (.csv or .rda).",
        show_default=False,
    ),
]
InternalOption = Annotated[
    bool,
    typer.Option("--internal", help="Mask nobody; the journal of the ledger records it.", show_default=False),
]
Country = Annotated[str, typer.Argument(metavar="COUNTRY", help="Name or ISO code: Kazakhstan, Казахстан, KZ.")]


def report(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    country: Country,
    *,
    until: UntilOption = None,
    language: Annotated[Literal["en", "ru"], typer.Option(help="Language of the report.")] = "en",
    unhcr: UnhcrOption = None,
    out: OutOption = None,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the country report.

    Every factual sentence carries its quotes. The ending of FILE chooses the format: .html, .md, .docx or .pdf.
    """
    kind = _report_format(out)
    from havenwatch.indicator.context.asylum import read_asylum
    from havenwatch.ontology import load_ontology
    from havenwatch.report import build, render, render_file

    here = session(ctx, ledger, quiet=quiet)
    with Progress("writing the report", quiet=here.quiet):
        asylum = None if unhcr is None else read_asylum(unhcr)
        found = build(_snapshot(here.ledger), country, until, language, load_ontology(), asylum=asylum)
        if out is None:
            write(render(found, kind), None)
            return
        write_bytes(render_file(found, kind), out)
    say(f"report written to {out}", quiet=here.quiet)


def indicator(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    country: Country,
    *,
    rule: Annotated[str, typer.Option(metavar="R1..R5", help="Counting rule.")] = "R1",
    until: UntilOption = None,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Print the figures alone.

    With the counting rule, the exact interval and the reasons for the verdict.
    """
    from havenwatch.cli.figures import figure_lines
    from havenwatch.indicator import indicate
    from havenwatch.ontology import load_ontology
    from havenwatch.records import to_json

    here = session(ctx, ledger, quiet=quiet)
    with Progress("counting", quiet=here.quiet):
        figure = indicate(_snapshot(here.ledger), country, rule.upper(), until, load_ontology())
    if as_json:
        write_json(to_json(figure), None)
    else:
        lines(figure_lines(figure))


def case(
    ctx: typer.Context,
    wanted: Annotated[str | None, typer.Argument(metavar="[ID|NAME]", help="Id, its beginning, or a name.")] = None,
    *,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Print one case, or the list of cases.

    With timeline, stage of each procedure, open remedies, red flags and conflicts, each with quotes and sources.
    """
    from havenwatch.cli.casefile import Casefile, case_rows
    from havenwatch.cli.find import find_cases
    from havenwatch.exchange.part import extract
    from havenwatch.ontology import load_ontology

    here = session(ctx, ledger, quiet=quiet)
    snapshot = _snapshot(here.ledger)
    cases = snapshot.dossier.cases if wanted is None else find_cases(snapshot, wanted)
    if as_json:
        write_json(extract(snapshot, cases), None)
        return
    file = Casefile(snapshot, load_ontology())
    if wanted is None and not cases:
        say("no case yet: add documents that tell of one", quiet=here.quiet)
    elif wanted is None:
        table(("id", "person", "host", "wanted by", "events", "stage"), case_rows(cases, file))
    else:
        lines(line for one in cases for line in (*file.lines(one), ""))


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Any inflection, any script of a name.")],
    *,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most this many hits.")] = DEFAULT_LIMIT,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Find words in documents and statements.

    In any inflection and any script of a name; each hit with its quote, document and date.
    """
    from havenwatch.cli.find import hit_lines
    from havenwatch.ledger import Ledger
    from havenwatch.records import to_json

    with Ledger.open(session(ctx, ledger, quiet=quiet).ledger, create=False, read_only=True) as store:
        hits = store.search(" ".join(words), limit)
    if as_json:
        write_json(to_json(hits), None)
    else:
        lines(line for hit in hits for line in hit_lines(hit))


def export(
    ctx: typer.Context,
    form: Annotated[Form, typer.Argument(metavar="json|csv|parquet|ftm|ics|atom|csl", help="Form; see below.")],
    *,
    internal: InternalOption = False,
    out: OutOption = None,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the whole ledger in a form that other tools read.

    json: complete and internal. All others mask minors, relatives and unnamed persons in danger: csv and parquet (one
    table a noun), ftm (FollowTheMoney entities), ics (hearings, deadlines, elections), atom (feed of changes), csl
    (bibliography).
    """
    here = session(ctx, ledger, quiet=quiet)
    with Progress("exporting", quiet=here.quiet):
        snapshot = _snapshot(here.ledger)
        if internal:
            _record_internal(here.ledger, form)
        files = _export(snapshot, form, out, internal=internal)
    if files:
        say(f"{len(files)} files written to {files[0].parent if len(files) > 1 else files[0]}", quiet=here.quiet)


def _export(snapshot: Snapshot, form: Form, out: Path | None, *, internal: bool) -> tuple[Path, ...]:
    """Writes the form; the files of a form that is more than one."""
    from havenwatch.exchange import atom, csl, csv, ftm, ics, json, parquet
    from havenwatch.ontology import load_ontology

    if form == "json":
        write_json(json.export(snapshot), out)
    elif form == "csl":
        write_json(csl.export(snapshot, internal=internal), out)
    elif form == "csv":
        return write_tables(csv.export(snapshot, internal=internal), out or Path(f"havenwatch-{form}"), form)
    elif form == "parquet":
        return write_tables(parquet.export(snapshot, internal=internal), out or Path(f"havenwatch-{form}"), form)
    else:
        write({"ftm": ftm, "ics": ics, "atom": atom}[form].export(snapshot, load_ontology(), internal=internal), out)
    return ()


def _record_internal(ledger: str, form: str) -> None:
    """The journal keeps that an unmasked edition left."""
    from havenwatch.ledger import Ledger

    with Ledger.open(ledger, create=False) as store:
        store.record_export(form)
    say(f"internal edition: nobody is masked in this {form}; the journal of the ledger records it")


def _report_format(out: Path | None) -> str:
    kind = "html" if out is None else FORMATS.get(out.suffix.lower())
    if kind is None:
        raise UsageError(
            f"{out}: reports are written as .html, .md, .docx or .pdf; choose a file with one of these endings"
        )
    return kind


def _snapshot(ledger: str) -> Snapshot:
    from havenwatch.ledger import Ledger

    with Ledger.open(ledger, create=False, read_only=True) as store:
        return store.snapshot()
