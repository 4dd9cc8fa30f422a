"""The ledger comes out the same with any number of processes, whatever befalls them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_fakes import broken_stages, changing_stages, lines, stages
from batch_ledgers import content, crewed

from havenwatch.errors import WorkerError
from havenwatch.ledger import Added, Ledger, Stages

COUNT = 32


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    special = {"d3": "FAIL", "d5": "погода", "d11": "погода", "d20": "SLOW", "d21": "SLOW"}
    path.write_text(lines(COUNT, **special) + '{"text": 5}\n' + lines(3), encoding="utf-8")
    return path


def added(path: Path, source: Path, made: Stages, *, forced: bool = False) -> Added:
    with Ledger.open(path, create=True, stages=made) as ledger:
        return ledger.add([source], forced=forced)


@pytest.mark.parametrize("forced", [False, True])
def test_the_ledger_is_the_same_with_one_two_and_three_workers(source: Path, tmp_path: Path, *, forced: bool) -> None:
    alone = added(tmp_path / "0.db", source, stages(), forced=forced)
    expected = content(tmp_path / "0.db")
    assert len(expected["document"]) == COUNT
    for workers in (1, 2, 3):
        path = tmp_path / f"{workers}.db"
        assert added(path, source, crewed(workers), forced=forced) == alone
        assert content(path) == expected


def test_a_rebuild_is_the_same(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    added(path, source, stages())
    contents = []
    for made in (stages(), crewed(2)):
        with Ledger.open(path, stages=made) as ledger:
            ledger.rebuild()
            contents.append({t: r for t, r in content(path).items() if t not in ("entry", "journal", "state")})
    assert contents[0] == contents[1]
    assert len(contents[0]["reading"]) == COUNT - 1


def test_a_second_run_reads_nothing(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    added(path, source, stages())
    before = content(path)
    again = added(path, source, crewed(2))
    assert (again.counts["known"], again.counts["new"], again.counts["statements"]) == (COUNT + 3, 0, 0)
    assert content(path)["statement"] == before["statement"]


def test_a_small_input_starts_no_process(source: Path, tmp_path: Path) -> None:
    made = crewed(2, patience=60)
    added(tmp_path / "l.db", source, made)
    assert made.crew is not None
    assert not made.crew.pool.is_open


def test_a_document_that_ends_its_worker_once_is_read(tmp_path: Path) -> None:
    source, flag = tmp_path / "in.jsonl", tmp_path / "flag"
    source.write_text(lines(COUNT, d0="SLOW", d30=f"ONCE {flag}"), encoding="utf-8")
    added(tmp_path / "2.db", source, crewed(2))
    assert flag.exists()
    added(tmp_path / "0.db", source, stages())
    assert content(tmp_path / "2.db") == content(tmp_path / "0.db")


def test_a_document_that_ends_every_worker_is_named_and_the_rest_read(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(lines(COUNT, d0="SLOW", d30="KILL"), encoding="utf-8")
    found = added(tmp_path / "l.db", source, crewed(2))
    assert (found.counts["new"], found.counts["failed"]) == (COUNT - 1, 1)
    (told,) = [p.message for p in found.problems if "SIGKILL" in p.message]
    assert "line 31: the process that read it was ended by SIGKILL, 3 times" in told
    assert added(tmp_path / "l.db", source, stages()).counts["new"] == 1
    with Ledger.open(tmp_path / "l.db", stages=stages()) as ledger:
        assert not [p for p in ledger.snapshot().problems if "SIGKILL" in p.message]


def test_a_stored_document_that_ends_every_worker_keeps_its_text(tmp_path: Path) -> None:
    source, path = tmp_path / "in.jsonl", tmp_path / "l.db"
    source.write_text(lines(COUNT, d0="SLOW", d1="SLOW", d30="KILL"), encoding="utf-8")
    added(path, source, stages())
    with Ledger.open(path, stages=crewed(2)) as ledger:
        ledger.rebuild()
        found = ledger.snapshot()
    told = [p for p in found.problems if "SIGKILL" in p.message]
    assert len(found.documents) == COUNT
    assert len(told) <= 1  # none when the caller reached it before a worker was there


def test_workers_killed_from_outside_lose_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(lines(COUNT, **{f"d{n}": "SLOW" for n in range(COUNT)}), encoding="utf-8")
    made = crewed(2)
    killed = []

    def kill() -> None:
        while len(killed) < 2:
            time.sleep(0.3)
            pool = made.crew.pool
            if pool is not None and pool.is_ready:
                killed.append(pool.processes[0])
                os.kill(killed[-1], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = added(tmp_path / "2.db", source, made)
    killer.join()
    assert (found.counts["new"], found.counts["failed"]) == (COUNT, 0)
    added(tmp_path / "0.db", source, stages())
    assert content(tmp_path / "2.db") == content(tmp_path / "0.db")


@pytest.mark.parametrize(
    ("make", "told"), [(changing_stages, "version fake-2, this program is fake-1"), (broken_stages, "code 3")]
)
def test_workers_that_cannot_be_used_stop_the_run(make: Callable[[], Stages], told: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(lines(60, **{f"d{n}": "SLOW" for n in range(60)}), encoding="utf-8")
    with pytest.raises(WorkerError, match=told):
        added(tmp_path / "l.db", source, crewed(2, make))


DRIVER = """
import sys
sys.path[:0] = {paths!r}
from batch_fakes import stages
import signal
from batch_ledgers import crewed
from havenwatch.ledger import Ledger
# ignored where the tests themselves run in the background
signal.signal(signal.SIGINT, signal.default_int_handler)
with Ledger.open({path!r}, create=True, stages=crewed(2)) as ledger:
    ledger.add([{source!r}])
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_driver_leaves_no_process_and_the_run_is_completed(tmp_path: Path, ending: signal.Signals) -> None:
    source, path = tmp_path / "in.jsonl", tmp_path / "l.db"
    source.write_text(lines(COUNT, **{f"d{n}": "SLOW" for n in range(COUNT)}), encoding="utf-8")
    script = tmp_path / "driver.py"
    body = DRIVER.format(paths=[str(Path(__file__).parent)], path=str(path), source=str(source))
    script.write_text("if __name__ == '__main__':\n" + "".join(f"    {x}\n" for x in body.splitlines()), "utf-8")
    driver = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL, start_new_session=True)
    while driver.poll() is None and not (path.exists() and stored(path) >= 12):
        time.sleep(0.05)
    os.killpg(driver.pid, ending) if ending == signal.SIGINT else driver.kill()
    driver.wait(20)
    for _ in range(100):
        try:
            os.killpg(driver.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a worker outlived its driver")
    before = stored(path)
    assert 0 < before < COUNT
    assert added(path, source, crewed(2)).counts["new"] == COUNT - before
    added(tmp_path / "0.db", source, stages())
    assert content(path)["statement"] == content(tmp_path / "0.db")["statement"]


def stored(path: Path) -> int:
    try:
        return len(content(path)["document"])
    except Exception:  # noqa: BLE001 - not made yet
        return 0
