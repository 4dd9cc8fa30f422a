"""Text layer of a PDF file by pdfium, its lines joined to paragraphs; pages that are pictures are named."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from havenwatch.document.extract.extracted import Extracted
from havenwatch.document.extract.layout import Line, paragraphs
from havenwatch.source.item import Hints

# A report of a commission has some hundred pages; more is a dump.
PAGE_LIMIT = 2000
TEXT_LIMIT = 20_000_000
# Fewer letters on a page that shows a picture are a stamp or a page number: the page was scanned.
LEAST_LETTERS = 20
# A line that stands at the edge of so large a share of the pages is a running head.
RUNNING_SHARE, RUNNING_PAGES = 0.5, 4
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|стр\.?|страница|бет)\s*)?\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
# pdfium is not made for several threads at once.
_LOCK = threading.Lock()

__all__ = ["read_pdf"]


def read_pdf(data: bytes) -> Extracted:
    """Text and title of a PDF file.

    Raises:
        ValueError: no PDF, damaged, encrypted, or scanned without a text layer; the message says which.
    """
    with _LOCK:
        return _read(data)


def _read(data: bytes) -> Extracted:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(_reason(str(error))) from error
    try:
        pages, unread = _pages(document)
        total = len(document)
        title = " ".join((document.get_metadata_dict().get("Title") or "").replace("\0", "").split())
    finally:
        document.close()
    text = "\n".join(paragraphs(_without_running_heads(pages)))
    if not text.strip():
        told = "has no text layer, it was scanned" if unread else "has no text"
        raise ValueError(f"{told}; run it through OCR (ocrmypdf FILE.pdf OUT.pdf) and add OUT.pdf")
    return Extracted(text, Hints(title=title or None), None, tuple(_faults(unread, total)))


def _pages(document: Any) -> tuple[list[list[Line]], dict[int, str]]:
    """Lines of each page, and the pages (from 1) that could not be read with the reason."""
    import pypdfium2

    pages: list[list[Line]] = []
    unread: dict[int, str] = {}
    size = 0
    for number in range(1, min(len(document), PAGE_LIMIT) + 1):
        lines: list[Line] = []
        try:
            page = document[number - 1]
            lines = list(_lines(page))
            if sum(c.isalpha() for line in lines for c in line.text) < LEAST_LETTERS and _shows_picture(page):
                unread[number] = "a scanned picture"
            page.close()
        except (pypdfium2.PdfiumError, ValueError):
            unread[number] = "damaged"
        pages.append(lines)
        size += sum(len(line.text) for line in lines)
        if size > TEXT_LIMIT:
            unread |= dict.fromkeys(range(number + 1, len(document) + 1), "beyond the limit of 20 MB of text")
            break
    if len(document) > PAGE_LIMIT:
        unread |= dict.fromkeys(range(PAGE_LIMIT + 1, len(document) + 1), f"beyond the limit of {PAGE_LIMIT} pages")
    return pages, unread


def _lines(page: Any) -> Iterator[Line]:
    """Lines in reading order with their edges; heights and places in points, from the bottom left."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    at = 0
    for raw in re.split(r"\r\n|\r|\n", text):
        start, at = at, at + len(raw) + 2
        kept = raw.strip()
        if kept:
            first, last = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()) - 1
            yield _line(text_page, raw, first, last)
    text_page.close()


def _line(text_page: Any, raw: str, first: int, last: int) -> Line:
    import ctypes

    import pypdfium2.raw as pdfium

    x, baseline = ctypes.c_double(), ctypes.c_double()
    try:
        left = text_page.get_charbox(first)[0]
        right = text_page.get_charbox(last)[2]
    except Exception:  # noqa: BLE001 - a place that the library does not know: the line stands for itself
        return Line(_mended(raw), 0.0, 0.0, 0.0, 0.0)
    pdfium.FPDFText_GetCharOrigin(text_page, first, ctypes.byref(x), ctypes.byref(baseline))
    size = pdfium.FPDFText_GetFontSize(text_page, first)
    return Line(_mended(raw), left, right, baseline.value, float(size))


def _mended(raw: str) -> str:
    """A line with soft breaks marked by a hyphen: pdfium writes U+0002 or U+FFFE for them."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "\u00ad", raw.replace("\x02", "\u00ad")).strip()


def _shows_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(o.type == pdfium.FPDF_PAGEOBJ_IMAGE for o in page.get_objects(max_depth=3))


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without page numbers, and without first and last lines that stand on most of them."""
    full = [page for page in pages if page]
    edges = Counter(_bare(line.text) for page in full for line in {page[0], page[-1]})
    running = {t for t, n in edges.items() if len(full) >= RUNNING_PAGES and n > RUNNING_SHARE * len(full)}
    return [[line for i, line in enumerate(page)
             if not (i in (0, len(page) - 1) and (_bare(line.text) in running or _PAGE_NUMBER.fullmatch(line.text)))]
            for page in pages]  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip().casefold()


def _faults(unread: dict[int, str], total: int) -> Iterator[str]:
    for reason in dict.fromkeys(unread.values()):
        numbers = [n for n, r in unread.items() if r == reason]
        remedy = "; run the file through OCR (ocrmypdf) and add the result" if reason == "a scanned picture" else ""
        yield f"page {_ranges(numbers)} of {total} is {reason} and not in the text{remedy}"


def _ranges(numbers: Sequence[int]) -> str:
    groups: list[list[int]] = []
    for n in numbers:
        if groups and n == groups[-1][-1] + 1:
            groups[-1].append(n)
        else:
            groups.append([n])
    return ", ".join(str(g[0]) if len(g) == 1 else f"{g[0]}-{g[-1]}" for g in groups)


def _reason(message: str) -> str:
    if "assword" in message or "ecurity" in message:
        return "is encrypted; save it without a password"
    return f"is no PDF file or is damaged ({message}); download it again"
