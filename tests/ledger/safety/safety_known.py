"""What must be equal in two ledgers of one history."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ledger_fakes import STAGES, bare

from havenwatch.ledger import FAILED, Ledger, Stages
from havenwatch.ledger.storage import rows
from havenwatch.records import Judgement, Review, Snapshot

MADE = "2026-03-01T10:00:00+00:00"


@dataclasses.dataclass(frozen=True)
class Known:
    """All that a ledger holds but times of retrieval and of the journal, and the checks that it fails."""

    snapshot: Snapshot
    reviews: tuple[Review, ...]
    judgements: tuple[Judgement, ...]
    failed: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, path: Path, stages: Stages = STAGES) -> Known:
        with Ledger.open(path, stages=stages) as opened:
            snapshot = bare(opened.snapshot())
            with opened._database.read() as connection:
                decisions = rows.all_reviews(connection), rows.all_judgements(connection)
            failed = tuple((f.check, f.message) for f in opened.verify() if f.state == FAILED)
        return cls(snapshot, *decisions, failed)
