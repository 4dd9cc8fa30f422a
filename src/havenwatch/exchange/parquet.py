"""One table a noun as Parquet, with typed columns and real lists. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from havenwatch.errors import UsageError
from havenwatch.exchange.csv import COLUMNS, tables
from havenwatch.exchange.edition import Row, edition
from havenwatch.records import Snapshot

__all__ = ["export"]

DATES = frozenset({"published", "earliest", "latest"})
NUMBERS = frozenset({"start", "end", "count", "sources"})
FRACTIONS = frozenset({"confidence"})
TRUTHS = frozenset({"anonymous", "approximate"})
LISTS = frozenset(
    {"names", "mentions", "actors", "statements", "persons", "profiles", "tracks", "open_remedies", "flags", "events"}
)


def export(snapshot: Snapshot, *, internal: bool = False) -> dict[str, bytes]:
    """Files by table name; every file says in its metadata which edition it is.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("parquet needs the extra parquet: pip install 'havenwatch[parquet]'") from error
    shown = edition(snapshot, internal=internal)
    files = {}
    for name, rows in tables(shown).items():
        fields = [(column, _type(pa, name, column)) for column in COLUMNS[name]]
        schema = pa.schema(fields, metadata={"note": shown.note, "format": str(shown.whole["format"])})
        table = pa.Table.from_pylist([_typed(row, COLUMNS[name]) for row in rows], schema=schema)
        out = io.BytesIO()
        parquet.write_table(table, out)
        files[name] = out.getvalue()
    return files


def _type(pa: Any, table: str, column: str) -> Any:
    if column in DATES:
        return pa.date32()
    if column in NUMBERS:
        return pa.int64()
    if column in FRACTIONS or (table, column) == ("figures", "value"):
        return pa.float64()
    if column in TRUTHS:
        return pa.bool_()
    return pa.list_(pa.string()) if column in LISTS else pa.string()


def _typed(row: Row, columns: tuple[str, ...]) -> Row:
    return {name: _value(name, row[name]) for name in columns}


def _value(column: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if column in DATES and value is not None else value
