"""Workers of the tests know by the surroundings that they are none of the test's own process."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVENWATCH_TEST_PARENT", str(os.getpid()))
