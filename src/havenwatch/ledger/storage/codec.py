"""Records back from the JSON that `records.to_json` makes of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from havenwatch.errors import LedgerError
from havenwatch.records import to_json

T = TypeVar("T")

__all__ = ["dump", "from_json", "load"]


def dump(record: Any) -> str:
    """Record or tuple of records as one line of JSON, the same for equal records."""
    return json.dumps(to_json(record), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """Record of `kind` from a line of `dump`; a field that the line lacks keeps its default.

    Raises:
        LedgerError: it is no such line, so that the ledger is damaged.
    """
    try:
        return from_json(kind, json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        name = getattr(kind, "__name__", "record").lower()
        raise LedgerError(
            f"a stored {name} cannot be read ({error}); the ledger is damaged: 'havenwatch verify' says where "
            "and what can be made anew"
        ) from error


def from_json(kind: type[T], value: Any) -> T:
    """Value of type `kind` from plain JSON values."""
    made: T = _decoder(typing.cast("Any", kind))(value)
    return made


@functools.cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    if kind is dt.date:
        return dt.date.fromisoformat
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = _decoder(next(p for p in parts if p is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple(parts)
    if origin is frozenset:
        inner = _decoder(parts[0])
        return lambda value: frozenset(inner(v) for v in value)
    if origin is dict:
        inner = _decoder(parts[1])
        return lambda value: {k: inner(v) for k, v in value.items()}
    return lambda value: value


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    fields = [(f.name, _decoder(hints[f.name])) for f in dataclasses.fields(kind)]
    return lambda value: kind(**{name: decode(value[name]) for name, decode in fields if name in value})


def _tuple(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        inner = _decoder(parts[0])
        return lambda value: tuple(inner(v) for v in value)
    decoders = [_decoder(p) for p in parts]
    return lambda value: tuple(decode(v) for decode, v in zip(decoders, value, strict=True))
