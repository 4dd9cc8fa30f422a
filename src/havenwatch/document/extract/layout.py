"""Printed lines to paragraphs: what a page breaks for want of room is joined again."""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Iterator, Sequence

# A gap this much larger than usual separates paragraphs.
WIDE_GAP = 1.35
# Where this share of the gaps is wide, paragraphs stand apart, and a short line is no sign of an end.
SPACED_SHARE = 0.1
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
    """A printed line: its left and right edge, its baseline from the bottom, the size of its letters, all in points.

    All are 0 where they are not known.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float


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


@dataclasses.dataclass(frozen=True, slots=True)
class _Setting:
    """How a page is set: distance of two lines of one paragraph, margins, whether paragraphs stand apart."""

    gap: float
    left: float
    right: float
    spaced: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Setting:
        gaps = sorted(g for a, b in itertools.pairwise(lines) if (g := a.baseline - b.baseline) > 0)
        # a quarter of the gaps at least are inside paragraphs, even where those are short
        gap = gaps[len(gaps) // 4] if gaps else 0.0
        wide = sum(g > WIDE_GAP * gap for g in gaps)
        left = statistics.mode(round(x.left) for x in lines)
        return cls(gap, left, max(x.right for x in lines), wide > SPACED_SHARE * len(gaps))


def _of_page(lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        return
    setting = _Setting.of(lines)
    text = lines[0].text
    for before, line in itertools.pairwise(lines):
        if _is_new(before, line, setting):
            yield text
            text = line.text
        else:
            text = _joined(text, line.text)
    yield text


def _is_new(before: Line, line: Line, setting: _Setting) -> bool:
    """Whether a line begins a paragraph: by its distance, its indent, or the short end of the one above."""
    if _ITEM.match(line.text):
        return True
    if before.baseline - line.baseline > WIDE_GAP * setting.gap > 0:
        return True
    if line.size and abs(before.size - line.size) > OTHER_SIZE * line.size:
        return True
    ended = _END.search(before.text) is not None
    indent = INDENT * max(line.size, 1)
    if line.left - setting.left > indent and before.left - setting.left < indent:
        return ended
    short = before.right - setting.left < SHORT_LINE * (setting.right - setting.left)
    return ended and short and not setting.spaced


def _begins(text: str) -> bool:
    return text[:1].isupper() or _ITEM.match(text) is not None


def _joined(above: str, below: str) -> str:
    """Two lines as one; a word that was cut by a soft hyphen, or by a hyphen before a small letter, is whole again."""
    if above.endswith("\u00ad"):
        return above[:-1] + below
    if re.search(r"\w[-\u2010]$", above) and below[:1].islower() and not re.search(r"\w-\w+-$", above):
        return above[:-1] + below
    return f"{above} {below}"
