"""Where results go: standard output or a file for results, standard error for everything said about them."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from havenwatch.errors import UsageError
from havenwatch.records import Problem

# Fixed, so that the same tables give the same archive; the first moment that a ZIP file can name.
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
# Bytes that are packed in memory before a file is used.
_SPOOL = 50_000_000
# Byte order mark: without it a spreadsheet takes Cyrillic for the code page of its system.
_TABLE_ENCODING = "utf-8-sig"
# Wide enough that no row of a list is broken where a program reads it line by line.
_FILE_WIDTH = 400
# Files named in the line on skipped ones
MOST_SKIPPED = 5

__all__ = [
    "failed",
    "lines",
    "say",
    "skipped",
    "speak_utf8",
    "table",
    "write",
    "write_archive",
    "write_bytes",
    "write_json",
    "write_tables",
]


def write(text: str, out: Path | None) -> None:
    """Text as UTF-8 to a file, whole or not at all, or to standard output when `out` is None.

    Raises:
        UsageError: the file cannot be written.
    """
    if out is None:
        _print(text)
    else:
        _replace(out, text.encode())


def write_bytes(body: bytes, out: Path) -> None:
    """Bytes to a file, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    _replace(out, body)


def write_json(value: Any, out: Path | None) -> None:
    """Value as indented JSON with a closing line break."""
    write(json.dumps(value, ensure_ascii=False, indent=2) + "\n", out)


def write_tables(tables: Mapping[str, str | bytes], out: Path, ending: str = "csv") -> tuple[Path, ...]:
    """One `NAME.ENDING` a table into the folder `out`, or all into `out` when it ends in `.zip`.

    Returns:
        The files written. Other files of the folder are left alone.

    Raises:
        UsageError: the folder or the archive cannot be written, or a single table file is asked for.
    """
    if out.suffix.lower() == f".{ending}":
        raise UsageError(f"{out}: {ending} is one table a noun; name a folder or a FILE.zip")
    bodies = {f"{name}.{ending}": _body(table) for name, table in tables.items()}
    if out.suffix.lower() == ".zip":
        _replace(out, _archive(bodies))
        return (out,)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot make this folder ({error.strerror}); name another one with -o") from error
    files = {out / name: body for name, body in bodies.items()}
    for file, body in files.items():
        _replace(file, body)
    return tuple(files)


def write_archive(files: Mapping[str, bytes], out: Path) -> None:
    """Files into one `.zip` file, whole or not at all; the same files give the same bytes.

    Raises:
        UsageError: the file cannot be written.
    """
    with tempfile.SpooledTemporaryFile(_SPOOL) as body:
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(zipfile.ZipInfo(name, _ZIP_MOMENT), data, zipfile.ZIP_DEFLATED)
        body.seek(0)
        _replace(out, body.read())


def say(line: str, *, quiet: bool = False) -> None:
    """One line on standard error, none with `quiet`."""
    if not quiet:
        print(line, file=sys.stderr)  # noqa: T201


def speak_utf8() -> None:
    """Make both standard streams UTF-8 whatever the surroundings say; odd bytes of file names become escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def lines(texts: Iterable[str]) -> None:
    """Lines of text on standard output."""
    body = "".join(f"{text}\n" for text in texts)
    if body:
        _print(body)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Table on standard output, as wide as the terminal; nothing is cut off where it goes into a file."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _FILE_WIDTH, highlight=False)
    grid = Table(*head, box=None, pad_edge=False)
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)


def failed(problems: Iterable[Problem]) -> None:
    """One line a problem on standard error; what befell several documents alike is one line that counts them."""
    alike: dict[tuple[str, str], list[str | None]] = {}
    for problem in problems:
        alike.setdefault((problem.stage, " ".join(problem.message.split())), []).append(problem.document)
    for (stage, message), documents in alike.items():
        say(f"havenwatch: {stage}: {_whose(documents)}{message}")


def skipped(files: Sequence[str]) -> None:
    """One line on standard error that names the files passed over in folders, none when there are none."""
    if files:
        more = len(files) - MOST_SKIPPED
        rest = f" and {more} more" if more > 0 else ""
        say(f"havenwatch: skipped, no text that is read: {', '.join(files[:MOST_SKIPPED])}{rest}")


def _whose(documents: Sequence[str | None]) -> str:
    named = [d for d in documents if d is not None]
    if not named:
        return ""
    more = len(named) - 1
    return f"{named[0]}{f' and {more} more' if more > 0 else ''}: "


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _body(table: str | bytes) -> bytes:
    return table.encode(_TABLE_ENCODING) if isinstance(table, str) else table


def _archive(bodies: Mapping[str, bytes]) -> bytes:
    with tempfile.SpooledTemporaryFile() as body:
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in bodies.items():
                archive.writestr(zipfile.ZipInfo(name, _ZIP_MOMENT), content, zipfile.ZIP_DEFLATED)
        body.seek(0)
        return body.read()


def _replace(file: Path, body: bytes) -> None:
    target = file.resolve()
    # A device or a pipe is written to as it stands: it cannot be swapped for a finished file.
    part = target if target.exists() and not target.is_file() else target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(body)
        if part != target:
            part.replace(target)
    except OSError as error:
        raise UsageError(f"{file}: cannot write here ({error.strerror}); name another file with -o") from error
