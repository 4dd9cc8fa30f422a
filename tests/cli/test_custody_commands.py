"""Versions and copies as a user sees them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from havenwatch.source.http import Answer
from havenwatch.source.web.record import records_of

Run = Callable[..., tuple[int, str, str]]
URL = "https://vestnik.example/1"
FIRST = "Суд в Астане отказал активисту Петру Захарову в убежище. Он находится под стражей в изоляторе города."
SECOND = "Суд в Астане отказал активисту Петру Захарову в убежище. Его отпустили под подписку о невыезде."


def page(text: str) -> Answer:
    html = f"<html><body><article><h1>Решение</h1><p>{text}</p></article></body></html>"
    return Answer(200, {"content-type": "text/html"}, html.encode())


def warc(path: Path, *visits: tuple[str, str]) -> None:
    path.write_bytes(b"".join(records_of([(URL, page(text), "OK")], made, "x") for text, made in visits))


@pytest.fixture
def changed(run: Run, tmp_path: Path) -> None:
    times = ("2026-03-01T10:00:00+00:00", "2026-03-02T10:00:00+00:00")
    warc(tmp_path / "a.warc.gz", (FIRST, times[0]), (SECOND, times[1]))
    assert gzip.decompress((tmp_path / "a.warc.gz").read_bytes()).startswith(b"WARC/1.1")
    assert run("add", "a.warc.gz")[0] == 0


def test_pages_that_changed_are_listed(run: Run, changed: None) -> None:
    code, out, _ = run("versions")
    assert code == 0
    assert URL in out
    assert "2026-03-02T10:00:00+00:00" in out


def test_the_difference_of_two_versions(run: Run, changed: None) -> None:
    out = run("versions", URL)[1]
    assert "  - Он находится под стражей в изоляторе города." in out
    assert "  + Его отпустили под подписку о невыезде." in out
    assert "отказал активисту" not in out.split("not said any more")[0]
    told = json.loads(run("versions", URL, "--json")[1])
    assert [v["number"] for v in told["versions"]] == [1, 2]
    assert all(w["reason"] == "changed" for w in told["withdrawals"])


def test_the_order_of_adding_does_not_matter(run: Run, tmp_path: Path) -> None:
    warc(tmp_path / "b.warc.gz", (SECOND, "2026-03-02T10:00:00+00:00"))
    warc(tmp_path / "a.warc.gz", (FIRST, "2026-03-01T10:00:00+00:00"))
    shown = []
    for order in (("a.warc.gz", "b.warc.gz"), ("b.warc.gz", "a.warc.gz")):
        ledger = f"{order[0]}.db"
        assert run("--ledger", ledger, "add", *order)[0] == 0
        shown.append(json.loads(run("--ledger", ledger, "versions", URL, "--json")[1]))
    assert shown[0] == shown[1]


def test_nothing_changed_and_nothing_of_that_name(run: Run, changed: None, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text(FIRST, encoding="utf-8")
    assert run("--ledger", "other.db", "add", "c.txt")[0] == 0
    code, out, err = run("--ledger", "other.db", "versions")
    assert (code, out, "no page has changed or is gone" in err) == (0, "", True)
    assert run("versions", "https://nowhere.example/")[0] == 2


def test_copies_with_their_origin(run: Run, tmp_path: Path) -> None:
    text = f"{FIRST} Об этом сообщает «Горный вестник» со ссылкой на адвоката активиста Мурата Адама. " + " ".join(
        f"Подробность номер {n} о деле Захарова стала известна позднее." for n in range(5)
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Коротко о главном за день. {text}", encoding="utf-8")
    assert run("copies")[0] == 2  # no ledger yet
    assert run("add", "a.txt", "--published", "2026-03-01")[0] == 0
    assert run("add", "b.txt", "--published", "2026-03-02")[0] == 0
    out = run("copies")[1]
    assert out.count("copy") == 1
    assert "origin named: Горный вестник" in out
    (told,) = json.loads(run("copies", "--json")[1])["copies"]
    assert (len(told["copies"]), told["names"]) == (1, ["Горный вестник"])


def test_reports_that_name_one_origin(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Активиста Петра Захарова задержали в Астане, сообщает Медиазона.", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text("По данным «Медиазоны», Захаров находится под арестом.", encoding="utf-8")
    assert run("add", "a.txt", "b.txt")[0] == 0
    out = run("copies")[1]
    assert (out.count("told by"), "origin Медиазона" in out) == (2, True)
    assert len(json.loads(run("copies", "--json")[1])["origins"]["Медиазона"]) == 2
