"""Where shards lie: a folder, or a store of objects behind an address. A name appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any, Protocol

from havenwatch.errors import UsageError

__all__ = ["Place", "filesystem", "is_remote", "open_place"]


class Place(Protocol):
    """Names with slashes, each with its bytes."""

    def write(self, name: str, data: bytes) -> None:
        """Store bytes under a name, in place of what was there."""
        ...

    def read(self, name: str) -> bytes | None:
        """Bytes of a name, None when there is none."""
        ...

    def names(self, folder: str) -> list[str]:
        """Names in a folder in order, without what is half written."""
        ...


def is_remote(address: str) -> bool:
    """Whether a path is the address of a store."""
    return "://" in address


def open_place(address: str) -> Place:
    """The place of an address or a path.

    Raises:
        UsageError: the address needs a library that is not installed.
    """
    return _Store(address) if is_remote(address) else _Folder(Path(address))


def filesystem(address: str) -> tuple[Any, str]:
    """File system of fsspec for an address and the path in it.

    Raises:
        UsageError: fsspec, or what it needs for this kind of address, is not installed.
    """
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(f"{address}: addresses need the extra objects: pip install 'havenwatch[objects]'") from error
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: cannot be opened ({error})") from error
    return found


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        """Written beside, brought to the disk, then renamed: whatever happens, the name has all bytes or none."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.half")
        with half.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)
        _sync(path.parent)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def names(self, folder: str) -> list[str]:
        path = self._folder / folder
        return sorted(f"{folder}/{p.name}" for p in path.iterdir() if p.name[0] != ".") if path.is_dir() else []


class _Store:
    """Objects appear whole when they are closed: no renaming is needed."""

    def __init__(self, address: str) -> None:
        self._files, self._root = filesystem(address)

    def write(self, name: str, data: bytes) -> None:
        path = f"{self._root}/{name}"
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(path, data)

    def read(self, name: str) -> bytes | None:
        try:
            data: bytes = self._files.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def names(self, folder: str) -> list[str]:
        self._files.invalidate_cache()
        try:
            found = self._files.ls(f"{self._root}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{path.rstrip('/').rpartition('/')[2]}" for path in found)


def _sync(folder: Path) -> None:
    """Bring a renaming to the disk, where folders can be opened for that."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
