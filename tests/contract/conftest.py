"""What the contract tests look at: the tree itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", "build", "dist", "__pycache__", "weights"}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """All files that are or would be committed; every file of the tree where git is not at hand."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        call = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(call, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        return sorted(ROOT / name for name in names if name and (ROOT / name).is_file())
    return sorted(p for p in ROOT.rglob("*") if p.is_file() and not SKIPPED & set(p.relative_to(ROOT).parts))
