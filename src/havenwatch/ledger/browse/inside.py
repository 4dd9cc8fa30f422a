"""Values inside columns that hold JSON, in the words of either database system."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

__all__ = ["field_of", "parts_of"]


class field_of(FunctionElement[str]):  # noqa: N801 - reads as a function of SQL
    """Text of one field of an object: `field_of(column, "name")`; NULL where it has none."""

    type = sa.Text()
    inherit_cache = True


@compiles(field_of, "sqlite")
def _field_in_sqlite(element: field_of, compiler: SQLCompiler, **options: Any) -> str:
    value, name = element.clauses
    return f"json_extract({compiler.process(value, **options)}, '$.' || {compiler.process(name, **options)})"


@compiles(field_of, "postgresql")
def _field_in_postgres(element: field_of, compiler: SQLCompiler, **options: Any) -> str:
    value, name = element.clauses
    # json knows the character 0, text does not
    plain = f"replace({compiler.process(value, **options)}, '\\u0000', '\\ufffd')"
    return f"(CAST({plain} AS json) ->> {compiler.process(name, **options)})"


class _Each(FunctionElement[Any]):
    name = "each"
    inherit_cache = True


@compiles(_Each, "sqlite")
def _each_in_sqlite(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Each, "postgresql")
def _each_in_postgres(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"


def parts_of(column: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    """Rows with the elements of an array as JSON in the column `value`."""
    return _Each(column).table_valued("value", joins_implicitly=True)
