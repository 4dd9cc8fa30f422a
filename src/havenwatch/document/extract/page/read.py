"""Main text and metadata of an HTML page, by trafilatura on a tree that was pruned for news."""

from __future__ import annotations

import dataclasses
import logging
import re
from typing import Any

from havenwatch.document.extract.extracted import Extracted
from havenwatch.document.extract.page.lead import find_lead
from havenwatch.document.extract.page.moment import json_date, line_date
from havenwatch.document.extract.page.prune import prune, without_asides
from havenwatch.document.extract.page.wall import wall
from havenwatch.document.published import parse_date
from havenwatch.source.charset import decode
from havenwatch.source.item import Hints
from havenwatch.source.xml import Element

# A page of this size is a broken export; its tree takes 320 MB and 6 s, and both grow with it.
PAGE_LIMIT = 10_000_000
# Where a page declares its character set: the first kilobyte by the HTML standard, later on many pages.
HEAD_BYTES = 4096

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# What a browser writes above a page that it saves.
_SAVED = re.compile(r"<!--\s*saved from url=\(\d{4}\)(https?://[^\s<>\"]{4,1000}?)\s*-->", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*\blang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
# What these libraries log of a broken page, the problem says better.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
NO_TEXT = "has no main text that could be found; save its text as .txt"

__all__ = ["read_page"]


def read_page(data: bytes) -> Extracted:
    """Main text without navigation, related links, comments and advertisements.

    Raises:
        ValueError: binary, too large, without a main text, or a page of consent or payment before the real one; the
            message says which, with a remedy.
    """
    if len(data) > PAGE_LIMIT:
        raise ValueError(f"is a page of more than {PAGE_LIMIT // 1_000_000} MB; save its text as .txt")
    declared = _CHARSET.search(data[:HEAD_BYTES])
    html = decode(data, declared[1].decode("ascii") if declared else None)
    from trafilatura.utils import load_html

    tree = load_html(html)
    if tree is None:
        raise ValueError(NO_TEXT)
    whole = _words(tree)
    told = _LANGUAGE.search(html)
    language = told[1].lower() if told else None
    found = _told(tree, language)
    saved = _SAVED.search(html[:HEAD_BYTES])
    if saved is not None and found.url is None:
        found = dataclasses.replace(found, url=saved[1])
    prune(tree)
    text = _text(tree, html, found.title)
    barred = wall(text, whole)
    if barred is not None:
        raise ValueError(barred)
    if not text.strip():
        raise ValueError(NO_TEXT)
    return Extracted(text, found, language)


def _words(tree: Element) -> str:
    from lxml import etree

    texts = etree.XPath("//body//text()[not(ancestor::script or ancestor::style)]")(tree)
    return " ".join(t.strip() for t in texts if t.strip())


def _told(tree: Element, language: str | None) -> Hints:
    """What the page says of itself."""
    from trafilatura.metadata import extract_metadata

    # Dates are taken from metadata and the address only: a date in running text is not the publication date.
    found: Any = extract_metadata(
        tree, date_config={"original_date": True, "extensive_search": False, "max_date": None}
    )
    day = _first_day(json_date(tree), found.date) or line_date(tree, language)
    return Hints(day, found.sitename or found.author, None, _address(found.url), found.title)


def _first_day(*told: str | None) -> Any:
    for value in told:
        if value is None:
            continue
        try:
            return parse_date(value)
        except ValueError:
            continue
    return None


def _text(tree: Element, html: str, title: str | None) -> str:
    from trafilatura import bare_extraction

    lead = find_lead(tree)
    found = bare_extraction(tree, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None) or ""
    if not text.strip():  # all of it was pruned, or the tree is one that only the reader's own repairs help with
        found = bare_extraction(html, include_comments=False, with_metadata=False)
        text = getattr(found, "text", None) or ""
    text = without_asides(text, title)
    bare = " ".join(text.split())
    if lead is not None and text.strip() and lead[:60] not in bare:
        return f"{lead}\n{text}"
    return text


def _address(url: str | None) -> str | None:
    return url if url is not None and url.startswith(("http://", "https://")) else None
