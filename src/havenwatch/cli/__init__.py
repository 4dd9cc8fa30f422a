"""The command line: reads options and surroundings, wires the stages, prints. No rule of the subject lives here."""

from __future__ import annotations

from havenwatch.cli.app import app, main

__all__ = ["app", "main"]
