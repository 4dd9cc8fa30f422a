"""The command line answers at once: help needs no model, no database, no page reader."""

from __future__ import annotations

import subprocess
import sys
import time

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
# The target is 0.25 s on an idle machine; the limit leaves room for a busy one.
LIMIT_SECONDS = 1.5
PROGRAM = """
import sys
from havenwatch.cli import main
sys.argv = ["havenwatch", *sys.argv[1:]]
try:
    main()
finally:
    print("loaded:", *sorted(m for m in sys.modules if "." not in m), file=sys.stderr)
"""


def start(*words: str) -> tuple[subprocess.CompletedProcess[str], float]:
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)
    return done, time.perf_counter() - begun


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["add", "--help"], ["report", "--help"], []])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    done, seconds = start(*words)
    loaded = done.stderr.rpartition("loaded:")[2].split()
    assert loaded
    assert sorted(set(HEAVY) & set(loaded)) == []
    assert seconds < LIMIT_SECONDS


def test_help_names_every_command() -> None:
    done, _ = start("--help")
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
