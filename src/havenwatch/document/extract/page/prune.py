"""The tree of a page without what stands beside the article: before the main text is looked for, and after."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from havenwatch.document.extract.page.words import name_words, page_words
from havenwatch.source.xml import Element, local_name

# A block that holds this share of all words of the page is the article, whatever its name says.
ARTICLE_SHARE = 0.4
# A cell with so many blocks and characters is a column of the page, not a datum.
LAYOUT_BLOCKS, LAYOUT_SIZE = 3, 500
# A headline that leads away has no more words; longer lines are sentences of the article.
AWAY_LENGTH, CALL_LENGTH, CAPTION_LENGTH, DATELINE_LENGTH = 200, 250, 120, 90
# Elements that may hold an article and are judged by their names.
BOXES = frozenset({"aside", "blockquote", "div", "dl", "figure", "footer", "form", "li", "nav", "ol", "p", "section",
                   "span", "table", "td", "ul"})  # fmt: skip
ALWAYS = frozenset({"aside", "form", "nav", "button", "noscript", "dialog"})

__all__ = ["prune", "without_asides"]


def prune(root: Element) -> None:
    """Remove blocks of links, calls, tools and talk from the tree."""
    _unlay(root)
    total = _size(root)
    body = next((e for e in root.iter() if local_name(e) == "body"), root)
    for element in [e for e in body.iter() if _is_beside(e)]:
        if element.getparent() is not None and _size(element) < ARTICLE_SHARE * total and not _holds_title(element):
            element.drop_tree()


def without_asides(text: str, title: str | None) -> str:
    """The text without lines that lead away from the article, ask something of the reader or name a photographer.

    What stands above the title, and dates and counters right below it, are left out too.
    """
    lines = text.splitlines()
    kept = [line for line in lines[_start(lines, title) :] if not _is_aside(line)]
    while kept and _is_dateline(kept[0]):
        del kept[0]
    return "\n".join(_without_tail(kept)) if kept else text


def _start(lines: list[str], title: str | None) -> int:
    """Number of the first line of the article: behind the title, if that stands in the first quarter."""
    wanted = " ".join((title or "").split())
    quarter = sum(len(line) for line in lines) // 4
    passed = 0
    for number, line in enumerate(lines):
        if wanted and " ".join(line.split()).lstrip("#*- ") == wanted:
            return number + 1
        passed += len(line)
        if passed > quarter:
            break
    return 0


def _is_dateline(line: str) -> bool:
    """Whether a line is a date with a time, an author, counters: short, with a year, and no sentence."""
    short = len(line) <= DATELINE_LENGTH and not line.rstrip().endswith((".", "!", "?", "…"))
    return short and re.search(r"\b(?:19|20)\d\d\b", line) is not None


def _unlay(root: Element) -> None:
    """Turn tables that lay out a page into plain blocks, so that an article is not taken for a cell."""
    for table in list(root.iter("table")):
        cells = [c for c in table.iter("td") if next(c.iterancestors("table"), None) is table]
        if any(len(list(c.iter("p", "br", "div"))) >= LAYOUT_BLOCKS and _size(c) > LAYOUT_SIZE for c in cells):
            for element in [table, *table.iter("tbody", "tr", "td")]:
                if element is table or next(element.iterancestors("table"), table) is table:
                    element.tag = "div"


def _is_beside(element: Element) -> bool:
    name = local_name(element)
    if name in ALWAYS:
        return True
    if name not in BOXES:
        return False
    words = name_words(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}")
    known = page_words()
    pairs = {f"{a} {b}" for a, b in itertools.pairwise(words)}
    return bool(known.blocks & set(words) or known.pairs & pairs) or _leads_away(element)


def _leads_away(element: Element) -> bool:
    """Whether a small block begins as one that leads away, and holds a link."""
    if local_name(element) not in ("div", "p", "section", "blockquote"):
        return False
    words = " ".join((element.text_content() or "")[: 2 * AWAY_LENGTH].split())
    short = len(words) <= AWAY_LENGTH
    return short and page_words().away.match(words) is not None and element.find(".//a") is not None


def _holds_title(element: Element) -> bool:
    return any(local_name(e) == "h1" for e in element.iter())


def _size(element: Element) -> int:
    return len(element.text_content() or "")


def _is_aside(line: str) -> bool:
    known, words = page_words(), line.strip().lstrip("-•*# ")
    # A headline has no full stop: "Watch groups say ..." that ends with one is a sentence of the article.
    headline = len(words) <= AWAY_LENGTH and not words.endswith((".", "!", "?"))
    return (
        (headline and known.away.match(words) is not None)
        or (len(words) <= CALL_LENGTH and known.calls.match(words) is not None)
        or (headline and len(words) <= CAPTION_LENGTH and known.captions.match(words) is not None)
    )


def _without_tail(lines: list[str]) -> Iterator[str]:
    """The lines, without those at the end that are no sentences: names of sections, addresses, counters."""
    last = max((i for i, line in enumerate(lines) if re.search(r"[.!?…»”\")]\s*$", line)), default=len(lines) - 1)
    yield from lines[: last + 1]
