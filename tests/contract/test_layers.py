"""A stage imports only stages to its left; heavy libraries stay where they are needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "havenwatch"
FLOW = (
    "source",
    "document",
    "statement",
    "person",
    "event",
    "case",
    "indicator",
    "report",
    "exchange",
    "ledger",
    "batch",
    "watching",
    "web",
    "cli",
)
SHARED = {"records", "errors", "ontology", "lang", "text", "model"}
# What the shared packages may use of each other: data below rules, rules below models.
BELOW = {
    "records": set(),
    "errors": set(),
    "lang": {"errors"},
    "text": {"records", "errors", "lang"},
    "ontology": {"records", "errors", "lang", "text"},
    "model": {"records", "errors", "lang", "text"},
    "settings": set(),
    "__init__": set(),
}
# The ledger wires stages into itself but shows nothing, so it needs neither report nor exchange.
LEDGER = {"source", "document", "statement", "person", "event", "case"} | SHARED
HEAVY = {
    "sqlalchemy": {"ledger"},
    "onnxruntime": {"model"},
    "pymorphy3": {"text", "model"},
    "numpy": {"model", "indicator", "document"},
    "trafilatura": {"document"},
    "lxml": {"document", "source"},
    "py3langid": {"document"},
    "pypdfium2": {"document", "report"},
    "protego": {"source"},
    "urllib3": {"source"},
    "typer": {"cli"},
    "rich": {"cli"},
    "jinja2": {"report", "web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "argon2": {"web"},
    "pyotp": {"web"},
    "webauthn": {"web"},
    "nltk": {"web"},
    "ray": {"batch"},
    "fsspec": {"batch"},
    "pyarrow": {"exchange", "batch", "source"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    """Stage or shared module that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def allowed(name: str) -> set[str]:
    if name in BELOW:
        return BELOW[name] | {name}
    if name == "ledger":
        return LEDGER | {"ledger"}
    if name == "cli":
        return {*FLOW, *SHARED, "settings"}
    if name == "web":  # it starts commands of the program, and tells them the ledger by the variable
        return {*FLOW[: FLOW.index(name) + 1], *SHARED, "settings"}
    return {*FLOW[: FLOW.index(name) + 1], *SHARED}


def imports(path: Path, root: Path = PACKAGE) -> Iterator[str]:
    """Dotted names of everything imported anywhere in a file, relative ones resolved."""
    package = ("havenwatch", *path.relative_to(root).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def stages_used(path: Path, root: Path = PACKAGE) -> set[str]:
    """First module below `havenwatch` of each import; variables of the package itself are left out."""
    names = (name.split(".") for name in imports(path, root))
    below = {parts[1] for parts in names if parts[0] == "havenwatch" and len(parts) > 1}
    return {name for name in below if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_stage_imports_only_what_stands_to_its_left(path: Path) -> None:
    assert stages_used(path) <= allowed(place(path))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_only_where_they_belong(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)} & HEAVY.keys()
    assert {library for library in used if place(path) not in HEAVY[library]} == set()


def test_every_package_has_its_place_in_the_flow() -> None:
    assert {place(path) for path in modules()} <= {*FLOW, *SHARED, "settings", "__init__"}


@pytest.mark.parametrize(
    "line", ["from ..report import build", "import havenwatch.report.cite", "from havenwatch import report"]
)
def test_a_forbidden_import_is_seen(line: str, tmp_path: Path) -> None:
    wrong = tmp_path / "source" / "x.py"
    wrong.parent.mkdir()
    wrong.write_text(f"def f():\n    {line}\n", encoding="utf-8")
    assert stages_used(wrong, tmp_path) - allowed("source") == {"report"}
