"""Text of a Word file (.docx): paragraphs and tables in order, footnotes at the end, deleted words left out.

Source: Office Open XML, ECMA-376 part 1, WordprocessingML.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from havenwatch.document.extract.extracted import Extracted
from havenwatch.source.container.archive import open_archive, read_member
from havenwatch.source.item import Hints
from havenwatch.source.xml import XML_LIMIT, Element, child_text, local_name, parse_xml

BODY, NOTES, CORE = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml"), "docProps/core.xml"
# What was deleted with changes tracked, or is an instruction to the program and no text.
LEFT_OUT = frozenset({"del", "deltext", "instrtext", "movefrom", "pict", "drawing", "fallback"})
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "nobreakhyphen": "\u2011"}
DEPTH_LIMIT = 200

__all__ = ["read_word"]


def read_word(data: bytes) -> Extracted:
    """Text of a Word file; its title from the properties. The date there is when it was made, not published.

    Raises:
        ValueError: no Word file, encrypted, damaged or without words.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("is an old or encrypted Word file; save it as .docx without a password")
    archive = open_archive(io.BytesIO(data))
    with archive:
        try:
            body = _tree(archive, BODY)
        except ValueError as error:
            raise ValueError(f"is no Word file or is damaged: {BODY} {error}") from error
        lines = [*_paragraphs(body), *_notes(archive)]
        title = _title(archive)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Extracted(text, Hints(title=title))


def _tree(archive: zipfile.ZipFile, member: str) -> Element:
    return parse_xml(read_member(archive, member, XML_LIMIT))


def _paragraphs(root: Element) -> Iterator[str]:
    for paragraph in root.iter():
        if local_name(paragraph) == "p" and not _is_inside(paragraph, LEFT_OUT):
            text = "".join(_words(paragraph, 0)).strip()
            if text:
                yield text


def _words(element: Element, depth: int) -> Iterator[str]:
    if depth > DEPTH_LIMIT:
        return
    for child in element:
        name = local_name(child)
        if name in LEFT_OUT or name == "p":  # paragraphs of a text box come of themselves
            continue
        if name == "t":
            yield child.text or ""
        elif name in BREAKS:
            yield BREAKS[name]
        else:
            yield from _words(child, depth + 1)


def _is_inside(element: Element, names: frozenset[str]) -> bool:
    return any(local_name(above) in names for above in element.iterancestors())


def _notes(archive: zipfile.ZipFile) -> Iterator[str]:
    for member in NOTES:
        try:
            root = _tree(archive, member)
        except ValueError:  # most files have none
            continue
        yield from _paragraphs(root)


def _title(archive: zipfile.ZipFile) -> str | None:
    try:
        return child_text(_tree(archive, CORE), "title")
    except ValueError:
        return None
