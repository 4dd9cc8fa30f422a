"""The head of acts: which words tell an act, of which type, and whether it happened."""

from __future__ import annotations

from havenwatch.model.acts.head import ActHead, load_acts
from havenwatch.model.acts.scores import ActScores, Calibration, WindowScores, gathered

__all__ = ["ActHead", "ActScores", "Calibration", "WindowScores", "gathered", "load_acts"]
