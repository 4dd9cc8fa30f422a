"""One's own account: password, codes, passkeys, sessions, tokens."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from havenwatch.errors import UsageError
from havenwatch.web.team import Account, secrets
from havenwatch.web.team.pages.signing import address_of, keys_of, team_of
from havenwatch.web.visit import Visit

__all__ = [
    "codes", "end_others", "passkey", "passkey_options", "password", "remove_passkey", "revoke", "show", "token",
]  # fmt: skip


def _own(visit: Visit) -> Account:
    if visit.account is None:
        raise HTTPException(401, visit.words("Sign in first."))
    return visit.account


def show(visit: Visit) -> Response:
    """The page of one's own account."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, **values: Any) -> Response:
    own, team = _own(visit), team_of(visit)
    new = secrets.new_totp()
    picture = secrets.totp_picture(secrets.totp_address(new, own.name))
    usual = {"told": None, "recovery": (), "made": None}
    return visit.page(
        "account.html", status, own=team.account(own.name), tokens=team.tokens(own.name),
        keys=keys_of(visit).of(own.name),
        sessions=team.sessions(own.name), new=new, picture=picture, **{**usual, **values},
    )  # fmt: skip


def _confirmed(visit: Visit) -> None:
    """Ask for the password before what opens the account changes: a browser left open is not enough."""
    own, address = _own(visit), address_of(visit)
    if visit.house.failures.wait(own.name, address):
        raise HTTPException(429, visit.words("Too many wrong tries. Wait a while."))
    if team_of(visit).opens(own.name, visit.field("present")) is None:
        visit.house.failures.failed(own.name, address)
        raise HTTPException(403, visit.words("The present password is wrong."))


def password(visit: Visit) -> Response:
    """Set another password; all sessions end."""
    _confirmed(visit)
    if visit.field("password") != visit.field("again"):
        return _page(visit, 400, told=visit.words("The two passwords differ."))
    team_of(visit).set_password(_own(visit).name, visit.field("password"), visit.who)
    return visit.go("/sign-in", visit.words("The password is set. Sign in with it."))


def codes(visit: Visit) -> Response:
    """Ask for codes of an app from now on, or no longer."""
    _confirmed(visit)
    own, team = _own(visit), team_of(visit)
    if visit.field("off") == "yes":
        team.set_totp(own.name, None, visit.who)
        return _page(visit, told=visit.words("Codes are off."))
    if secrets.right_step(visit.field("secret"), visit.field("code"), 0) is None:
        raise UsageError(visit.words("The code does not fit: check the clock of your phone and scan again."))
    recovery = team.set_totp(own.name, visit.field("secret"), visit.who)
    return _page(visit, recovery=recovery)


def passkey_options(visit: Visit) -> Response:
    """What the browser makes a passkey from."""
    return JSONResponse(keys_of(visit).offer(_own(visit).name))


def passkey(visit: Visit) -> Response:
    """Keep a passkey."""
    _confirmed(visit)
    keys_of(visit).register(_own(visit).name, visit.field("label") or "passkey", visit.field("answer"))
    return JSONResponse({"next": "/account"})


def remove_passkey(visit: Visit) -> Response:
    """Forget a passkey."""
    keys_of(visit).remove(_own(visit).name, visit.field("id"))
    return visit.go("/account", visit.words("Removed."))


def end_others(visit: Visit) -> Response:
    """End all other sessions."""
    team_of(visit).end_others(_own(visit).name, visit.session)
    return visit.go("/account", visit.words("All other sessions have ended."))


def token(visit: Visit) -> Response:
    """A token for the API, shown once."""
    made = team_of(visit).new_token(_own(visit).name, visit.field("label") or "token")
    return _page(visit, made=made)


def revoke(visit: Visit) -> Response:
    """End a token."""
    team_of(visit).revoke(_own(visit).name, visit.field("id"))
    return visit.go("/account", visit.words("Removed."))
