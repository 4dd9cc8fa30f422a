"""Fields of a statement as texts of a form, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from havenwatch.errors import UsageError
from havenwatch.event.review import FIELDS, NO, YES, check_change, corrected
from havenwatch.records import Amount, Mention, Statement
from havenwatch.web.visit import Visit

# In the order in which a person reads them.
SHOWN = (
    "kind", "type", "about", "status", "person", "earliest", "latest", "date_text", "host", "requesting",
    "destination", "place", "agent", "accusation", "attributed_to", "speaker", "count", "of", "quantity", "amount",
    "unit", "approximate",
)  # fmt: skip
_PLAIN = frozenset({"kind", "type", "about", "status", "attributed_to", "speaker", "date_text"})
_AMOUNT = ("quantity", "amount", "unit", "approximate")
LONGEST_VALUE = 500

__all__ = ["SHOWN", "changes", "people", "value_of"]

# The form and the ledger must know the same fields.
if not set(SHOWN) <= set(FIELDS):
    raise ImportError(f"fields of the form that cannot be corrected: {sorted(set(SHOWN) - set(FIELDS))}")


def value_of(statement: Statement, field: str) -> str:
    """Value of a field as a form shows it, empty for none; of several roles the first."""
    if field in _PLAIN:
        return getattr(statement, field) or ""
    if field in {"earliest", "latest"}:
        day = getattr(statement, field)
        return "" if day is None else str(day.isoformat())
    if field == "count":
        return "" if statement.count is None else str(statement.count)
    if field in _AMOUNT:
        return _amount(statement.amount, field)
    role = statement.role(field)
    return "" if role is None else role.value


def _amount(amount: Amount | None, field: str) -> str:
    if amount is None:
        return ""
    shown = {"quantity": amount.quantity, "amount": f"{amount.value:.15g}", "unit": amount.unit or ""}
    return shown.get(field, YES if amount.approximate else NO)


def changes(visit: Visit, statement: Statement) -> tuple[tuple[str, str | None], ...]:
    """Fields of the form whose values differ from those that the machine read.

    Raises:
        UsageError: a value that its field cannot hold.
    """
    found = []
    for field in SHOWN:
        if f"f_{field}" not in visit.form:
            continue
        value = " ".join(visit.field(f"f_{field}").split())[:LONGEST_VALUE] or None
        if (value or "") != value_of(statement, field):
            check_change(field, value)
            found.append((field, value))
    counted = {field for field, value in found if field in _AMOUNT and value is not None}
    if counted and corrected(statement, found).amount is None:
        raise UsageError(visit.words("A figure needs both a number and what it counts."))
    return tuple(found)


def people(mentions: Sequence[Mention], names: Mapping[str, str], also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Persons of a document to choose from: mention ids that stand for a chain, and those in use, with a name each."""
    used = set(also)
    heads = {m.head: m for m in reversed(mentions)}
    best = {m.head: m for m in reversed(mentions) if m.form == "name"} | {}
    found = []
    for mention in mentions:
        if mention.id == mention.head or mention.id in used:
            shown = best.get(mention.head, heads.get(mention.head, mention))
            found.append((mention.id, names.get(shown.id, shown.text)))
    return found
