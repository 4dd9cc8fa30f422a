"""What people really hand in: each bad input is one clear line, the rest of the run goes on, nothing is lost."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from havenwatch.ledger import Stages
from havenwatch.records import Document, Dossier, Reading

Run = Callable[..., tuple[int, str, str]]
GOOD = "Суд в Алматы отказал активисту в убежище.\n"


def read(document: Document) -> Reading:
    return Reading(document.id, (), (), ())


def derive(*_: object) -> Dossier:
    return Dossier((), (), (), (), (), (), ())


@pytest.fixture(autouse=True)
def stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stages that find nothing: here it matters what is stored and said, not what is read."""
    monkeypatch.setattr("havenwatch.ledger.ledger.default_stages", lambda: Stages(read, derive, "test"))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.txt"
    file.write_text(GOOD, encoding="utf-8")
    return file


def texts(run: Run) -> list[str]:
    code, out, _ = run("export", "json")
    assert code == 0
    return sorted(d["text"] for d in json.loads(out)["documents"])


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 8,
    "archive.rar": b"Rar!\x1a\x07\x00",
    "empty.html": b"<html><body></body></html>",
    "no-text.jsonl": b'{"id": "1"}\n',
    "wrong-text.jsonl": b'{"text": 5}\n',
    "broken.jsonl": b'{"text": "x"\n',
    "list.jsonl": b"[1, 2]\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_and_the_others_go_on(name: str, run: Run, good: Path, tmp_path: Path) -> None:
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    code, out, err = run("add", name, good.name, "--quiet")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert name in err
    assert "Traceback" not in err
    assert texts(run) == [GOOD]


@pytest.mark.parametrize("name", BAD)
def test_it_is_named_again_when_it_is_added_again(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    first, second = run("add", name), run("add", name)
    assert first == second
    assert first[0] == 1


def test_a_broken_date_is_named_and_the_text_is_kept(run: Run, tmp_path: Path) -> None:
    line = json.dumps({"text": GOOD, "published": "5 марта"}, ensure_ascii=False)
    (tmp_path / "dates.jsonl").write_text(line + "\n", encoding="utf-8")
    code, _, err = run("add", "dates.jsonl", "--quiet")
    assert code == 1
    assert "5 марта" in err
    assert texts(run) == [GOOD]


def test_one_bad_line_does_not_take_the_others_along(run: Run, tmp_path: Path) -> None:
    lines = ['{"text": "один"}', "{", '{"text": "два"}']
    (tmp_path / "three.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, _, err = run("add", "three.jsonl", "--quiet")
    assert code == 1
    assert "three.jsonl, line 2" in err
    assert texts(run) == ["два", "один"]


def test_another_charset_is_read_or_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(GOOD.encode("cp1251"))
    code, _, err = run("add", "old.txt", "--quiet")
    if code == 0:
        assert texts(run) == [GOOD]
    else:
        assert "old.txt" in err
        assert "UTF-8" in err


@pytest.mark.parametrize("name", ["missing.txt", "missing/", "https://example.org/a"])
def test_what_is_not_there_is_named(name: str, run: Run, good: Path) -> None:
    code, _, err = run("add", name, good.name, "--quiet")
    assert code == 1
    assert name.rstrip("/") in err
    assert texts(run) == [GOOD]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser can read every folder")
def test_a_folder_that_cannot_be_read_is_named(run: Run, good: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    code, _, err = run("add", "closed", good.name, "--quiet")
    closed.chmod(0o700)
    assert code == 1
    assert "closed" in err
    assert texts(run) == [GOOD]


def test_a_large_text_is_kept_whole(run: Run, tmp_path: Path) -> None:
    text = GOOD * (20_000_000 // len(GOOD.encode()))
    (tmp_path / "large.txt").write_text(text, encoding="utf-8")
    code, _, err = run("add", "large.txt", "--quiet")
    assert code in {0, 1}
    assert err.count("\n") <= 1
    assert texts(run) == [text]


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all " * 50)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [foreign, garbage, folder])
@pytest.mark.parametrize("words", [["add", "good.txt"], ["status"], ["export", "json"], ["rebuild"], ["verify"]])
def test_what_is_no_ledger_is_left_alone(
    make: Callable[[Path], None], words: list[str], run: Run, good: Path, tmp_path: Path
) -> None:
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    code, out, err = run("--ledger", "other.db", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "other.db" in err
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_ledger_of_a_newer_version_is_left_alone(run: Run, good: Path, tmp_path: Path) -> None:
    assert run("add", good.name, "--quiet") == (0, "", "")
    with sqlite3.connect(tmp_path / "havenwatch.db") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    code, out, err = run("status")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "havenwatch.db" in err
    assert "newer version" in err


@pytest.mark.parametrize("words", [["status"], ["case"], ["export", "json"], ["search", "x"], ["verify"], ["rebuild"]])
def test_a_missing_ledger_is_not_made_by_asking(words: list[str], run: Run, tmp_path: Path) -> None:
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "havenwatch.db" in err
    assert list(tmp_path.iterdir()) == []


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    file.write_text("date 2026-03-05\n" + GOOD, encoding="utf-8")
    with file.open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert run("add", "-", "--quiet") == (0, "", "")
    assert texts(run) == ["date 2026-03-05\n" + GOOD]


def test_the_same_item_twice_changes_nothing(run: Run, good: Path) -> None:
    assert run("add", good.name, "--quiet")[0] == 0
    before = json.loads(run("export", "json")[1])
    assert run("add", good.name, "--quiet")[0] == 0
    after = json.loads(run("export", "json")[1])
    assert {**before, "made": ""} == {**after, "made": ""}


def test_a_file_of_another_kind_in_a_folder_is_skipped_in_one_line(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    for name in ("README.md", "photo.png"):
        (folder / name).write_bytes(b"x")
    code, _, err = run("add", str(folder))
    told = [line for line in err.splitlines() if "skipped" in line]
    assert (code, len(told)) == (0, 1)
    assert "README.md" in told[0]
    assert "photo.png" in told[0]
    assert texts(run) == [GOOD]
    assert run("add", str(folder / "README.md"))[0] == 1
