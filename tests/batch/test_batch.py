"""Shards are the same whoever reads them, are resumed, and are never used when something is wrong with them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_fakes import lines, stages
from batch_ledgers import content, crewed

from havenwatch.batch import Batch, LocalEngine, Outcome, is_batch, open_batch, run_batch
from havenwatch.errors import UsageError
from havenwatch.ledger import Added, Ledger

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
COUNT, SHARD = 30, 8


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.jsonl").write_text(lines(COUNT, d3="FAIL", d5="погода") + '{"text": 5}\n', encoding="utf-8")
    (path / "b.txt").write_text("date 2026-01-05 Суд освободил активиста. Адвокат молчит.", encoding="utf-8")
    (path / "c.jsonl").write_text('{"text": "Суд молчит.", "published": "2026-02-31"}\n', encoding="utf-8")
    return path


def made(source: Path, out: Path, workers: int = 2, **how: bool) -> Outcome:
    return run_batch(Batch((str(source),), str(out), SHARD, **how), LocalEngine(workers), None, stages)


def linked(out: Path, path: Path) -> tuple[Added, list[str]]:
    told: list[str] = []
    with Ledger.open(path, create=True, stages=stages()) as ledger:
        added = ledger.add_items(open_batch(str(out), stages(), told.append))
        ledger.snapshot()
    return added, told


def direct(source: Path, path: Path) -> Added:
    with Ledger.open(path, create=True, stages=stages()) as ledger:
        return ledger.add([source])


def files(out: Path, table: str = "statements") -> list[Path]:
    return sorted((out / table).glob("*.parquet"))


def test_the_shards_are_the_same_with_one_two_and_three_workers(source: Path, tmp_path: Path) -> None:
    outcomes = [made(source, tmp_path / f"out{workers}", workers) for workers in (1, 2, 3)]
    assert len({o.content for o in outcomes}) == 1
    assert outcomes[0].counts == outcomes[1].counts == outcomes[2].counts
    assert (outcomes[0].counts["documents"], outcomes[0].counts["set_aside"], outcomes[0].counts["lost"]) == (32, 1, 1)


def test_the_digest_tells_other_content(source: Path, tmp_path: Path) -> None:
    before = made(source, tmp_path / "1").content
    (source / "b.txt").write_text("Другой текст.", encoding="utf-8")
    assert made(source, tmp_path / "2").content != before


def test_linking_gives_the_ledger_of_a_direct_add(source: Path, tmp_path: Path) -> None:
    made(source, tmp_path / "out")
    assert is_batch(str(tmp_path / "out"))
    added, told = linked(tmp_path / "out", tmp_path / "batch.db")
    assert added == direct(source, tmp_path / "direct.db")
    assert told == []
    assert content(tmp_path / "batch.db") == content(tmp_path / "direct.db")


def test_linking_reads_nothing_that_was_read(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(source, tmp_path / "out")
    read = []
    import batch_fakes

    monkeypatch.setattr("havenwatch.ledger.reading.reading_of", lambda d, *_, **__: read.append(d) or 1 / 0)
    linked(tmp_path / "out", tmp_path / "l.db")
    assert [batch_fakes.read.__name__, len(read)] == ["read", 1]  # the one on which the reader stumbled


def test_a_second_run_makes_nothing(source: Path, tmp_path: Path) -> None:
    first = made(source, tmp_path / "out")
    times = {p: p.stat().st_mtime_ns for p in files(tmp_path / "out")}
    again = made(source, tmp_path / "out")
    assert (again.content, again.anew) == (first.content, ())
    assert again.counts["kept"] == again.counts["shards"] == len(times) == 6
    assert {p: p.stat().st_mtime_ns for p in times} == times


def cut(out: Path) -> None:
    data = files(out)[1].read_bytes()
    files(out)[1].write_bytes(data[: len(data) // 2])


def swap(out: Path) -> None:
    files(out)[1].write_bytes(files(out)[0].read_bytes())


def lose(out: Path) -> None:
    files(out, "documents")[1].unlink()


def scribble(out: Path) -> None:
    sorted((out / "done").iterdir())[1].write_text('{"format": 1', encoding="utf-8")


def unmark(out: Path) -> None:
    sorted((out / "done").iterdir())[1].unlink()


FAULTS = [
    (cut, "is cut off or was changed"),
    (swap, "is cut off or was changed"),
    (lose, "is missing"),
    (scribble, "is no mark of a finished shard"),
    (unmark, "belongs to a shard that was not finished"),
]


@pytest.mark.parametrize(("damage", "told"), FAULTS)
def test_a_damaged_shard_is_named_and_not_used(
    damage: Callable[[Path], None], told: str, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    whole = made(source, out)
    damage(out)
    added, _ = linked(out, tmp_path / "l.db")
    (fault,) = [p.message for p in added.problems if told in p.message]
    assert "run the same batch again" in fault
    assert added.counts["new"] < 32
    again = made(source, out)
    assert again.content == whole.content
    assert again.counts["kept"] == again.counts["shards"] - 1
    assert len(again.anew) == (damage is not unmark)
    assert linked(out, tmp_path / "l.db")[0].counts["new"] == 32 - added.counts["new"]
    direct(source, tmp_path / "direct.db")
    assert content(tmp_path / "l.db")["statement"] == content(tmp_path / "direct.db")["statement"]


def test_what_another_version_read_is_read_again(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    whole = made(source, out)
    for mark in (out / "done").iterdir():
        mark.write_text(mark.read_text("utf-8").replace("fake-1", "fake-0"), encoding="utf-8")
    added, told = linked(out, tmp_path / "l.db")
    assert len(told) == 6
    assert "was read by version fake-0" in told[0]
    direct(source, tmp_path / "direct.db")
    assert content(tmp_path / "l.db") == content(tmp_path / "direct.db")
    again = made(source, out)
    assert (again.counts["kept"], len(again.anew), again.content) == (0, 6, whole.content)
    assert added.counts["new"] == 32


def test_a_changed_input_is_read_again_and_a_new_one_moves_no_other(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made(source, out)
    (source / "0.txt").write_text("date 2026-01-05 Суд задержал дезертира.", encoding="utf-8")
    (source / "b.txt").write_text("date 2026-01-06 Суд освободил дезертира.", encoding="utf-8")
    again = made(source, out)
    assert (again.counts["shards"], again.counts["kept"]) == (7, 5)
    assert ["its input has changed" in reason for reason in again.anew] == [True]


def test_only_what_is_relevant(source: Path, tmp_path: Path) -> None:
    outcome = made(source, tmp_path / "out", relevant=True)
    assert (outcome.counts["set_aside"], outcome.counts["documents"]) == (1, 31)
    forced = made(source, tmp_path / "forced", forced=True)
    assert (forced.counts["set_aside"], forced.counts["documents"]) == (0, 32)


def test_a_text_that_ends_every_worker_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(lines(COUNT, d10="KILL"), encoding="utf-8")
    outcome = made(source, tmp_path / "out")
    assert (outcome.counts["documents"], outcome.counts["lost"]) == (COUNT - 1, 1)
    added, _ = linked(tmp_path / "out", tmp_path / "l.db")
    (told,) = [p.message for p in added.problems if "SIGKILL" in p.message]
    assert "line 11" in told


def test_killed_workers_lose_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(lines(COUNT, **{f"d{n}": "SLOW" for n in range(COUNT)}), encoding="utf-8")
    engine = LocalEngine(2)

    def kill() -> None:
        while engine.pool is None or not engine.pool.is_ready:
            time.sleep(0.05)
        time.sleep(0.3)
        os.kill(engine.pool.processes[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    outcome = run_batch(Batch((str(source),), str(tmp_path / "1"), SHARD), engine, None, stages)
    killer.join()
    assert outcome.counts["documents"] == COUNT
    assert outcome.content == made(source, tmp_path / "2", 1).content


DRIVER = """
import sys
sys.path[:0] = {paths!r}
from batch_fakes import stages
from havenwatch.batch import Batch, LocalEngine, run_batch
if __name__ == "__main__":
    run_batch(Batch(({source!r},), {out!r}, 4), LocalEngine(2), None, stages)
"""


def test_a_killed_driver_is_resumed(tmp_path: Path) -> None:
    source, out, script = tmp_path / "in.jsonl", tmp_path / "out", tmp_path / "driver.py"
    source.write_text(lines(COUNT, **{f"d{n}": "SLOW" for n in range(COUNT)}), encoding="utf-8")
    script.write_text(DRIVER.format(paths=[str(Path(__file__).parent)], source=str(source), out=str(out)), "utf-8")
    driver = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    while driver.poll() is None and not (out / "done").is_dir():
        time.sleep(0.05)
    driver.kill()
    driver.wait()
    before = len([p for p in (out / "done").iterdir() if p.name[0] != "."])
    again = run_batch(Batch((str(source),), str(out), 4), LocalEngine(2), None, stages)
    assert 1 <= before <= again.counts["kept"] < again.counts["shards"]
    assert again.content == run_batch(Batch((str(source),), f"{out}2", 4), LocalEngine(1), None, stages).content


def test_a_store_of_objects(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="the extra objects is not installed")
    out = f"file://{tmp_path}/out"
    whole = run_batch(Batch((str(source),), out, SHARD), LocalEngine(1), None, stages)
    assert is_batch(out)
    assert whole.content == made(source, tmp_path / "2").content
    read = run_batch(Batch((f"file://{source}",), f"{out}3", SHARD), LocalEngine(1), None, stages)
    assert read.counts == whole.counts
    with Ledger.open(tmp_path / "l.db", create=True, stages=crewed(1)) as ledger:
        assert ledger.add_items(open_batch(out, stages(), print)).counts["new"] == 32


def test_another_size_of_shards_and_pages_are_refused(source: Path, tmp_path: Path) -> None:
    made(source, tmp_path / "out")
    with pytest.raises(UsageError, match="begun with --shard 8"):
        run_batch(Batch((str(source),), str(tmp_path / "out"), 9), LocalEngine(1), None, stages)
    with pytest.raises(UsageError, match="pages are not fetched"):
        run_batch(Batch(("https://example.org/",), str(tmp_path / "3"), 9), LocalEngine(1), None, stages)


def test_the_tables_can_be_queried_without_the_program(source: Path, tmp_path: Path) -> None:
    from pyarrow import dataset

    made(source, tmp_path / "out")
    rows = dataset.dataset(tmp_path / "out" / "statements").to_table().to_pylist()
    texts = {d["id"]: d["text"] for d in dataset.dataset(tmp_path / "out" / "documents").to_table().to_pylist()}
    assert rows
    assert all(texts[r["document"]][r["start"] : r["end"]] == r["quote"] for r in rows)
    problems = dataset.dataset(tmp_path / "out" / "problems").to_table().to_pylist()
    assert {p["origin"] for p in problems} == {"input", "document", "reading", "fault"}
    marks = [json.loads(p.read_text("utf-8")) for p in (tmp_path / "out" / "done").iterdir()]
    assert sum(m["counts"]["statements"] for m in marks) == len(rows)
