"""Budgets of size: small files and functions are read, large ones are not."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "eval", "bench", "tests")
FILE_LIMIT, FILE_USUAL = 500, 300
FUNCTION_LIMIT, FUNCTION_USUAL = 60, 40
ARGUMENT_LIMIT, MODULE_LIMIT = 6, 10
# One in ten may be longer than is usual, up to the hard limit.
SHARE_ABOVE_USUAL = 0.1
# In tests a function may be a table of sample data, so only the file counts.
# Typer makes an option of each argument: a command has as many as the contract names, and its context.
COMMANDS = "src/havenwatch/cli"

Function = ast.FunctionDef | ast.AsyncFunctionDef
FILES = sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def arguments(function: Function) -> int:
    spec = function.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len([n for n in names if n not in {"self", "cls"}])


def is_command(path: Path, function: Function) -> bool:
    first = function.args.args[0].arg if function.args.args else ""
    return name(path).startswith(COMMANDS) and first == "ctx"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_file_function_or_signature_is_over_the_hard_limit(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    checked = [] if name(path).startswith("tests") else functions(path)
    long = [(f.name, length(f)) for f in checked if length(f) > FUNCTION_LIMIT]
    wide = [(f.name, arguments(f)) for f in checked if arguments(f) > ARGUMENT_LIMIT and not is_command(path, f)]
    assert (lines <= FILE_LIMIT, long, wide) == (True, [], [])


def test_few_files_and_functions_are_above_the_usual_size() -> None:
    files = [p for p in FILES if name(p).startswith("src")]
    lines = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in files}
    lengths = {(name(p), f.name): length(f) for p in files for f in functions(p)}
    assert sum(n > FILE_USUAL for n in lines.values()) <= SHARE_ABOVE_USUAL * len(lines)
    assert sum(n > FUNCTION_USUAL for n in lengths.values()) <= SHARE_ABOVE_USUAL * len(lengths)


def test_no_folder_holds_more_modules_than_one_can_overlook() -> None:
    held = Counter(p.parent for p in FILES if p.name != "__init__.py" and name(p).startswith("src"))
    assert {name(folder): n for folder, n in held.items() if n > MODULE_LIMIT} == {}
