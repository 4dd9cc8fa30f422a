"""Deciding: accept, correct, reject, unsure; many at once; taking back."""

from __future__ import annotations

import datetime as dt

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.errors import UsageError
from havenwatch.ledger.browse import StatementSheet
from havenwatch.ledger.desk import Failure, Seen
from havenwatch.records import ACCEPTED, CORRECTED, REJECTED, UNREVIEWED, UNSURE, Review
from havenwatch.web.review.values import changes
from havenwatch.web.show.pages import link
from havenwatch.web.visit import Visit, inside

VERDICTS = (ACCEPTED, CORRECTED, REJECTED, UNSURE, UNREVIEWED)
LONGEST_REASON = 1_000

__all__ = ["bulk", "decide", "undo"]


def decide(visit: Visit) -> Response:
    """Store one decision and go on to the next statement; a decision that somebody else made meanwhile is shown."""
    verdict, identity = visit.field("verdict"), visit.field("statement")
    if verdict not in VERDICTS:
        raise UsageError(visit.words("Choose what you decide: accept, correct, reject or unsure."))
    sheet = visit.browser.statement(identity)
    if sheet is None:
        text = "This statement is gone: the document was read anew. Nothing was stored; your reason: {reason}"
        raise HTTPException(409, visit.words(text, reason=visit.field("reason") or "-"))
    changed = changes(visit, sheet.queued.reviewed.statement) if verdict == CORRECTED else ()
    if verdict == CORRECTED and not changed:
        raise UsageError(visit.words("Nothing is corrected yet: change a field, or accept the statement as it is."))
    if visit.house.two_readers and visit.field("settle") != "yes":
        return _opine(visit, sheet, verdict, changed)
    return _store(visit, sheet, verdict, changed)


def reason_of(visit: Visit) -> str:
    """The reason given in a form."""
    return " ".join(visit.field("reason").split())[:LONGEST_REASON]


def _store(visit: Visit, sheet: StatementSheet, verdict: str, changed: tuple[tuple[str, str | None], ...]) -> Response:
    now = sheet.queued.reviewed
    seen = visit.field("seen")
    if seen.isdigit() and int(seen) != now.number:
        # what the other decided and what is being sent stand side by side; either can be chosen
        return visit.page("overtaken.html", 409, sheet=sheet, verdict=verdict, changed=changed, reason=reason_of(visit))
    try:
        outcome = visit.house.ledger.desk.review(
            Seen(now.statement.id, now.number), verdict, changed, reason_of(visit), visit.who
        )
    except UsageError as error:
        raise HTTPException(409, str(error)) from error
    visit.house.fresh.want()
    notice = visit.words("Stored: {verdict}.", verdict=visit.words.verdict(verdict))
    return visit.go(inside(visit.field("next"), "/review"), notice, undo=outcome.act)


def _opine(visit: Visit, sheet: StatementSheet, verdict: str, changed: tuple[tuple[str, str | None], ...]) -> Response:
    """A reading of one of two; the decision stands when another reviewer reads the same."""
    made = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    identity, reason = sheet.queued.reviewed.statement.id, reason_of(visit)
    visit.house.ledger.desk.opine(Review(identity, verdict, changed, reason, visit.who, made))
    agreeing = [o.by for o in sheet.opinions if o.by != visit.who and (o.verdict, o.changes) == (verdict, changed)]
    notice = visit.words("Your reading is stored; another reviewer reads it too.")
    if agreeing and verdict not in {UNSURE, UNREVIEWED}:
        told = visit.words("two readers agree: {names}", names=", ".join(sorted([visit.who, *agreeing])))
        seen = Seen(identity, sheet.queued.reviewed.number)
        visit.house.ledger.desk.review(seen, verdict, changed, f"{reason} ({told})".strip(), visit.who)
        visit.house.fresh.want()
        notice = visit.words("Two readers agree: {verdict}.", verdict=visit.words.verdict(verdict))
    return visit.go(inside(visit.field("next"), "/review"), notice)


def bulk(visit: Visit) -> Response:
    """The same decision on all statements that were marked; those that fail are named with the reason."""
    verdict = visit.field("verdict")
    if verdict not in {ACCEPTED, REJECTED, UNSURE}:
        raise UsageError(visit.words("Choose what you decide on all of them: accept, reject or unsure."))
    if visit.house.two_readers:
        raise UsageError(visit.words("Two readers decide here one statement at a time."))
    chosen = [_seen(text) for text in visit.fields("statement")]
    if not chosen:
        raise UsageError(visit.words("Mark at least one statement."))
    visible = [s for s in chosen if visit.browser.statement(s.statement) is not None]
    outcome = visit.house.ledger.desk.bulk(visible, verdict, reason_of(visit), visit.who)
    lost = [Failure(s.statement, visit.words("not there any more")) for s in chosen if s not in visible]
    visit.house.fresh.want()
    failures = (*outcome.failures, *lost)
    address = inside(visit.field("next"), "/review/list")
    if failures:
        return visit.page("bulk.html", 200, outcome=outcome, failures=failures, verdict=verdict, back=address)
    notice = visit.words.many("{n} statement decided.", "{n} statements decided.", len(outcome.done))
    return visit.go(address, notice, undo=outcome.act)


def _seen(text: str) -> Seen:
    identity, _, number = text.partition("|")
    return Seen(identity, int(number) if number.isdigit() else None)


def undo(visit: Visit) -> Response:
    """Take the last act back, or the one that is named; an act of somebody else only as an editor."""
    text = visit.field("act")
    acts = visit.browser.acts(None if text else visit.who, 200 if text else 1, standing=True)
    found = next((a for a in acts if not text or str(a.number) == text), None)
    if found is None:
        raise UsageError(visit.words("There is nothing to take back."))
    if found.by != visit.who and not visit.may("editor"):
        raise HTTPException(403, visit.words("Only an editor takes back what somebody else decided."))
    outcome = visit.house.ledger.desk.undo(found.number, visit.who)
    visit.house.fresh.want()
    notice = visit.words("Taken back.")
    if outcome.failures:
        told = "; ".join(f"{f.about}: {f.reason}" for f in outcome.failures[:5])
        notice = visit.words("Taken back, but not all: {told}", told=told)
    where = visit.field("next") or link("/review")
    return visit.go(inside(where, "/review"), notice)
