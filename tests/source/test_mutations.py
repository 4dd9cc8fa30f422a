"""Damaged inputs: no reader breaks, none hangs, and none is silent about what it could not read."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.source.mutations import SECONDS, trials

# `python -m tests.source.mutations --count 10000` runs ten times as many with other seeds.
COUNT = 600


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_no_reader_breaks_hangs_or_is_silent(tmp_path: Path) -> None:
    silent, slow, number = [], [], 0
    for name, found, seconds in trials(COUNT, 7, tmp_path):
        number += 1
        silent += [] if found else [name]
        slow += [name] if seconds > SECONDS else []
    assert (number, slow, silent) == (COUNT, [], [])
