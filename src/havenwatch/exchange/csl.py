"""Bibliography of the documents as CSL-JSON, the form that reference managers read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from havenwatch.exchange.edition import edition
from havenwatch.indicator.index import is_abstract
from havenwatch.records import Document, Snapshot
from havenwatch.report.cite import web_address

__all__ = ["export"]


def export(snapshot: Snapshot, *, internal: bool = False) -> list[dict[str, Any]]:
    """One item a document, copies of another one left out, in order of publication, undated ones last."""
    shown = edition(snapshot, internal=internal)
    kept = [d for d in snapshot.documents if d.duplicate_of is None]
    ordered = sorted(kept, key=lambda d: (d.published or dt.date.max, d.id))
    return [_item(document, shown.mask) for document in ordered]


def _item(document: Document, mask: Callable[[str], str]) -> dict[str, Any]:
    moment = dt.datetime.fromisoformat(document.retrieved)
    values = {
        "id": document.id,
        "type": "webpage" if document.publisher is None else "article-newspaper",
        "title": None if document.title is None else mask(document.title),
        "container-title": None if document.publisher is None else mask(document.publisher),
        "issued": None if document.published is None else _date(document.published),
        "accessed": _date(moment.date()),
        "URL": web_address(document),
        "language": document.language,
        "note": f"SHA-256 of the text: {document.sha256}",
        "genre": "abstract" if is_abstract(document) else None,
    }
    return {key: value for key, value in values.items() if value is not None}


def _date(day: dt.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
