"""The table of all doors: address, method, who may pass, what is behind. The app is made from it, tests read it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from starlette.responses import Response

from havenwatch.web.guard.roles import ADMIN, EDITOR, NOBODY, READER, REVIEWER
from havenwatch.web.page import cases, countries, documents, finding, keeping, lists, preferences, publish
from havenwatch.web.review import deciding, marking, persons, queue, second
from havenwatch.web.team.pages import account, admin, signing
from havenwatch.web.visit import Visit

Handler = Callable[[Visit], Response]

__all__ = ["DOORS", "Door", "Handler"]


@dataclasses.dataclass(frozen=True, slots=True)
class Door:
    """One address with one method. `team`: there only where there are accounts. `api`: opened by a token too."""

    method: str
    path: str
    least: str
    handler: Handler
    team: bool = False
    api: bool = False

    @property
    def name(self) -> str:
        """Unique name."""
        return f"{self.method} {self.path}"


def _get(path: str, handler: Handler, least: str = READER) -> Door:
    return Door("GET", path, least, handler)


def _post(path: str, handler: Handler, least: str = REVIEWER) -> Door:
    return Door("POST", path, least, handler)


READING = (
    _get("/", countries.home),
    _get("/country/{iso}", countries.country),
    _get("/country/{iso}/figures", countries.figures),
    _get("/cases", lists.cases),
    _get("/case/{id}", cases.case),
    _get("/persons", lists.persons),
    _get("/person/{id}", cases.person),
    _get("/documents", lists.documents),
    _get("/document/{id}", documents.document),
    _get("/statement/{id}", documents.statement),
    _get("/conflicts", lists.conflicts),
    _get("/search", finding.search),
    _get("/sources", keeping.sources),
    _get("/problems", keeping.problems),
    _get("/activity", keeping.activity),
    _get("/help", preferences.manual),
    _post("/preferences", preferences.prefer, NOBODY),
)
REVIEWING = (
    _get("/review", queue.queue, REVIEWER),
    _get("/review/list", queue.listing, REVIEWER),
    _post("/review", deciding.decide),
    _post("/review/bulk", deciding.bulk),
    _post("/review/undo", deciding.undo),
    _get("/document/{id}/mark", marking.form, REVIEWER),
    _post("/document/{id}/mark", marking.mark),
    _get("/statement/{id}/correct", marking.correction, REVIEWER),
    _post("/statement/{id}/span", marking.respan),
    _get("/persons/merge", persons.merging, REVIEWER),
    _post("/persons/merge", persons.merge),
    _post("/person/{id}/split", persons.split),
    _get("/agreement", second.agreement, EDITOR),
)
PUBLISHING = (
    _get("/publish", publish.choices, EDITOR),
    _get("/publish/report/{iso}", publish.report, EDITOR),
    _get("/publish/export/{form}", publish.export, EDITOR),
    _get("/add", keeping.adding, EDITOR),
    _post("/add", keeping.add, EDITOR),
)
TEAM = tuple(
    dataclasses.replace(door, team=True)
    for door in (
        _get("/sign-in", signing.form, NOBODY),
        _post("/sign-in", signing.sign_in, NOBODY),
        _post("/sign-in/code", signing.code, NOBODY),
        _get("/sign-in/passkey", signing.passkey_options, NOBODY),
        _post("/sign-in/passkey", signing.passkey, NOBODY),
        _post("/sign-out", signing.sign_out, NOBODY),
        _get("/invitation/{code}", signing.invitation, NOBODY),
        _post("/invitation/{code}", signing.accept, NOBODY),
        _get("/account", account.show),
        _post("/account/password", account.password, READER),
        _post("/account/codes", account.codes, READER),
        _get("/account/passkey", account.passkey_options),
        _post("/account/passkey", account.passkey, READER),
        _post("/account/passkey/remove", account.remove_passkey, READER),
        _post("/account/sessions", account.end_others, READER),
        _post("/account/token", account.token, READER),
        _post("/account/token/revoke", account.revoke, READER),
        _get("/team", admin.show, ADMIN),
        _post("/team/add", admin.add, ADMIN),
        _post("/team/change", admin.change, ADMIN),
        _post("/team/invite", admin.invite, ADMIN),
        _post("/team/restrict", admin.restrict, ADMIN),
        _post("/team/release", admin.release, ADMIN),
        _post("/team/setting", admin.setting, ADMIN),
        _get("/audit", admin.audit, ADMIN),
    )
)


def _api() -> tuple[Door, ...]:
    from havenwatch.web.api import API

    return tuple(Door("GET", path, READER, handler, api=True) for path, handler in API)


DOORS: tuple[Door, ...] = (*READING, *REVIEWING, *PUBLISHING, *TEAM, *_api())
