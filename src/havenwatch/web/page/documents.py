"""The page of one document, and of one statement in its place."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.ledger.browse import DocumentSheet
from havenwatch.ledger.browse.listing import BEGINNING
from havenwatch.records import Mention
from havenwatch.web.page.cases import corrected
from havenwatch.web.page.lists import title_of
from havenwatch.web.show.spans import Piece, Span, paragraphs
from havenwatch.web.visit import Visit

# Code points of a text on one page.
LONGEST = 60_000

__all__ = ["document", "marked_text", "name_of", "names_of", "statement"]


def document(visit: Visit) -> Response:
    """Text with highlighted statements and mentions, versions, duplicates, sources, problems."""
    sheet = visit.browser.document(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, visit.words("There is no such document."))
    visit.cover([sheet.document.id])
    part = visit.number("part", 1)
    return visit.page(
        "document.html",
        sheet=sheet,
        document=sheet.document,
        title=visit.veil(name_of(sheet)),
        lines=marked_text(sheet, part),
        part=part,
        longest=LONGEST,
        parts=max(1, -(-len(sheet.document.text) // LONGEST)),
        by_id={r.statement.id: r for r in sheet.statements},
        corrected=corrected,
        title_of=title_of,
    )


def name_of(sheet: DocumentSheet) -> str:
    """What the document is called."""
    document = sheet.document
    words = document.text[:BEGINNING].split()
    cut = words[:-1] if len(document.text) > BEGINNING else words
    return document.title or " ".join(cut) or document.external_id or document.id


def marked_text(sheet: DocumentSheet, part: int) -> list[list[Piece]]:
    """Lines of one part of the text as pieces that lie in the same statements and mentions."""
    first = (part - 1) * LONGEST
    last = min(len(sheet.document.text), first + LONGEST)
    spans = [Span(r.statement.start, r.statement.end, r.statement.id, "statement") for r in sheet.statements]
    spans += [
        Span(m.start, m.end, m.id, "mention") for m in sheet.mentions if m.id in sheet.persons and m.form == "name"
    ]
    within = [
        Span(max(s.start, first) - first, min(s.end, last) - first, s.id, s.noun)
        for s in spans
        if s.start < last and s.end > first
    ]
    return paragraphs(sheet.document.text[first:last], within)


def statement(visit: Visit) -> Response:
    """One statement: the quote in its place, what was read, every decision, what it stands behind."""
    sheet = visit.browser.statement(str(visit.path["id"]))
    if sheet is None:
        text = "There is no such statement now. The document was read anew, or you may not see it."
        raise HTTPException(404, visit.words(text))
    visit.cover([sheet.queued.document.id])
    return visit.page(
        "statement.html",
        sheet=sheet,
        queued=sheet.queued,
        told=corrected(sheet.queued.reviewed),
        title=title_of(sheet.queued.document),
        names=names_of(visit, sheet.mentions),
    )


def names_of(visit: Visit, mentions: Iterable[Mention]) -> dict[str, str]:
    """Mention -> what it is called."""
    return {m.id: visit.veil(m.name or m.text) for m in mentions}
