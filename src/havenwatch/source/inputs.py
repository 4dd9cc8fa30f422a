"""Doors into the ledger: files, folders, standard input; what has no door here is named as a problem."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from havenwatch.records import Problem
from havenwatch.source.item import SKIPPED, STAGE, Hints, Item, obstacle
from havenwatch.source.lines import read_lines
from havenwatch.source.whole import read_page, read_text

Reader = Callable[[BinaryIO, str, Hints], Iterator[Item | Problem]]

# A door is one reader under the endings it answers for; a new format is a new module and a new line here.
READERS: Mapping[str, Reader] = {".txt": read_text, ".html": read_page, ".htm": read_page, ".jsonl": read_lines}
STANDARD_INPUT = "-"
# The beginning of standard input tells its format, since it has no ending.
SNIFF_BYTES = 4096

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)

__all__ = ["READERS", "STANDARD_INPUT", "Reader", "count_items", "open_items"]


def open_items(
    paths: Sequence[str | Path], hints: Hints | None = None, stdin: BinaryIO | None = None
) -> Iterator[Item | Problem]:
    """All items of the given files and folders, in the order given, folders sorted by name.

    Args:
        paths: files, folders (recursively, names that begin with a dot left out) or `-` for standard input.
        hints: what holds for every item and wins over what an input says of itself.
        stdin: stream that `-` reads, `sys.stdin` when None.

    Returns:
        Items, and a problem for each input or line that cannot be read; the rest goes on. A file of another kind is a
        problem of the stage `skipped` in a folder and an obstacle where it is named.
    """
    hints = hints or Hints()
    for given in paths:
        path = os.fspath(given)
        if path == STANDARD_INPUT:
            yield from _standard_input(stdin or sys.stdin.buffer, hints)
        elif _ADDRESS.match(path):
            yield Problem(STAGE, None, f"{path}: addresses are not read yet; save the page as .html and add the file")
        else:
            yield from _path(Path(path), hints, ())


def count_items(paths: Sequence[str | Path]) -> int | None:
    """Number of items to expect, for progress: files, and lines of .jsonl; None where standard input is among them."""
    if STANDARD_INPUT in paths:
        return None
    return sum(_count(Path(p)) for p in paths)


def _path(path: Path, hints: Hints, above: tuple[str, ...]) -> Iterator[Item | Problem]:
    try:
        if path.is_dir():
            yield from _folder(path, hints, above)
        elif path.is_file():
            yield from _file(path, hints)
        elif path.exists():
            yield obstacle(_name(path), None, "is neither a file nor a folder; pipe its content to '-'")
        else:
            yield Problem(STAGE, None, f"{_name(path)}: does not exist; check the path")
    except OSError as error:
        yield obstacle(_name(path), None, f"cannot be read ({error.strerror}); check its permissions")


def _folder(path: Path, hints: Hints, above: tuple[str, ...]) -> Iterator[Item | Problem]:
    real = os.path.realpath(path)
    if real in above:  # a link back to a folder that is being read
        return
    for name in sorted(os.listdir(path)):  # noqa: PTH208 - names as they are on disk, not yet paths
        if name.startswith("."):
            continue
        if _is_other_file(path / name):
            yield Problem(SKIPPED, None, _name(path / name))
        else:
            yield from _path(path / name, hints, (*above, real))


def _is_other_file(path: Path) -> bool:
    """Whether a file in a folder has an ending that no door answers for."""
    return path.suffix.lower() not in READERS and path.is_file()


def _file(path: Path, hints: Hints) -> Iterator[Item | Problem]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        read = ", ".join(sorted(READERS))
        yield obstacle(
            _name(path), None, f"'{path.suffix}' files are not read yet; read are {read}; convert it to one of them"
        )
        return
    with path.open("rb") as stream:
        yield from reader(stream, _name(path), hints)


def _standard_input(stream: BinaryIO, hints: Hints) -> Iterator[Item | Problem]:
    buffered = io.BufferedReader(stream, SNIFF_BYTES) if not hasattr(stream, "peek") else stream  # type: ignore[type-var]
    head = buffered.peek(SNIFF_BYTES)[:SNIFF_BYTES]
    reader = read_page if _PAGE.match(head) else read_lines if _is_json_line(head) else read_text
    yield from reader(buffered, STANDARD_INPUT, hints)


def _is_json_line(head: bytes) -> bool:
    """Whether the text begins with an object that has the key `text`, as far as the first bytes tell."""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return False
    try:
        first = json.loads(head.split(b"\n")[0])
    except ValueError:
        return b"\n" not in head and b'"text"' in head  # a first line longer than the look ahead
    return isinstance(first, dict) and "text" in first


def _name(path: Path) -> str:
    """Path as text that can be stored; bytes of a name that are no UTF-8 are written as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _count(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(_count(p) for p in path.iterdir() if not (p.name.startswith(".") or _is_other_file(p)))
        if path.suffix.lower() != ".jsonl" or not path.is_file():
            return 1
        with path.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")) or 1
    except OSError:
        return 1
