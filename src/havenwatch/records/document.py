"""Where texts come from: sources, documents, their versions at an address, what is withdrawn."""

from __future__ import annotations

import dataclasses
import datetime as dt

__all__ = ["CHANGED", "VANISHED", "Document", "Source", "Version", "Withdrawal"]


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where one item came from and the bytes that were obtained.

    `name` is the path or address as given; `member` the place inside it (line of a JSONL file), else None.
    `retrieved` is an ISO timestamp in UTC, `sha256` the digest of `size` bytes, kept by the ledger.
    """

    id: str
    name: str
    member: str | None
    media_type: str
    sha256: str
    size: int
    retrieved: str


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """Final text of one item; never changed after it is stored.

    `sha256` is the digest of the text as UTF-8. `published` is None when nothing gives a date.
    `language` is an ISO 639-1 code or None when not recognised. `duplicate_of` names an earlier document
    with the same words, else None. `id` is derived from text, address, external id and publication date.
    """

    id: str
    external_id: str | None
    source: str
    url: str | None
    title: str | None
    publisher: str | None
    published: dt.date | None
    retrieved: str
    language: str | None
    sha256: str
    duplicate_of: str | None
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """One wording of a page or post that was visited: `number` counts them from 1 in order of time.

    Times are ISO timestamps in UTC: `replaced` when a later wording was first seen, None for the newest; `vanished`
    when the page was found gone, None while it is there.
    """

    address: str
    document: str
    number: int
    first_seen: str
    last_seen: str
    replaced: str | None
    vanished: str | None


# why a publisher does not say something any more
CHANGED, VANISHED = "changed", "vanished"


@dataclasses.dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement that its publisher does not make any more.

    `reason` is `changed` (the page now has the document `by`, without these words) or `vanished` (the page is gone,
    `by` is None); `since` is the time of the visit that found it so.
    """

    statement: str
    document: str
    address: str
    reason: str
    since: str
    by: str | None
