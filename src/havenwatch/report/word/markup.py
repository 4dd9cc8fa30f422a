"""WordprocessingML of runs, paragraphs and tables as text: thousands of cases are written faster so than by objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from havenwatch.report.record import Sentence

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTH = 9400  # of the column in twentieths of a point
# control characters that XML 1.0 does not know
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LINK = '<w:color w:val="1F4E79"/>'


def clean(text: str) -> str:
    """Text as it may stand in an element."""
    return escape(_CONTROL.sub("", text))


def run(text: str, properties: str = "") -> str:
    """A run; `properties` are elements of its rPr."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def anchor(name: str, inside: str) -> str:
    """A link to a bookmark of the document."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{inside}</w:hyperlink>'


def bookmark(number: int, name: str, inside: str) -> str:
    """Content that links lead to; `number` is unique in the document, a name has at most 40 characters."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def sentence(told: Sentence, properties: str = "") -> str:
    """Words, status and references; a reference leads to its note."""
    parts = [run(told.text, properties)]
    if told.status is not None:
        parts.append(run(f" [{told.status}]", properties + '<w:color w:val="5B5852"/>'))
    for i, reference in enumerate(told.references):
        small = LINK + '<w:vertAlign w:val="superscript"/>'
        text = f"{reference.note}" if i == 0 else f",\u200a{reference.note}"
        parts.append(anchor(f"n{reference.note}", run(text, small)))
    return "".join(parts)


def paragraph(inside: str, style: str | None = None, properties: str = "") -> str:
    """A paragraph in a style of the document."""
    named = "" if style is None else f"<w:pStyle w:val={quoteattr(style)}/>"
    outer = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{outer}{inside}</w:p>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """A table whose head comes again on every page and whose rows stay whole; cells are runs as text."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="D9D5CC"/>'
    borders = "".join(line.format(side) for side in ("top", "bottom", "insideH"))
    head = "".join(_cell(run(text, "<w:b/>"), width) for text, width in zip(heads, widths, strict=True))
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True))
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def pairs(rows: Iterable[Sequence[str]]) -> str:
    """Two columns without head and lines: labels or dates at the left, sentences at the right; rows stay whole."""
    columns = (2500, WIDTH - 2500)
    tight = '<w:spacing w:after="20"/>'
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(_cell(cell, width, None, tight) for cell, width in zip(row, columns, strict=True))
        + "</w:tr>"
        for row in rows
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _cell(inside: str, width: int, style: str | None = "Cell", properties: str = "") -> str:
    text = paragraph(inside, style, properties)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{text}</w:tc>'


def widths(lengths: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Widths of the columns from the lengths of their texts, one list a row."""
    columns = list(zip(*lengths, strict=True))
    most = [max(column) for column in columns]
    mean = [sum(column) / len(column) for column in columns]
    wanted = [max(7.0, min(longest, 12.0), average**0.9) for longest, average in zip(most, mean, strict=True)]
    return tuple(round(WIDTH * w / sum(wanted)) for w in wanted)
