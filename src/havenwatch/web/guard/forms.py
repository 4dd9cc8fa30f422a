"""Forms: a token that only our own pages hold, and requests that come from our own pages."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

FIELD = "csrf"

__all__ = ["FIELD", "is_ours", "same_site", "token"]


def token(secret: bytes, session: str) -> str:
    """Token of the forms of one session."""
    return hmac.new(secret, f"form {session}".encode(), hashlib.sha256).hexdigest()


def is_ours(secret: bytes, session: str, given: str) -> bool:
    """Whether a form carries the token of its session."""
    return hmac.compare_digest(token(secret, session).encode(), given.encode())


def same_site(headers: Mapping[str, str], origin: str) -> bool:
    """Whether a browser says that a request comes from a page of `origin`; one that says nothing is believed.

    The token decides; this turns away what a browser itself calls foreign.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    given = headers.get("origin")
    return given is None or given == origin
