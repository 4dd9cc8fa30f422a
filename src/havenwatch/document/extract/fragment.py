"""Text of a piece of HTML that is all content: the body of a feed entry or of a mail."""

from __future__ import annotations

import re

from havenwatch.source.xml import Element, local_name

# Elements that begin a new line; all others stand inside one.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "iframe", "svg", "button", "form"})
FRAGMENT_LIMIT = 10_000_000
# Deeper nesting is a broken export; the parser itself stops at 256.
DEPTH_LIMIT = 400

__all__ = ["fragment_text"]


def fragment_text(html: str) -> str:
    """Words of a fragment, a line a block, without scripts; empty when there are none.

    Raises:
        ValueError: too large.
    """
    if len(html) > FRAGMENT_LIMIT:
        raise ValueError(f"is HTML of more than {FRAGMENT_LIMIT // 1_000_000} MB; save its text as .txt")
    if "<" not in html and "&" not in html:
        return _tidy(html)
    from lxml import etree
    from lxml.html import document_fromstring

    try:
        root = document_fromstring(f"<div>{html}</div>".replace("\0", ""))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    pieces: list[str] = []
    _collect(root, pieces, 0)
    return _tidy("".join(pieces))


def _collect(element: Element, pieces: list[str], depth: int) -> None:
    """Append the words of an element, with line breaks around blocks."""
    name = local_name(element)
    if name and name not in HIDDEN and depth < DEPTH_LIMIT:
        edge = "\n" if name in BLOCKS else ""
        pieces.append(edge + re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            _collect(child, pieces, depth + 1)
        pieces.append(edge)
    pieces.append(re.sub(r"\s+", " ", element.tail or ""))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
