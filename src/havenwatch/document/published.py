"""Publication date of a document, from what is said beside the text or at its beginning."""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d.*)?", re.DOTALL)
_DATELINE = re.compile(r"\ufeff?\s*date[ \t]+(\d{4}-\d{1,2}-\d{1,2})(?!\d)", re.IGNORECASE)

__all__ = ["dateline", "parse_date"]


def parse_date(value: dt.date | str) -> dt.date:
    """Calendar day of a date or of `YYYY-MM-DD`, which a time of day may follow.

    Raises:
        ValueError: no such day, or another form.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = _DATE.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"{value!r} is not of the form YYYY-MM-DD")
    return dt.date.fromisoformat(match[1])


def dateline(text: str) -> str | None:
    """The date of a text that begins with `date YYYY-MM-DD`, unchecked; None when it begins otherwise."""
    match = _DATELINE.match(text)
    return None if match is None else match[1]
