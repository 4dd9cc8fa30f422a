"""A pack of weights: files with a manifest of digests, protocol, data and licence; what does not match is refused."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from havenwatch.errors import ModelError

REMEDY = "reinstall havenwatch"


@dataclasses.dataclass(frozen=True, slots=True)
class Pack:
    """Checked files by role, and the manifest's other entries (labels, thresholds, training data, licence)."""

    folder: Path
    files: Mapping[str, Path]
    about: Mapping[str, Any]


def open_pack(folder: Path, protocol: int, roles: tuple[str, ...]) -> Pack:
    """Read the manifest and compare the SHA-256 of each file that it names.

    Raises:
        ModelError: the manifest or a file is missing or malformed, of another protocol, or a digest differs.
    """
    about = _manifest(folder / "manifest.json", protocol)
    try:
        named = {role: (str(about["files"][role]["file"]), str(about["files"][role]["sha256"])) for role in roles}
    except (KeyError, TypeError) as error:
        raise ModelError(f"{folder / 'manifest.json'}: names no file for {error}; {REMEDY}") from error
    files = {role: _checked(folder / file, digest) for role, (file, digest) in named.items()}
    return Pack(folder, files, about)


def _manifest(path: Path, protocol: int) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        found = read["protocol"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no readable manifest of weights ({error!r}); {REMEDY}") from error
    if found != protocol:
        raise ModelError(f"{path}: weights of protocol {found}, this version reads {protocol}; {REMEDY}")
    return dict(read)


def _checked(path: Path, digest: str) -> Path:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: weights cannot be read ({error}); {REMEDY}") from error
    if found != digest:
        raise ModelError(f"{path}: weights do not match the manifest (SHA-256 {found[:12]}...); {REMEDY}")
    return path
