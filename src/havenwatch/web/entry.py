"""The way in: from a request to a visit, past every check, to the handler and back."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from havenwatch.errors import HavenwatchError, LedgerError, UsageError
from havenwatch.web.doors import Door
from havenwatch.web.guard import forms
from havenwatch.web.house import House
from havenwatch.web.show.pages import link
from havenwatch.web.team import Account
from havenwatch.web.visit import Visit, cookie_name

LOG = logging.getLogger("havenwatch.web")
MOST_FIELDS, MOST_FILES = 2_000, 50

Endpoint = Callable[[Request], Awaitable[Response]]

__all__ = ["endpoint", "refused"]


def endpoint(house: House, door: Door) -> Endpoint:
    """What the server calls for a door."""

    async def enter(request: Request) -> Response:
        form = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES) if door.method == "POST" else FormData()
        try:
            return await run_in_threadpool(_enter, house, door, request, form)
        finally:
            await form.close()

    return enter


def _enter(house: House, door: Door, request: Request, form: FormData) -> Response:
    name = cookie_name(house)
    given = request.cookies.get(name, "")
    session = given or secrets.token_urlsafe(32)
    account = _account(house, door, request, given)
    visit = Visit(house, request, account, session, form)
    answer = _checked(visit, door) or _handled(visit, door)
    if not given and not door.api and "set-cookie" not in {k for k, _ in answer.headers.items() if name in _}:
        # also somebody who has not signed in has a session: forms belong to it
        answer.set_cookie(name, session, httponly=True, samesite="lax", secure=house.secure, path="/")
    return answer


def _account(house: House, door: Door, request: Request, cookie: str) -> Account | None:
    if house.team is None:
        return None
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if door.api and kind.lower() == "bearer":
        return house.team.token(token.strip())
    return house.team.session(cookie) if cookie else None


def _checked(visit: Visit, door: Door) -> Response | None:
    """A refusal, or None for a visit that may pass."""
    if door.team and visit.house.team is None:
        return refused(visit, 404, visit.words("This server has no accounts: it answers to this machine alone."))
    if door.method == "POST":
        ours = forms.is_ours(visit.house.secret, visit.session, visit.field(forms.FIELD))
        # the wall has checked the host name; alone on this machine there are several (localhost, 127.0.0.1)
        origin = f"{visit.house.origin.partition('://')[0]}://{visit.request.headers.get('host', '')}"
        if not forms.same_site(visit.request.headers, origin) or not ours:
            text = (
                "This form has ended: the server was started anew, or it comes from another page. Open the page again."
            )
            return refused(visit, 403, visit.words(text))
    if visit.may(door.least):
        return None
    if visit.role is None and not door.api and door.method == "GET":
        return RedirectResponse(link("/sign-in", next=str(visit.request.url.path)), 303)
    if visit.role is None:
        return refused(visit, 401, visit.words("Sign in first."), api=door.api)
    return refused(visit, 403, visit.words("Your role does not allow this; ask an admin."), api=door.api)


def _handled(visit: Visit, door: Door) -> Response:
    try:
        return door.handler(visit)
    except UsageError as error:
        return refused(visit, 400, str(error), api=door.api)
    except LedgerError as error:
        LOG.warning("%s: %s", door.name, error)
        text = "The ledger could not be written to for a long time. What you sent is kept below: send it again."
        if door.method != "POST":
            text = "The ledger cannot be read just now. Open the page again in a moment."
        return refused(visit, 503, visit.words(text), api=door.api)
    except HavenwatchError as error:
        LOG.warning("%s: %s", door.name, error)
        return refused(visit, 500, str(error), api=door.api)
    except HTTPException as error:
        return refused(visit, error.status_code, error.detail, api=door.api)


def refused(visit: Visit, status: int, reason: str, *, api: bool = False) -> Response:
    """A page, or for programs an object, that says why not."""
    if api:
        return JSONResponse({"error": reason}, status)
    kept = visit.form.multi_items() if status == 503 else []
    again = [(name, value) for name, value in kept if isinstance(value, str) and name != forms.FIELD]
    return visit.page("refused.html", status, reason=reason, again=again)
