"""Ids made of content, and records as plain JSON values."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

__all__ = ["content_id", "to_json"]


def content_id(prefix: str, *parts: object) -> str:
    """Id made of content alone: `prefix` + 16 hex digits of the SHA-256 of the parts as JSON."""
    body = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return f"{prefix}{hashlib.sha256(body.encode()).hexdigest()[:16]}"


def to_json(record: Any) -> Any:
    """Record as plain JSON values: dates as YYYY-MM-DD, tuples as lists, sets as sorted lists, None kept."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: to_json(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, tuple | list):
        return [to_json(x) for x in record]
    if isinstance(record, frozenset):
        return sorted((to_json(x) for x in record), key=repr)
    if isinstance(record, dict):
        return {k: to_json(v) for k, v in record.items()}
    return record.isoformat() if isinstance(record, dt.date) else record
