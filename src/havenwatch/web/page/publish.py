"""Handing out: the report of a country, the exports. For editors, and noted in the audit log."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from havenwatch.errors import LedgerError
from havenwatch.web.fresh import surroundings
from havenwatch.web.guard.wall import FILE_POLICY
from havenwatch.web.visit import Visit

SECONDS = 600
REPORTS = {"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8"}
# Files that a folder of tables is handed out as.
EXPORTS = {"json": ("json", "application/json"), "csv": ("zip", "application/zip")}

__all__ = ["choices", "export", "report"]


def choices(visit: Visit) -> Response:
    """What can be handed out."""
    rows = [r for r in visit.browser.countries() if r["host"] is not None]
    return visit.page("publish.html", rows=rows, refused=_hides(visit))


def _hides(visit: Visit) -> bool:
    """Whether something is hidden from them: a whole report or export would show it."""
    return bool(visit.browser.hidden.persons)


def _allowed(visit: Visit, what: str) -> None:
    if visit.veiled:
        raise HTTPException(403, visit.words("Names are covered for you: switch that off to hand out a report."))
    if _hides(visit):
        raise HTTPException(403, visit.words("It would show cases that you may not see; ask an admin to make it."))
    if visit.house.team is not None:
        visit.house.team.note(visit.who, "handed out", {"what": what})


def report(visit: Visit) -> Response:
    """The report of a country, made now."""
    iso, form = str(visit.path["iso"]).upper(), visit.query.get("format", "html")
    if form not in REPORTS or not (iso.isalnum() and len(iso) == 2):
        raise HTTPException(404, visit.words("There is no such report."))
    _allowed(visit, f"report {iso} {form}")
    with tempfile.TemporaryDirectory(prefix="havenwatch-") as folder:
        target = Path(folder) / f"report.{form}"
        _run(visit, "report", iso, "--language", visit.language, "-o", str(target))
        body = target.read_bytes()
    return _file(body, f"report-{iso}-{visit.language}.{form}", REPORTS[form])


def export(visit: Visit) -> Response:
    """The whole ledger in an interchange form."""
    form = str(visit.path["form"])
    if form not in EXPORTS:
        raise HTTPException(404, visit.words("There is no such form; there are: {forms}.", forms=", ".join(EXPORTS)))
    _allowed(visit, f"export {form}")
    with tempfile.TemporaryDirectory(prefix="havenwatch-") as folder:
        ending, kind = EXPORTS[form]
        target = Path(folder) / ("ledger" if form == "csv" else "ledger.json")
        _run(visit, "export", form, "-o", str(target))
        body = _packed(target) if target.is_dir() else target.read_bytes()
    return _file(body, f"ledger.{ending}", kind)


def _packed(folder: Path) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return out.getvalue()


def _run(visit: Visit, *words: str) -> None:
    """In a process of its own: what it loads is the whole ledger."""
    program = "from havenwatch.cli import main; main()"
    call = [sys.executable, "-c", program, "--quiet", *words]
    done = subprocess.run(  # noqa: S603 - as above
        call, env=surroundings(visit.house.path), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode != 0:
        raise LedgerError(f"{' '.join(words[:2])}: {done.stderr.strip()[-500:]}")


def _file(body: bytes, name: str, kind: str) -> Response:
    head = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": FILE_POLICY}
    return Response(body, media_type=kind, headers=head)
