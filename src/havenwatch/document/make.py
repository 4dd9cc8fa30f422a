"""Item to document: final text, date, language, title, publisher."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from havenwatch.document.language import recognise
from havenwatch.document.published import dateline, parse_date
from havenwatch.records import Document, Problem, content_id
from havenwatch.source.item import Hints, Item, Obstacle

if TYPE_CHECKING:
    from havenwatch.document.extract import Extracted

STAGE = "document"

_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z]+)*", re.IGNORECASE)

__all__ = ["STAGE", "document_id", "make_documents"]


def make_documents(item: Item) -> Iterator[Document | Problem]:
    """The document of an item, before or instead of it what could not be read.

    A broken date or language is a problem, and the document is made without it. No text is a problem alone.
    `duplicate_of` is None here: it depends on all other documents.
    """
    from havenwatch.document.extract import extract  # its libraries are loaded when there is something to extract

    try:
        page = extract(item)
    except ValueError as error:
        yield _obstacle(item, None, str(error))
        return
    page = _without_title(page)
    if not page.text.strip():
        yield _obstacle(item, None, "has no text but white space; nothing to store")
        return
    hints = item.hints.over(page.told).over(item.fallback)
    published, faults = _published(hints.published, page.text)
    language, unknown = _language(hints.language, page)
    document = _document(item, hints, page.text, published)
    yield from (_obstacle(item, document.id, fault) for fault in (*page.faults, *faults, *unknown))
    yield dataclasses.replace(document, language=language)


def document_id(sha256: str, url: str | None, external_id: str | None, published: dt.date | None) -> str:
    """Id of a document: the same text under the same address, external id and date is the same document."""
    return content_id("doc-", sha256, url, external_id, None if published is None else published.isoformat())


def _document(item: Item, hints: Hints, text: str, published: dt.date | None) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=document_id(digest, hints.url, hints.external_id, published),
        external_id=hints.external_id,
        source=item.source.id,
        url=hints.url,
        title=hints.title,
        publisher=hints.publisher,
        published=published,
        retrieved=item.source.retrieved,
        language=None,
        sha256=digest,
        duplicate_of=None,
        text=text,
    )


def _without_title(page: Extracted) -> Extracted:
    """The text without a first line that repeats the title: the same article then has the same text in any form."""
    first, _, rest = page.text.lstrip().partition("\n")
    title = page.told.title
    if title is None or not rest.strip() or " ".join(first.split()) != " ".join(title.split()):
        return page
    return dataclasses.replace(page, text=rest.lstrip())


def _published(told: dt.date | str | None, text: str) -> tuple[dt.date | None, tuple[str, ...]]:
    """Date that is told or, failing that, written at the beginning of the text; and what was wrong with them."""
    faults: list[str] = []
    for value in (told, dateline(text)):
        if value is None:
            continue
        try:
            return parse_date(value), tuple(faults)
        except ValueError:
            faults.append(
                f"the publication date '{value}' is no date; write it as YYYY-MM-DD; the text is kept without it"
            )
    return None, tuple(faults)


def _language(told: str | None, page: Extracted) -> tuple[str | None, tuple[str, ...]]:
    code = None if told is None else _CODE.fullmatch(told.strip())
    if code is not None:
        return code[1].lower(), ()
    fault = (
        () if told is None else (f"the language '{told}' is no ISO 639-1 code such as ru; it was recognised instead",)
    )
    return recognise(page.text) or page.markup_language, fault


def _obstacle(item: Item, document: str | None, reason: str) -> Obstacle:
    where = item.source.name, item.source.member
    return Obstacle(STAGE, document, f"{item.place}: {reason}", *where, lost=document is None)
