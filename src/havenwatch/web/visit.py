"""One request: who it is, in which language, what they may see, and how pages are made for them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from havenwatch.errors import UsageError
from havenwatch.ledger.browse import Browser, Heading, Wanted
from havenwatch.records import Person
from havenwatch.web.guard import forms
from havenwatch.web.guard.roles import ADMIN, allows
from havenwatch.web.house import House
from havenwatch.web.show import LANGUAGES, Veil, Words, words_of
from havenwatch.web.show.pages import environment
from havenwatch.web.show.veil import code_of, plain
from havenwatch.web.team import Account

SESSION_COOKIE, LANGUAGE_COOKIE, VEIL_COOKIE, NOTICE_COOKIE = "hw_session", "hw_language", "hw_veil", "hw_notice"
LONGEST_PAGE = 1_000_000

__all__ = ["LANGUAGE_COOKIE", "NOTICE_COOKIE", "SESSION_COOKIE", "VEIL_COOKIE", "Visit", "cookie_name", "inside"]


def cookie_name(house: House) -> str:
    """Name of the session cookie; by https one that no other host can set."""
    return f"__Host-{SESSION_COOKIE}" if house.secure else SESSION_COOKIE


def inside(address: str | None, default: str = "/") -> str:
    """An address of this server to go on to; anything else becomes `default`."""
    good = address is not None and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if good and address is not None and address.isprintable() else default


@dataclasses.dataclass(slots=True)
class Visit:
    """One request. `session` is the secret of its cookie (made for it where there was none)."""

    house: House
    request: Request
    account: Account | None
    session: str
    form: FormData
    veil: Veil = dataclasses.field(default_factory=Veil)

    @property
    def query(self) -> Mapping[str, str]:
        """Values of the address."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, Any]:
        """Values of the path."""
        return self.request.path_params

    @property
    def who(self) -> str:
        """Name under which decisions are stored."""
        return self.house.alone if self.account is None else self.account.name

    @property
    def role(self) -> str | None:
        """Role, None for somebody who has not signed in to a server with accounts."""
        if self.house.team is None:
            return ADMIN
        return None if self.account is None else self.account.role

    def may(self, least: str) -> bool:
        """Whether they may do what asks for a role."""
        return allows(self.role, least)

    @property
    def language(self) -> str:
        """Language of the interface: chosen, else the browser's, else English."""
        chosen = self.request.cookies.get(LANGUAGE_COOKIE)
        if chosen in LANGUAGES:
            return chosen
        accepted = self.request.headers.get("accept-language", "").split(",")
        known = (part.split(";")[0].strip()[:2].lower() for part in accepted)
        return next((code for code in known if code in LANGUAGES), "en")

    @property
    def words(self) -> Words:
        """Words of the language."""
        return words_of(self.language)

    @property
    def veiled(self) -> bool:
        """Whether names are covered: by choice, or because the account sees no names."""
        bound = self.account is not None and self.account.veiled
        return bound or self.request.cookies.get(VEIL_COOKIE) == "on"

    @property
    def browser(self) -> Browser:
        """The ledger as they may see it."""
        return self.house.ledger.browser.without(self.house.hidden(self.account))

    def cover(self, documents: Iterable[str]) -> None:
        """Prepare for texts of these documents: in the pseudonymised view the names in them are covered."""
        if self.veiled:
            self.veil = Veil(self.browser.named_in(documents), on=True)

    def person(self, person: Person) -> str:
        """A person in words: a name, a code in the pseudonymised view, or what is known of somebody unnamed."""
        if person.anonymous or not person.names:
            return self.words.anonymous(person.count, person.profiles)
        return code_of(person.id) if self.veiled else plain(person.names[0])

    def label(self, heading: Heading, persons: Mapping[str, str] | None = None) -> str:
        """Name in a list; `persons` gives a case's person in the pseudonymised view."""
        if not heading.label:
            told = json.loads(heading.kind or "{}")
            return self.words.anonymous(told.get("count"), told.get("profiles", ()))
        if self.veiled:
            return code_of((persons or {}).get(heading.id, heading.id))
        return plain(heading.label)

    def wanted(self, **fixed: Any) -> Wanted:
        """Filters, order and page of a list from the address.

        Raises:
            UsageError: a page that is no number.
        """
        given: dict[str, Any] = {f: self.query.get(f) or None for f in ("host", "requesting", "kind", "state", "words")}
        given["order"] = self.query.get("order") or "latest"
        return Wanted(**{**given, "page": self.number("page", 1), **fixed})

    def number(self, name: str, default: int) -> int:
        """A whole number of the address.

        Raises:
            UsageError: it is none, or absurdly large.
        """
        text = self.query.get(name) or str(default)
        if not text.isascii() or not text.isdigit() or int(text) > LONGEST_PAGE:
            raise UsageError(self.words("'{value}' is no number of a page", value=text[:40]))
        return int(text)

    def field(self, name: str, default: str = "") -> str:
        """A text of the form."""
        value = self.form.get(name, default)
        return default if isinstance(value, UploadFile) else value

    def fields(self, name: str) -> list[str]:
        """All texts of the form under one name."""
        return [v for v in self.form.getlist(name) if isinstance(v, str)]

    @property
    def csrf(self) -> str:
        """Token of this session's forms."""
        return forms.token(self.house.secret, self.session)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page from a template."""
        words = self.words
        common = {
            "v": self,
            "w": words,
            "_": words,
            "veil": self.veil,
            "status": status,
            "here": self.request.url.path,
            "query": dict(self.query),
            "notice": self._notice(),
            "current": self.house.ledger.browser.stamp()[1] if status == 200 and self.role is not None else True,
        }
        text = environment().get_template(template).render(**common, **values)
        answer = HTMLResponse(text, status, {"vary": "Cookie, Accept-Language"})
        if NOTICE_COOKIE in self.request.cookies:
            answer.delete_cookie(NOTICE_COOKIE, path="/")
        return answer

    def _notice(self) -> dict[str, str] | None:
        from havenwatch.web.guard.notes import opened

        return opened(self.house.secret, self.request.cookies.get(NOTICE_COOKIE))

    def go(self, address: str, notice: str | None = None, *, undo: int | None = None, tone: str = "good") -> Response:
        """On to another page of ours, with a word about what was done."""
        from havenwatch.web.guard.notes import sealed

        answer = RedirectResponse(inside(address), 303)
        if notice is not None:
            told = {"text": notice, "tone": tone, "undo": "" if undo is None else str(undo)}
            answer.set_cookie(
                NOTICE_COOKIE,
                sealed(self.house.secret, json.dumps(told)),
                max_age=60,
                httponly=True,
                samesite="strict",
                secure=self.house.secure,
                path="/",
            )
        return answer
