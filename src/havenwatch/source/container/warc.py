"""Web archives (WARC 1.0 and 1.1, plain or gzip): each answer with a text is a part, with its record as evidence.

Our own reader: it keeps the bytes of each record, names the offset of a damage and goes on behind it.
Source: the WARC format 1.1, International Internet Preservation Consortium.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime as dt
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import urlsplit

from havenwatch.records import Problem
from havenwatch.source.capture import Capture
from havenwatch.source.container.unpack import Damage, Unpacked
from havenwatch.source.http import Answer, decoded_body, parse_answer
from havenwatch.source.item import SKIPPED, Hints, Obstacle, Part, obstacle
from havenwatch.source.whole import FILE_LIMIT, too_large

HEAD_LIMIT = 1 << 16
# Records whose block is read: an answer of a server, or a file stored without one. The others hold no text.
ANSWERS = ("response", "resource")
# Media types with a text; images, styles and scripts of a crawl are passed over.
TEXTS = {"text/html", "application/xhtml+xml", "application/pdf", "text/plain",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip
_VERSION = re.compile(rb"WARC/\d\.\d+\r?\n")
_NEXT = re.compile(rb"WARC/1\.[01]\r?\n")

__all__ = ["Record", "read_warc", "records"]


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One record: its header fields in lower case, its block, and where it begins in the file (of its gzip member)."""

    head: bytes
    fields: Mapping[str, str]
    block: bytes
    number: int
    offset: int

    @property
    def place(self) -> str:
        """Place in words."""
        return f"record {self.number} at byte {self.offset}"

    @property
    def packed(self) -> bytes:
        """The record as one gzip member, the same for the same record."""
        return gzip.compress(self.head + self.block + b"\r\n\r\n", mtime=0)


def read_warc(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Part | Problem]:
    """Parts for the texts of an archive; records without one are counted in a closing note of the stage `skipped`."""
    passed, seen = 0, 0
    for record in records(stream):
        if isinstance(record, Damage):
            yield obstacle(name, record.place, record.reason)
            continue
        seen += 1
        try:
            parts = _parts(record, name, hints)
        except ValueError as error:
            yield obstacle(name, record.place, str(error))
            continue
        passed += not parts
        yield from parts
    if seen == 0:
        yield obstacle(name, None, "holds no WARC record; nothing to store")
    elif passed:
        yield Problem(SKIPPED, None, f"{name} ({passed} records without a text: requests, images, redirects, errors)")


def records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """Records in order; a damaged one is named, and reading goes on with the next that can be found."""
    source = Unpacked(stream)
    number = 0
    while True:
        number += 1
        try:
            if source.at_end():
                return
            yield _record(source, number)
        except (ValueError, zlib.error) as error:
            yield Damage(f"record {number} at byte {source.offset}", str(error))
            if not source.resume(_NEXT):
                return


def _record(source: Unpacked, number: int) -> Record:
    offset = source.offset
    head = source.until(b"\r\n\r\n", HEAD_LIMIT)
    if _VERSION.match(head) is None:
        raise ValueError("does not begin with a WARC version; the record is damaged")
    fields = _fields(head)
    length = fields.get("content-length", "")
    if not length.isascii() or not length.isdigit() or len(length) > 15:
        raise ValueError("has no Content-Length; the record is damaged")
    if int(length) > FILE_LIMIT:
        source.skip(int(length))
        source.skip_blank()
        raise ValueError(too_large())
    block = source.exactly(int(length))
    source.skip_blank()
    return Record(head, fields, block, number, offset)


def _fields(head: bytes) -> dict[str, str]:
    """Header fields by name in lower case; a folded line belongs to the field above."""
    found: dict[str, str] = {}
    last = ""
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in (" ", "\t") and last:
            found[last] += " " + line.strip()
        elif ":" in line:
            last, _, value = line.partition(":")
            last = last.strip().lower()
            found.setdefault(last, value.strip())
    return found


def _parts(record: Record, name: str, hints: Hints) -> tuple[Part | Obstacle, ...]:
    kind, url = record.fields.get("warc-type"), record.fields.get("warc-target-uri", "").strip("<> ")
    if kind not in ANSWERS or not url.startswith(("http://", "https://", "file:", "urn:")):
        return ()
    answer = _answer(record, kind)
    media_type = answer.media_type
    if answer.status not in (None, 200) or media_type not in TEXTS or urlsplit(url).path == "/robots.txt":
        return ()
    member = f"{record.place}, {url}"
    body = decoded_body(answer, FILE_LIMIT)
    if not body:
        return ()
    told = Hints(url=url if url.startswith("http") else None)
    made = _moment(record.fields.get("warc-date", ""))
    capture = None if made is None else Capture(url, url, answer.status, made, record.packed)
    part = Part(member, urlsplit(url).path.rsplit("/", 1)[-1], body, hints.over(told), media_type, capture)
    faults = (obstacle(name, member, fault, lost=False) for fault in _faults(record, answer))
    return (part, *faults)


def _answer(record: Record, kind: str) -> Answer:
    if kind == "response" and "http" in record.fields.get("content-type", "http"):
        return parse_answer(record.block)
    declared = record.fields.get("content-type", "")
    return Answer(None, {"content-type": declared}, record.block)


def _faults(record: Record, answer: Answer) -> Iterator[str]:
    """Digests that the archive gives and that do not fit: somebody or something has changed the content."""
    for field, data in (("warc-block-digest", record.block), ("warc-payload-digest", answer.body)):
        told = record.fields.get(field)
        if told is not None and not _fits(told, data):
            yield f"the {field} {told} does not fit the content: it was changed after it was archived; it is kept"


def _fits(told: str, data: bytes) -> bool:
    """Whether a digest `algorithm:value` is that of the data; one of an unknown algorithm is not judged."""
    algorithm, _, value = told.partition(":")
    if algorithm.lower().replace("-", "") not in ("sha1", "sha256", "sha512", "md5"):
        return True
    digest = hashlib.new(algorithm.lower().replace("-", ""), data, usedforsecurity=False).digest()
    if value.lower() == digest.hex():
        return True
    try:
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)) == digest
    except (binascii.Error, ValueError):
        return False


def _moment(text: str) -> str | None:
    """Time of a record in our form, None for what is no time."""
    try:
        moment = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
