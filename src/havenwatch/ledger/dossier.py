"""The dossier: what follows from all readings and decisions, kept beside a note of what it was derived from."""

from __future__ import annotations

import functools
import typing
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.browse.lists import fill
from havenwatch.ledger.stages import Notes, Stages
from havenwatch.ledger.storage import rows, schema
from havenwatch.ledger.storage.codec import dump, from_json, load
from havenwatch.records import Document, Dossier, Judgement, Reading, Review, to_json

# Key columns of the table `derived`, for those who query the file; the whole record is in `body`.
KEYS = ("id", "type", "host", "requesting", "earliest", "latest")
REVISION, DERIVED, FOLLOWED = "revision", "dossier", "followed"

__all__ = [
    "derive", "derive_whole", "is_current", "is_followed", "mark_followed", "nouns", "read", "revision", "row", "store",
    "touch",
]  # fmt: skip


def touch(connection: sa.Connection) -> None:
    """Note that readings or decisions change in this transaction, so that the stored dossier is out of date."""
    _set_state(connection, REVISION, str(int(_state(connection, REVISION) or 0) + 1))


def is_current(connection: sa.Connection, version: str) -> bool:
    """Whether the stored dossier was derived from the readings and decisions as they are, by this version."""
    return _state(connection, DERIVED) == _mark(connection, version)


def revision(connection: sa.Connection) -> str:
    """Counter of the changes of readings and decisions so far."""
    return _state(connection, REVISION) or "0"


def derive(connection: sa.Connection, stages: Stages) -> Dossier:
    """Dossier from what is stored, as it would be read back."""
    return from_json(Dossier, to_json(stages.derive(*_everything(connection))))


def derive_whole(connection: sa.Connection, stages: Stages) -> tuple[Dossier, Notes | None]:
    """The same with what later changes are told from, None where the stages derive everything at each change."""
    if stages.whole is None:
        return derive(connection, stages), None
    made, notes = stages.whole(*_everything(connection))
    return from_json(Dossier, to_json(made)), notes


def _everything(
    connection: sa.Connection,
) -> tuple[tuple[Document, ...], tuple[Reading, ...], tuple[Review, ...], tuple[Judgement, ...]]:
    return rows.documents(connection), rows.readings(connection), rows.reviews(connection), rows.judgements(connection)


def store(connection: sa.Connection, dossier: Dossier, version: str) -> None:
    """Put a dossier in place of the stored one; changes are not followed from it until its notes are kept."""
    connection.execute(sa.delete(schema.derived))
    for noun in nouns():
        found = [row(noun, i, record) for i, record in enumerate(getattr(dossier, noun))]
        if found:
            connection.execute(sa.insert(schema.derived), found)
    fill(connection, dossier)
    connection.execute(sa.delete(schema.state).where(schema.state.c.key == FOLLOWED))
    _set_state(connection, DERIVED, _mark(connection, version))


def is_followed(connection: sa.Connection, version: str) -> bool:
    """Whether the stored dossier and its notes are of this version, so that changes can be followed from them."""
    return _state(connection, FOLLOWED) == version


def mark_followed(connection: sa.Connection, version: str) -> None:
    """Note that dossier and notes are up to date."""
    connection.execute(sa.delete(schema.changed))
    _set_state(connection, FOLLOWED, version)
    _set_state(connection, DERIVED, _mark(connection, version))


def read(connection: sa.Connection) -> Dossier:
    """The stored dossier, empty when none was derived yet."""
    found: dict[str, list[Any]] = {noun: [] for noun in nouns()}
    table = schema.derived
    query = sa.select(table.c.noun, table.c.body).order_by(table.c.noun, table.c.position)
    for noun, body in connection.execute(query):
        found[noun].append(load(nouns()[noun], body))
    return Dossier(**{noun: tuple(sorted(records, key=_order)) for noun, records in found.items()})


def _order(record: Any) -> tuple[str, ...]:
    return (record.left, record.right) if isinstance(record, Judgement) else (record.id,)


@functools.cache
def nouns() -> Mapping[str, Any]:
    """Field of the dossier -> type of its records."""
    return {name: typing.get_args(hint)[0] for name, hint in typing.get_type_hints(Dossier).items()}


def row(noun: str, position: int, record: Any) -> dict[str, Any]:
    """Row of a record in the table `derived`; `position` is a number of its own among those of the noun."""
    keys = {k: to_json(getattr(record, k, None)) for k in KEYS}
    return {"noun": noun, "position": position, **keys, "body": dump(record)}


def _mark(connection: sa.Connection, version: str) -> str:
    return f"{revision(connection)} {version}"


def _state(connection: sa.Connection, key: str) -> str | None:
    found: str | None = connection.execute(sa.select(schema.state.c.value).where(schema.state.c.key == key)).scalar()
    return found


def _set_state(connection: sa.Connection, key: str, value: str) -> None:
    connection.execute(sa.delete(schema.state).where(schema.state.c.key == key))
    connection.execute(sa.insert(schema.state).values(key=key, value=value))
