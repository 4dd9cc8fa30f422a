"""Adding statements that the machine missed, correcting on a page of its own, moving a span."""

from __future__ import annotations

import datetime as dt

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.errors import UsageError
from havenwatch.event.review import corrected
from havenwatch.ledger.browse import DocumentSheet
from havenwatch.ledger.desk import Seen
from havenwatch.ledger.desk.marked import LONGEST_SPAN
from havenwatch.records import EVENT, Mention, Role, Statement, content_id
from havenwatch.web.page.documents import name_of, names_of
from havenwatch.web.review.deciding import reason_of
from havenwatch.web.review.queue import form_values
from havenwatch.web.review.values import SHOWN, people
from havenwatch.web.visit import Visit, inside

_ROLES = ("person", "agent", "host", "requesting", "destination", "place", "accusation", "of")
AROUND = 200
# A new person is named by some words of the quote.
LONGEST_NAME = 120

__all__ = ["correction", "form", "mark", "respan"]


def _sheet(visit: Visit) -> DocumentSheet:
    sheet = visit.browser.document(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, visit.words("There is no such document."))
    visit.cover([sheet.document.id])
    return sheet


def _whole(visit: Visit, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(visit.words("The place of the selection is missing: select the words again."))
    return int(text)


def _span(visit: Visit, sheet: DocumentSheet, start: str, end: str, quote: str) -> tuple[int, int]:
    """Place of the words selected, or of words typed in where there is no script."""
    if quote:
        found = sheet.document.text.find(quote)
        if found < 0:
            raise UsageError(visit.words("These words are not in the text as they stand: copy them from it."))
        return found, found + len(quote)
    return _checked(visit, sheet, _whole(visit, start), _whole(visit, end))


def _checked(visit: Visit, sheet: DocumentSheet, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(sheet.document.text):
        raise UsageError(visit.words("The selection does not lie in the text: select the words again."))
    if end - start > LONGEST_SPAN:
        told = "{n} characters are selected; a statement has at most {most}. Select the words that say it."
        raise UsageError(visit.words(told, n=end - start, most=LONGEST_SPAN))
    return start, end


def form(visit: Visit) -> Response:
    """What do the selected words say?"""
    sheet = _sheet(visit)
    place: tuple[int, int] | None = None
    if visit.query.get("start") or visit.query.get("quote"):
        get = visit.query.get
        place = _span(visit, sheet, get("start", ""), get("end", ""), get("quote", ""))
    names = names_of(visit, sheet.mentions)
    text = sheet.document.text
    return visit.page(
        "mark.html",
        document=sheet.document,
        title=name_of(sheet),
        place=place,
        quote="" if place is None else text[place[0] : place[1]],
        before="" if place is None else text[max(0, place[0] - AROUND) : place[0]],
        after="" if place is None else text[place[1] : place[1] + AROUND],
        fields=[(f, {"kind": EVENT, "status": "reported"}.get(f, "")) for f in SHOWN],
        people=people(sheet.mentions, names),
    )


def mark(visit: Visit) -> Response:
    """Add a statement on the selected words."""
    sheet = _sheet(visit)
    start, end = _span(visit, sheet, visit.field("start"), visit.field("end"), visit.field("quote"))
    mentions = _new_person(visit, sheet, start, end)
    statement = _statement(visit, sheet, (start, end), mentions)
    outcome = visit.house.ledger.desk.mark(statement, mentions, reason_of(visit), visit.who)
    visit.house.fresh.want()
    return visit.go(f"/document/{sheet.document.id}#s-{statement.id}", visit.words("Added."), undo=outcome.act)


def _new_person(visit: Visit, sheet: DocumentSheet, start: int, end: int) -> tuple[Mention, ...]:
    """A mention for a name in the quote that the machine did not take for one."""
    name = " ".join(visit.field("new_person").split())
    if not name:
        return ()
    found = sheet.document.text.find(name, start, end)
    if found < 0 or len(name) > LONGEST_NAME:
        raise UsageError(visit.words("The name of a new person must stand in the selected words, letter for letter."))
    identity = content_id("m", sheet.document.id, found, found + len(name))
    if any(m.id == identity for m in sheet.mentions):
        return ()
    whole = Mention(
        identity, sheet.document.id, found, found + len(name), name, "name", name, identity, 1, None, ()
    )  # fmt: skip
    return (whole,)


def _statement(visit: Visit, sheet: DocumentSheet, place: tuple[int, int], mentions: tuple[Mention, ...]) -> Statement:
    values = {f: " ".join(visit.field(f"f_{f}").split()) or None for f in SHOWN}
    kind, status = values["kind"] or EVENT, values["status"] or "reported"
    known = {m.id for m in sheet.mentions} | {m.id for m in mentions}
    person = mentions[0].id if mentions else values["person"]
    if person is not None and person not in known:
        raise UsageError(visit.words("The person chosen is not in this document; choose again."))
    roles = tuple(Role(r, v) for r in _ROLES if (v := person if r == "person" else values[r]) is not None)
    people_of = [person] if person is not None else []
    start, end = place
    made = Statement(
        id=content_id("s", sheet.document.id, start, end, kind, values["type"], values["about"], people_of, "person"),
        document=sheet.document.id,
        start=start,
        end=end,
        quote=sheet.document.text[start:end],
        kind=kind,
        type=values["type"],
        about=values["about"],
        status=status,
        attributed_to=values["attributed_to"],
        speaker=values["speaker"],
        earliest=_day(visit, values["earliest"]),
        latest=_day(visit, values["latest"] or values["earliest"]),
        date_text=values["date_text"],
        roles=roles,
        amount=None,
        count=_count(visit, values["count"]),
        confidence=1.0,
        found_by=f"person:{visit.who}",
    )
    return corrected(made, [(f, v) for f in ("quantity", "amount", "unit", "approximate") if (v := values[f])])


def _day(visit: Visit, text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(visit.words("'{text}' is no date: write it as YYYY-MM-DD.", text=str(text)[:40])) from error


def _count(visit: Visit, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(visit.words("'{text}' is no number.", text=text[:40]))
    return int(text)


def correction(visit: Visit) -> Response:
    """The form that corrects one statement, on a page of its own."""
    sheet = visit.browser.statement(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(404, visit.words("There is no such statement now. The document was read anew."))
    visit.cover([sheet.queued.document.id])
    return visit.page("correct.html", sheet=sheet, **form_values(visit, sheet))


def respan(visit: Visit) -> Response:
    """Put a statement on other words."""
    identity = str(visit.path["id"])
    sheet = visit.browser.statement(identity)
    if sheet is None:
        raise HTTPException(409, visit.words("There is no such statement now. The document was read anew."))
    start, end = _whole(visit, visit.field("start")), _whole(visit, visit.field("end"))
    if end - start > LONGEST_SPAN:
        told = "{n} characters are selected; a statement has at most {most}. Select the words that say it."
        raise UsageError(visit.words(told, n=end - start, most=LONGEST_SPAN))
    seen = Seen(identity, sheet.queued.reviewed.number)
    outcome = visit.house.ledger.desk.respan(seen, start, end, reason_of(visit), visit.who)
    visit.house.fresh.want()
    address = inside(visit.field("next"), f"/document/{sheet.queued.document.id}#s-{outcome.done[0]}")
    return visit.go(address, visit.words("The statement stands on the new words."), undo=outcome.act)
