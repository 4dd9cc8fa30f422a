"""ZIP archives and single gzip files: each member is a part of its own; bombs and damage are obstacles."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from havenwatch.source.item import Hints, Obstacle, Part, obstacle, printable
from havenwatch.source.whole import FILE_LIMIT, too_large

# What the members of one archive may unpack to in all: far above a collection of texts, far below a bomb.
ARCHIVE_LIMIT = 2_000_000_000
# Members of one archive; each costs a little time even when it is empty.
MEMBER_LIMIT = 100_000
CHUNK = 1 << 16
# What a damaged member raises, by the library's own list and by trial.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
# Names that file managers leave in archives.
_LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db")

__all__ = ["ARCHIVE_LIMIT", "DAMAGE", "gunzip", "open_archive", "read_gzip", "read_member", "read_zip"]


def read_zip(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Part | Obstacle]:
    """Each file of the archive in order of its names."""
    try:
        archive = open_archive(stream)
    except ValueError as error:
        yield obstacle(name, None, str(error))
        return
    with archive:
        members = sorted((m for m in archive.infolist() if _is_wanted(m)), key=lambda m: m.filename)
        if not members:
            yield obstacle(name, None, "is an archive without files; nothing to store")
        unpacked = 0
        for member in members:
            try:
                data = read_member(archive, member, FILE_LIMIT)
            except ValueError as error:
                yield obstacle(name, member.filename, str(error))
                continue
            unpacked += len(data)
            if unpacked > ARCHIVE_LIMIT:
                yield obstacle(name, member.filename, "is not read: the archive unpacks to more than 2 GB; split it")
                return
            yield Part(printable(member.filename), PurePosixPath(member.filename).name, data, hints)


def open_archive(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive of a stream.

    Raises:
        ValueError: no archive, damaged, or with too many members.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        raise ValueError(f"is no ZIP archive or is damaged ({error}); pack it again") from error
    if len(archive.infolist()) > MEMBER_LIMIT:
        raise ValueError(f"holds more than {MEMBER_LIMIT} files; split it")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, limit: int) -> bytes:
    """Bytes of a member.

    Raises:
        ValueError: missing, encrypted, damaged or larger than `limit` bytes, whatever its header says.
    """
    try:
        with archive.open(member) as stream:
            data = stream.read(limit + 1)
    except KeyError as error:
        raise ValueError("is missing in the archive") from error
    except RuntimeError as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise ValueError("is encrypted; unpack it with its password and add the files") from error
        raise ValueError(f"is damaged ({error})") from error
    except DAMAGE as error:
        raise ValueError(f"is damaged or packed in an unknown way ({error}); pack it again") from error
    if len(data) > limit:
        raise ValueError(too_large())
    return data


def read_gzip(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Part | Obstacle]:
    """The one file that a gzip file holds; what was read before a damage is kept."""
    packed = stream.read(FILE_LIMIT + 1)
    if len(packed) > FILE_LIMIT:
        yield obstacle(name, None, too_large())
        return
    data, fault = gunzip(packed, FILE_LIMIT)
    inner = name.rsplit("/", 1)[-1].removesuffix(".gz").removesuffix(".GZ")
    if fault is not None:
        yield obstacle(name, None, fault, lost=not data)
    if data:
        yield Part(inner, inner, data, hints)
    elif fault is None:
        yield obstacle(name, None, "is empty; nothing to store")


def gunzip(packed: bytes, limit: int) -> tuple[bytes, str | None]:
    """Content of all gzip members up to `limit` bytes, and what is wrong with them in words, None if nothing is.

    A content over the limit is given as empty: half of it would be taken for the whole.
    """
    out, rest = bytearray(), packed
    while rest:
        member = zlib.decompressobj(31)
        try:
            while rest and not member.eof:
                out += member.decompress(rest, limit + 1 - len(out))
                rest = member.unused_data if member.eof else member.unconsumed_tail
                if len(out) > limit:
                    return b"", f"unpacks to more than {limit // 1_000_000} MB; split it"
        except zlib.error as error:
            return bytes(out), None if out and not rest.startswith(b"\x1f\x8b") else f"is a damaged gzip file ({error})"
        if not member.eof:
            return bytes(out), "is a gzip file that is cut off; what is there is kept"
        rest = rest.lstrip(b"\0")  # padding behind the last member
    return bytes(out), None


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    if member.is_dir() or any(p.startswith(".") for p in parts):
        return False
    return not any(member.filename.startswith(x) or member.filename.endswith(x) for x in _LEFT_OUT)
