"""A stream of gzip members, or of plain bytes, read piece by piece with the offset of each member."""

from __future__ import annotations

import dataclasses
import re
import zlib
from typing import BinaryIO

CHUNK = 1 << 16
# No mark that is searched for is longer.
MARK_LIMIT = 64
_MAGIC = b"\x1f\x8b\x08"

__all__ = ["Damage", "Unpacked"]


@dataclasses.dataclass(frozen=True, slots=True)
class Damage:
    """A record that could not be read: its place in words and the reason."""

    place: str
    reason: str


class Unpacked:
    """Bytes of a file as they are without gzip; memory stays at what is asked for and one chunk more."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._raw = stream.read(CHUNK)
        self._position = 0  # place in the file of the first byte of `_raw`
        self._packed = self._raw.startswith(_MAGIC[:2])
        self._member: zlib._Decompress | None = None
        self._begun = 0  # place in the file where the current member begins
        self._ready = bytearray()
        self._ended = False

    @property
    def offset(self) -> int:
        """Place in the file of the next byte, or of the gzip member that it is in."""
        return self._begun if self._packed else self._position - len(self._ready)

    def at_end(self) -> bool:
        """Whether nothing is left but line breaks."""
        self.skip_blank()
        return not self._ready

    def until(self, mark: bytes, limit: int) -> bytes:
        """Bytes up to and with `mark`.

        Raises:
            ValueError: the stream ends before it, or it is not within `limit` bytes.
        """
        searched = 0
        while (found := self._ready.find(mark, max(searched - len(mark), 0))) < 0:
            searched = len(self._ready)
            if searched > limit:
                raise ValueError(f"has no end of its header within {limit} bytes; the record is damaged")
            if not self._fill():
                raise ValueError("the file ends inside a header; it is cut off, what came before is kept")
        return self._take(found + len(mark))

    def exactly(self, size: int) -> bytes:
        """The next `size` bytes.

        Raises:
            ValueError: the stream ends before.
        """
        while len(self._ready) < size:
            if not self._fill():
                told = f"the file ends after {len(self._ready)} of {size} bytes"
                raise ValueError(f"{told}; it is cut off, what came before is kept")
        return self._take(size)

    def skip(self, size: int) -> None:
        """Pass over `size` bytes without keeping them."""
        while size > 0 and (self._ready or self._fill()):
            size -= len(self._take(min(size, len(self._ready))))

    def skip_blank(self) -> None:
        """Pass over the line breaks between two records."""
        while self._ready or self._fill():
            kept = self._ready.lstrip(b"\r\n")
            del self._ready[: len(self._ready) - len(kept)]
            if self._ready:
                return

    def resume(self, mark: re.Pattern[bytes]) -> bool:
        """Go on at the next member, or in plain bytes at the next place where `mark` matches; False if there is none.

        The mark at the present place is passed over: it begins what could not be read.
        """
        return self._next_member() if self._packed else self._next_mark(mark)

    def _next_member(self) -> bool:
        # All of a broken member that was unpacked is given up; its packed bytes are searched for the next beginning.
        self._ready.clear()
        self._member = None
        if self._begun == self._position:
            self._drop(1)
        while not self._ended:
            found = self._raw.find(_MAGIC)
            if found >= 0:
                self._drop(found)
                return True
            self._drop(max(len(self._raw) - len(_MAGIC), 0))
            self._more()
        return False

    def _next_mark(self, mark: re.Pattern[bytes]) -> bool:
        start = 1
        while (found := mark.search(self._ready, start)) is None:
            if len(self._ready) > MARK_LIMIT:
                del self._ready[:-MARK_LIMIT]
                start = 0
            if not self._fill():
                self._ready.clear()
                return False
        del self._ready[: found.start()]
        return True

    def _take(self, size: int) -> bytes:
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken

    def _fill(self) -> bool:
        """Get more bytes ready; False at the end of the stream.

        Raises:
            zlib.error: a damaged member.
        """
        if not self._packed:
            self._ready += self._raw
            got = len(self._raw)
            self._drop(got)
            self._more()
            return got > 0
        while True:
            if not self._raw and not self._more():
                return False
            if self._member is None:
                self._begin()
                if not self._raw:
                    return False
            if self._inflate():
                return True

    def _begin(self) -> None:
        """Begin the next member; zeros that pad a file are passed over."""
        while self._raw and not self._raw.strip(b"\0"):
            self._drop(len(self._raw))
            self._more()
        self._drop(len(self._raw) - len(self._raw.lstrip(b"\0")))
        self._begun = self._position
        self._member = zlib.decompressobj(31)

    def _inflate(self) -> bool:
        if self._member is None:
            return False
        before = len(self._raw)
        got = self._member.decompress(self._raw, CHUNK)
        rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self._drop(before - len(rest))
        if self._member.eof:
            self._member = None
        self._ready += got
        return bool(got)

    def _more(self) -> bool:
        got = self._stream.read(CHUNK)
        self._raw += got
        self._ended = not got
        return bool(got)

    def _drop(self, size: int) -> None:
        self._raw = self._raw[size:]
        self._position += size
