"""Addresses opened: a page or a file is an item, a feed its entries or, followed, their pages, a list what it names."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterator
from urllib.parse import urlsplit

from havenwatch.records import Problem
from havenwatch.source.container.feed import ENTRY, JSON_ENTRY
from havenwatch.source.container.listing import Address
from havenwatch.source.doors import SNIFF_BYTES, opened, reader_of, sniffed
from havenwatch.source.item import Gone, Hints, Item, Obstacle, captured, obstacle
from havenwatch.source.web.fetch import Fetched, Fetcher, FetchError
from havenwatch.source.web.place import without_tracking
from havenwatch.source.whole import read_text

# Sitemaps name sitemaps, which name pages; deeper is a loop.
DEPTH_LIMIT = 3

# Answers that say that a page is not there, rather than that it cannot be had.
GONE = (404, 410)
# Types that servers give to anything: the first bytes and the ending say more.
VAGUE = frozenset({
    "", "application/octet-stream", "text/plain", "application/xml", "text/xml", "application/json", "application/gzip",
    "application/x-gzip", "application/zip",
})  # fmt: skip

__all__ = ["Visitor", "items_of"]


@dataclasses.dataclass(slots=True)
class Visitor:
    """Opens addresses in one run and visits none twice.

    `follow` has the pages of feeds, lists and sitemaps fetched, at most `limit`, none published before `since` as far
    as the list says. `left` counts those that the limit kept from being fetched.
    """

    fetcher: Fetcher
    follow: bool = False
    limit: int = 200
    since: dt.date | None = None
    left: int = 0
    _seen: set[str] = dataclasses.field(default_factory=set)
    _followed: int = 0

    def __call__(self, address: Address, hints: Hints, depth: int = 0) -> Iterator[Item | Problem]:
        """Items of an address; `hints` come from the caller and win over all else."""
        if address.url in self._seen:
            return
        self._seen.add(address.url)
        try:
            fetched = self.fetcher.fetch(address.url)
        except FetchError as error:
            yield _refused(address.url, error)
            return
        yield from self.opened(address, fetched, hints, depth)
        if depth == 0 and self.left:
            told = f"{self.left} more addresses are named there; add it with --limit to fetch more than {self.limit}"
            yield obstacle(address.url, None, told, lost=False)
            self.left = 0

    def opened(self, address: Address, fetched: Fetched, hints: Hints, depth: int = 0) -> Iterator[Item | Problem]:
        """Items of an address that was fetched."""
        named: list[Address] = []
        for found in items_of(address.url, fetched, hints):
            if isinstance(found, Address):
                named.append(found)
            elif isinstance(found, Item) and self.follow and found.source.media_type in (ENTRY, JSON_ENTRY):
                yield from self._page_of(found, hints, depth)
            elif isinstance(found, Item):
                yield dataclasses.replace(found, fallback=found.fallback.over(address.hints))
            else:
                yield found
        if named and not self.follow:
            yield obstacle(address.url, None, f"names {len(named)} addresses; add it with --follow to fetch them")
        elif depth < DEPTH_LIMIT:
            for inner in named:
                if self._may_follow(inner.hints, counted=inner.kind == "page"):
                    yield from self(inner, hints, depth + 1)

    def _page_of(self, entry: Item, hints: Hints, depth: int) -> Iterator[Item | Problem]:
        """The page of a feed's entry, or the entry where its page cannot be had."""
        url = entry.hints.url
        if url is None:
            yield entry
        elif self._may_follow(entry.hints, counted=True):
            page = Address(without_tracking(url), "page", dataclasses.replace(entry.hints, external_id=None, url=None))
            found = list(self(page, hints, depth + 1))
            yield from found
            if any(isinstance(f, Obstacle) and f.lost for f in found):
                yield entry

    def _may_follow(self, told: Hints, *, counted: bool) -> bool:
        day = str(told.published)[:10] if told.published is not None else None
        if self.since is not None and day is not None and day < self.since.isoformat() and day[:4].isdigit():
            return False
        if not counted:
            return True
        if self._followed >= self.limit:
            self.left += 1
            return False
        self._followed += 1
        return True


def _refused(url: str, error: FetchError) -> Obstacle:
    found = obstacle(url, None, str(error))
    if error.status not in GONE:
        return found
    return Gone(found.stage, None, found.message, found.name, None, lost=True, status=error.status or 404)


def items_of(url: str, fetched: Fetched, hints: Hints) -> Iterator[Item | Problem | Address]:
    """What the answer of an address holds: one item named by the address, or the entries and addresses inside."""
    data = fetched.data or b""
    if not data:
        yield obstacle(url, None, "is empty; nothing to store")
        return
    filename = urlsplit(fetched.address).path.rsplit("/", 1)[-1]
    declared = None if fetched.media_type in VAGUE else fetched.media_type
    # The first bytes of a PDF or an archive are surer than what a server calls it.
    told = None if data.startswith((b"%PDF-", b"PK\x03\x04")) else declared
    reader = reader_of("", told) or sniffed(data[:SNIFF_BYTES]) or reader_of(filename)
    if reader is None and fetched.media_type == "text/plain":
        reader = read_text
    if reader is None:
        yield obstacle(
            url, None, f"is of the type '{fetched.media_type or 'unknown'}', which holds no text that is read"
        )
        return
    for found in opened(reader, io.BytesIO(data), url, hints):
        yield _captured(found, fetched) if isinstance(found, Item) else found


def _captured(item: Item, fetched: Fetched) -> Item:
    """The item with the answer that it came from; one that is the whole answer was published at its address."""
    if item.source.member is None:
        told = item.hints.over(Hints(url=without_tracking(fetched.address)))
        item = dataclasses.replace(item, hints=told)
    return captured(item, fetched.capture)
