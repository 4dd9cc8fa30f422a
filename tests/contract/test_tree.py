"""What must not stand in any file: paths of one machine, hosts of registries, things left open, foreign text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# One letter of each stands in brackets, so that this file does not hold what it looks for.
FORBIDDEN = {
    "machine path": r"(?<![\w.])/(?:work|root|home)/\w|(?<![\w.])/tmp/\w",
    "registry host": r"p[y]pi\.org|python[h]osted|n[p]mjs|deb\.[d]ebian",
    "left open": r"\b(?:T[O]DO|FIX[M]E|X[X]X)\b",
    "unfinished": r"NotImplemented[E]rror",
}
BINARY = {".tar", ".png", ".gz", ".zip", ".bin", ".db", ".pdf", ".docx"}


def lines(files: list[Path]) -> list[tuple[str, int, str]]:
    texts = (
        (p, p.read_bytes().decode("utf-8", "replace"))
        for p in files
        if p.suffix not in BINARY and "weights" not in p.parts
    )
    return [(p.name, i, line) for p, text in texts for i, line in enumerate(text.splitlines(), 1)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str, tracked: list[Path]) -> None:
    pattern = re.compile(FORBIDDEN[what])
    assert [(name, i, line[:120]) for name, i, line in lines(tracked) if pattern.search(line)] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("machine path", "see {}root/x".format("/")),
        ("registry host", "https://p{}pi.org/simple".format("y")),
        ("left open", "# T{}DO: later".format("O")),
        ("unfinished", "raise NotImplemented{}rror".format("E")),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


def test_only_the_weights_are_large(tracked: list[Path]) -> None:
    large = [p for p in tracked if p.stat().st_size > 5_000_000]
    assert [p.name for p in large if "weights" not in p.parts] == []


def test_the_example_holds_abstracts_only(root: Path) -> None:
    rows = (root / "examples" / "kazakhstan" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 36
    assert all('"publisher": "abstract of ' in row for row in rows)
