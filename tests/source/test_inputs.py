from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest

from havenwatch.records import Problem
from havenwatch.source import SKIPPED, Hints, Item, Obstacle, count_items, inputs, lines, open_items, whole


def texts(found: list[Item | Problem]) -> list[bytes]:
    return [f.data for f in found if isinstance(f, Item)]


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_folder_is_read_in_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.HTML", "a/.hidden.txt", ".git/c.txt", "a/b/1.htm"):
        put(tmp_path / name, name)
    found = [i.data.decode() for i in open_items([tmp_path])]
    assert found == ["a/b/1.htm", "a/z.HTML", "b.txt"]


def test_a_link_back_to_its_folder_ends(tmp_path: Path) -> None:
    put(tmp_path / "a" / "a.txt", "once")
    (tmp_path / "a" / "back").symlink_to(tmp_path / "a", target_is_directory=True)
    assert texts(list(open_items([tmp_path]))) == [b"once"]


def test_source_names_place_digest_and_size(tmp_path: Path) -> None:
    file = put(tmp_path / "a.txt", "one")
    (item,) = open_items([file])
    assert (item.source.name, item.source.member, item.source.media_type) == (str(file), None, "text/plain")
    assert (item.source.size, len(item.source.sha256)) == (3, 64)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", item.source.retrieved)
    (again,) = open_items([file])
    assert again.source.id == item.source.id


def test_json_lines_give_hints_and_the_caller_wins(tmp_path: Path) -> None:
    told = '"id": 7, "url": "u", "title": "t", "publisher": "p", "published": "2026-01-02", "language": "ru"'
    line = f'{{"text": "x", {told}}}'
    file = put(tmp_path / "a.jsonl", f"\n{line}\r\n\n")
    (item,) = open_items([file], Hints(publisher="mine"))
    assert item.hints == Hints("2026-01-02", "mine", "ru", "u", "t", "7")
    assert (item.source.member, item.data) == ("line 2", line.encode())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", r"is no JSON .*; write one object a line"),
        ("[1]", "has no 'text'; give the words"),
        ("{}", "has no 'text'; give the words"),
        ('{"text": 5}', "has no 'text'; give the words"),
        ('{"text": null}', "has no 'text'; give the words"),
        (r'{"text": "\ud800"}', "half of a surrogate pair"),
        ("[" * 200_000, "is nested too deeply"),
        (b'{"text": "\xff"}', "byte 10 of the line is not utf-8"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: str | bytes, reason: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    good = '{"text": "хорошо"}\n'.encode()
    file = put(tmp_path / "a.jsonl", good + raw + b"\n" + good)
    first, bad, last = open_items([file])
    assert isinstance(first, Item)
    assert isinstance(last, Item)
    assert isinstance(bad, Obstacle)
    assert re.match(rf"{re.escape(str(file))}, line 2: .*{reason}", bad.message)


def test_a_key_of_the_wrong_type_is_left_out_with_a_word(tmp_path: Path) -> None:
    file = put(tmp_path / "a.jsonl", '{"text": "x", "title": ["a"], "url": true}')
    item, url, title = open_items([file])
    assert item.hints == Hints()
    assert "line 1: 'title' is [\"a\"], not a string" in title.message
    assert "'url' is true" in url.message
    assert not title.lost


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8_r"])
def test_json_lines_in_other_character_sets(tmp_path: Path, encoding: str) -> None:
    body = '{"text": "Суд отказал в выдаче активистки из Казахстана"}\n'
    file = put(tmp_path / "a.jsonl", (body * 3).encode(encoding))
    assert texts(list(open_items([file]))) == [body.strip().encode()] * 3


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty; nothing to store"),
        ("a.html", b"", "is empty; nothing to store"),
        ("a.jsonl", b"", "is empty; nothing to store"),
        ("a.jsonl", b"\n \r\n", "is empty; nothing to store"),
        ("a.jsonl", b"\0\1\2" * 50, "is a binary file"),
        ("a.odt", b"mimetype", "'.odt' files are not read; read are .atom, .docx, .eml, .gz, .htm, .html, .json"),
        ("a", b"x", "'' files are not read"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    file = put(tmp_path / name, data)
    (found,) = open_items([file])
    assert isinstance(found, Obstacle)
    assert found.message.startswith(f"{file}: {reason}")
    assert (found.stage, found.document, found.place) == ("source", None, str(file))


def test_what_is_not_there_and_addresses_are_plain_problems(tmp_path: Path) -> None:
    missing, address = open_items([tmp_path / "no.txt", "https://example.org/a"])
    assert missing == Problem("source", None, f"{tmp_path / 'no.txt'}: does not exist; check the path")
    assert "https://example.org/a: addresses are not opened here; save the page" in address.message


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "closed" / "a.txt", "a")
    put(tmp_path / "open.txt", "b")
    listdir = os.listdir

    def refuse(path: Path) -> list[str]:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(inputs.os, "listdir", refuse)
    closed, item = open_items([tmp_path])
    assert closed.message == f"{tmp_path / 'closed'}: cannot be read (Permission denied); check its permissions"
    assert item.data == b"b"


def test_special_files_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = open_items([tmp_path])
    assert "is neither a file nor a folder" in found.message


def test_a_name_that_is_no_utf8_is_still_text(tmp_path: Path) -> None:
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")), "x")
    (item,) = open_items([tmp_path])
    assert item.source.name.endswith(r"\xff.txt")
    item.source.name.encode()


@pytest.mark.parametrize(("size", "kind"), [(100, Item), (101, Obstacle)])
def test_the_size_limit_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, kind: type) -> None:
    monkeypatch.setattr(whole, "FILE_LIMIT", 100)
    (found,) = open_items([put(tmp_path / "a.txt", "x" * size)])
    assert type(found) is kind


def test_the_size_limit_holds_for_a_line_not_for_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "FILE_LIMIT", 50)
    monkeypatch.setattr(lines, "SAMPLE_BYTES", 10)
    body = ['{"text": "a"}'] * 9 + [f'{{"text": "{"b" * 200}"}}'] + ['{"text": "c"}']
    found = list(open_items([put(tmp_path / "a.jsonl", "\n".join(body))]))
    assert [type(f) for f in found] == [Item] * 9 + [Obstacle, Item]
    assert "line 10: is larger than" in found[9].message
    assert found[10].source.member == "line 11"


@pytest.mark.parametrize(
    ("data", "media_types"),
    [
        ("слова", ["text/plain"]),
        ("{слова}", ["text/plain"]),
        ("  <!DOCTYPE html><html>x</html>", ["text/html"]),
        ('{"text": "a"}\n{"text": "b"}\n', ["application/json", "application/json"]),
        ('{"text": "' + "a" * 9000 + '"}\n{"text": "b"}\n', ["application/json", "application/json"]),
    ],
)
def test_standard_input_is_told_by_its_beginning(data: str, media_types: list[str]) -> None:
    found = list(open_items(["-"], None, io.BytesIO(data.encode())))
    assert [i.source.media_type for i in found] == media_types
    assert {i.source.name for i in found} == {"-"}


def test_items_are_counted_for_progress(tmp_path: Path) -> None:
    put(tmp_path / "a" / "x.jsonl", "{}\n{}\n{}\n")
    put(tmp_path / "a" / "y.txt", "y")
    put(tmp_path / ".z.txt", "z")
    assert count_items([tmp_path, tmp_path / "none.txt"]) == 5
    assert count_items([tmp_path, "-"]) is None


def test_another_ending_is_skipped_in_a_folder_and_an_obstacle_where_it_is_named(tmp_path: Path) -> None:
    notes, text = put(tmp_path / "d" / "README.md", "# how to"), put(tmp_path / "d" / "a.txt", "x")
    skipped, item = sorted(open_items([tmp_path / "d"]), key=lambda f: isinstance(f, Item))
    assert skipped == Problem(SKIPPED, None, str(notes))
    assert isinstance(item, Item)
    assert item.source.name == str(text)
    (named,) = open_items([notes])
    assert isinstance(named, Obstacle)
    assert count_items([tmp_path / "d"]) == 1
