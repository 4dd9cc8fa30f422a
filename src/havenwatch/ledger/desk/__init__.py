"""The reviewer's desk: decisions in acts that can be taken back, statements that people mark, second readings."""

from __future__ import annotations

from havenwatch.ledger.desk.desk import Desk, Seen
from havenwatch.ledger.desk.record import Act, Failure, Opinion, Outcome

__all__ = ["Act", "Desk", "Failure", "Opinion", "Outcome", "Seen"]
