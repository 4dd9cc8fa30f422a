"""A ledger with small stages, a site on the loopback address, and a clock that is set by hand."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
for folder in ("ledger", "source"):
    sys.path.insert(0, str(TESTS / folder))

from ledger_fakes import STAGES  # noqa: E402
from loopback import Site, serving  # noqa: E402

from havenwatch.ledger import Ledger  # noqa: E402


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        found.listed = range(1)
        yield found


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db", create=True, stages=STAGES) as opened:
        yield opened
