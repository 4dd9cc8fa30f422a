"""XML from strangers: no entities, no network, no huge trees."""

from __future__ import annotations

from typing import Any, TypeAlias

# An element of lxml, which comes without types.
Element: TypeAlias = Any

# Some 300 bytes of memory a byte of a tree full of small elements.
XML_LIMIT = 20_000_000

__all__ = ["Element", "child_text", "element_bytes", "local_name", "parse_xml"]


def parse_xml(data: bytes) -> Element:
    """Root of the tree; what can be mended is.

    Raises:
        ValueError: no XML, too large, or with entities of its own (a way to fill the memory).
    """
    from lxml import etree

    if len(data) > XML_LIMIT:
        raise ValueError(f"is XML of more than {XML_LIMIT // 1_000_000} MB; split it")
    if b"<!ENTITY" in data:
        raise ValueError("declares XML entities, which are not read; save it without them")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"is no XML ({error})") from error
    if root is None:
        raise ValueError("is no XML; check the file")
    return root


def local_name(element: Element) -> str:
    """Name of an element without its name space, in lower case; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def child_text(element: Element, name: str) -> str | None:
    """Words of the first child of that name, None when it has none."""
    for child in element:
        if local_name(child) == name:
            text = " ".join("".join(child.itertext()).split())
            return text or None
    return None


def element_bytes(element: Element) -> bytes:
    """The element as UTF-8, without what follows it."""
    from lxml import etree

    written: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    return written
