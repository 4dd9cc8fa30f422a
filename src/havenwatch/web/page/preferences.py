"""How somebody likes to see it: language, names covered; and the manual."""

from __future__ import annotations

from starlette.responses import Response

from havenwatch.web.show import LANGUAGES
from havenwatch.web.visit import LANGUAGE_COOKIE, VEIL_COOKIE, Visit

YEAR = 365 * 24 * 3600

__all__ = ["manual", "prefer"]


def prefer(visit: Visit) -> Response:
    """Keep a preference in a cookie and go back."""
    answer = visit.go(visit.field("next", "/"))
    language, veil = visit.field("language"), visit.field("veil")
    if language in LANGUAGES:
        _keep(visit, answer, LANGUAGE_COOKIE, language)
    if veil in {"on", "off"}:
        _keep(visit, answer, VEIL_COOKIE, veil)
    return answer


def _keep(visit: Visit, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax", secure=visit.house.secure, path="/")


def manual(visit: Visit) -> Response:
    """What the pages mean and which keys there are."""
    return visit.page("help.html")
