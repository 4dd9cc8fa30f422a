"""Stages that worker processes can import: small, and with words that end a worker or fail."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import time
from pathlib import Path

from havenwatch.ledger import Stages
from havenwatch.records import Document, Dossier, Problem, Reading, Statement, content_id

WORDS = ("Суд", "задержал", "арестовал", "освободил", "активиста", "дезертира", "в", "Астане", "вчера", "снова")


def read(document: Document) -> Reading:
    """Each sentence is a statement. "KILL" ends a worker, "ONCE path" only the first, "FAIL" raises, "SLOW" waits."""
    inside_worker = os.environ.get("OMP_NUM_THREADS") == "1" and "HAVENWATCH_TEST_PARENT" in os.environ
    inside_worker = inside_worker and str(os.getpid()) != os.environ["HAVENWATCH_TEST_PARENT"]
    once = re.search(r"ONCE (\S+)", document.text)
    if inside_worker and once is not None and not Path(once[1]).exists():
        Path(once[1]).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if inside_worker and "KILL" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "FAIL" in document.text:
        raise RuntimeError("the reader stumbled")
    if "SLOW" in document.text:
        time.sleep(0.2)
    statements = tuple(_statement(document, m) for m in re.finditer(r"[^.\s][^.]*\.", document.text))
    return Reading(document.id, (), statements, ())


def gate(document: Document) -> Problem | None:
    return Problem("gate", document.id, "set aside") if "погода" in document.text else None


def _statement(document: Document, m: re.Match[str]) -> Statement:
    identity = content_id("st-", document.id, m.start())
    return Statement(identity, document.id, m.start(), m.end(), m[0], "event", "detained", None, "reported", None, None,
                     None, None, None, (), None, None, 0.5, "rule:fake")  # fmt: skip


def derive(documents, readings, reviews, judgements) -> Dossier:
    return Dossier((), tuple(judgements), (), (), (), (), ())


def stages() -> Stages:
    return Stages(read, derive, "fake-1", gate)


def changing_stages() -> Stages:
    """Another version in a worker than in its caller."""
    parent = os.environ.get("HAVENWATCH_TEST_PARENT") == str(os.getpid())
    return dataclasses.replace(stages(), version="fake-1" if parent else "fake-2")


def broken_stages() -> Stages:
    """A worker that ends while it loads."""
    if os.environ.get("HAVENWATCH_TEST_PARENT") != str(os.getpid()):
        os._exit(3)
    return stages()


def lines(count: int, **special: str) -> str:
    """JSON lines of `count` small documents; `d7="KILL"` appends words to the seventh."""
    rows = []
    for n in range(count):
        words = " ".join(WORDS[(n * 7 + i * (n + 3)) % len(WORDS)] for i in range(8))
        text = f"{words} {n}. Адвокат обжаловал решение. {special.get(f'd{n}', '')}"
        rows.append({"id": str(n), "text": text, "language": "ru", "published": f"2026-01-{n % 28 + 1:02}"})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
