"""RSS, Atom and JSON Feed: each entry is an item whose bytes are the entry; its page may be fetched instead."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
from collections.abc import Iterator, Mapping
from typing import Any

from havenwatch.source.item import Hints, Item, Obstacle, make_item, obstacle
from havenwatch.source.xml import Element, child_text, element_bytes, local_name

ENTRY, JSON_ENTRY = "application/x-feed-entry+xml", "application/x-feed-entry+json"
FEEDS = ("rss", "rdf", "feed")
# Where an entry has its words, the whole text first.
BODIES = ("encoded", "content", "description", "summary")
DATES = ("pubdate", "published", "issued", "date", "updated", "modified")

__all__ = ["ENTRY", "FEEDS", "JSON_ENTRY", "entry_html", "is_json_feed", "read_entries", "read_json_entries"]


def read_entries(root: Element, name: str, hints: Hints) -> Iterator[Item | Obstacle]:
    """Entries of an RSS or Atom feed in the order of the feed."""
    channel = next((e for e in root if local_name(e) == "channel"), root)
    outlet = Hints(publisher=child_text(channel, "title"), language=child_text(channel, "language"))
    found = False
    for entry in root.iter():
        if local_name(entry) not in ("item", "entry"):
            continue
        found = True
        told = _told(entry)
        member = f"entry {told.external_id or told.url or told.title or '?'}"
        if not entry_html(entry).strip() and not told.title:
            yield obstacle(name, member, "has neither words nor a title; nothing to store", lost=False)
            continue
        yield make_item(name, member, ENTRY, element_bytes(entry), hints.over(told).over(outlet))
    if not found:
        yield obstacle(name, None, "is a feed without entries; nothing to store")


def entry_html(entry: Element) -> str:
    """Words of an entry as an HTML fragment: the longest of its bodies; empty when it has none."""
    return max((_html(e) for e in entry if local_name(e) in BODIES), key=len, default="")


def is_json_feed(value: Any) -> bool:
    """Whether a JSON value is a JSON Feed."""
    told = value.get("version") if isinstance(value, dict) else None
    return isinstance(told, str) and "jsonfeed.org/version/" in told and isinstance(value.get("items"), list)


def read_json_entries(value: Mapping[str, Any], name: str, hints: Hints) -> Iterator[Item | Obstacle]:
    """Entries of a JSON Feed in the order of the feed."""
    outlet = Hints(publisher=_words(value.get("title")), language=_words(value.get("language")))
    for number, entry in enumerate(value["items"], 1):
        if not isinstance(entry, dict):
            yield obstacle(name, f"entry {number}", "is no object; nothing to store", lost=False)
            continue
        told = Hints(
            published=_words(entry.get("date_published")) or _words(entry.get("date_modified")),
            language=_words(entry.get("language")),
            url=_words(entry.get("url")) or _words(entry.get("external_url")),
            title=_words(entry.get("title")),
            external_id=_words(entry.get("id")),
        )
        try:
            data = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
        except UnicodeEncodeError:
            yield obstacle(name, f"entry {number}", "holds half of a surrogate pair; nothing to store")
            continue
        member = f"entry {told.external_id or told.url or number}"
        yield make_item(name, member, JSON_ENTRY, data, hints.over(told).over(outlet))
    if not value["items"]:
        yield obstacle(name, None, "is a feed without entries; nothing to store")


def _html(element: Element) -> str:
    """Content of a body: escaped HTML, or the elements of an XHTML body written out."""
    if len(element):
        return element_bytes(element).decode()
    text = element.text or ""
    return text if element.get("type") != "text" else text.replace("&", "&amp;").replace("<", "&lt;")


def _told(entry: Element) -> Hints:
    return Hints(
        published=_day(entry),
        url=_link(entry),
        title=child_text(entry, "title"),
        external_id=child_text(entry, "guid") or child_text(entry, "id"),
    )


def _link(entry: Element) -> str | None:
    """Address of the page: the text of an RSS link, the alternate link of an Atom entry, a guid that is an address."""
    for element in entry:
        if local_name(element) != "link":
            continue
        href = element.get("href")
        told = (element.text or "").strip() if href is None else href.strip()
        if element.get("rel", "alternate") == "alternate" and told:
            return told
    guid = child_text(entry, "guid")
    return guid if guid is not None and guid.startswith(("http://", "https://")) else None


def _day(entry: Element) -> dt.date | str | None:
    told = next((t for n in DATES if (t := child_text(entry, n)) is not None), None)
    if told is None:
        return None
    try:
        return email.utils.parsedate_to_datetime(told).date()
    except (ValueError, TypeError, OverflowError):
        return told


def _words(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return " ".join(value.split()) or None if isinstance(value, str) else None
