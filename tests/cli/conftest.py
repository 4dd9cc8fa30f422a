from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from havenwatch.cli import main
from havenwatch.records import Snapshot
from tests.exchange.small_ledger import small_snapshot


@pytest.fixture
def snapshot() -> Snapshot:
    return small_snapshot()


@pytest.fixture
def run(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Exit code, standard output and standard error of one call, made in an empty folder."""
    monkeypatch.delenv("HAVENWATCH_LEDGER", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(words)
        code = ended.value.code
        return (code if isinstance(code, int) else 0, *capfd.readouterr())

    return call
