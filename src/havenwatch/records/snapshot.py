"""The whole ledger at one moment."""

from __future__ import annotations

import dataclasses

from havenwatch.records.decision import Review
from havenwatch.records.document import Document, Source, Version, Withdrawal
from havenwatch.records.dossier import Dossier
from havenwatch.records.reading import Mention, Problem, Statement

__all__ = ["Snapshot"]


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole ledger as read at one moment: what reports, exports and indicators are made from.

    `statements` and `mentions` come from all documents; `reviews` holds live decisions only, at most one a statement.
    `versions` are those of pages that were visited, `withdrawals` what their publishers do not say any more.
    """

    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    reviews: tuple[Review, ...]
    dossier: Dossier
    problems: tuple[Problem, ...]
    versions: tuple[Version, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
