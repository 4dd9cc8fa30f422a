"""Exit codes, streams and options, with a ledger that answers from memory."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest

import havenwatch.web  # noqa: F401 - loaded before the ledger is exchanged, so that `serve` has the real one
from havenwatch import __version__
from havenwatch.cli.output import write_tables
from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger.results import FAILED, NOT_CHECKED, PASSED, Added, Finding, Hit, Status
from havenwatch.records import Problem, Snapshot
from havenwatch.source import Obstacle

BROKEN = Problem("source", None, "broken.txt: empty file:\nnothing to store")
CRASHED = Obstacle("statement", "d1", "the reader broke off", "d1", lost=False)
UNREAD = Problem("statement", "d1", "no reader for this language")


class MemoryLedger:
    """Stands where the ledger does; keeps what it was asked."""

    asked: ClassVar[list[tuple[str, Any]]] = []
    kept: ClassVar[dict[str, Any]] = {}

    @classmethod
    def open(cls, address: str, *, create: bool = False, read_only: bool = False, **_: object) -> Self:
        cls.asked.append(("open", (address, create, read_only)))
        if address == "foreign.db":
            raise LedgerError("foreign.db is not a ledger:\nname another file")
        return cls()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def add(self, paths: Sequence[str], hints: object, progress: Callable[..., None], **how: Any) -> Added:
        progress(1, 2)
        forced = how["forced"]
        self.asked.append(("add", (paths, hints, forced)))
        return Added({"new": 1, "known": 0}, self.kept["problems"])

    def snapshot(self) -> Snapshot:
        snapshot: Snapshot = self.kept["snapshot"]
        return snapshot

    def search(self, words: str, limit: int) -> tuple[Hit, ...]:
        self.asked.append(("search", (words, limit)))
        return (Hit("d1", "s1", 0, 5, "Суд\nарестовал", None, "Пример", None, "https://example.org/1", 1.0),)

    def verify(self) -> tuple[Finding, ...]:
        findings: tuple[Finding, ...] = self.kept["findings"]
        return findings

    def problems(self) -> tuple[Problem, ...]:
        return self.snapshot().problems

    def status(self) -> Status:
        last = (("2026-03-06T10:00:00", "Суд"),)
        return Status("here.db", {"documents": 1, "statements": 6}, last, 1 / 6, current=False, journal=None)

    def rebuild(self, progress: Callable[..., None]) -> None:
        self.asked.append(("rebuild", progress))


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot) -> type[MemoryLedger]:
    monkeypatch.setattr("havenwatch.ledger.Ledger", MemoryLedger)
    MemoryLedger.asked.clear()
    MemoryLedger.kept = {"problems": (), "snapshot": snapshot, "findings": ()}
    return MemoryLedger


Run = Callable[..., tuple[int, str, str]]


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"havenwatch {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "variable", "expected"),
    [
        (["rebuild"], None, "havenwatch.db"),
        (["rebuild"], "env.db", "env.db"),
        (["rebuild"], "", "havenwatch.db"),
        (["--ledger", "front.db", "rebuild"], "env.db", "front.db"),
        (["rebuild", "--ledger", "behind.db"], "env.db", "behind.db"),
        (["--ledger", "front.db", "rebuild", "--ledger", "behind.db"], None, "behind.db"),
        (["--ledger=sqlite:///front.db", "rebuild"], None, "sqlite:///front.db"),
    ],
)
def test_where_the_ledger_is_named(
    words: list[str], variable: str | None, expected: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variable is not None:
        monkeypatch.setenv("HAVENWATCH_LEDGER", variable)
    assert run(*words)[0] == 0
    assert MemoryLedger.asked[0] == ("open", (expected, False, False))


@pytest.mark.parametrize(
    "words",
    [
        ["report", "KZ"],
        ["indicator", "KZ"],
        ["case"],
        ["search", "суд"],
        ["export", "json"],
        ["export", "csv"],
        ["status"],
        ["verify"],
        ["rebuild"],
        ["add", "x.txt"],
    ],
)
def test_every_command_takes_the_ledger_on_both_sides_and_fails_in_one_line(words: list[str], run: Run) -> None:
    for call in (["--ledger", "foreign.db", *words], [*words, "--ledger", "foreign.db"]):
        code, out, err = run(*call)
        assert (code, out) == (2, "")
        assert err == "havenwatch: foreign.db is not a ledger: name another file\n"


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        [],
        ["add"],
        ["add", "x", "--published", "2026-02-30"],
        ["add", "x", "--nonsense"],
        ["report"],
        ["report", "KZ", "--language", "de"],
        ["report", "KZ", "-o", "x.odt"],
        ["report", "KZ", "-o", "x.rtf"],
        ["report", "KZ", "-o", "x"],
        ["export", "xml"],
        ["report", "KZ", "--unhcr", "nowhere"],
        ["export", "csv", "-o", "one.csv"],
        ["search"],
        ["search", "x", "--limit", "0"],
        ["case", "nobody of this name"],
        ["--ledger", "", "status"],
        ["watch"],
        ["serve"],
    ],
)
def test_wrong_usage_is_exit_2_and_says_so(words: list[str], run: Run, tmp_path: Path) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert "Traceback" not in err
    assert len(err.strip()) > 20
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_add_hands_on_what_was_said(run: Run) -> None:
    words = [
        "a.txt",
        "-",
        "--published",
        "2026-03-05",
        "--publisher",
        "Х",
        "--language",
        "ru",
        "--url",
        "https://e.org",
        "--all",
    ]
    code, out, err = run("add", *words)
    assert (code, out) == (0, "")
    assert err == "1 new, 0 known -> havenwatch.db\n"
    paths, hints, forced = MemoryLedger.asked[1][1]
    assert forced
    assert list(paths) == ["a.txt", "-"]
    assert (hints.publisher, hints.language, hints.url) == ("Х", "ru", "https://e.org")
    assert hints.published.isoformat() == "2026-03-05"
    assert MemoryLedger.asked[0][1] == ("havenwatch.db", True, False)


@pytest.mark.parametrize(
    ("problem", "code"), [(BROKEN, 1), (UNREAD, 0), (Problem("document", None, "x"), 1), (CRASHED, 1)]
)
def test_an_input_that_failed_is_exit_1_and_named(problem: Problem, code: int, run: Run) -> None:
    MemoryLedger.kept["problems"] = (problem,)
    ended, out, err = run("add", "broken.txt", "--quiet")
    assert (ended, out) == (code, "")
    assert err.count("\n") == 1
    assert " ".join(problem.message.split()) in err


def test_what_befell_many_documents_alike_is_one_line(run: Run) -> None:
    MemoryLedger.kept["problems"] = tuple(Problem("statement", f"d{i}", "not read") for i in range(3))
    assert run("add", "x.txt", "-q") == (0, "", "havenwatch: statement: d0 and 2 more: not read\n")


def test_quiet_says_nothing_but_failures(run: Run) -> None:
    assert run("add", "x.txt", "--quiet") == (0, "", "")
    assert run("-q", "rebuild") == (0, "", "")


def test_export_json_is_pure_json_on_standard_output(run: Run) -> None:
    code, out, err = run("export", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["format"] == "havenwatch/1"


def test_export_json_into_a_file(run: Run, tmp_path: Path) -> None:
    assert run("export", "json", "-o", "out.json") == (0, "", "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["documents"]
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]


@pytest.mark.parametrize("target", ["missing/out.json", "."])
def test_a_file_that_cannot_be_written_is_one_line(target: str, run: Run) -> None:
    code, out, err = run("export", "json", "-o", target)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "cannot write here" in err


def test_export_csv_into_folder_and_archive(run: Run, tmp_path: Path) -> None:
    assert run("export", "csv", "-o", "tables")[0] == 0
    assert run("export", "csv", "-o", "tables.zip")[0] == 0
    names = {p.name for p in (tmp_path / "tables").iterdir()}
    assert {"about.csv", "cases.csv", "statements.csv"} <= names
    assert (tmp_path / "tables" / "cases.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        assert set(archive.namelist()) == names
    assert run("export", "csv")[2].endswith("written to havenwatch-csv\n")


def test_the_same_tables_give_the_same_archive(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_tables({"x": "id\r\n1\r\n"}, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())) as archive:
        assert archive.read("x.csv") == b"\xef\xbb\xbfid\r\n1\r\n"


def test_cases_as_a_list(run: Run) -> None:
    code, out, err = run("case")
    assert (code, err) == (0, "")
    head, first, second = out.splitlines()
    assert head.split() == ["id", "person", "host", "wanted", "by", "events", "stage"]
    assert "Иван Луговой" in first
    assert "asylum" in first.lower()
    assert second.startswith("c2")


@pytest.mark.parametrize("wanted", ["c1", "Луговой", "Lugovoy", "Ивану Луговому", "ivan lugovoi", "Луговым"])
def test_one_case_by_id_or_name(wanted: str, run: Run) -> None:
    code, out, _ = run("case", wanted)
    assert code == 0
    assert out.splitlines()[0] == "Иван Луговой  [c1]"
    for words in (
        "wanted by: Russia",
        "Stage\n",
        "Open remedies by the procedure\n  appeal",
        "custody over the limit",
        "2026-03-03",
        "“Суд арестовал Ивана Лугового 3 марта”",
        "Пример, 2026-03-05, https://example.org/1",
        "(says =адвокат)",
        "в марте, с Петром",
    ):
        assert words in out
    assert "[c2]" not in out


def test_a_case_as_json(run: Run) -> None:
    code, out, _ = run("case", "c1", "--json")
    assert code == 0
    assert [c["id"] for c in json.loads(out)["cases"]] == ["c1"]
    assert len(json.loads(run("case", "--json")[1])["cases"]) == 2


def test_search(run: Run) -> None:
    code, out, err = run("search", "суды", "арест")
    assert (code, err) == (0, "")
    assert out == "“... Суд арестовал ...”\n  Пример, date not given, https://example.org/1  [d1, s1]\n"
    assert MemoryLedger.asked[1] == ("search", ("суды арест", 20))
    assert json.loads(run("search", "x", "--json", "--limit", "3")[1])[0]["statement"] == "s1"


def test_verify_names_what_fails(run: Run) -> None:
    MemoryLedger.kept["findings"] = (Finding("quotes", PASSED, "6 of 6"), Finding("bytes", NOT_CHECKED, "none kept"))
    assert run("verify")[0] == 0
    MemoryLedger.kept["findings"] += (Finding("digests", FAILED, "d1 was changed"),)
    code, out, _ = run("verify")
    assert code == 1
    assert "failed        digests: d1 was changed" in out
    assert [f["state"] for f in json.loads(run("verify", "--json")[1])] == [PASSED, NOT_CHECKED, FAILED]


def test_status(run: Run) -> None:
    code, out, _ = run("status")
    assert code == 0
    for words in ("documents     1", "16.7 % of the statements", "havenwatch rebuild", "Суд", "statement: 1"):
        assert words in out
    told = json.loads(run("status", "--json")[1])
    assert (told["counts"]["documents"], told["problems"][0]["stage"]) == (1, "statement")


def test_a_report_goes_where_it_is_sent(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr("havenwatch.report.build", lambda *a, **_: calls.append(a) or "report")
    monkeypatch.setattr("havenwatch.report.render", lambda report, form: f"{report} as {form}")
    monkeypatch.setattr("havenwatch.report.render_file", lambda report, form: f"{report} as {form}".encode())
    assert run("report", "KZ", "--until", "2026-03-01", "--language", "ru") == (0, "report as html", "")
    assert run("report", "KZ", "-o", "r.MD") == (0, "", "report written to r.MD\n")
    assert (tmp_path / "r.MD").read_text(encoding="utf-8") == "report as md"
    snapshot, country, until, language, _ = calls[0]
    assert (country, until.isoformat(), language) == ("KZ", "2026-03-01", "ru")
    assert dataclasses.is_dataclass(snapshot)


def test_an_error_of_the_program_has_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: object, **__: object) -> None:
        raise UsageError("unknown country 'Atlantis'")

    monkeypatch.setattr("havenwatch.report.build", build)
    assert run("report", "Atlantis") == (2, "", "havenwatch: unknown country 'Atlantis'\n")
