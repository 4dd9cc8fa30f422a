"""The dossier: what follows from all readings and decisions, kept beside a note of what it was derived from."""

from __future__ import annotations

import typing
from typing import Any

import sqlalchemy as sa

from havenwatch.ledger.browse.lists import fill
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import rows, schema
from havenwatch.ledger.storage.codec import dump, from_json, load
from havenwatch.records import Dossier, to_json

# Key columns of the table `derived`, for those who query the file; the whole record is in `body`.
KEYS = ("id", "type", "host", "requesting", "earliest", "latest")
REVISION, DERIVED = "revision", "dossier"

__all__ = ["derive", "is_current", "nouns", "read", "revision", "store", "touch"]


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
    made = stages.derive(
        rows.documents(connection), rows.readings(connection), rows.reviews(connection), rows.judgements(connection)
    )
    return from_json(Dossier, to_json(made))


def store(connection: sa.Connection, dossier: Dossier, version: str) -> None:
    """Put a dossier in place of the stored one."""
    connection.execute(sa.delete(schema.derived))
    for noun in nouns():
        found = [_row(noun, i, record) for i, record in enumerate(getattr(dossier, noun))]
        if found:
            connection.execute(sa.insert(schema.derived), found)
    fill(connection, dossier)
    _set_state(connection, DERIVED, _mark(connection, version))


def read(connection: sa.Connection) -> Dossier:
    """The stored dossier, empty when none was derived yet."""
    found: dict[str, list[Any]] = {noun: [] for noun in nouns()}
    table = schema.derived
    query = sa.select(table.c.noun, table.c.body).order_by(table.c.noun, table.c.position)
    for noun, body in connection.execute(query):
        found[noun].append(load(nouns()[noun], body))
    return Dossier(**{noun: tuple(records) for noun, records in found.items()})


def nouns() -> dict[str, Any]:
    """Field of the dossier -> type of its records."""
    return {name: typing.get_args(hint)[0] for name, hint in typing.get_type_hints(Dossier).items()}


def _row(noun: str, position: int, record: Any) -> dict[str, Any]:
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
