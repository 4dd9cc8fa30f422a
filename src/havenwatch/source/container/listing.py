"""Lists of addresses: sitemaps (of pages, of news, of other sitemaps) and OPML lists of feeds.

Source: sitemaps.org protocol 0.9 and the news extension; OPML 2.0.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from havenwatch.source.item import Hints
from havenwatch.source.xml import Element, child_text, local_name

PAGES, FEED, SITEMAP = "page", "feed", "sitemap"
LISTS = ("urlset", "sitemapindex", "opml")
# A sitemap has 50,000 addresses at most by its protocol.
ADDRESS_LIMIT = 100_000

__all__ = ["FEED", "LISTS", "PAGES", "SITEMAP", "Address", "addresses"]


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """An address that an input names: of a page, a feed or a sitemap; `hints` are what is said of it there."""

    url: str
    kind: str
    hints: Hints = dataclasses.field(default_factory=Hints)


def addresses(root: Element) -> tuple[Address, ...]:
    """Addresses of a list in its order, each once; empty when there are none."""
    kind = local_name(root)
    found = _outlines(root) if kind == "opml" else _places(root, PAGES if kind == "urlset" else SITEMAP)
    unique: dict[str, Address] = {}
    for address in found:
        if len(unique) >= ADDRESS_LIMIT:
            break
        if address.url.startswith(("http://", "https://")):
            unique.setdefault(address.url, address)
    return tuple(unique.values())


def _outlines(root: Element) -> Iterator[Address]:
    for outline in root.iter():
        url = next((v for k, v in outline.attrib.items() if str(k).lower() == "xmlurl"), None)
        if url is not None:
            yield Address(str(url).strip(), FEED, Hints(publisher=_name(outline)))


def _name(outline: Element) -> str | None:
    return " ".join((outline.get("title") or outline.get("text") or "").split()) or None


def _places(root: Element, kind: str) -> Iterator[Address]:
    for entry in root:
        url = child_text(entry, "loc")
        if url is not None:
            yield Address(url, kind, _news(entry))


def _news(entry: Element) -> Hints:
    """Date and title of the news extension; `lastmod` alone is when a page was changed, not when it was published."""
    news = next((e for e in entry if local_name(e) == "news"), None)
    if news is None:
        return Hints()
    return Hints(published=child_text(news, "publication_date"), title=child_text(news, "title"))
