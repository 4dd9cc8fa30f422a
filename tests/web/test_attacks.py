"""What somebody would try who means harm."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_parts import ORIGIN, PASSWORD, token
from web_texts import ATTACK

from havenwatch.errors import UsageError
from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.web.guard.limits import PAIR, WINDOW, Failures
from havenwatch.web.serve import Options, checked
from havenwatch.web.show import Cell, Table, as_csv
from havenwatch.web.team import Team, secrets
from havenwatch.web.visit import inside

SignIn = Callable[[str | None], TestClient]


def test_a_form_without_its_token_or_from_another_page_is_refused(alone: TestClient, ledger: Ledger) -> None:
    statement = ledger.browser.queue(Wanted()).rows[0].reviewed.statement.id
    csrf = token(alone, "/help")
    fields = {"statement": statement, "seen": "0", "verdict": "accepted"}
    tries = [
        ({}, {}),
        ({"csrf": "0" * 64}, {}),
        ({"csrf": csrf}, {"origin": "https://evil.example"}),
        ({"csrf": csrf}, {"sec-fetch-site": "cross-site"}),
    ]
    for more, headers in tries:
        assert alone.post("/review", data=fields | more, headers=headers).status_code == 403
    assert ledger.browser.statement(statement).history == ()
    assert alone.post("/review", data=fields | {"csrf": csrf}, headers={"origin": ORIGIN}).status_code == 303
    assert len(ledger.browser.statement(statement).history) == 1


def test_the_token_of_one_session_does_not_fit_another(signed_in: SignIn) -> None:
    one, other = signed_in("rolf"), signed_in("rolf")
    theirs = token(one, "/help")
    assert other.post("/preferences", data={"csrf": theirs, "language": "ru"}).status_code == 403


def test_signing_in_gives_a_new_session(signed_in: SignIn) -> None:
    client = signed_in(None)
    client.get("/sign-in")
    client.cookies.set("hw_session", "planted-by-somebody-else")
    csrf = token(client)
    answer = client.post("/sign-in", data={"name": "rita", "password": PASSWORD, "csrf": csrf})
    assert answer.status_code == 303
    made = answer.cookies["hw_session"]
    assert made != "planted-by-somebody-else"
    planted = signed_in(None)
    planted.cookies.set("hw_session", "planted-by-somebody-else")
    assert planted.get("/cases").headers["location"].startswith("/sign-in")


def test_a_session_ends_when_its_owner_signs_out_or_is_closed(signed_in: SignIn, team: Team) -> None:
    client = signed_in("rita")
    cookie = client.cookies["hw_session"]
    client.post("/sign-out", data={"csrf": token(client, "/help")})
    back = signed_in(None)
    back.cookies.set("hw_session", cookie)
    assert back.get("/cases").status_code == 303
    other = signed_in("rolf")
    team.change("rolf", "test", disabled=1)
    assert other.get("/cases").status_code == 303


def test_cookies_are_not_for_scripts(signed_in: SignIn) -> None:
    client = signed_in(None)
    answer = client.post("/sign-in", data={"name": "rita", "password": PASSWORD, "csrf": token(client)})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("hw_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_thousand_wrong_passwords_are_turned_away_without_being_looked_at(signed_in: SignIn, team: Team) -> None:
    client = signed_in(None)
    csrf = token(client)
    begun = time.perf_counter()
    answers = [
        client.post("/sign-in", data={"name": "anna", "password": f"wrong {n}", "csrf": csrf}).status_code
        for n in range(1000)
    ]
    assert answers.count(401) == PAIR
    assert answers.count(429) == 1000 - PAIR
    # and the right one has to wait too
    assert client.post("/sign-in", data={"name": "anna", "password": PASSWORD, "csrf": csrf}).status_code == 429
    noted = [r for r in team.log(1, 2000)[0] if r["what"] == "wrong password"]
    assert len(noted) == PAIR
    assert time.perf_counter() - begun < 60


def test_waiting_ends() -> None:
    now = [0.0]
    failures = Failures(clock=lambda: now[0])
    for _ in range(PAIR):
        assert failures.wait("anna", "a") == 0
        failures.failed("anna", "a")
    assert failures.wait("Anna", "a") > 0
    assert failures.wait("anna", "b") == 0
    now[0] = WINDOW + 1
    assert failures.wait("anna", "a") == 0


def test_a_code_works_once(team: Team) -> None:
    import pyotp

    secret = secrets.new_totp()
    recovery = team.set_totp("rita", secret, "test")
    code = pyotp.TOTP(secret).now()
    assert team.second("rita", code)
    assert not team.second("rita", code)
    assert not team.second("rita", "000000")
    assert team.second("rita", recovery[0])
    assert not team.second("rita", recovery[0])


def test_codes_are_asked_for(signed_in: SignIn, team: Team) -> None:
    import re

    import pyotp

    secret = secrets.new_totp()
    team.set_totp("rita", secret, "test")
    client = signed_in(None)
    page = client.post("/sign-in", data={"name": "rita", "password": PASSWORD, "csrf": token(client)})
    assert client.get("/cases").status_code == 303
    step = re.search(r'name="step" value="([^"]+)"', page.text)[1]
    data = {"name": "rita", "step": step, "csrf": token(client)}
    assert client.post("/sign-in/code", data=data | {"code": "123"}).status_code == 401
    stolen = data | {"name": "anna", "code": pyotp.TOTP(secret).now()}
    assert client.post("/sign-in/code", data=stolen).status_code == 401
    assert client.post("/sign-in/code", data=data | {"code": pyotp.TOTP(secret).now()}).status_code == 303
    assert client.get("/cases").status_code == 200


def test_foreign_host_names_are_not_answered(alone: TestClient) -> None:
    assert alone.get("/", headers={"host": "evil.example"}).status_code == 421
    assert alone.get("/", headers={"host": "localhost:8710"}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\r\nset-cookie: x=1", ""],
)
def test_onward_addresses_stay_here(address: str) -> None:
    assert inside(address, "/safe") == "/safe"


def test_headers_cannot_be_injected(alone: TestClient) -> None:
    data = {"csrf": token(alone, "/help"), "language": "ru", "next": "/x\r\nx-evil: 1"}
    answer = alone.post("/preferences", data=data)
    assert answer.headers["location"] == "/"
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "..", "%2e%2e", "havenwatch.css%00", "..%5c..%5cx"])
def test_static_files_are_those_of_one_folder(alone: TestClient, name: str) -> None:
    answer = alone.get(f"/static/{name}")
    assert answer.status_code in {200, 404}
    assert "root:" not in answer.text
    assert answer.status_code == 404 or "havenwatch" in answer.text


def test_a_script_in_a_document_stays_text(alone: TestClient, ledger: Ledger) -> None:
    documents = ledger.browser.documents(Wanted()).rows
    bad = next(d for d in documents if d.title == ATTACK)
    for address in (f"/document/{bad.id}", "/documents", "/search?q=Ереване", "/review", "/sources"):
        answer = alone.get(address)
        assert "<script>document" not in answer.text
        assert "<img src=x" not in answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
    assert "&lt;script&gt;" in alone.get(f"/document/{bad.id}").text
    assert "<script>alert" not in alone.get("/search?q=<script>alert(1)</script>").text


def test_every_answer_carries_the_headers(alone: TestClient) -> None:
    for address in ("/", "/nothing", "/static/havenwatch.css", "/api/status", "/cases?format=csv", "/cases?page=x"):
        headers = alone.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert "content-security-policy" in headers
        assert ("no-store" in headers["cache-control"]) == (not address.startswith("/static"))


def test_too_much_is_turned_away(alone: TestClient) -> None:
    csrf = token(alone, "/help")
    assert alone.post("/review", data={"csrf": csrf, "reason": "x" * 1_100_000}).status_code == 413
    assert alone.post("/review", content=b"x", headers={"content-length": "99999999"}).status_code == 413


def test_a_zip_bomb_is_no_text(alone: TestClient, ledger: Ledger) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"0" * 200_000_000)
    before = ledger.browser.figures()["documents"]
    csrf = token(alone, "/help")
    begun = time.perf_counter()
    answer = alone.post("/add", data={"csrf": csrf}, files={"files": ("../../bomb.zip", packed.getvalue())})
    assert answer.status_code in {200, 400}
    assert time.perf_counter() - begun < 120
    assert ledger.browser.figures()["documents"] <= before + 1


def test_formulas_do_not_run_in_a_spreadsheet() -> None:
    rows = ((Cell("=HYPERLINK(1)"), Cell("+1"), Cell("@x"), Cell("\t=1"), Cell("plain")),)
    text = as_csv([Table("", tuple((c, "", "") for c in "abcde"), rows)], lambda value: value)
    assert text.splitlines()[1].split(",")[:3] == ["'=HYPERLINK(1)", "'+1", "'@x"]
    assert "'\t=1" in text
    assert text.rstrip().endswith("plain")


def test_the_audit_chain_shows_a_changed_row(team: Team) -> None:
    team.note("anna", "handed out", {"what": "report"})
    assert team.broken() == ()
    with contextlib.closing(sqlite3.connect(team.path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER audit_update")
        connection.execute("UPDATE audit SET who = 'edda' WHERE number = 3")
    assert team.broken() == (3,)
    with contextlib.closing(sqlite3.connect(team.path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER audit_delete")
        connection.execute("DELETE FROM audit WHERE number = 3")
    assert team.broken() != ()


def test_a_copy_of_the_team_file_opens_nothing(team: Team, signed_in: SignIn) -> None:
    client = signed_in("rita")
    secret = team.new_token("rita", "script")
    stored = team.path.read_bytes() + Path(f"{team.path}-wal").read_bytes()
    assert PASSWORD.encode() not in stored
    assert secret.encode() not in stored
    assert client.cookies["hw_session"].encode() not in stored
    assert team.path.stat().st_mode & 0o077 == 0


def test_a_restricted_case_is_nowhere_to_be_seen(signed_in: SignIn, team: Team, ledger: Ledger) -> None:
    row = next(r for r in ledger.browser.headings("cases", Wanted()).rows if "Самойлов" in r.label)
    case = ledger.browser.case(row.id)
    person = case.persons[0]
    document = next(iter(case.documents))
    statement = next(iter(case.statements))
    admin = signed_in("anna")
    answer = admin.post("/team/restrict", data={"csrf": token(admin, "/help"), "case": row.id, "member": ["rolf"]})
    assert answer.status_code == 303
    addresses = [f"/case/{row.id}", f"/person/{person.id}", f"/document/{document}", f"/statement/{statement}"]
    addresses += [f"/api/cases/{row.id}", f"/api/persons/{person.id}", f"/api/documents/{document}"]
    outsider, member = signed_in("edda"), signed_in("rolf")
    assert [outsider.get(a).status_code for a in addresses] == [404] * len(addresses)
    assert [member.get(a).status_code for a in addresses] == [200] * len(addresses)
    for address in ("/cases", "/persons", "/documents", "/search?q=Самойлов", "/review/list", "/sources",
                    "/api/cases", "/api/persons", "/api/search?q=Самойлов", "/country/KZ"):  # fmt: skip
        text = outsider.get(address).text
        # the words that were asked for stand in the field of the search
        assert "Самойлов" not in text.replace('value="Самойлов"', "").replace("<title>Самойлов", ""), address
    assert outsider.get("/publish/export/json").status_code == 403
    body = outsider.post("/review", data={"csrf": token(outsider, "/help"), "statement": statement, "seen": "0",
                                          "verdict": "rejected"})  # fmt: skip
    assert body.status_code == 409


def test_an_account_that_sees_no_names_cannot_lift_the_veil(signed_in: SignIn, team: Team) -> None:
    team.change("rita", "test", veiled=1)
    client = signed_in("rita")
    client.cookies.set("hw_veil", "off")
    for address in ("/cases", "/persons", "/api/persons", "/search?q=арестовал", "/conflicts", "/cases?format=csv"):
        text = client.get(address).text
        assert "Лугов" not in text, address
    assert "P-" in client.get("/cases").text


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (Options(host="0.0.0.0"), "there are no accounts"),
        (Options(host="192.168.1.5"), "there are no accounts"),
        (Options(host="example.org"), "there are no accounts"),
    ],
)
def test_others_are_not_let_in_without_accounts(options: Options, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        checked(options, None)


def test_passwords_do_not_travel_in_the_clear(team: Team) -> None:
    with pytest.raises(UsageError, match="https"):
        checked(Options(host="192.168.1.5"), team)
    with pytest.raises(UsageError, match="--name"):
        checked(Options(host="0.0.0.0", behind_proxy=True), team)
    kept = Options(host="0.0.0.0", behind_proxy=True, names=("haven.example",))
    assert checked(kept, team).origin == "https://haven.example"


def test_the_last_admin_stays(team: Team) -> None:
    with pytest.raises(UsageError, match="another admin"):
        team.change("anna", "test", role="reader")
    assert team.account("anna").role == "admin"
    assert team.broken() == ()
