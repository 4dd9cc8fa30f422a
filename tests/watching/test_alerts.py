"""Alerts: each once, by every way of the file, and none for what held before anybody watched."""

from __future__ import annotations

import dataclasses
import json
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from havenwatch.indicator.record import Watch
from havenwatch.ledger import Alert, Ledger
from havenwatch.ontology import load_ontology
from havenwatch.records import Withdrawal
from havenwatch.watching import Config, Mail, Rule, alerts, candidates, deliver
from tests.exchange.small_ledger import small_snapshot

RULES = ("new_case", "stage_change", "removal", "conflict", "withdrawn")
ALERTS = tuple(
    Alert(f"al-{n}", "new_case", "2026-03-05T10:00:00+00:00", f"Дело {n}", "“Цитата”\x0b", None, (f"k-{n}", f"k-{n}-b"))
    for n in range(3)
)
ATOM = "{http://www.w3.org/2005/Atom}"


def raised(*rules: Rule, countries: tuple[str, ...] = ()) -> tuple[Alert, ...]:
    snapshot = small_snapshot()
    event = snapshot.dossier.cases[0].events[0]
    statement = next(e for e in snapshot.dossier.events if e.id == event).statements[0]
    gone = Withdrawal(statement, "d", "https://a.example/", "vanished", "2026-03-06T00:00:00+00:00", None)
    config = Config((), rules=rules, countries=countries)
    return candidates(dataclasses.replace(snapshot, withdrawals=(gone,)), config, load_ontology())


@pytest.mark.parametrize("name", ["new_case", "stage_change", "withdrawn"])
def test_rules_tell_what_they_are_for(name: str) -> None:
    found = raised(Rule(name))
    assert found
    assert {a.rule for a in found} == {name}
    assert all(a.title and a.case for a in found)
    assert [a.id for a in raised(Rule(name))] == [a.id for a in found]


def test_rules_are_limited_to_countries() -> None:
    hosts = {c.host for c in small_snapshot().dossier.cases}
    host = min(h for h in hosts if h)
    assert raised(Rule("new_case", host))
    assert raised(Rule("new_case", "AQ")) == ()
    assert raised(Rule("new_case"), countries=("AQ",)) == ()
    assert len(raised(*(Rule(n) for n in RULES))) >= 3


@pytest.mark.parametrize(("over", "told"), [(20.0, ["2026-02"]), (100.0, [])])
def test_an_alarm_names_the_month_in_which_the_evidence_passed(
    monkeypatch: pytest.MonkeyPatch, over: float, told: list[str]
) -> None:
    watch = Watch(0.1, 0.05, 20.0, (("2026-01", 13.4), ("2026-02", 29.0), ("2026-03", 51.0)), "2026-02", 27.0)
    monkeypatch.setattr(alerts, "indicate", lambda *_: SimpleNamespace(signals=SimpleNamespace(watch=watch)))
    host = min(c.host for c in small_snapshot().dossier.cases if c.host)
    found = raised(Rule("e_value", host, over))
    assert [a.title.split()[-1] for a in found] == told
    assert all("at most 0.1 events a month" in a.body for a in found)


@pytest.fixture
def book(tmp_path: Path, ledger: Ledger):
    ledger.watched.keep(ALERTS[:1], sent=True)
    ledger.watched.keep(ALERTS[1:], sent=False)
    return ledger.watched


def test_each_alert_is_told_once_and_a_baseline_never(book, tmp_path: Path) -> None:
    out = tmp_path / "told.json"
    command = (sys.executable, "-c", f"import sys; open({str(out)!r}, 'ab').write(sys.stdin.buffer.read() + b'\\n')")
    config = Config((), command=command, atom=tmp_path / "alerts.xml")
    for expected in (["al-1", "al-2"], []):
        alerts, problems = deliver(book, config, {})
        assert ([a.id for a in alerts], problems) == (expected, [])
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert [a["title"] for a in json.loads(line)] == ["Дело 1", "Дело 2"]
    feed = ET.parse(tmp_path / "alerts.xml").getroot()  # noqa: S314 - our own file
    assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == ["Дело 2", "Дело 1"]


@pytest.mark.parametrize("command", [("no-such-program",), (sys.executable, "-c", "import sys; sys.exit('full')")])
def test_what_fails_is_told_and_tried_again(book, command: tuple[str, ...]) -> None:
    alerts, (problem,) = deliver(book, Config((), command=command), {})
    assert alerts == ()
    assert "2 alerts wait for the next round" in problem.message
    assert len(book.unsent()) == 2


def test_an_atom_file_that_cannot_be_written_is_named(book, tmp_path: Path) -> None:
    _, (problem,) = deliver(book, Config((), atom=tmp_path / "none" / "a.xml"), {})
    assert "cannot be written" in problem.message


class Post(socketserver.StreamRequestHandler):
    """As much of a mail server as it takes to get one message."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        body = False
        for raw in self.rfile:
            line = raw.rstrip(b"\r\n")
            if body:
                body = line != b"."
                self.server.lines.append(line)  # type: ignore[attr-defined]
                if not body:
                    self.wfile.write(b"250 kept\r\n")
            elif line.upper().startswith(b"DATA"):
                body = True
                self.wfile.write(b"354 go on\r\n")
            elif line.upper().startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 good\r\n")


@pytest.fixture
def post() -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), Post) as server:
        server.lines = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_mail(book, post: socketserver.TCPServer) -> None:
    import email
    import email.policy

    mail = Mail("127.0.0.1", post.server_address[1], "a@example.org", ("b@example.org",), security="none")
    alerts, problems = deliver(book, Config((), mail=mail), {})
    assert (len(alerts), problems) == (2, [])
    message = email.message_from_bytes(b"\r\n".join(post.lines), policy=email.policy.default)  # type: ignore[attr-defined]
    assert message["Subject"] == "havenwatch: 2 alerts"
    assert "Дело 1" in message.get_content()
    assert "not verified by a person" in message.get_content()


def test_a_mail_server_that_is_not_there(book) -> None:
    mail = Mail("127.0.0.1", 1, "a@example.org", ("b@example.org",), security="none")
    alerts, (problem,) = deliver(book, Config((), mail=mail), {})
    assert (alerts, len(book.unsent())) == ((), 2)
    assert "mail to 127.0.0.1" in problem.message


def test_an_alert_whose_case_has_grown_is_the_same(book) -> None:
    grown = dataclasses.replace(ALERTS[1], id="al-9", title="Other", keys=("k-1-b", "k-1-c"))
    grown_more = dataclasses.replace(grown, id="al-10", keys=("k-1-c", "k-1-d"))
    assert [book.keep([a], sent=False) for a in (grown, grown_more)] == [0, 0]
    assert book.keep([dataclasses.replace(grown, id="al-11", keys=("k-x",))], sent=False) == 1
