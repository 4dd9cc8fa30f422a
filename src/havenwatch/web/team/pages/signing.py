"""Signing in and out, invitations."""

from __future__ import annotations

import hashlib
import hmac
import time

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from havenwatch.errors import UsageError
from havenwatch.web.house import House
from havenwatch.web.team import Team
from havenwatch.web.team.passkeys import Passkeys
from havenwatch.web.visit import Visit, cookie_name, inside

# Between password and code.
CODE_SECONDS = 300

__all__ = [
    "accept", "address_of", "code", "form", "invitation", "keys_of", "passkey", "passkey_options", "sign_in",
    "sign_out", "team_of",
]  # fmt: skip


def team_of(visit: Visit) -> Team:
    """The team; these pages are there only with one."""
    if visit.house.team is None:
        raise HTTPException(404, visit.words("This server has no accounts."))
    return visit.house.team


def keys_of(visit: Visit) -> Passkeys:
    """Passkeys of the team."""
    if visit.house.passkeys is None:
        raise HTTPException(404, visit.words("This server has no accounts."))
    return visit.house.passkeys


def address_of(visit: Visit) -> str:
    """Address of who asks, for counting failures; never stored."""
    client = visit.request.client
    return "?" if client is None else client.host


def form(visit: Visit) -> Response:
    """The form to sign in."""
    return _form(visit)


def _form(visit: Visit, status: int = 200, told: str | None = None, **values: str) -> Response:
    onward = inside(visit.field("next") or visit.query.get("next"))
    return visit.page(
        "sign_in.html", status, onward=onward, told=told, step=values.get("step", ""), name=values.get("name", "")
    )


def sign_in(visit: Visit) -> Response:
    """Name and password; then a code, where the account asks for one."""
    name, address = visit.field("name").strip(), address_of(visit)
    refusal = _wait(visit, name, address)
    if refusal is not None:
        return refusal
    account = team_of(visit).opens(name, visit.field("password"))
    if account is None:
        visit.house.failures.failed(name, address)
        team_of(visit).note(name[:60] or "?", "wrong password", {})
        return _form(visit, 401, visit.words("Name or password is wrong."))
    if account.totp:
        return _form(visit, step=_step(visit.house, account.name), name=account.name)
    visit.house.failures.succeeded(name, address)
    return _begin(visit, account.name, "password")


def _wait(visit: Visit, name: str, address: str) -> Response | None:
    seconds = visit.house.failures.wait(name, address)
    if seconds == 0:
        return None
    told = visit.words("Too many wrong tries. Wait {n} minutes.", n=-(-seconds // 60))
    answer = _form(visit, 429, told)
    answer.headers["retry-after"] = str(seconds)
    return answer


def _step(house: House, name: str) -> str:
    """Proof that the password was right a moment ago."""
    until = str(int(time.time()) + CODE_SECONDS)
    return f"{until}.{_proof(house, until, name)}"


def _proof(house: House, until: str, name: str) -> str:
    return hmac.new(house.secret, f"code {until} {name}".encode(), hashlib.sha256).hexdigest()


def code(visit: Visit) -> Response:
    """The code of the second factor, or a recovery code."""
    name, address = visit.field("name"), address_of(visit)
    until, _, proof = visit.field("step").partition(".")
    right = until.isdigit() and int(until) >= time.time()
    if not right or not hmac.compare_digest(proof.encode(), _proof(visit.house, until, name).encode()):
        return _form(visit, 401, visit.words("That took too long. Sign in again."))
    refusal = _wait(visit, name, address)
    if refusal is not None:
        return refusal
    if not team_of(visit).second(name, visit.field("code")):
        visit.house.failures.failed(name, address)
        team_of(visit).note(name, "wrong code", {})
        return _form(
            visit, 401, visit.words("The code is wrong or was used already."), step=visit.field("step"), name=name
        )
    visit.house.failures.succeeded(name, address)
    return _begin(visit, name, "password and code")


def _begin(visit: Visit, name: str, how: str, answer: Response | None = None) -> Response:
    """A new session with a new secret: one that somebody else put into the browser before is worth nothing."""
    secret = team_of(visit).begin(name, visit.request.headers.get("user-agent", ""), how)
    made = visit.go(inside(visit.field("next"))) if answer is None else answer
    house = visit.house
    made.set_cookie(cookie_name(house), secret, httponly=True, samesite="lax", secure=house.secure, path="/")
    return made


def passkey_options(visit: Visit) -> Response:
    """What the browser asks a passkey."""
    return JSONResponse(keys_of(visit).ask(visit.session))


def passkey(visit: Visit) -> Response:
    """Sign in with a passkey; it is possession and PIN or finger in one, so no code is asked for."""
    address = address_of(visit)
    if visit.house.failures.wait("passkey", address):
        raise HTTPException(429, visit.words("Too many wrong tries. Wait a while."))
    try:
        name = keys_of(visit).check(visit.session, visit.field("answer"))
    except UsageError:
        visit.house.failures.failed("passkey", address)
        raise
    account = team_of(visit).account(name)
    if account is None or account.disabled:
        raise HTTPException(403, visit.words("This account is closed."))
    return _begin(visit, account.name, "passkey", JSONResponse({"next": inside(visit.field("next"))}))


def sign_out(visit: Visit) -> Response:
    """End the session."""
    team_of(visit).end(visit.session)
    answer = visit.go("/sign-in")
    answer.delete_cookie(cookie_name(visit.house), path="/")
    return answer


def invitation(visit: Visit) -> Response:
    """The page on which somebody invited sets a password."""
    name = team_of(visit).invited(str(visit.path["code"]))
    if name is None:
        raise HTTPException(404, visit.words("This invitation has ended; ask an admin for a new one."))
    return visit.page("invitation.html", name=name, told=None)


def accept(visit: Visit) -> Response:
    """Set the password and sign in."""
    team, address = team_of(visit), address_of(visit)
    name = team.invited(str(visit.path["code"]))
    if name is None or visit.house.failures.wait("invitation", address):
        visit.house.failures.failed("invitation", address)
        raise HTTPException(404, visit.words("This invitation has ended; ask an admin for a new one."))
    if visit.field("password") != visit.field("again"):
        return visit.page("invitation.html", 400, name=name, told=visit.words("The two passwords differ."))
    try:
        team.set_password(name, visit.field("password"), name)
    except UsageError as error:
        return visit.page("invitation.html", 400, name=name, told=str(error))
    return _begin(visit, name, "invitation")
