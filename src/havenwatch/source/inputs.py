"""Doors into the ledger: files, folders, addresses, standard input; what has no door here is named as a problem."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from havenwatch.records import Problem
from havenwatch.source.container.listing import Address
from havenwatch.source.doors import READERS, SNIFF_BYTES, Reader, is_readable, opened, reader_of, sniffed
from havenwatch.source.item import SKIPPED, STAGE, Hints, Item, obstacle
from havenwatch.source.whole import read_text

STANDARD_INPUT = "-"
# What opens an address: items and problems of one page, feed or list.
Visit = Callable[[Address, Hints], Iterator[Item | Problem]]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)

__all__ = ["STANDARD_INPUT", "Visit", "count_items", "is_address", "list_files", "open_items", "open_stream"]


def open_items(
    paths: Sequence[str | Path],
    hints: Hints | None = None,
    stdin: BinaryIO | None = None,
    visit: Visit | None = None,
    *,
    follow: bool = False,
) -> Iterator[Item | Problem]:
    """All items of the given files, folders and addresses, in the order given, folders sorted by name.

    Args:
        paths: files, folders (recursively, names that begin with a dot left out), addresses or `-` for standard input.
        hints: what holds for every item and wins over what an input says of itself.
        stdin: stream that `-` reads, `sys.stdin` when None.
        visit: opens addresses; without it none is opened.
        follow: visit the addresses that lists inside files name; without it a list is an obstacle that counts them.

    Returns:
        Items, and a problem for each input or part that cannot be read; the rest goes on. A file of another kind is a
        problem of the stage `skipped` in a folder and an obstacle where it is named.
    """
    hints = hints or Hints()
    for given in paths:
        path = os.fspath(given)
        named: list[Address] = []
        for found in _open(path, hints, stdin, visit):
            if isinstance(found, Address):
                named.append(found)
            else:
                yield found
        if follow and visit is not None:
            for address in named:
                yield from visit(address, hints)
        elif named:
            told = f"names {len(named)} addresses, the first is {named[0].url}; add it with --follow to fetch them"
            yield obstacle(_name(Path(path)), None, told)


def open_stream(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """All items of an open file that is called `name`; it must be able to seek. Lists of addresses are obstacles."""
    reader = reader_of(name) or sniffed(stream.read(SNIFF_BYTES))
    stream.seek(0)
    if reader is None:
        yield obstacle(name, None, f"is of no kind that is read ({', '.join(sorted(READERS))}); convert it to one")
        return
    for found in opened(reader, stream, name, hints):
        if isinstance(found, Address):
            yield obstacle(name, None, f"names the address {found.url}; add it with --follow to fetch it")
        else:
            yield found


def list_files(path: str | Path, above: tuple[str, ...] = ()) -> Iterator[str | Problem]:
    """Files that `open_items` would read under a path, in its order; what is no folder is given back as it is."""
    path = Path(path)
    if not path.is_dir():
        yield os.fspath(path)
        return
    real = os.path.realpath(path)
    try:
        names = [] if real in above else sorted(n for n in os.listdir(path) if not n.startswith("."))  # noqa: PTH208
    except OSError as error:
        yield obstacle(_name(path), None, f"cannot be read ({error.strerror}); check its permissions")
        return
    for name in names:
        if not _is_other_file(path / name):
            yield from list_files(path / name, (*above, real))


def is_address(path: str) -> bool:
    """Whether an argument is an address and no path."""
    return _ADDRESS.match(path) is not None


def _open(path: str, hints: Hints, stdin: BinaryIO | None, visit: Visit | None) -> Iterator[Item | Problem | Address]:
    if path == STANDARD_INPUT:
        yield from _standard_input(stdin or sys.stdin.buffer, hints)
    elif not is_address(path):
        yield from _path(Path(path), hints, ())
    elif visit is None:
        yield Problem(STAGE, None, f"{path}: addresses are not opened here; save the page as .html and add the file")
    else:
        yield from visit(Address(path, "given"), hints)


def count_items(paths: Sequence[str | Path]) -> int | None:
    """Number of items to expect, for progress: files, and lines of .jsonl; None where that is not known before."""
    if any(p == STANDARD_INPUT or is_address(os.fspath(p)) for p in paths):
        return None
    return sum(_count(Path(p)) for p in paths)


def _path(path: Path, hints: Hints, above: tuple[str, ...]) -> Iterator[Item | Problem | Address]:
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


def _folder(path: Path, hints: Hints, above: tuple[str, ...]) -> Iterator[Item | Problem | Address]:
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
    """Whether a file in a folder is none of ours, by its ending and, where many things have it, its beginning."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return not is_readable(path.name, stream.read(SNIFF_BYTES))
    except OSError:
        return path.suffix.lower() not in READERS


def _file(path: Path, hints: Hints) -> Iterator[Item | Problem | Address]:
    with path.open("rb") as stream:
        reader = reader_of(path.name) or sniffed(stream.read(SNIFF_BYTES))
        if reader is None:
            read = ", ".join(sorted(READERS))
            told = f"'{path.suffix}' files are not read; read are {read}; convert it to one of them"
            yield obstacle(_name(path), None, told)
            return
        stream.seek(0)
        yield from opened(reader, stream, _name(path), hints)


def _standard_input(stream: BinaryIO, hints: Hints) -> Iterator[Item | Problem | Address]:
    buffered = io.BufferedReader(stream, SNIFF_BYTES) if not hasattr(stream, "peek") else stream  # type: ignore[type-var]
    reader: Reader = sniffed(buffered.peek(SNIFF_BYTES)[:SNIFF_BYTES]) or read_text
    if _needs_seek(reader):
        buffered = io.BytesIO(buffered.read())
    yield from opened(reader, buffered, STANDARD_INPUT, hints)


def _needs_seek(reader: Reader) -> bool:
    return reader in (READERS[".zip"], READERS[".wacz"], READERS[".parquet"])


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
