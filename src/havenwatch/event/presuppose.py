"""Acts that presuppose others: who appeals against a refusal was refused, and a request came before its answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from havenwatch.records import IMPLIED, Statement

_RULINGS = frozenset({"appeal_filed", "appeal_granted", "appeal_rejected", "remitted"})
_ANSWERS = frozenset({"extradition_approved", "extradition_refused", "extradition_suspended"})
# (act, acts that presuppose it, matter that these must concern; None: any)
PRESUPPOSED: tuple[tuple[str, frozenset[str], str | None], ...] = (
    ("detained", frozenset({"custody_ordered", "custody_extended", "house_arrest", "released"}), None),
    ("custody_ordered", frozenset({"custody_extended"}), None),
    ("extradition_requested", _ANSWERS, None),
    ("extradition_approved", frozenset({"extradition_suspended"}), None),
    ("extradition_approved", _RULINGS, "extradition"),
    ("asylum_applied", frozenset({"asylum_refused", "asylum_granted", "asylum_pending", "asylum_not_admitted"}), None),
    ("asylum_refused", _RULINGS, "asylum"),
    ("expulsion_ordered", frozenset({"expulsion_stopped"}), None),
    ("expulsion_ordered", _RULINGS, "expulsion"),
    ("appeal_filed", frozenset({"appeal_granted", "appeal_rejected"}), None),
)


def _presupposes(later: Statement, earlier: Statement) -> bool:
    return any(
        kind == earlier.type and later.type in acts and about in (None, later.about)
        for kind, acts, about in PRESUPPOSED
    )


def _without_borrowed(earlier: Statement, later: Statement) -> Statement:
    """The presupposed act without date and actor when these are the words of the act that presupposes it."""
    actors = set(later.values("agent"))
    kept = tuple(r for r in earlier.roles if r.name != "agent" or r.value not in actors)
    dated = (earlier.earliest, earlier.latest) == (later.earliest, later.latest)
    when = {"earliest": None, "latest": None, "date_text": None} if dated else {}
    return dataclasses.replace(earlier, roles=kept, **when)  # type: ignore[arg-type]


def with_own_words(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements in which an act that is only implied keeps no date and no actor of the act that presupposes it.

    "30 января прокуратура согласилась с запросом о выдаче" dates the consent and names who gave it: when the request
    was made, and by whom, is not said. Ids, order and quotes stay.
    """
    every = tuple(statements)
    by_document: dict[str, list[Statement]] = {}
    for s in every:
        by_document.setdefault(s.document, []).append(s)
    return tuple(_own(s, by_document[s.document]) if s.status == IMPLIED else s for s in every)


def _own(statement: Statement, around: Sequence[Statement]) -> Statement:
    for other in sorted(around, key=lambda s: s.id):
        if other.start < statement.end and statement.start < other.end and _presupposes(other, statement):
            statement = _without_borrowed(statement, other)
    return statement
