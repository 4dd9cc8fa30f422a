"""The command line answers at once: help needs no model, no database, no page reader."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "onnxruntime",
    "numpy",
    "pymorphy3",
    "trafilatura",
    "sqlalchemy",
    "lxml",
    "jinja2",
    "yaml",
    "rapidfuzz",
    "pypdfium2",
    "urllib3",
    "protego",
    "starlette",
    "uvicorn",
    "babel",
)
PROGRAM = """
import sys
from havenwatch.cli import main
sys.argv = ["havenwatch", *sys.argv[1:]]
try:
    main()
finally:
    print("loaded:", *sorted(m for m in sys.modules if "." not in m), file=sys.stderr)
"""


def start(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["add", "--help"], ["report", "--help"], []])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    done = start(*words)
    loaded = done.stderr.rpartition("loaded:")[2].split()
    assert loaded
    assert sorted(set(HEAVY) & set(loaded)) == []


def test_help_names_every_command() -> None:
    done = start("--help")
    assert done.returncode == 0
    for command in (
        "add",
        "report",
        "indicator",
        "case",
        "search",
        "export",
        "status",
        "verify",
        "rebuild",
        "serve",
        "account",
    ):
        assert f"\n  {command} " in done.stdout
