"""What the ledger answers: records for those who call it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from havenwatch.records import Problem

PASSED, FAILED, NOT_CHECKED = "passed", "failed", "not checked"

__all__ = ["FAILED", "NOT_CHECKED", "PASSED", "Added", "Backup", "Finding", "Hit", "Progress", "Restored", "Status"]


class Progress(Protocol):
    """Called after each step; a total of None means that the end is not known."""

    def __call__(self, done: int, total: int | None = None, /) -> None:
        """`done` of `total` items are finished."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Added:
    """Outcome of one call of add.

    `counts`: `items` that could be read, `new` and `known` documents among them, `failed` inputs without a document,
    `statements` found in new documents. `problems` are those of the inputs given, known ones included.
    """

    counts: Mapping[str, int]
    problems: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """Outcome of one check: `state` is passed, failed or not checked; `message` says what and what to do."""

    check: str
    state: str
    message: str


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """One place that a search found: a statement, or a document as a whole (`statement` None).

    `start` and `end` are the statement's span or that of the first word found; `excerpt` is `text[start:end]` with
    some words around it. A larger `score` is a better match.
    """

    document: str
    statement: str | None
    start: int
    end: int
    excerpt: str
    title: str | None
    publisher: str | None
    published: dt.date | None
    url: str | None
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class Status:
    """Figures on a ledger.

    `counts` by noun (documents, sources, statements, persons, events, cases, figures, calendar, conflicts, reviews,
    judgements, problems, unread, outdated: documents not read, or read by another version of the reader; watched,
    failing: addresses under watch, and those whose last visit failed).
    `last_added` holds the latest documents as (retrieved, title or address or beginning of the text), newest first.
    `reviewed` is the share of statements that a person has decided on, None without statements. `current` tells
    whether the dossier follows from the readings as they are. `journal` is the digest of the last journal row, None
    in an empty journal: note it elsewhere to prove later that nothing was cut off.
    """

    path: str
    counts: Mapping[str, int]
    last_added: tuple[tuple[str, str], ...]
    reviewed: float | None
    current: bool
    journal: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a ledger that passed its checks.

    `sha256` is that of the file, `counts` holds documents, statements, decisions and rows of the journal, `journal` is
    the digest of its last row, None in an empty one.
    """

    path: Path
    sha256: str
    size: int
    counts: Mapping[str, int]
    journal: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Restored:
    """Outcome of putting a copy in the place of a ledger.

    `findings` are the checks of the copy. `kept` is where the ledger that was there before stands now, None where none
    was, or where the copy was only checked.
    """

    findings: tuple[Finding, ...]
    kept: Path | None = None
