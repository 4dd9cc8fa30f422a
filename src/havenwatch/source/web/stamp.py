"""Time stamps: an authority signs that a digest existed at a time. Only the digest leaves the machine.

Source: RFC 3161, Time-Stamp Protocol. The request is small enough to be written here; `openssl ts` checks the answer.
"""

from __future__ import annotations

import secrets

from havenwatch.source.web.fetch import Fetcher, FetchError, Policy

# SHA-256 with empty parameters as an AlgorithmIdentifier.
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
REPLY_LIMIT = 100_000

__all__ = ["stamp", "stamp_request"]


def stamp(url: str, digest: bytes, *, private: bool = False) -> bytes:
    """Answer of the authority at an address on a SHA-256 digest, as `openssl ts -verify` takes it.

    Raises:
        FetchError: not reached, or it did not stamp.
    """
    fetcher = Fetcher(Policy(private=private, robots=False, limit=REPLY_LIMIT))
    reply = fetcher.post(url, stamp_request(digest), "application/timestamp-query")
    # granted is status 0 or 1, the first number of the answer; a stamp holds the digest that it is for
    if b"\x02\x01\x00" not in reply[:24] and b"\x02\x01\x01" not in reply[:24]:
        raise FetchError("the authority did not stamp; ask another one")
    if digest not in reply:
        raise FetchError("the authority stamped something else; ask another one")
    return reply


def stamp_request(digest: bytes) -> bytes:
    """Request for a digest, with a nonce and the wish for the authority's certificate."""
    imprint = _der(0x30, _SHA256 + _der(0x04, digest))
    nonce = bytes([1 + secrets.randbelow(0x7F)]) + secrets.token_bytes(7)
    return _der(0x30, b"\x02\x01\x01" + imprint + _der(0x02, nonce) + b"\x01\x01\xff")


def _der(tag: int, body: bytes) -> bytes:
    """Element of at most 127 bytes."""
    return bytes([tag, len(body)]) + body
