"""The reader of each media type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from havenwatch.document.extract.extracted import Extracted
from havenwatch.document.extract.fragment import fragment_text
from havenwatch.document.extract.page import read_page
from havenwatch.document.extract.pdf import read_pdf
from havenwatch.document.extract.word import read_word
from havenwatch.source.charset import decode
from havenwatch.source.container.feed import ENTRY, JSON_ENTRY, entry_html
from havenwatch.source.container.mail import BROKEN, MAIL, mail_body, parse_mail
from havenwatch.source.container.telegram import MESSAGE, message_text
from havenwatch.source.item import Item
from havenwatch.source.lines import JSON_LINE
from havenwatch.source.whole import DOCX_TYPE, PAGE, PDF
from havenwatch.source.xml import child_text, parse_xml

__all__ = ["extract"]


def extract(item: Item) -> Extracted:
    """Text of an item.

    Raises:
        ValueError: damaged, binary, or without a text; the message says which, with a remedy.
    """
    return _READERS.get(item.source.media_type, _plain)(item.data)


def _plain(data: bytes) -> Extracted:
    return Extracted(decode(data))


def _line(data: bytes) -> Extracted:
    return Extracted(_object(data)["text"])


def _message(data: bytes) -> Extracted:
    return Extracted(message_text(_object(data).get("text")).strip())


def _entry(data: bytes) -> Extracted:
    entry = parse_xml(data)
    return Extracted(fragment_text(entry_html(entry)) or child_text(entry, "title") or "")


def _json_entry(data: bytes) -> Extracted:
    entry = _object(data)
    html, text = entry.get("content_html"), entry.get("content_text")
    if isinstance(html, str) and html.strip():
        return Extracted(fragment_text(html))
    told = (text, entry.get("summary"), entry.get("title"))
    return Extracted(next((t.strip() for t in told if isinstance(t, str) and t.strip()), ""))


def _mail(data: bytes) -> Extracted:
    try:
        body = mail_body(parse_mail(data))
    except BROKEN as error:
        raise ValueError(f"is no mail or is damaged ({type(error).__name__}); save its text as .txt") from error
    if body is None:
        raise ValueError("is a mail without words; nothing to store")
    kind, raw = body
    return Extracted(raw.decode().strip() if kind == "text" else fragment_text(decode(raw)))


def _object(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    return value if isinstance(value, dict) else {}


_READERS: Mapping[str, Callable[[bytes], Extracted]] = {
    PAGE: read_page,
    JSON_LINE: _line,
    PDF: read_pdf,
    DOCX_TYPE: read_word,
    MAIL: _mail,
    MESSAGE: _message,
    ENTRY: _entry,
    JSON_ENTRY: _json_entry,
}
