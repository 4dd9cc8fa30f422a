"""Printed lines to paragraphs: what a page breaks for want of room is joined again."""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Iterator, Sequence

# A gap this much larger than usual separates paragraphs.
WIDE_GAP = 1.35
# An indent of this share of the line height begins one.
INDENT = 0.8
# Letters that differ by this share of their height are a heading and its text.
OTHER_SIZE = 0.15
# A line that ends this share of the width before the margin is the last of its paragraph, if it ends a sentence.
SHORT_LINE = 0.85
_END = re.compile(r"[.!?…:;][»”\"')\]]*$")
_ITEM = re.compile(r"(?:[-–—•●*]|\d{1,3}[.)]|\(?[a-zа-я]\))\s", re.IGNORECASE)

__all__ = ["Line", "paragraphs"]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A printed line and its edges in points; all edges are 0 where they are not known."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of its letters."""
        return abs(self.top - self.bottom)


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Paragraphs of all pages in order; one that runs over the end of a page is one."""
    out: list[str] = []
    for page in pages:
        for number, text in enumerate(_of_page(page)):
            if number == 0 and out and not _END.search(out[-1]) and not _begins(text):
                out[-1] = _joined(out[-1], text)
            else:
                out.append(text)
    return [text.replace("\u00ad", "") for text in out]


def _of_page(lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        return
    gap, left, right = _usual(lines)
    text = lines[0].text
    for before, line in itertools.pairwise(lines):
        if _is_new(before, line, gap, (left, right)):
            yield text
            text = line.text
        else:
            text = _joined(text, line.text)
    yield text


def _usual(lines: Sequence[Line]) -> tuple[float, float, float]:
    """Usual distance of two lines, left margin and right margin of the page."""
    gaps = [a.bottom - b.bottom for a, b in itertools.pairwise(lines) if a.bottom > b.bottom]
    return statistics.median(gaps or [0.0]), statistics.mode(round(x.left) for x in lines), max(x.right for x in lines)


def _is_new(before: Line, line: Line, gap: float, margins: tuple[float, float]) -> bool:
    """Whether a line begins a paragraph: by its distance, its indent, or the short end of the one above."""
    left, right = margins
    if _ITEM.match(line.text):
        return True
    if before.bottom - line.bottom > WIDE_GAP * gap > 0:
        return True
    if line.height and abs(before.height - line.height) > OTHER_SIZE * line.height:
        return True
    if line.left - left > INDENT * max(line.height, 1) and before.left - left < INDENT * max(line.height, 1):
        return _END.search(before.text) is not None
    short = before.right - left < SHORT_LINE * (right - left)
    return short and _END.search(before.text) is not None


def _begins(text: str) -> bool:
    return text[:1].isupper() or _ITEM.match(text) is not None


def _joined(above: str, below: str) -> str:
    """Two lines as one; a word that was cut by a soft hyphen, or by a hyphen before a small letter, is whole again."""
    if above.endswith("\u00ad"):
        return above[:-1] + below
    if re.search(r"\w[-\u2010]$", above) and below[:1].islower() and not re.search(r"\w-\w+-$", above):
        return above[:-1] + below
    return f"{above} {below}"
