"""What people decided about statements, applied before anything is assembled from them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from havenwatch.errors import UsageError
from havenwatch.ontology.quantity import load_quantities
from havenwatch.records import CORRECTED, FIGURE, KINDS, REJECTED, STATUSES, Amount, Review, Role, Statement
from havenwatch.text.particulars import AGE, BIRTH_YEAR

_WORDS = frozenset({"kind", "type", "about", "status", "attributed_to", "speaker", "date_text"})
_DATES = frozenset({"earliest", "latest"})
_ROLES = frozenset({"person", "agent", "host", "requesting", "destination", "place", "accusation", "of"})
# The number of a figure: its value, what it counts, its unit, and whether it is told as about so much.
_AMOUNT = frozenset({"amount", "quantity", "unit", "approximate"})
FIELDS = tuple(sorted(_WORDS | _DATES | _ROLES | _AMOUNT | {"count"}))
YES, NO = "yes", "no"
_MOST = 1e15  # a number over it is a slip of the keyboard, and floats lose its last digit
_UNIT = re.compile(r"[^\W\d_][\w .%/-]{0,29}|%")


def _value(field: str, text: str | None) -> Any:
    """Value of a plain field from its text; UsageError when the text does not fit."""
    if text is None:
        return None
    try:
        if field in _DATES:
            return dt.date.fromisoformat(text)
        if field == "amount":
            return _number(text)
        return int(text) if field == "count" else text
    except ValueError as error:
        told = "dates are YYYY-MM-DD, count is a number, so is amount"
        raise UsageError(f"review: {field} cannot be {text!r}; {told}") from error


def _number(text: str) -> float:
    """A number as people write it: spaces between thousands, a comma or a point before the fraction."""
    value = float("".join(text.split()).replace(",", "."))
    if not abs(value) < _MOST:
        raise ValueError(text)
    return value


def check_change(field: str, text: str | None) -> None:
    """Raise UsageError when a correction names a field that cannot be corrected or a value that it cannot hold."""
    if field not in FIELDS:
        raise UsageError(f"review: no field {field!r} in a statement; choose one of {', '.join(FIELDS)}")
    choices = _choices(field)
    if choices and text not in choices and not (text is None and field in _AMOUNT):
        raise UsageError(f"review: {field} cannot be {text!r}; choose one of {', '.join(choices)}")
    if field == "unit" and text is not None and not _UNIT.fullmatch(text):
        raise UsageError(f"review: unit cannot be {text!r}; write a word or a code: km, percent, RUB")
    _value(field, text)


def _choices(field: str) -> tuple[str, ...]:
    """The values that a field is limited to, empty for a free one."""
    if field == "quantity":
        return (*(q.id for q in load_quantities()), AGE, BIRTH_YEAR)
    return {"kind": KINDS, "status": STATUSES, "approximate": (YES, NO)}.get(field, ())


def _with_role(statement: Statement, name: str, text: str | None) -> Statement:
    """Statement whose roles of that name are replaced by one value, or taken away for None."""
    kept = tuple(r for r in statement.roles if r.name != name)
    added = () if text is None else (Role(name, text),)
    return dataclasses.replace(statement, roles=kept + added)


def _with_amount(statement: Statement, told: Mapping[str, str | None]) -> Statement:
    """Statement whose number has the corrected parts; None for a number that was taken away or never given.

    The quantity is the type of a figure too.
    """
    known = statement.amount
    quantity = told.get("quantity", statement.type if known is None else known.quantity)
    value = _value("amount", told["amount"]) if "amount" in told else (None if known is None else known.value)
    kind = quantity if statement.kind == FIGURE else statement.type
    if value is None or quantity is None:
        return dataclasses.replace(statement, amount=None, type=kind)
    unit = told.get("unit", None if known is None else known.unit)
    approximate = told["approximate"] == YES if "approximate" in told else known is not None and known.approximate
    return dataclasses.replace(statement, amount=Amount(quantity, value, unit, approximate), type=kind)


def _changed(statement: Statement, field: str, text: str | None) -> Statement:
    if field in _ROLES:
        return _with_role(statement, field, text)
    return dataclasses.replace(statement, **{field: _value(field, text)})


def corrected(statement: Statement, changes: Iterable[tuple[str, str | None]]) -> Statement:
    """Statement with the changed fields.

    Raises:
        UsageError: an unknown field or a value that does not fit.
    """
    told: dict[str, str | None] = {}
    for field, text in changes:
        check_change(field, text)
        if field in _AMOUNT:
            told[field] = text
        else:
            statement = _changed(statement, field, text)
    return _with_amount(statement, told) if told else statement


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
            statement = corrected(statement, review.changes)  # noqa: PLW2901 (the one that goes on)
        kept.append(statement)
    return tuple(kept)
