"""What the head of acts adds to the rules."""

from __future__ import annotations

from havenwatch.statement.acts.combine import Thresholds, combined, is_sure, told_status

__all__ = ["Thresholds", "combined", "is_sure", "told_status"]
