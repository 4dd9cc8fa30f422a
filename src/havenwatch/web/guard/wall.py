"""The wall around the app: host names, size of requests, rates, headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from havenwatch.web.guard.limits import Bucket

# Nothing from outside, nothing inline: a script that a document carries in finds no way to run.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A file that is handed out is opened, if at all, without scripts and apart from our pages.
FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # A source must not learn from which page of which ledger it was opened. Not `no-referrer`: with that a browser
    # hides the origin of our own forms from us, too.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
# What people in a ledger are at risk of must not stay in the cache of a device.
NO_STORE = "no-store"
FORM_LIMIT = 1_000_000
UPLOAD_LIMIT = 25_000_000
UPLOAD_PATH = "/add"

__all__ = ["FILE_POLICY", "FORM_LIMIT", "HEADERS", "POLICY", "UPLOAD_LIMIT", "UPLOAD_PATH", "Wall"]


class _TooLarge(Exception):  # noqa: N818 - told by its place, never seen outside
    """A request brought more than it may."""


class Wall:
    """Turns away what is not meant for this server, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], secure: bool, bucket: Bucket | None) -> None:
        """`hosts` are names without port; `bucket` None: no limit of the rate (alone on this machine)."""
        self._app, self._hosts, self._secure, self._bucket = app, hosts, secure, bucket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = self._with_headers(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        limit = UPLOAD_LIMIT if scope["path"] == UPLOAD_PATH else FORM_LIMIT
        try:
            await self._app(scope, _limited(receive, limit), guarded)
        except _TooLarge:
            answer = PlainTextResponse(f"the request is larger than {limit} bytes; send less at a time", 413)
            await answer(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = _name_of(headers.get("host", ""))
        if host not in self._hosts:
            return PlainTextResponse("this server does not answer to that name", 421)
        length = headers.get("content-length", "0")
        limit = UPLOAD_LIMIT if scope["path"] == UPLOAD_PATH else FORM_LIMIT
        if not length.isdigit() or int(length) > limit:
            return PlainTextResponse(f"the request is larger than {limit} bytes; send less at a time", 413)
        address = (scope.get("client") or ("?", 0))[0]
        if self._bucket is not None and not self._bucket.take(address):
            return PlainTextResponse("too many requests; wait a moment", 429, {"retry-after": "2"})
        return None

    def _with_headers(self, send: Send) -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", POLICY)
                headers.setdefault("cache-control", NO_STORE)
                if self._secure:
                    headers["strict-transport-security"] = "max-age=31536000"
            await send(message)

        return guarded


def _name_of(host: str) -> str:
    """Host name without port; an IPv6 address keeps its brackets."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _TooLarge
        return message

    return counted
