"""Evidence of one visit to an address: the answer as it came, as a WARC record."""

from __future__ import annotations

import dataclasses
import hashlib

__all__ = ["Capture"]


@dataclasses.dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a server.

    `url` was asked for, `address` answered in the end (they differ after redirects). `made` is an ISO timestamp in UTC,
    `status` the HTTP status, None for a record without one. `record` holds the WARC records, each a gzip member.
    """

    url: str
    address: str
    status: int | None
    made: str
    record: bytes

    @property
    def sha256(self) -> str:
        """Digest of the records as they are kept."""
        return hashlib.sha256(self.record).hexdigest()
