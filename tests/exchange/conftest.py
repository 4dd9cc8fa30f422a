from __future__ import annotations

import pytest

from havenwatch.records import Snapshot
from tests.exchange.small_ledger import small_snapshot


@pytest.fixture
def snapshot() -> Snapshot:
    return small_snapshot()
