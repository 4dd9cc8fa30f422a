"""Main text and metadata of an HTML page, by trafilatura."""

from __future__ import annotations

import re

from havenwatch.document.extract.extracted import Extracted
from havenwatch.source.charset import decode
from havenwatch.source.item import Hints

# A page of this size is a broken export; its tree takes 320 MB and 6 s, and both grow with it.
PAGE_LIMIT = 10_000_000
# Where a page declares its character set: the first kilobyte, by the HTML standard.
HEAD_BYTES = 1024

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*\blang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)

__all__ = ["read_page"]


def read_page(data: bytes) -> Extracted:
    """Main text without navigation, comments and advertisements.

    Raises:
        ValueError: binary, too large, or without a main text; the message says which, with a remedy.
    """
    if len(data) > PAGE_LIMIT:
        raise ValueError(f"is a page of more than {PAGE_LIMIT // 1_000_000} MB; save its text as .txt")
    declared = _CHARSET.search(data[:HEAD_BYTES])
    html = decode(data, declared[1].decode("ascii") if declared else None)
    from trafilatura import bare_extraction

    found = bare_extraction(
        html,
        include_comments=False,
        with_metadata=True,
        # Dates are taken from metadata and the address only: a date in running text is not the publication date.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = getattr(found, "text", None)
    if found is None or isinstance(found, dict) or not isinstance(text, str) or not text.strip():
        raise ValueError("has no main text that could be found; save its text as .txt")
    told = Hints(found.date, found.sitename or found.author, None, _address(found.url), found.title)
    language = _LANGUAGE.search(html)
    return Extracted(text, told, language[1].lower() if language else None)


def _address(url: str | None) -> str | None:
    return url if url is not None and url.startswith(("http://", "https://")) else None
