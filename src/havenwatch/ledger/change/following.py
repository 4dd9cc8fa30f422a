"""Bringing a stored dossier up to date with the documents that changed since it was derived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from havenwatch.case.change import Delta
from havenwatch.ledger import dossier
from havenwatch.ledger.browse.lists import relations
from havenwatch.ledger.change import copies
from havenwatch.ledger.change.ground import StoredGround
from havenwatch.ledger.change.lists import refill
from havenwatch.ledger.change.maps import write_all
from havenwatch.ledger.stages import Notes, Stages
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.portion import portions

# Deriving everything reads each document once and is quicker than looking up most of them one by one.
_FEW, _SHARE = 20, 0.2

__all__ = ["follow", "keep_notes"]


def follow(connection: sa.Connection, stages: Stages) -> bool:
    """Bring the stored dossier up to date; False when it has to be derived as a whole, and nothing was done."""
    if stages.change is None or not dossier.is_followed(connection, stages.version):
        return False
    changed = set(connection.execute(sa.select(schema.changed.c.document)).scalars())
    documents = connection.execute(sa.select(sa.func.count()).select_from(schema.document)).scalar_one()
    if len(changed) > max(_FEW, _SHARE * documents):
        return False
    changed |= copies.enter_new(connection, changed)
    ground = StoredGround(connection)
    delta = stages.change(ground, changed)
    _apply(connection, delta)
    refill(connection, delta, changed)
    ground.maps.flush()
    dossier.mark_followed(connection, stages.version)
    return True


def keep_notes(connection: sa.Connection, notes: Notes, version: str) -> None:
    """Store what later changes are told from, after the dossier was derived as a whole."""
    write_all(connection, notes.maps)
    copies.enter_all(connection, notes.copies)
    dossier.mark_followed(connection, version)


def _apply(connection: sa.Connection, delta: Delta) -> None:
    for noun, put in delta.put.items():
        _delete(connection, noun, delta.before[noun])
        _insert(connection, noun, [put[i] for i in sorted(put)])
    pairs = sorted(delta.judged)
    _delete_judgements(connection, pairs)
    _insert(connection, "judgements", [j for p in pairs if (j := delta.judged[p]) is not None])


def _delete(connection: sa.Connection, noun: str, ids: Iterable[str]) -> None:
    derived, relation = schema.derived, schema.relation
    for part in portions(ids):
        connection.execute(sa.delete(derived).where(derived.c.noun == noun, derived.c.id.in_(part)))
        connection.execute(sa.delete(relation).where(relation.c.noun == noun, relation.c.id.in_(part)))


def _delete_judgements(connection: sa.Connection, pairs: Sequence[tuple[str, str]]) -> None:
    derived, relation = schema.derived, schema.relation
    here = relation.c.noun == "judgements", relation.c.other == "mentions"
    gone: list[dict[str, Any]] = []
    for left, right in pairs:
        query = sa.select(relation.c.position).where(*here, relation.c.id == left, relation.c.other_id == right)
        gone += [{"left": left, "place": place} for place in connection.execute(query).scalars()]
    if gone:
        derived_row = derived.c.noun == "judgements", derived.c.position == sa.bindparam("place")
        connection.execute(sa.delete(derived).where(*derived_row), gone)
        at = *here, relation.c.id == sa.bindparam("left"), relation.c.position == sa.bindparam("place")
        connection.execute(sa.delete(relation).where(*at), gone)


def _insert(connection: sa.Connection, noun: str, records: Sequence[Any]) -> None:
    """Add records behind those of their noun, with what they refer to."""
    if not records:
        return
    table = schema.derived
    last = connection.execute(sa.select(sa.func.max(table.c.position)).where(table.c.noun == noun)).scalar()
    first = 0 if last is None else last + 1
    connection.execute(sa.insert(table), [dossier.row(noun, i, r) for i, r in enumerate(records, first)])
    related = [row for i, record in enumerate(records, first) for row in relations(noun, record, i)]
    if related:
        connection.execute(sa.insert(schema.relation), related)
