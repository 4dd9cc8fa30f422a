"""The accounts of all, restrictions, settings, the audit log."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.errors import UsageError
from havenwatch.ledger.browse import Page
from havenwatch.web.page.lists import csv_answer
from havenwatch.web.show import Cell, Table
from havenwatch.web.team.pages.signing import team_of
from havenwatch.web.visit import Visit

SIZE = 100
SETTINGS = {"two readers": ("on", "off")}

__all__ = ["add", "audit", "change", "invite", "release", "restrict", "setting", "show"]


def show(visit: Visit) -> Response:
    """All accounts and restrictions."""
    return _page(visit)


def _page(visit: Visit, **values: Any) -> Response:
    team = team_of(visit)
    usual = {"invited": None, "address": None}
    return visit.page(
        "team.html", accounts=team.accounts(), restrictions=team.restrictions(), two=visit.house.two_readers,
        **{**usual, **values},
    )  # fmt: skip


def add(visit: Visit) -> Response:
    """Make an account; the address with which its owner sets a password is shown once."""
    name = " ".join(visit.field("name").split())
    code = team_of(visit).add(name, visit.field("role"), visit.who)
    return _page(visit, invited=name, address=f"{visit.house.origin}/invitation/{code}")


def invite(visit: Visit) -> Response:
    """A new invitation: for somebody who lost the password."""
    name = visit.field("name")
    if team_of(visit).account(name) is None:
        raise UsageError(visit.words("There is no account '{name}'.", name=name[:60]))
    code = team_of(visit).invite(name, visit.who)
    return _page(visit, invited=name, address=f"{visit.house.origin}/invitation/{code}")


def change(visit: Visit) -> Response:
    """Change role, whether names are covered, whether the account is closed."""
    values = {
        "role": visit.field("role"),
        "veiled": int(visit.field("veiled") == "yes"),
        "disabled": int(visit.field("disabled") == "yes"),
    }
    team_of(visit).change(visit.field("name"), visit.who, **values)
    return visit.go("/team", visit.words("Stored."))


def restrict(visit: Visit) -> Response:
    """Let only some see a case: its person and every document that mentions the person."""
    case = visit.browser.case(visit.field("case"))
    if case is None:
        raise HTTPException(404, visit.words("There is no such case now."))
    mentions = tuple(m for p in case.persons for m in p.mentions)
    known = {a.name for a in team_of(visit).accounts()}
    members = tuple(n for n in visit.fields("member") if n in known)
    label = ", ".join(p.names[0] for p in case.persons if p.names) or case.case.id
    team_of(visit).restrict(label, mentions, members, visit.who)
    return visit.go("/team", visit.words("Only those chosen and admins see it from now on."))


def release(visit: Visit) -> Response:
    """Take a restriction away."""
    number = visit.field("number")
    if not number.isdigit():
        raise UsageError(visit.words("Choose a restriction."))
    team_of(visit).release(int(number), visit.who)
    return visit.go("/team", visit.words("Released."))


def setting(visit: Visit) -> Response:
    """Change a setting."""
    key, value = visit.field("key"), visit.field("value")
    if value not in SETTINGS.get(key, ()):
        raise UsageError(visit.words("There is no such setting."))
    team_of(visit).set(key, value, visit.who)
    return visit.go("/team", visit.words("Stored."))


def audit(visit: Visit) -> Response:
    """The audit log, and whether its chain is whole."""
    number = visit.number("page", 1)
    rows, total = team_of(visit).log(number, SIZE)
    words = visit.words
    columns = tuple(
        (k, words(t), "")
        for k, t in (("number", "No."), ("when", "When"), ("who", "Who"), ("what", "What"), ("detail", "About"))
    )
    made = tuple(
        (
            Cell(str(r["number"])),
            Cell(words.moment(r["made"])),
            Cell(r["who"]),
            Cell(r["what"]),
            Cell(r["detail"], tone="code"),
        )
        for r in rows
    )
    table = Table(words("Audit log"), columns, made)
    if visit.query.get("format") == "csv":
        return csv_answer(visit, "audit", [table])
    page = Page(tuple(rows), total, number, SIZE)
    return visit.page("audit.html", page=page, table=table, broken=team_of(visit).broken())
