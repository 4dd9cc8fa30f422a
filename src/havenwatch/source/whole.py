"""Files that are one item each: plain texts, pages, PDF and Word files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from havenwatch.records import Problem
from havenwatch.source.item import Hints, Item, make_item, obstacle

# Far above the longest report or page; more is a dump or an archive, and would not fit into memory a few times over.
FILE_LIMIT = 50_000_000
TEXT, PAGE, PDF = "text/plain", "text/html", "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = [
    "DOCX_TYPE", "FILE_LIMIT", "PAGE", "PDF", "TEXT", "read_docx", "read_page", "read_pdf", "read_text", "too_large",
]  # fmt: skip


def read_text(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """The stream as one plain text."""
    return _read(stream, name, TEXT, hints)


def read_page(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """The stream as one HTML page."""
    return _read(stream, name, PAGE, hints)


def read_pdf(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """The stream as one PDF file."""
    return _read(stream, name, PDF, hints)


def read_docx(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """The stream as one Word file."""
    return _read(stream, name, DOCX_TYPE, hints)


def too_large(limit: int = FILE_LIMIT) -> str:
    """Reason for refusing what is over the limit in bytes."""
    return f"is larger than {limit / 1_000_000:g} MB; split it into its texts"


def _read(stream: BinaryIO, name: str, media_type: str, hints: Hints) -> Iterator[Item | Problem]:
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        yield obstacle(name, None, too_large())
    elif not data:
        yield obstacle(name, None, "is empty; nothing to store")
    else:
        yield make_item(name, None, media_type, data, hints)
