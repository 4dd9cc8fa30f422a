"""The first paragraph of an article where it stands apart from the others, which main text readers often pass over."""

from __future__ import annotations

from havenwatch.document.extract.page.words import name_words, page_words
from havenwatch.source.xml import Element, local_name

SHORTEST, LONGEST = 40, 800

__all__ = ["find_lead"]


def find_lead(root: Element) -> str | None:
    """Words of the block that is named as the lead and follows the title; None without one."""
    seen_title = False
    for element in root.iter():
        name = local_name(element)
        seen_title = seen_title or name == "h1"
        if not seen_title or name not in ("div", "p", "h2", "section", "span"):
            continue
        if page_words().lead & set(name_words(element.get("class") or "")):
            text = " ".join((element.text_content() or "").split())
            if SHORTEST <= len(text) <= LONGEST:
                return text
    return None
