"""The country report: every factual sentence with its evidence."""

from __future__ import annotations

from havenwatch.report.build import build
from havenwatch.report.record import Report
from havenwatch.report.render import render, render_file

__all__ = ["Report", "build", "render", "render_file"]
