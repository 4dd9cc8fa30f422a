"""What the server knows of damage: constraints, indexes and triggers that do not hold any more."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

_HERE = "SELECT oid FROM pg_namespace WHERE nspname = current_schema()"
_CHECKS = (
    (
        f"SELECT conname FROM pg_constraint WHERE connamespace = ({_HERE}) AND NOT convalidated ORDER BY 1",
        "constraint {} was never checked",
    ),
    (
        f"""SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
        WHERE relnamespace = ({_HERE}) AND NOT (indisvalid AND indisready) ORDER BY 1""",
        "index {} is not whole",
    ),
    (
        f"""SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = ({_HERE}) AND tgenabled = 'D' ORDER BY 1""",
        "trigger {} is switched off",
    ),
)
_REFERENCES = (
    "SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname FROM pg_constraint"
    " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]"
    " JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]"
    f" WHERE contype = 'f' AND connamespace = ({_HERE}) ORDER BY 1, 2"
)

__all__ = ["faults"]


def faults(connection: sa.Connection) -> Iterator[str]:
    """Parts of the schema that are switched off, and rows that refer to missing ones."""
    for query, told in _CHECKS:
        for (name,) in connection.exec_driver_sql(query).all():
            yield told.format(name)
    # every row is read for it, so that a damaged page makes itself known
    for table, column, other, key in connection.exec_driver_sql(_REFERENCES).all():
        lost = connection.exec_driver_sql(
            f'SELECT "{column}" FROM {table} AS a WHERE "{column}" IS NOT NULL'
            f' AND NOT EXISTS (SELECT 1 FROM {other} AS b WHERE b."{key}" = a."{column}") LIMIT 5'
        )
        for (value,) in lost.all():
            yield f"{value} of {table} refers to a missing {other}"
