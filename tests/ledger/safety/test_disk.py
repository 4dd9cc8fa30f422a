"""A full disk, one that cannot be written, a clock that goes back, two processes: clear errors, a consistent ledger."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import resource
import shutil
import subprocess
import sys
import textwrap
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_fakes import STAGES
from safety_known import MADE, Known

from havenwatch.errors import LedgerError
from havenwatch.ledger import FAILED, Ledger, Watched
from havenwatch.ledger.safety import faults
from havenwatch.ledger.storage import journal
from havenwatch.records import Review

NOBODY = 65534


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def not_writable(folder: Path) -> Iterator[None]:
    """The folder and its files can be read and not written; root, whom modes do not stop, acts as nobody."""
    modes = {p: p.stat().st_mode for p in (folder, *folder.iterdir())}
    user = os.geteuid()
    for part in modes:
        part.chmod(0o555 if part.is_dir() else 0o444)
    if user == 0:
        for above in folder.parents:
            if above.stat().st_mode & 0o055 != 0o055:
                above.chmod(above.stat().st_mode | 0o055)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for part, mode in modes.items():
            part.chmod(mode)


def size_of(path: Path) -> int:
    return max(p.stat().st_size for p in path.parent.iterdir() if p.name.startswith("ledger.db"))


@pytest.fixture
def more(tmp_path: Path) -> Path:
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(12):
        text = " ".join(f"Суд задержал IVANOV{chr(65 + number)} по делу {n}." for n in range(60))
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_full_disk_loses_the_item_in_hand_alone(sound: Ledger, known: Known, path: Path, more: Path) -> None:
    with largest_file(size_of(path) + 1_000_000), pytest.raises(LedgerError, match=r"ledger\.db: .*room") as told:
        sound.add([more])
    assert "what was stored stays" in str(told.value)
    sound.close()
    now = Known.of(path)
    assert now.failed == ()
    stored = {d.id for d in now.snapshot.documents}
    assert {d.id for d in known.snapshot.documents} < stored, "items before the disk was full are there"
    assert now.reviews == known.reviews
    with Ledger.open(path, stages=STAGES) as again:
        assert again.add([more]).counts["known"] == len(stored) - len(known.snapshot.documents)
        assert len(again.snapshot().documents) == len(known.snapshot.documents) + 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1200k", "none", str(place)]
    if shutil.which("mount") is None or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def add_to(path: Path, folder: Path) -> None:
    with Ledger.open(path, create=True, stages=STAGES) as ledger:
        ledger.add([folder])


def test_a_disk_that_is_really_full(small_disk: Path, more: Path, tmp_path: Path) -> None:
    path = small_disk / "ledger.db"
    for _ in range(2):  # the second run has no room from its beginning
        with pytest.raises(LedgerError, match=r"full.*; make room"):
            add_to(path, more)
    with Ledger.open(path, read_only=True, stages=STAGES) as reader:
        stored = len(reader.snapshot().documents)
        assert not [f for f in reader.verify() if f.state == FAILED]
        reader.backup(tmp_path / "copy.db")
    assert 0 < stored < 12
    with Ledger.open(tmp_path / "copy.db", stages=STAGES) as roomy:
        assert roomy.add([more]).counts == {"items": 12, "known": stored, "new": 12 - stored, "failed": 0,
                                            "statements": 60 * (12 - stored)}  # fmt: skip


def test_a_database_that_may_not_grow_says_so(sound: Ledger, known: Known, path: Path) -> None:
    with sound._database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def grow() -> None:
        with sound._database.write() as writing:
            writing.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            journal.append(writing, "x" * 5_000_000, "x", {})

    with pytest.raises(LedgerError, match=r"database or disk is full; make room"):
        grow()
    sound.close()
    assert Known.of(path) == known


@pytest.mark.parametrize("room", [4096, 100_000])
def test_a_backup_for_which_there_is_no_room_leaves_nothing(
    sound: Ledger, known: Known, path: Path, tmp_path: Path, room: int
) -> None:
    with largest_file(room), pytest.raises(LedgerError, match=r"copy\.db: .*room"):
        sound.backup(tmp_path / "copy.db")
    assert not [p for p in tmp_path.iterdir() if "copy.db" in p.name]
    assert Known.of(path) == known


def test_a_restore_for_which_there_is_no_room_replaces_nothing(
    sound: Ledger, known: Known, path: Path, tmp_path: Path
) -> None:
    sound.backup(tmp_path / "copy.db")
    sound.close()
    with largest_file(100_000), pytest.raises(LedgerError, match="room"):
        Ledger.restore(tmp_path / "copy.db", path, stages=STAGES)
    assert Known.of(path) == known


def test_a_disk_that_cannot_be_written_is_read(sound: Ledger, known: Known, path: Path, corpus: Path) -> None:
    sound.close()
    with not_writable(path.parent):
        with Ledger.open(path, read_only=True, stages=STAGES) as reader:
            assert len(reader.snapshot().documents) == len(known.snapshot.documents)
            assert not [f for f in reader.verify() if f.state == FAILED]
        with pytest.raises(LedgerError, match=r"ledger\.db: .*(permissions|write-protected)"):
            Ledger.open(path, stages=STAGES).add([corpus])
        with (
            Ledger.open(path, read_only=True, stages=STAGES) as reader,
            pytest.raises(LedgerError, match="permissions"),
        ):
            reader.backup(path.parent / "copy.db")
    assert Known.of(path) == known


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users and modes of files as POSIX has them")
def test_a_folder_that_one_may_not_enter_is_one_line(sound: Ledger, path: Path) -> None:
    sound.close()
    with not_writable(path.parent):
        mine = os.geteuid()
        os.seteuid(os.getuid())
        path.parent.chmod(0o000)
        os.seteuid(mine)
        for how in ({"read_only": True}, {"create": True}):
            with pytest.raises(LedgerError, match=r"ledger\.db: Permission denied; check the file, its folder"):
                Ledger.open(path, stages=STAGES, **how)


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        ("database is locked", "wait until it ends"),
        ("database or disk is full", "make room"),
        ("No space left on device", "make room"),
        ("disk I/O error", "see that the disk has room and is sound"),
        ("database disk image is malformed", "restore it from a copy"),
        ("attempt to write a readonly database", "write-protected"),
        ("unable to open database file", "permissions"),
    ],
)
def test_each_report_has_a_remedy(reason: str, remedy: str) -> None:
    assert remedy in faults.remedy(reason)


class Clock:
    """Stands in for `datetime` where the journal asks for the time."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def module(self) -> types.SimpleNamespace:
        moment = types.SimpleNamespace(now=lambda _=None: self.now, fromisoformat=dt.datetime.fromisoformat)
        return types.SimpleNamespace(datetime=moment, UTC=dt.UTC, timedelta=dt.timedelta)


def test_a_clock_that_goes_back_is_named_and_does_no_harm(
    sound: Ledger, corpus: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from havenwatch.ledger.safety import warning

    clock = Clock(dt.datetime.now(dt.UTC) - dt.timedelta(days=400))
    monkeypatch.setattr(journal, "dt", clock.module())
    monkeypatch.setattr(warning, "dt", clock.module())
    (corpus / "new.txt").write_text("Суд отпустил PETROVA.", encoding="utf-8")
    added = sound.add([corpus / "new.txt"])
    (problem,) = added.problems
    assert problem.stage == "ledger"
    assert f"the clock of this machine says {clock.now:%Y-%m-%d %H:%M} UTC" in problem.message
    statement = sound.snapshot().statements[0].id
    sound.decide(Review(statement, "accepted", (), "later in the chain", "Анна", MADE))
    found = {f.check: f for f in sound.verify()}
    assert not [f for f in found.values() if f.state == FAILED]
    assert "; the clock went back before row " in found["journal"].message
    assert {r.statement: r.reason for r in sound.snapshot().reviews}[statement] == "later in the chain"


def test_a_page_that_was_visited_in_the_future_is_due_now(ledger: Ledger) -> None:
    now = dt.datetime.now(dt.UTC)
    ahead, later = (now + dt.timedelta(days=d) for d in (900, 901))
    stamps = {"checked": ahead.isoformat(timespec="seconds"), "due": later.isoformat(timespec="seconds")}
    ledger.watched.save([Watched("https://example.org/1", "page", **stamps)])
    stamps["checked"] = (now - dt.timedelta(days=1)).isoformat(timespec="seconds")
    ledger.watched.save([Watched("https://example.org/2", "page", **stamps)])
    assert [w.address for w in ledger.watched.due(now, "page", 10)] == ["https://example.org/1"]


ADDER = """
    import sys
    sys.path.insert(0, {folder!r})
    from ledger_fakes import STAGES
    from havenwatch.ledger import Ledger
    sys.stdin.readline()
    with Ledger.open({path!r}, create=True, stages=STAGES, lock_seconds=60) as ledger:
        for _ in range(3):
            ledger.add(sys.argv[1:])
"""


def test_two_processes_at_once_make_one_whole_ledger(path: Path, corpus: Path, more: Path) -> None:
    (corpus / "e.txt").unlink()
    files = sorted([*corpus.iterdir(), *more.iterdir()])
    program = textwrap.dedent(ADDER.format(folder=str(Path(__file__).parents[1]), path=str(path)))
    shares = (files[::2], files[1::2], files)
    words = [[sys.executable, "-c", program, *map(str, share)] for share in shares]
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(subprocess.Popen(w, stdin=subprocess.PIPE)) for w in words]
        for process in started:
            process.stdin.write(b"go\n")
            process.stdin.close()
        assert [process.wait() for process in started] == [0, 0, 0]
    both = Known.of(path)
    path = path.with_name("alone.db")
    with Ledger.open(path, create=True, stages=STAGES) as alone:
        alone.add(files)
    assert both == Known.of(path)
    assert both.failed == ()
