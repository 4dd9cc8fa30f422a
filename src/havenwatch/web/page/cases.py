"""The page of one case and of one person."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.event.review import apply_reviews
from havenwatch.ledger.browse import CaseSheet, Reviewed
from havenwatch.person.spelling import other_spellings
from havenwatch.records import REJECTED, Conflict, Event, Statement
from havenwatch.web.page.lists import csv_answer, title_of
from havenwatch.web.show import Cell, Table
from havenwatch.web.show.veil import plain
from havenwatch.web.visit import Visit

__all__ = ["case", "corrected", "person"]


def corrected(reviewed: Reviewed) -> Statement:
    """A statement as people left it; a rejected one as it was read."""
    if reviewed.review is None or reviewed.review.verdict == REJECTED:
        return reviewed.statement
    return apply_reviews([reviewed.statement], [reviewed.review])[0]


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One event of a timeline with its evidence; `rejected` when a person rejected all of that."""

    event: Event
    direction: int
    evidence: tuple[Reviewed, ...]
    conflicts: tuple[Conflict, ...]
    rejected: bool


def case(visit: Visit) -> Response:
    """Who, which states, stage, remedies, flags; the timeline with every quote; where sources disagree."""
    sheet = visit.browser.case(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, _moved(visit))
    visit.cover(sheet.documents)
    steps = [_step(visit, sheet, event) for event in sheet.events]
    if visit.query.get("format") == "csv":
        return csv_answer(visit, f"case-{sheet.case.id}", [_timeline(visit, sheet, steps)])
    return visit.page(
        "case.html",
        sheet=sheet,
        case=sheet.case,
        steps=steps,
        flags=[(f, _evidence(f.statements, sheet.statements)) for f in sheet.case.flags],
        own=[c for c in sheet.conflicts if c.event is None],
        spellings=_spellings(visit, sheet),
        title=", ".join(visit.person(p) for p in sheet.persons) or visit.words("nobody named"),
        titles={d: title_of(b) for d, b in sheet.documents.items()},
        corrected=corrected,
    )


def _moved(visit: Visit) -> str:
    return visit.words(
        "There is no such case or person now. Their addresses follow from who is whom: after a merge or a split they "
        "have a new one. Search for the name."
    )


def _evidence(ids: Iterable[str], statements: Mapping[str, Reviewed]) -> tuple[Reviewed, ...]:
    return tuple(statements[s] for s in ids if s in statements)


def _step(visit: Visit, sheet: CaseSheet, event: Event) -> Step:
    evidence = _evidence(event.statements, sheet.statements)
    return Step(
        event=event,
        direction=visit.words.direction(event),
        evidence=evidence,
        conflicts=tuple(c for c in sheet.conflicts if c.event == event.id),
        rejected=bool(evidence) and all(r.verdict == REJECTED for r in evidence),
    )


def _spellings(visit: Visit, sheet: CaseSheet) -> list[str]:
    if visit.veiled:
        return []
    return [plain(n) for p in sheet.persons for n in other_spellings(p.names)]


def _timeline(visit: Visit, sheet: CaseSheet, steps: Iterable[Step]) -> Table:
    words = visit.words
    columns = tuple(
        (c, "", "") for c in ("earliest", "latest", "event", "about", "status", "quote", "source", "review")
    )
    rows = tuple(
        (
            Cell("" if s.event.earliest is None else s.event.earliest.isoformat()),
            Cell("" if s.event.latest is None else s.event.latest.isoformat()),
            Cell(words.type(s.event.type)),
            Cell(words.about(s.event.about)),
            Cell(words.status(s.event.status)),
            Cell(r.statement.quote),
            Cell(title_of(sheet.documents[r.statement.document])),
            Cell(words.verdict(r.verdict)),
        )
        for s in steps
        for r in s.evidence
    )
    return Table("", columns, rows)


def person(visit: Visit) -> Response:
    """Names, mentions with the words around them, judgements with reasons, cases."""
    sheet = visit.browser.person(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, _moved(visit))
    visit.cover(sheet.documents)
    heads = {m.head for m in sheet.mentions}
    return visit.page(
        "person.html",
        sheet=sheet,
        person=sheet.person,
        title=visit.person(sheet.person),
        names=[] if visit.veiled else [plain(n) for n in sheet.person.names],
        chains=[(h, [m for m in sheet.mentions if h in {m.head, m.id}]) for h in sorted(heads)],
        titles={d: title_of(b) for d, b in sheet.documents.items()},
    )
