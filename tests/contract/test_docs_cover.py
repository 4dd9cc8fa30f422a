"""Pages cannot lag behind the program: every command, option, setting, event type, error and rule is named."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
import typer

from havenwatch import errors, settings
from havenwatch.cli import app
from havenwatch.ontology import load_ontology

ROOT = Path(__file__).resolve().parents[2]
GROUP = typer.main.get_command(app)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def options() -> list[tuple[str, str]]:
    rows = [(command, o) for command, c in GROUP.commands.items() for p in c.params for o in p.opts if o[0] == "-"]
    return rows + [("havenwatch", o) for p in GROUP.params for o in p.opts if o[0] == "-"]


def section(text: str, heading: str) -> str:
    """Part of a page from a heading to the next one of the same depth."""
    found = re.search(rf"^## `?{re.escape(heading)}\b.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return "" if found is None else found[0]


@pytest.mark.parametrize("command", sorted(GROUP.commands))
def test_every_command_has_its_section(command: str) -> None:
    assert section(page("cli.md"), command)


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_named_where_it_belongs(command: str, option: str) -> None:
    text = page("cli.md")
    shared = section(text, "Options of every command")
    assert f"`{option}" in section(text, command) + shared


def test_no_command_is_documented_that_does_not_exist() -> None:
    headings = re.findall(r"^## `(\w+)", page("cli.md"), re.MULTILINE)
    assert sorted(headings) == sorted(GROUP.commands)


def test_every_setting_is_named() -> None:
    variables = [v for n, v in vars(settings).items() if n.endswith("_VARIABLE")]
    assert variables
    assert [v for v in variables if v not in page("cli.md")] == []


def test_every_error_is_named() -> None:
    classes = [n for n, c in vars(errors).items() if inspect.isclass(c) and issubclass(c, Exception)]
    assert len(classes) >= 5
    assert [n for n in classes if f"`{n}`" not in page("cli.md")] == []


def test_every_event_type_is_named() -> None:
    types = load_ontology().events
    assert types
    assert [t for t in types if t not in page("ontology.md")] == []


def test_every_decision_is_listed() -> None:
    files = sorted(p.name for p in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert files
    assert [f for f in files if f"decisions/{f}" not in page("development.md")] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", file.read_text(encoding="utf-8"))
        broken += [(file.name, t) for t in targets if not (file.parent / t).exists()]
    assert broken == []
