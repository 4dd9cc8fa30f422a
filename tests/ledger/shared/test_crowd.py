from __future__ import annotations

from pathlib import Path

from crowd import crowd, lost

from havenwatch.ledger import Ledger


def test_eight_at_once_lose_nothing(address: str, ledger: Ledger, corpus: Path, tmp_path: Path) -> None:
    (corpus / "e.txt").unlink()  # the one that cannot be read
    ledger.add([corpus])
    before = len(ledger.snapshot().documents)
    ledger.close()
    told = crowd(address, tmp_path, 20)
    assert list(lost(address, told, before)) == []
    assert sum(len(t.decided) for t in told) > 0
    assert sum(t.added for t in told) > 0
    assert sum(t.read for t in told) > 0
