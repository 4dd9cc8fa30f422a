"""Who is whom: joining persons, with what speaks against it, and taking one apart."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.errors import UsageError
from havenwatch.ledger.browse import PersonSheet
from havenwatch.records import DIFFERENT
from havenwatch.text.name_match import compare_names
from havenwatch.web.review.deciding import reason_of
from havenwatch.web.show.veil import plain
from havenwatch.web.visit import Visit

MOST = 12

__all__ = ["merge", "merging", "split", "warnings"]


def _sheets(visit: Visit, ids: Sequence[str]) -> list[PersonSheet]:
    unique = list(dict.fromkeys(ids))
    if len(unique) < 2 or len(unique) > MOST:
        raise UsageError(visit.words("Choose two to {n} persons.", n=MOST))
    sheets = [visit.browser.person(i) for i in unique]
    found = [s for s in sheets if s is not None]
    if len(found) < len(unique):
        raise HTTPException(409, visit.words("One of these persons is not there any more; open the list again."))
    return found


def merging(visit: Visit) -> Response:
    """The persons side by side, and what speaks against their being one."""
    sheets = _sheets(visit, visit.request.query_params.getlist("id"))
    visit.cover({d for s in sheets for d in s.documents})
    return visit.page("merge.html", sheets=sheets, warnings=warnings(visit, sheets))


def warnings(visit: Visit, sheets: Sequence[PersonSheet]) -> list[str]:
    """Contradictions between persons: names, genders, states, judgements."""
    found = []
    for a, b in itertools.combinations(sheets, 2):
        names = f"{visit.person(a.person)} / {visit.person(b.person)}"
        found += [f"{names}: {told}" for told in _between(visit, a, b)]
    return [*found, *_decided(visit, sheets)]


def _decided(visit: Visit, sheets: Sequence[PersonSheet]) -> list[str]:
    """Decisions of people that joining contradicts, in words."""
    texts = {m.id: m.name or m.text for s in sheets for m in s.mentions}
    found = []
    for j in visit.house.ledger.desk.against([s.person.id for s in sheets]):
        about = " / ".join(plain(visit.veil(texts.get(m, m))) for m in (j.left, j.right))
        told = {"about": about, "verdict": visit.words.verdict(j.verdict), "by": j.by, "when": (j.made or "")[:10]}
        reasons = visit.veil("; ".join(j.reasons)) or "-"
        found.append(visit.words("{about}: {verdict}, decided by {by}, {when}: {reasons}", **told, reasons=reasons))
    return found


def _between(visit: Visit, a: PersonSheet, b: PersonSheet) -> list[str]:
    words, found = visit.words, []
    for judgement, other in a.judgements:
        ruled = judgement.verdict == DIFFERENT and judgement.by.startswith("rule:")
        if ruled and other is not None and other.id == b.person.id:
            reasons = visit.veil("; ".join(judgement.reasons))
            found.append(words("judged different by {by}: {reasons}", by=judgement.by, reasons=reasons or "-"))
    if a.person.names and b.person.names and not (a.person.anonymous or b.person.anonymous):
        match = compare_names(a.person.names[0], b.person.names[0])
        if match.contradiction is not None:
            found.append(words("the names exclude each other: {why}", why=match.contradiction))
    genders = [{m.gender for m in s.mentions if m.gender is not None} for s in (a, b)]
    if genders[0] and genders[1] and not genders[0] & genders[1]:
        found.append(words("the genders differ"))
    for field in ("host", "requesting"):
        states = [{getattr(c, field) for c in s.cases} - {None} for s in (a, b)]
        if states[0] and states[1] and not states[0] & states[1]:
            told = " / ".join(", ".join(words.state(x) for x in sorted(side)) for side in states)
            found.append(words("{field}: {states}", field=words.field(field), states=told))
    shared = {m.document for m in a.mentions} & {m.document for m in b.mentions}
    if shared:
        found.append(words.many("{n} document speaks of both", "{n} documents speak of both", len(shared)))
    return list(dict.fromkeys(found))


def merge(visit: Visit) -> Response:
    """Store that they are one."""
    sheets = _sheets(visit, visit.fields("id"))
    visit.cover({d for s in sheets for d in s.documents})
    against = warnings(visit, sheets)
    if against and visit.field("sure") != "yes":
        told = visit.words("Tick that you have read what speaks against it.")
        return visit.page("merge.html", 400, sheets=sheets, warnings=against, told=told)
    ids = [s.person.id for s in sheets]
    outcome = visit.house.ledger.desk.merge(ids, reason_of(visit), visit.who, despite=visit.field("sure") == "yes")
    notice = visit.words("Joined. The lists follow in a moment.")
    return _done(visit, notice, outcome.act, sheets[0])


def split(visit: Visit) -> Response:
    """Store that some mentions are of another person."""
    sheet = visit.browser.person(str(visit.path["id"]))
    if sheet is None:
        raise HTTPException(409, visit.words("This person is not there any more; open the list again."))
    outcome = visit.house.ledger.desk.split(sheet.person.id, visit.fields("chain"), reason_of(visit), visit.who)
    notice = visit.words("Taken apart. The lists follow in a moment.")
    return _done(visit, notice, outcome.act, sheet)


def _done(visit: Visit, notice: str, act: int | None, sheet: PersonSheet) -> Response:
    """On to the persons: their addresses follow from who is whom, so the old one is gone in a moment."""
    visit.house.fresh.want()
    visit.house.fresh.wait(2.0)
    name = sheet.person.names[0].split()[-1] if sheet.person.names and not visit.veiled else ""
    return visit.go(f"/persons?words={name}" if name.isascii() else "/persons", notice, undo=act)
