"""The public edition of a ledger, from which every form but json is made; the internal one when it is asked for.

Public: minors and relatives are named nowhere. What is said of them, and of unnamed persons who are still in danger,
goes without quote and place, so that nobody is found through a detail. Full texts are left out.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

from havenwatch.exchange import json as interchange
from havenwatch.ontology.procedure import load_procedure
from havenwatch.records import REJECTED, REPORTED, Person, Snapshot
from havenwatch.report.cite import Mask

WITHHELD = "[withheld]"
# events after which a person is out of the reach of the host state
SAFE = frozenset({"left_host", "asylum_granted", "citizenship_granted"})

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Edition:
    """What leaves: `whole` is the interchange object as it may be shown, `mask` takes names out of any other text.

    `silent` holds ids of statements without quote and place, `masked` ids of persons who are not named; both are
    empty in the internal edition. `note` says which edition it is and what has been reviewed.
    """

    snapshot: Snapshot
    whole: Mapping[str, Any]
    mask: Callable[[str], str]
    silent: frozenset[str]
    masked: frozenset[str]
    internal: bool
    note: str

    @functools.cached_property
    def statement_rows(self) -> Mapping[str, Row]:
        """Statements as they may be shown, by id; rejected ones are left out."""
        return {row["id"]: row for row in self.whole["statements"] if row["review"] != REJECTED}

    @functools.cached_property
    def persons(self) -> Mapping[str, Person]:
        """Persons of the snapshot by id."""
        return {person.id: person for person in self.snapshot.dossier.persons}

    @functools.cached_property
    def document_rows(self) -> Mapping[str, Row]:
        """Documents as they may be shown, by id."""
        return {row["id"]: row for row in self.whole["documents"]}


def edition(snapshot: Snapshot, *, internal: bool = False, made: str | None = None) -> Edition:
    """Public edition of a snapshot, or the internal one; `made` as in the interchange form."""
    whole = interchange.export(snapshot, made=made)
    review = f"Machine-read statements are not verified facts. {interchange.review_note(snapshot)}"
    if internal:
        note = f"{review} Internal edition: nobody is masked; do not publish it as it is."
        return Edition(snapshot, whole | {"note": note}, str, frozenset(), frozenset(), internal=True, note=note)
    mask = Mask(snapshot, WITHHELD)
    hidden = at_risk_unnamed(snapshot)
    silent = statements_about(snapshot, mask.persons | hidden)
    note = (
        f"{review} Public edition: {len(mask.persons)} minors and relatives are masked, {len(hidden)} unnamed persons "
        "still in danger go without quotes, texts are left out."
    )
    public = whole | {
        "note": note,
        "documents": [_without(row, "text") for row in whole["documents"]],
        "statements": [_statement(row, silent) for row in whole["statements"]],
        "persons": [_person(row, mask.persons, hidden) for row in whole["persons"]],
    }
    shown: dict[str, Any] = {key: _masked(value, mask) for key, value in public.items() if key != "note"}
    return Edition(snapshot, shown | {"note": note}, mask, silent, mask.persons, internal=False, note=note)


def at_risk_unnamed(snapshot: Snapshot) -> frozenset[str]:
    """Unnamed persons of cases that have ended neither in safety nor with the removal: still within reach."""
    events = {e.id: e for e in snapshot.dossier.events}
    ended = SAFE | load_procedure().removals
    unnamed = {p.id for p in snapshot.dossier.persons if p.anonymous}
    found: set[str] = set()
    for case in snapshot.dossier.cases:
        happened = {events[e].type for e in case.events if e in events and events[e].status == REPORTED}
        if not happened & ended:
            found |= unnamed & set(case.persons)
    return frozenset(found)


def statements_about(snapshot: Snapshot, persons: frozenset[str]) -> frozenset[str]:
    """Ids of the statements that have one of the persons in a role."""
    theirs = {m for p in snapshot.dossier.persons if p.id in persons for m in p.mentions}
    theirs |= {m.id for m in snapshot.mentions if m.head in theirs}
    return frozenset(s.id for s in snapshot.statements if any(role.value in theirs for role in s.roles))


def shown_name(person: Person, masked: frozenset[str]) -> str:
    """Name of a person as an edition may show it; who is unnamed is described by number and profile."""
    if person.id in masked:
        return WITHHELD
    if person.names and not person.anonymous:
        return person.names[0]
    number = "number unknown" if person.count is None else f"{person.count}"
    return ", ".join(("unnamed", number, *(p for p in person.profiles if p != "other")))


def _statement(row: Row, silent: frozenset[str]) -> Row:
    if row["id"] not in silent:
        return row
    return row | {"quote": WITHHELD, "start": None, "end": None, "attributed_to": None}


def _person(row: Row, masked: frozenset[str], hidden: frozenset[str]) -> Row:
    if row["id"] in masked:
        return row | {"names": [WITHHELD], "mentions": []}
    return row | {"mentions": []} if row["id"] in hidden else row


def _without(row: Row, key: str) -> Row:
    return {name: value for name, value in row.items() if name != key}


def _masked(value: Any, mask: Callable[[str], str]) -> Any:
    """The mask over every text of a JSON value."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_masked(item, mask) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, mask) for key, item in value.items()}
    return value
