"""Accounts from the first invitation on, by command and by page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_parts import ORIGIN, PASSWORD, token

from havenwatch.cli import main
from havenwatch.ledger import Ledger
from havenwatch.web.serve import Options, make_app
from havenwatch.web.team import Team

SignIn = Callable[[str | None], TestClient]


def command(path: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["--ledger", str(path), *words])
    return int(ended.value.code or 0)


def test_the_first_account_is_made_by_command_and_opened_by_its_invitation(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(path, "account") == 2
    assert command(path, "account", "Нина", "--role", "admin") == 0
    address = re.search(r"/invitation/\S+", capsys.readouterr().out)[0]
    team = Team.beside(path)
    with Ledger.open(path) as ledger:
        client = TestClient(make_app(ledger, str(path), Options(), team), base_url=ORIGIN, follow_redirects=False)
        page = client.get(address)
        assert "Нина" in page.text
        csrf = token(client, address)
        short = client.post(address, data={"csrf": csrf, "password": "short", "again": "short"})
        assert (short.status_code, "12 to 256 characters" in short.text) == (400, True)
        answer = client.post(address, data={"csrf": csrf, "password": PASSWORD, "again": PASSWORD})
        assert answer.status_code == 303
        assert client.get("/team").status_code == 200
        assert client.get(address).status_code == 404
    team.close()
    assert command(path, "account") == 0
    assert "Нина" in capsys.readouterr().out
    assert command(path, "account", "--check") == 0
    assert command(path, "account", "Нина", "--close") == 2
    assert "another admin" in capsys.readouterr().err


def test_a_server_for_others_is_not_started_without_accounts(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(path, "serve", "--host", "0.0.0.0") == 2
    assert "there are no accounts" in capsys.readouterr().err


def test_a_missing_ledger_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path / "none.db", "serve") == 2
    assert "no ledger here" in capsys.readouterr().err


def test_an_admin_invites_and_changes_roles(signed_in: SignIn, team: Team) -> None:
    admin = signed_in("anna")
    csrf = token(admin, "/help")
    page = admin.post("/team/add", data={"csrf": csrf, "name": "Новый", "role": "reader"})
    assert re.search(rf"{ORIGIN}/invitation/\S{{40,}}", page.text)
    again = admin.post("/team/add", data={"csrf": csrf, "name": "новый", "role": "reader"})
    assert again.status_code == 400
    admin.post("/team/change", data={"csrf": csrf, "name": "Новый", "role": "editor"})
    assert team.account("Новый").role == "editor"
    assert team.log(1, 1)[0][0]["what"] == "account changed"
    assert "The chain is whole" in admin.get("/audit").text


def test_a_table_taken_is_noted(signed_in: SignIn, team: Team) -> None:
    signed_in("rita").get("/cases?format=csv")
    row = team.log(1, 1)[0][0]
    assert (row["who"], row["what"]) == ("rita", "table taken")


def test_reports_and_exports_are_made_for_editors(signed_in: SignIn, team: Team) -> None:
    editor = signed_in("edda")
    report = editor.get("/publish/report/KZ?format=md")
    assert report.status_code == 200
    assert report.headers["content-security-policy"].startswith("sandbox")
    assert "attachment" in report.headers["content-disposition"]
    export = editor.get("/publish/export/json").json()
    assert export["format"] == "havenwatch/1"
    assert editor.get("/publish/export/csv").content[:2] == b"PK"
    assert [r["what"] for r in team.log(1, 3)[0]] == ["handed out"] * 3


def test_a_busy_ledger_loses_nothing(alone: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from havenwatch.errors import LedgerError
    from havenwatch.ledger.browse import Wanted
    from havenwatch.ledger.desk import Desk

    def busy(*_: object) -> None:
        raise LedgerError("another command is writing to this ledger")

    statement = ledger.browser.queue(Wanted()).rows[0].reviewed.statement.id
    data = {"csrf": token(alone, "/help"), "statement": statement, "seen": "0", "verdict": "accepted"}
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "review", busy)
        answer = alone.post("/review", data=data)
    assert (answer.status_code, "What you sent is kept below" in answer.text) == (503, True)
    assert alone.post("/review", data=data).status_code == 303


def test_a_pasted_text_is_added(alone: TestClient, ledger: Ledger) -> None:
    before = ledger.browser.figures()["documents"]
    text = "Суд в Алматы 9 марта 2026 года отказал активисту Льву Каменеву в убежище."
    data = {"csrf": token(alone, "/help"), "text": text, "published": "2026-03-10", "publisher": "Вестник"}
    answer = alone.post("/add", data=data)
    assert answer.status_code == 200, answer.text
    assert "1 new" in answer.text
    assert ledger.browser.figures()["documents"] == before + 1
    assert alone.post("/add", data={"csrf": data["csrf"]}).status_code == 400
