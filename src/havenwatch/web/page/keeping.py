"""Where it all comes from: sources, problems, activity; and adding documents."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.responses import Response

from havenwatch.errors import UsageError
from havenwatch.web.fresh import surroundings
from havenwatch.web.page.lists import csv_answer
from havenwatch.web.show import Cell, Table
from havenwatch.web.visit import Visit

ADD_SECONDS = 300
LONGEST_TEXT = 500_000
_UNFIT = re.compile(r"[^\w.\- ]")

__all__ = ["activity", "add", "adding", "problems", "sources"]


def sources(visit: Visit) -> Response:
    """What was obtained, when, from where."""
    page = visit.browser.sources(visit.wanted())
    visit.cover(d for row in page.rows for d in row["documents"])
    words = visit.words
    columns = tuple(
        (key, words(label), "")
        for key, label in (
            ("source", "Source"),
            ("place", "Place in it"),
            ("obtained", "Obtained"),
            ("digest", "SHA-256"),
        )
    )
    rows = tuple(
        (
            Cell(visit.veil(r["name"]), f"/document/{r['documents'][0]}" if r["documents"] else None),
            Cell(r["member"] or ""),
            Cell(words.moment(r["retrieved"])),
            Cell(r["sha256"][:16], tone="code"),
        )
        for r in page.rows
    )
    table = Table(words("Sources"), columns, rows)
    if visit.query.get("format") == "csv":
        return csv_answer(visit, "sources", [table])
    return visit.page("sources.html", page=page, table=table)


def problems(visit: Visit) -> Response:
    """What could not be read, in words with a remedy."""
    page = visit.browser.problems(visit.wanted())
    visit.cover(row["document"] for row in page.rows if row["document"] is not None)
    words = visit.words
    columns = tuple(
        (key, words(label), "") for key, label in (("stage", "Stage"), ("what", "What"), ("document", "Document"))
    )
    rows = tuple(
        (
            Cell(r["stage"]),
            Cell(visit.veil(r["message"])),
            Cell(words("open") if r["document"] else "", f"/document/{r['document']}" if r["document"] else None),
        )
        for r in page.rows
    )
    table = Table(words("Problems"), columns, rows)
    if visit.query.get("format") == "csv":
        return csv_answer(visit, "problems", [table])
    return visit.page("problems.html", page=page, table=table)


def activity(visit: Visit) -> Response:
    """The journal: who did what and when; each row is chained to the one before by its digest."""
    page = visit.browser.activity(visit.wanted())
    words = visit.words
    columns = tuple(
        (key, words(label), "")
        for key, label in (("when", "When"), ("who", "Who"), ("what", "What"), ("about", "About"), ("digest", "Digest"))
    )
    rows = tuple(
        (
            Cell(words.moment(r["made"])),
            Cell(r["who"]),
            Cell(words(r["what"])),
            _about(r["ids"]),
            Cell(r["digest"][:12], tone="code"),
        )
        for r in page.rows
    )
    table = Table(words("Activity"), columns, rows)
    if visit.query.get("format") == "csv":
        return csv_answer(visit, "activity", [table])
    return visit.page("activity.html", page=page, table=table)


def _about(ids: dict[str, str | None]) -> Cell:
    for noun in ("statement", "document"):
        if ids.get(noun):
            return Cell(str(ids[noun]), f"/{noun}/{ids[noun]}", tone="code")
    return Cell(", ".join(str(v) for v in ids.values() if v)[:60], tone="code")


def adding(visit: Visit) -> Response:
    """The form that adds documents."""
    return visit.page("add.html", told=None)


def add(visit: Visit) -> Response:
    """Add files or a pasted text; each failure is named."""
    with tempfile.TemporaryDirectory(prefix="havenwatch-") as folder:
        names = [*_uploads(visit, Path(folder)), *_pasted(visit, Path(folder))]
        if not names:
            raise UsageError(visit.words("Choose a file or paste a text."))
        told = _run(visit, folder, names)
    visit.house.fresh.want()
    return visit.page("add.html", told=told)


def _uploads(visit: Visit, folder: Path) -> list[str]:
    names = []
    for number, value in enumerate(visit.form.getlist("files")):
        if isinstance(value, UploadFile) and value.filename:
            # only the last part of a name, only harmless signs: it is never a path of its own
            name = f"{number:02}-{_UNFIT.sub('_', Path(value.filename.replace(chr(92), '/')).name)[-80:]}"
            value.file.seek(0)
            (folder / name).write_bytes(value.file.read())
            names.append(name)
    return names


def _pasted(visit: Visit, folder: Path) -> list[str]:
    text = visit.field("text").replace("\r\n", "\n")
    if not text.strip():
        return []
    if len(text) > LONGEST_TEXT:
        raise UsageError(visit.words("The text has {n} characters, more than {most}.", n=len(text), most=LONGEST_TEXT))
    (folder / "pasted.txt").write_text(text, encoding="utf-8")
    return ["pasted.txt"]


def _run(visit: Visit, folder: str, names: list[str]) -> dict[str, object]:
    """Read in a process of its own: a text that breaks the reader breaks nothing else, its memory is given back."""
    call = [
        sys.executable,
        "-c",
        "from havenwatch.cli import main; main()",
        "add",
        *names,
    ]
    for option in ("published", "publisher", "language", "url"):
        value = visit.field(option).strip()
        if value:
            call += [f"--{option}={value}"]
    environment = {**surroundings(visit.house.path), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, arguments are no shell words
            call, cwd=folder, env=environment, capture_output=True, text=True, timeout=ADD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        told = visit.words("Reading took more than {n} seconds and was ended; what was read is kept.", n=ADD_SECONDS)
        return {"done": False, "lines": [told]}
    return {"done": done.returncode == 0, "lines": [line for line in done.stderr.splitlines() if line.strip()][-60:]}
