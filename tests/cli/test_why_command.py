"""`havenwatch why`: a table or JSON, and clear words for what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from havenwatch.cli.app import app
from havenwatch.errors import UsageError


def run(*words: str, text: str = "") -> str:
    done = CliRunner().invoke(app, ["why", *words], input=text, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_json_holds_the_trigger(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Anna Belova was detained in Tbilisi.", encoding="utf-8")
    rows = json.loads(run(str(file), "--language", "en", "--json"))
    assert ("detained", "detained", "reported", "Anna Belova") in [
        (r["words"], r["type"], r["status"], r["person"]) for r in rows
    ]


def test_standard_input_gives_a_table() -> None:
    assert "frame:detained/0" in run("-", text="Анну Белову задержали в Тбилиси вечером.")


@pytest.mark.parametrize(("words", "message"), [(("absent.txt",), "cannot be read"), (("-", "--language", "tr"), "tr")])
def test_what_cannot_be_read_is_said(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        CliRunner().invoke(app, ["why", *words], input="Bir metin.", catch_exceptions=False)
