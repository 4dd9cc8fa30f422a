"""Every address with every role, from the table that the server is made from; every page is well formed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient
from web_parts import token

from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.web.doors import DOORS, Door
from havenwatch.web.guard.roles import NOBODY, ROLES, allows

SignIn = Callable[[str | None], TestClient]
NAMES = {None: None, "reader": "rita", "reviewer": "rolf", "editor": "edda", "admin": "anna"}


def filled(door: Door, ledger: Ledger) -> str:
    """An address that leads somewhere."""
    browser = ledger.browser
    ids = {
        "case": browser.headings("cases", Wanted()).rows[0].id,
        "cases": browser.headings("cases", Wanted()).rows[0].id,
        "person": browser.headings("persons", Wanted()).rows[0].id,
        "persons": browser.headings("persons", Wanted()).rows[0].id,
        "document": browser.documents(Wanted()).rows[0].id,
        "documents": browser.documents(Wanted()).rows[0].id,
        "statement": browser.queue(Wanted()).rows[0].reviewed.statement.id,
        "statements": browser.queue(Wanted()).rows[0].reviewed.statement.id,
    }
    path = door.path.replace("{iso}", "KZ").replace("{form}", "json").replace("{code}", "nothing")
    noun = path.removeprefix("/api").split("/")[1]
    path = path.replace("{id}", ids.get(noun, "nothing"))
    return (
        f"{path}?id={ids['person']}&id={browser.headings('persons', Wanted()).rows[1].id}" if "merge" in path else path
    )


def call(client: TestClient, door: Door, address: str) -> int:
    if door.method == "GET":
        return client.get(address).status_code
    page = client.get("/help").text
    csrf = page.split('name="csrf" value="')[1][:64] if 'name="csrf"' in page else token(client)
    return client.post(address, data={"csrf": csrf}).status_code


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_door_with_every_role(signed_in: SignIn, ledger: Ledger, role: str | None) -> None:
    wrong = []
    for door in DOORS:
        if door.path == "/sign-out":
            continue
        client = signed_in(NAMES[role])
        status = call(client, door, filled(door, ledger))
        shut = status in {401, 403} or (status == 303 and role is None and door.method == "GET")
        if allows(role, door.least) == shut and not (door.least == NOBODY and door.path.startswith("/sign-in")):
            # what needs the present password refuses with 403 too
            if door.path.startswith("/account/") and status == 403 and role is not None:
                continue
            wrong.append((door.name, role, status))
        if status >= 500:
            wrong.append((door.name, role, status))
    assert wrong == []


def test_every_door_has_a_name_of_its_own_and_a_role() -> None:
    assert len({d.name for d in DOORS}) == len(DOORS)
    assert {d.least for d in DOORS} <= {NOBODY, *ROLES}
    assert all(d.least != NOBODY for d in DOORS if d.method == "POST" and not d.team and d.path != "/preferences")


def test_nobody_is_asked_for_a_password_alone_on_this_machine(alone: TestClient, ledger: Ledger) -> None:
    wrong = []
    for door in DOORS:
        if door.method == "GET" and not door.team and not door.path.startswith("/publish/"):
            status = alone.get(filled(door, ledger)).status_code
            wrong += [(door.name, status)] if status != 200 else []
        if door.team and door.method == "GET":
            assert alone.get(filled(door, ledger)).status_code == 404
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("veil", ["on", "off"])
def test_every_page_is_whole_in_both_languages_with_and_without_names(
    alone: TestClient, ledger: Ledger, language: str, veil: str
) -> None:
    from lxml import html

    alone.cookies.set("hw_language", language)
    alone.cookies.set("hw_veil", veil)
    for door in DOORS:
        if door.method != "GET" or door.team or door.path.startswith(("/api", "/publish/")):
            continue
        page = alone.get(filled(door, ledger))
        assert page.status_code == 200, door.name
        tree = html.fromstring(page.content)
        if door.path.endswith("/figures"):
            continue
        assert tree.get("lang") == language
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), (door.name, [i for i in ids if ids.count(i) > 1])
        assert len(tree.xpath("//h1")) == 1, door.name
        assert not tree.xpath("//@style | //@onclick | //script[not(@src)]"), door.name
        outside = [a for a in tree.xpath("//@src | //link/@href | //form/@action") if not a.startswith(("/", "data:"))]
        assert outside == [], door.name
        if veil == "on" and "/document" not in door.path:
            assert "Лугового" not in tree.text_content(), door.name


@pytest.mark.parametrize("noun", ["cases", "persons", "documents", "conflicts", "sources", "problems", "activity"])
def test_every_table_exports(alone: TestClient, noun: str) -> None:
    answer = alone.get(f"/{noun}?format=csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{noun}.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
