"""Commands that ask a ledger: report, indicator, case, search, export. None of them changes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from havenwatch.cli.options import JsonOption, LedgerOption, OutOption, QuietOption, UntilOption, session
from havenwatch.cli.output import lines, say, table, write, write_json, write_tables
from havenwatch.cli.progress import Progress
from havenwatch.errors import UsageError

if TYPE_CHECKING:
    from havenwatch.records import Snapshot

FORMATS = {".html": "html", ".htm": "html", ".md": "md"}
DEFAULT_TABLES = Path("havenwatch-csv")
DEFAULT_LIMIT = 20

__all__ = ["case", "export", "indicator", "report", "search"]

Country = Annotated[str, typer.Argument(metavar="COUNTRY", help="Name or ISO code: Kazakhstan, Казахстан, KZ.")]


def report(  # noqa: PLR0913 - every option is an argument
    ctx: typer.Context,
    country: Country,
    *,
    until: UntilOption = None,
    language: Annotated[Literal["en", "ru"], typer.Option(help="Language of the report.")] = "en",
    out: OutOption = None,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the country report.

    Every factual sentence carries its quotes. The ending of FILE chooses the format: .html or .md.
    """
    kind = _report_format(out)
    from havenwatch.ontology import load_ontology
    from havenwatch.report import build, render

    here = session(ctx, ledger, quiet=quiet)
    with Progress("writing the report", quiet=here.quiet):
        text = render(build(_snapshot(here.ledger), country, until, language, load_ontology()), kind)
    write(text, out)
    if out is not None:
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
    from havenwatch.cli.hits import hit_lines
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
    form: Annotated[Literal["json", "csv"], typer.Argument(metavar="json|csv", help="json: all; csv: masked tables.")],
    *,
    out: OutOption = None,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the whole ledger as json or csv.

    json is complete and internal; csv is one table a noun, with minors and relatives masked.
    """
    here = session(ctx, ledger, quiet=quiet)
    with Progress("exporting", quiet=here.quiet):
        snapshot = _snapshot(here.ledger)
        if form == "json":
            from havenwatch.exchange.json import export as to_object

            write_json(to_object(snapshot), out)
            return
        from havenwatch.exchange.csv import export as to_tables

        files = write_tables(to_tables(snapshot), out or DEFAULT_TABLES)
    say(f"{len(files)} files written to {out or DEFAULT_TABLES}", quiet=here.quiet)


def _report_format(out: Path | None) -> str:
    kind = "html" if out is None else FORMATS.get(out.suffix.lower())
    if kind is None:
        raise UsageError(f"{out}: reports are written as .html or .md; choose a file with one of these endings")
    return kind


def _snapshot(ledger: str) -> Snapshot:
    from havenwatch.ledger import Ledger

    with Ledger.open(ledger, create=False, read_only=True) as store:
        return store.snapshot()
