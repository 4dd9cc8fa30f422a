"""WARC records of a visit: each request and answer on the way, as any reader of web archives takes them.

Source: the WARC format 1.1, International Internet Preservation Consortium.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from havenwatch.source.http import Answer

__all__ = ["records_of"]


def records_of(chain: Sequence[tuple[str, Answer, str]], made: str, agent: str) -> bytes:
    """Request and answer of each address on the way, each a gzip member; equal visits at one time give equal bytes."""
    out = b""
    for address, answer, reason in chain:
        body = _http(answer, reason)
        identity = _identity(address, made, body)
        response = {
            "WARC-Type": "response",
            "WARC-Record-ID": identity,
            "WARC-Target-URI": address,
            "WARC-Date": made.replace("+00:00", "Z"),
            "WARC-Payload-Digest": _digest(answer.body),
            "WARC-Block-Digest": _digest(body),
            "Content-Type": "application/http; msgtype=response",
        }
        asked = _asked(address, agent)
        request = {
            "WARC-Type": "request",
            "WARC-Record-ID": _identity(address, made, asked),
            "WARC-Concurrent-To": identity,
            "WARC-Target-URI": address,
            "WARC-Date": made.replace("+00:00", "Z"),
            "WARC-Block-Digest": _digest(asked),
            "Content-Type": "application/http; msgtype=request",
        }
        out += _record(response, body) + _record(request, asked)
    return out


def _record(fields: Mapping[str, str], block: bytes) -> bytes:
    lines = [f"{k}: {v}" for k, v in fields.items()] + [f"Content-Length: {len(block)}"]
    head = "\r\n".join(["WARC/1.1", *lines]).encode() + b"\r\n\r\n"
    return gzip.compress(head + block + b"\r\n\r\n", mtime=0)


def _http(answer: Answer, reason: str) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {reason}".rstrip(), *(f"{k}: {v}" for k, v in answer.headers.items())]
    return "\r\n".join(" ".join(x.splitlines()) for x in lines).encode("utf-8", "replace") + b"\r\n\r\n" + answer.body


def _asked(address: str, agent: str) -> bytes:
    parts = urlsplit(address)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return (
        f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {agent}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    )


def _digest(data: bytes) -> str:
    return f"sha256:{base64.b32encode(hashlib.sha256(data).digest()).decode()}"


def _identity(*parts: str | bytes) -> str:
    body = hashlib.sha256(b"\0".join(p if isinstance(p, bytes) else p.encode() for p in parts)).digest()
    return f"<urn:uuid:{uuid.UUID(bytes=body[:16], version=4)}>"
