"""Answers of servers as bytes: head, body, encodings. Pure; the visits are in `fetch`."""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Mapping

from havenwatch.source.whole import too_large

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: [^\r\n]*)?\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[^\r\n]{0,200}\r\n")
# zlib: gzip and zlib headers are told apart by themselves, raw deflate is what some servers send under the name
_WINDOWS = {"gzip": 47, "x-gzip": 47, "deflate": 47}

__all__ = ["Answer", "decoded_body", "inflate", "media_type_of", "parse_answer"]


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `status` None for a file stored without one, `headers` by name in lower case, `body` as it came."""

    status: int | None
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Media type without parameters, told by the first bytes where the server says nothing."""
        return media_type_of(self.headers.get("content-type")) or _sniffed(self.body)


def parse_answer(data: bytes) -> Answer:
    """Answer from the bytes of an HTTP message.

    Raises:
        ValueError: no HTTP status line.
    """
    first = _STATUS.match(data)
    if first is None:
        raise ValueError("is no HTTP answer: it has no status line")
    end = _END.search(data, first.end() - 2)
    head = data[first.end() : end.start() if end else len(data)].decode("latin-1")
    headers: dict[str, str] = {}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Answer(int(first[1]), headers, data[end.end() :] if end else b"")


def decoded_body(answer: Answer, limit: int) -> bytes:
    """Body without transfer and content encodings, at most `limit` bytes.

    Raises:
        ValueError: too large once unpacked, damaged, or in an encoding that is not read.
    """
    body = answer.body
    if "chunked" in answer.headers.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body = _unchunked(body)
    for coding in reversed(answer.headers.get("content-encoding", "").lower().split(",")):
        body = inflate(body, coding.strip(), limit)
    return body


def inflate(body: bytes, coding: str, limit: int) -> bytes:
    """Body without one content encoding.

    Raises:
        ValueError: too large once unpacked, damaged, or an encoding that is not read.
    """
    if coding in ("", "identity") or not body:
        return body
    if coding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b"):
        return body  # archives often keep the header of an encoding that they have undone
    if coding not in _WINDOWS:
        raise ValueError(f"is encoded as '{coding}', which is not read; save the page and add the file")
    try:
        return _unpacked(body, _WINDOWS[coding], limit)
    except zlib.error as error:
        if coding != "deflate":
            raise ValueError(f"is damaged: its {coding} encoding is broken ({error})") from error
    try:
        return _unpacked(body, -15, limit)
    except zlib.error as error:
        raise ValueError(f"is damaged: its deflate encoding is broken ({error})") from error


def media_type_of(content_type: str | None) -> str:
    """Media type of a Content-Type header in lower case, empty without one."""
    return (content_type or "").split(";")[0].strip().lower()


def _unpacked(body: bytes, window: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    data = unpacker.decompress(body, limit + 1)
    if len(data) > limit:
        raise ValueError(too_large(limit))
    return data


def _unchunked(body: bytes) -> bytes:
    """Body without chunk lengths; a body that breaks off is taken as far as it goes."""
    out, at = bytearray(), 0
    while (head := _CHUNK.match(body, at)) is not None and (size := int(head[1], 16)) > 0:
        out += body[head.end() : head.end() + size]
        at = head.end() + size + 2
    return bytes(out)


def _sniffed(body: bytes) -> str:
    start = body[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "application/pdf" if start.startswith(b"%pdf-") else ""
