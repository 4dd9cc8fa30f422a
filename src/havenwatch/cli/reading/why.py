"""The command that shows how a text is read, trigger by trigger; it touches no ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from havenwatch.cli.options import JsonOption, day
from havenwatch.cli.output import table, write_json
from havenwatch.errors import UsageError

if TYPE_CHECKING:
    from havenwatch.records import Document
    from havenwatch.statement.why import Finding

__all__ = ["why"]

HEAD = ("words", "type", "found by", "status", "of whom", "why not")


def why(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A text file, or - for standard input.")],
    *,
    language: Annotated[str | None, typer.Option(metavar="xx", help="ISO 639-1 code; recognised without it.")] = None,
    published: Annotated[dt.date | None, typer.Option(metavar="DATE", parser=day, help="Publication date.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show why a text is read as it is.

    Every trigger with the rule or model that found it, and what keeps the others from being a statement.
    """
    from havenwatch.ontology import load_ontology
    from havenwatch.statement import LANGUAGES
    from havenwatch.statement.why import explain

    document = _document(_text(file), language, published)
    if document.language not in LANGUAGES:
        known = document.language or "not recognised"
        raise UsageError(f"{file}: language {known}; name one that is read with --language: {', '.join(LANGUAGES)}")
    found = explain(document, load_ontology())
    if as_json:
        write_json([_row(document, f) for f in found], None)
    else:
        table(HEAD, [_cells(document, f) for f in found])


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read as UTF-8 text ({error}); name a plain text file") from error


def _document(text: str, language: str | None, published: dt.date | None) -> Document:
    from havenwatch.document.language import recognise
    from havenwatch.records import Document

    digest = hashlib.sha256(text.encode()).hexdigest()
    told = language or recognise(text)
    return Document(f"d{digest[:16]}", None, "s0", None, None, None, published, "", told, digest, None, text)


def _row(document: Document, finding: Finding) -> dict[str, object]:
    return {"words": document.text[finding.start : finding.end], **dataclasses.asdict(finding)}


def _cells(document: Document, f: Finding) -> tuple[str, ...]:
    words = document.text[f.start : f.end]
    return words, f.type, f.rule or "-", f.status or "-", f.person or "-", f.reason or ""
