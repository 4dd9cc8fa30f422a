"""WACZ: a ZIP archive of web archives with a list of digests, which are checked.

Source: WACZ 1.1.1, Webrecorder.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from havenwatch.records import Problem
from havenwatch.source.container.archive import ARCHIVE_LIMIT, CHUNK, DAMAGE, open_archive, read_member
from havenwatch.source.container.warc import read_warc
from havenwatch.source.item import Hints, Obstacle, Part, obstacle, within

PACKAGE, SEAL = "datapackage.json", "datapackage-digest.json"
LIST_LIMIT = 50_000_000
_WARCS = (".warc", ".warc.gz")

__all__ = ["read_wacz"]


def read_wacz(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Part | Problem]:
    """Parts of all web archives inside; a file whose digest does not fit is named and read all the same."""
    try:
        archive = open_archive(stream)
    except ValueError as error:
        yield obstacle(name, None, str(error))
        return
    with archive:
        yield from _digests(archive, name)
        members = sorted(m.filename for m in archive.infolist() if m.filename.lower().endswith(_WARCS))
        if not members:
            yield obstacle(name, None, "holds no web archive (no .warc in it); nothing to store")
        for member in members:
            yield from _inside(archive, name, member, hints)


def _inside(archive: zipfile.ZipFile, name: str, member: str, hints: Hints) -> Iterator[Part | Problem]:
    try:
        with archive.open(member) as opened:
            for found in read_warc(io.BufferedReader(opened, CHUNK), member, hints):  # type: ignore[type-var]
                if isinstance(found, Part):
                    yield Part(f"{member}, {found.member}", found.filename, found.data, found.hints,
                               found.media_type, found.capture)  # fmt: skip
                elif isinstance(found, Obstacle):
                    yield within(found, name, member)  # type: ignore[misc]
                else:
                    yield Problem(found.stage, None, f"{name}, {found.message}")
    except DAMAGE as error:
        yield obstacle(name, member, f"is damaged or encrypted ({error}); what came before is kept")


def _digests(archive: zipfile.ZipFile, name: str) -> Iterator[Obstacle]:
    """What the list of digests says and the files do not bear out."""
    try:
        package = read_member(archive, PACKAGE, LIST_LIMIT)
        listed = json.loads(package)["resources"]
    except (ValueError, KeyError, TypeError, RecursionError):
        yield obstacle(name, PACKAGE, "is missing or damaged; the digests could not be checked", lost=False)
        return
    for entry in listed if isinstance(listed, list) else ():
        fault = _fault(archive, entry)
        if fault is not None:
            yield obstacle(name, *fault, lost=False)
    seal = _seal(archive)
    if seal is not None and seal != f"sha256:{hashlib.sha256(package).hexdigest()}":
        yield obstacle(name, SEAL, f"does not fit {PACKAGE}: the list of digests was changed later", lost=False)


def _fault(archive: zipfile.ZipFile, entry: Any) -> tuple[str, str] | None:
    """Member and reason where an entry of the list is not borne out."""
    path, told = (entry.get("path"), entry.get("hash")) if isinstance(entry, dict) else (None, None)
    if not isinstance(path, str) or not isinstance(told, str) or not told.startswith("sha256:"):
        return None
    try:
        found = _sha256(archive, path)
    except (KeyError, *DAMAGE) as error:
        return path, f"cannot be checked ({error}); the archive is damaged"
    if found != told.removeprefix("sha256:"):
        return path, f"does not have the digest {told[:19]}... of {PACKAGE}: it was changed after it was packed"
    return None


def _sha256(archive: zipfile.ZipFile, path: str) -> str:
    digest, size = hashlib.sha256(), 0
    with archive.open(path) as stream:
        while block := stream.read(CHUNK):
            digest.update(block)
            size += len(block)
            if size > ARCHIVE_LIMIT:
                raise ValueError("unpacks to more than 2 GB")
    return digest.hexdigest()


def _seal(archive: zipfile.ZipFile) -> str | None:
    try:
        told = json.loads(read_member(archive, SEAL, LIST_LIMIT)).get("hash")
    except (ValueError, AttributeError, RecursionError):
        return None
    return told if isinstance(told, str) else None
