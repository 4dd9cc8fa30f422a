"""What people decided about statements, applied before anything is assembled from them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from havenwatch.errors import UsageError
from havenwatch.records import CORRECTED, KINDS, REJECTED, STATUSES, Review, Role, Statement

_WORDS = frozenset({"kind", "type", "about", "status", "attributed_to", "speaker", "date_text"})
_DATES = frozenset({"earliest", "latest"})
_ROLES = frozenset({"person", "agent", "host", "requesting", "destination", "place", "accusation", "of"})
FIELDS = tuple(sorted(_WORDS | _DATES | _ROLES | {"count"}))
_CHOICES = {"kind": KINDS, "status": STATUSES}


def _value(field: str, text: str | None) -> Any:
    """Value of a plain field from its text; UsageError when the text does not fit."""
    if text is None:
        return None
    try:
        if field in _DATES:
            return dt.date.fromisoformat(text)
        return int(text) if field == "count" else text
    except ValueError as error:
        raise UsageError(f"review: {field} cannot be {text!r}; dates are YYYY-MM-DD, count is a number") from error


def check_change(field: str, text: str | None) -> None:
    """Raise UsageError when a correction names a field that cannot be corrected or a value that it cannot hold."""
    if field not in FIELDS:
        raise UsageError(f"review: no field {field!r} in a statement; choose one of {', '.join(FIELDS)}")
    if field in _CHOICES and text not in _CHOICES[field]:
        raise UsageError(f"review: {field} cannot be {text!r}; choose one of {', '.join(_CHOICES[field])}")
    _value(field, text)


def _with_role(statement: Statement, name: str, text: str | None) -> Statement:
    """Statement whose roles of that name are replaced by one value, or taken away for None."""
    kept = tuple(r for r in statement.roles if r.name != name)
    added = () if text is None else (Role(name, text),)
    return dataclasses.replace(statement, roles=kept + added)


def _changed(statement: Statement, field: str, text: str | None) -> Statement:
    check_change(field, text)
    if field in _ROLES:
        return _with_role(statement, field, text)
    return dataclasses.replace(statement, **{field: _value(field, text)})


def _live(reviews: Iterable[Review]) -> dict[str, Review]:
    """The latest review of each statement."""
    return {r.statement: r for r in sorted(reviews, key=lambda r: (r.made, r.by, r.verdict, r.changes))}


def apply_reviews(statements: Iterable[Statement], reviews: Sequence[Review]) -> tuple[Statement, ...]:
    """Statements as people left them: rejected ones are gone, corrected ones carry the corrected fields.

    The id of a statement stays, so that citations and later reviews still find it.

    Raises:
        UsageError: a correction names an unknown field or a value that does not fit.
    """
    live, kept = _live(reviews), []
    for statement in statements:
        review = live.get(statement.id)
        if review is not None and review.verdict == REJECTED:
            continue
        if review is not None and review.verdict == CORRECTED:
            for field, text in review.changes:
                statement = _changed(statement, field, text)  # noqa: PLW2901 (one change after the other)
        kept.append(statement)
    return tuple(kept)
