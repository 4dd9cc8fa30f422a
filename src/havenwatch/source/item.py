"""One item as it was obtained: its bytes, where they came from, what is known about it beside the text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import TypeVar

from havenwatch.records import Problem, Source, content_id
from havenwatch.source.capture import Capture

STAGE = "source"
# stage of a file that was passed over in a folder: nobody asked for it by name, so that it is no failure
SKIPPED = "skipped"
T = TypeVar("T")

__all__ = [
    "SKIPPED",
    "STAGE",
    "Gone",
    "Hints",
    "Item",
    "Obstacle",
    "Part",
    "captured",
    "make_item",
    "obstacle",
    "place_of",
    "printable",
    "within",
]


@dataclasses.dataclass(frozen=True, slots=True)
class Hints:
    """What the caller or the input says about an item; None where nothing is said.

    `published` is a date or, unchecked, the words of the input. `language` is an ISO 639-1 code, unchecked too.
    """

    published: dt.date | str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    title: str | None = None
    external_id: str | None = None

    def over(self, other: Hints) -> Hints:
        """These hints, with those of `other` where nothing is said here."""
        return Hints(*(_first(getattr(self, f.name), getattr(other, f.name)) for f in dataclasses.fields(self)))


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One text to be stored: `source` says where it was found, `data` are the bytes that are kept as evidence.

    `capture` is the answer of the server that the bytes were taken from, None for what is no web page. `hints` win over
    what the item says of itself, `fallback` is what was said of it elsewhere (a feed) and counts where it is silent.
    """

    source: Source
    data: bytes
    hints: Hints
    capture: Capture | None = None
    fallback: Hints = dataclasses.field(default_factory=Hints)

    @property
    def place(self) -> str:
        """File and member in words, as messages name them."""
        return place_of(self.source.name, self.source.member)


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A file inside another one, not opened yet: `member` names its place, `filename` its format by the ending.

    `media_type` is what the container says of it, None where it says nothing. `hints` come from the container.
    """

    member: str
    filename: str
    data: bytes
    hints: Hints = dataclasses.field(default_factory=Hints)
    media_type: str | None = None
    capture: Capture | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Obstacle(Problem):
    """Problem of one input that exists: file or document `name`, `member` inside it.

    `lost` tells whether nothing of it could be stored. A later, better reading of the same place replaces it.
    """

    name: str
    member: str | None = None
    lost: bool = True

    @property
    def place(self) -> str:
        """File and member in words."""
        return place_of(self.name, self.member)


@dataclasses.dataclass(frozen=True, slots=True)
class Gone(Obstacle):
    """A page that its server says is not there: `status` is 404 or 410, `name` the address."""

    status: int = 404


def make_item(name: str, member: str | None, media_type: str, data: bytes, hints: Hints) -> Item:
    """Item from bytes; the id of its source depends on name, member and digest alone, not on the time."""
    name, member = printable(name), None if member is None else printable(member)
    digest = hashlib.sha256(data).hexdigest()
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    identity = content_id("src-", name, member, digest)
    return Item(Source(identity, name, member, media_type, digest, len(data), now), data, _storable(hints))


def captured(item: Item, capture: Capture | None) -> Item:
    """The item with the answer it came from, obtained when the answer was; unchanged without one."""
    if capture is None:
        return item
    source = dataclasses.replace(item.source, retrieved=capture.made)
    return dataclasses.replace(item, source=source, capture=capture)


def within(found: Item | Problem, name: str, member: str) -> Item | Problem:
    """What was found in a part of the input `name`, placed there; `member` is the part's place."""
    if isinstance(found, Item):
        inner = printable(_joined(member, found.source.member))
        identity = content_id("src-", name, inner, found.source.sha256)
        return dataclasses.replace(
            found, source=dataclasses.replace(found.source, id=identity, name=name, member=inner)
        )
    if isinstance(found, Obstacle):
        reason = found.message.removeprefix(f"{found.place}: ")
        return obstacle(name, _joined(member, found.member), reason, lost=found.lost)
    return dataclasses.replace(found, message=printable(f"{name}, {found.message}"))


def place_of(name: str, member: str | None) -> str:
    """`name` or `name, member`."""
    return name if member is None else f"{name}, {member}"


def obstacle(name: str, member: str | None, reason: str, *, lost: bool = True) -> Obstacle:
    """Obstacle of this stage whose message begins with the place."""
    name, member = printable(name), None if member is None else printable(member)
    return Obstacle(STAGE, None, f"{place_of(name, member)}: {printable(reason)}", name, member, lost)


def printable(text: str) -> str:
    """The text as it can be stored: halves of surrogate pairs and NUL as escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def _joined(member: str, inner: str | None) -> str:
    return member if inner is None else f"{member}, {inner}"


def _storable(hints: Hints) -> Hints:
    """Hints whose words can be stored."""
    told = {f.name: getattr(hints, f.name) for f in dataclasses.fields(hints)}
    return Hints(**{k: printable(v) if isinstance(v, str) else v for k, v in told.items()})


def _first(left: T | None, right: T | None) -> T | None:
    return right if left is None else left
