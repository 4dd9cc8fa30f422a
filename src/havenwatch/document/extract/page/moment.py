"""Publication date of a page: metadata first, then a line near the title that is a date and little else."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from havenwatch.document.extract.page.words import name_words, page_words
from havenwatch.source.xml import Element, local_name
from havenwatch.text.dates import read_dates

# A line with a date, a time, a weekday, an author and a counter; longer ones are sentences.
LINE_LENGTH = 90
# Letters that may stand beside the date in a line that no name marks as one: a weekday, a place, "Опубликовано".
BESIDE = 24
ARTICLES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "webpage", "socialmediaposting")
LANGUAGES = ("ru", "uk", "kk", "en", "es", "de")
EARLIEST = dt.date(1995, 1, 1)
# Where pages put a date that is not that of the article.
ELSEWHERE = frozenset({"footer", "aside", "nav", "today", "copyright", "comments", "comment", "weather"})
_DOTS = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?!\d)")
# Months as Russian sites shorten them: 22 фев 2026
_SHORT_MONTH = re.compile(
    r"\b(\d{1,2})\s+(янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)[а-яё.]*\s+(\d{4})", re.IGNORECASE
)
_MONTHS = {"янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9,
           "окт": 10, "ноя": 11, "дек": 12}  # fmt: skip

__all__ = ["json_date", "line_date"]


def json_date(root: Element) -> str | None:
    """`datePublished` of the article in the page's JSON-LD, unchecked; None without one."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for found in _objects(value, 0):
            kinds = found.get("@type")
            named = [k.lower() for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]
            told = found.get("datePublished")
            if isinstance(told, str) and any(k in ARTICLES for k in named):
                return told.strip()
    return None


def line_date(root: Element, language: str | None) -> dt.date | None:
    """Date of a line near the title: of a block that is named so, else of one that holds little else."""
    order = [language, *LANGUAGES] if language in LANGUAGES else list(LANGUAGES)
    languages = list(dict.fromkeys(code for code in order if code is not None))[:3]
    named, bare = [], []
    for text, words, at in _lines(root):
        day = _day(text, languages)
        if day is None:
            continue
        if page_words().date & set(words):
            named.append((at, day))
        elif _is_little_else(text):
            bare.append((at, day))
    found = min(named, default=None) or min(bare, default=None)
    return None if found is None else found[1]


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)
    elif isinstance(value, list):
        for entry in value[:100]:
            yield from _objects(entry, depth + 1)


def _lines(root: Element) -> Iterator[tuple[str, list[str], int]]:
    """Short texts with a year, the names of the block they stand in, and how far they are from the title."""
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    title = next((i for i, e in enumerate(elements) if local_name(e) in ("h1", "h2", "h3")), 0)
    for place, element in enumerate(elements):
        text = " ".join((element.text_content() or "")[: 3 * LINE_LENGTH].split()) if len(element) < 8 else ""
        if not 8 <= len(text) <= LINE_LENGTH or not re.search(r"(?:19|20)\d\d", text) or _is_elsewhere(element):
            continue
        words = name_words(f"{element.get('class') or ''} {element.get('id') or ''} {element.tag}")
        yield text, words, abs(place - title)


def _is_elsewhere(element: Element) -> bool:
    for above in (element, *element.iterancestors()):
        words = {local_name(above), *name_words(f"{above.get('class') or ''} {above.get('id') or ''}")}
        if words & ELSEWHERE:
            return True
    return False


def _day(text: str, languages: list[str]) -> dt.date | None:
    """The one day with a year that a line names first; None for none, or one before the web or after today."""
    candidates = [_from_digits(text), *(_from_words(text, code) for code in languages)]
    day = next((d for d in candidates if d is not None), None)
    latest = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    return day if day is not None and EARLIEST <= day <= latest else None


def _from_digits(text: str) -> dt.date | None:
    dots, iso, short = _DOTS.search(text), _ISO.search(text), _SHORT_MONTH.search(text)
    try:
        if iso is not None:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dots is not None:
            return dt.date(int(dots[3]), int(dots[2]), int(dots[1]))
        if short is not None:
            return dt.date(int(short[3]), _MONTHS[short[2].lower()], int(short[1]))
    except ValueError:
        return None
    return None


def _from_words(text: str, language: str) -> dt.date | None:
    for span in read_dates(text, language=language, published=None):
        if span.earliest is not None and span.earliest == span.latest:
            return span.earliest
    return None


def _is_little_else(text: str) -> bool:
    """Whether a line is a date with a time and a word or two."""
    return sum(c.isalpha() for c in text) <= BESIDE
