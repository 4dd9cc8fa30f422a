"""What can be wrong with data that are handed to the evaluation."""

from __future__ import annotations


class EvaluationError(Exception):
    """Data that cannot be scored; the message names file, place and remedy."""
