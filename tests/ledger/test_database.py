from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_fakes import STAGES

from havenwatch.errors import LedgerError
from havenwatch.ledger import Ledger
from havenwatch.ledger.storage import Database, schema
from havenwatch.ledger.storage.migrate import Migration, migrations
from havenwatch.ledger.storage.sqlite import store as sqlite_store
from havenwatch.ledger.storage.sqlite.migrate import applied, migrate, pending
from havenwatch.records import Review


@pytest.fixture
def address(path: Path) -> str:
    """What is looked at here is the file."""
    return str(path)


def connect(path: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(path, isolation_level=None))


def foreign(path: Path) -> None:
    with connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def newer(path: Path) -> None:
    Ledger.open(path, create=True, stages=STAGES).close()
    with connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (foreign, "is a database of another program"),
        (newer, "was written by a newer version of havenwatch; install that version"),
        (lambda p: p.write_text("слова " * 100), "is not a ledger"),
        (lambda p: p.write_bytes(b"SQLite format 3\0" + b"x" * 200), "restore it from a copy"),
        (lambda p: p.mkdir(), "is a folder; name a file"),
    ],
)
@pytest.mark.parametrize("mode", [{"create": True}, {}, {"read_only": True}])
def test_what_is_no_ledger_is_refused_and_left_as_it_is(path: Path, make, reason: str, mode: dict[str, bool]) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=rf"{path.name}: .*{reason}"):
        Ledger.open(path, stages=STAGES, **mode)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("address", "mode", "reason"),
    [
        ("none.db", {}, "no ledger here; make one with 'havenwatch add'"),
        ("none.db", {"read_only": True}, "no ledger here"),
        ("none/none.db", {"create": True}, "the folder .*none does not exist; make it first"),
        ("mysql://me:secret@host/base", {"create": True}, r"mysql://...: no ledger can be kept there; give a file or"),
        ("none.db", {"create": True, "read_only": True}, "cannot be created for reading alone"),
    ],
)
def test_addresses_without_a_ledger(tmp_path: Path, address: str, mode: dict[str, bool], reason: str) -> None:
    place = address if "://" in address else tmp_path / address
    with pytest.raises(LedgerError, match=reason):
        Ledger.open(place, stages=STAGES, **mode)


@pytest.mark.parametrize("name", ["a b#c?d%41.db", "ключ.db"])
def test_names_that_a_uri_would_misread(tmp_path: Path, name: str) -> None:
    for address in (tmp_path / name, f"sqlite:///{tmp_path / name}"):
        Ledger.open(address, create=True, stages=STAGES).close()
    assert (tmp_path / name).is_file()


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.touch()
    with Ledger.open(path, create=True, stages=STAGES) as ledger:
        assert ledger.snapshot().documents == ()


def test_a_ledger_whose_making_was_cut_off_is_made_anew(path: Path) -> None:
    with connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size > 0
    with Ledger.open(path, create=True, stages=STAGES) as ledger:
        assert ledger.snapshot().documents == ()


def test_a_file_that_cannot_be_written_is_read_all_the_same(
    filled: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.close()
    connect_to = sqlite3.connect

    def refuse(address, *args, **kwargs):
        if "mode=ro" in str(address) and "immutable" not in str(address):
            raise sqlite3.OperationalError("unable to open database file")
        return connect_to(address, *args, **kwargs)

    monkeypatch.setattr(sqlite_store.sqlite3, "connect", refuse)
    with Ledger.open(path, read_only=True, stages=STAGES) as reader:
        assert len(reader.snapshot().documents) == 7


def test_reading_changes_no_byte(filled: Ledger, path: Path) -> None:
    filled.close()
    before = path.read_bytes()
    with Ledger.open(path, read_only=True, stages=STAGES) as reader:
        reader.snapshot()
        reader.status()
        reader.verify()
        reader.search("Астана")
    assert path.read_bytes() == before


def test_pragmas(path: Path) -> None:
    with contextlib.closing(Database.open(path, create=True)) as base, base.read() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "application_id", "user_version")
        }
    assert values == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "application_id": 0x48415657,
        "user_version": len(migrations()),
    }


def test_the_tables_of_the_queries_are_those_of_the_migrations(path: Path) -> None:
    with contextlib.closing(Database.open(path, create=True)) as base, base.read() as connection:
        found = sa.inspect(connection)
        made = {t: [c["name"] for c in found.get_columns(t)] for t in found.get_table_names()}
    ours = {t.name: [c.name for c in t.columns] for t in schema.METADATA.sorted_tables}
    assert {t: c for t, c in made.items() if not t.startswith("word_index")} == ours


FIRST = Migration("001", "CREATE TABLE a (x);\nCREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; SELECT 2; END;")
BROKEN = Migration("002", "CREATE TABLE b (y);\nINSERT INTO nowhere VALUES (1);")
MENDED = Migration("002", "CREATE TABLE b (y);\n-- a closing remark")


def test_a_migration_that_fails_is_undone_and_stays_pending(path: Path) -> None:
    with connect(path) as connection:
        with pytest.raises(LedgerError, match=r"migration 002 failed .*nowhere"):
            migrate(connection, (FIRST, BROKEN))
        assert list(applied(connection)) == ["001"]
        assert [m.name for m in pending(connection, (FIRST, BROKEN))] == ["002"]
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'b'").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        migrate(connection, (FIRST, MENDED))
        assert applied(connection) == {"001": FIRST.sha256, "002": MENDED.sha256}
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        migrate(connection, (FIRST, MENDED))
        assert len(applied(connection)) == 2


def test_an_older_ledger_is_brought_up_to_date_by_a_writer_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database.open(path, create=True).close()
    more = (*migrations(), Migration("999_more", "CREATE TABLE more (x);"))
    monkeypatch.setattr(sqlite_store, "migrations", lambda: more)
    with pytest.raises(LedgerError, match="written by an older version; run 'havenwatch rebuild'"):
        Database.open(path, read_only=True)
    Database.open(path).close()
    Database.open(path, read_only=True).close()


WRITER = """
    import sys
    sys.path.insert(0, {folder!r})
    from ledger_fakes import STAGES
    from havenwatch.ledger import Ledger
    with Ledger.open({path!r}, stages=STAGES) as ledger, ledger._database.locked():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_a_second_writer_is_told_after_a_while_and_readers_go_on(filled: Ledger, path: Path, corpus: Path) -> None:
    program = textwrap.dedent(WRITER.format(folder=str(Path(__file__).parent), path=str(path)))
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LedgerError, match=r"ledger\.db: another command is writing to this ledger; wait"):
            Ledger.open(path, stages=STAGES, lock_seconds=0.2).add([corpus])
        with Ledger.open(path, read_only=True, stages=STAGES) as reader:
            assert len(reader.snapshot().documents) == 7
        other.kill()
    with Ledger.open(path, stages=STAGES, lock_seconds=0.2) as again:
        again.add([corpus])


LONG_RUN = """
    import sys, time
    from pathlib import Path
    sys.path.insert(0, {folder!r})
    import dataclasses
    import ledger_fakes
    from havenwatch.ledger import Ledger
    def slowly(document):
        time.sleep(0.15)
        return ledger_fakes.read(document)
    stages = dataclasses.replace(ledger_fakes.STAGES, read=slowly)
    with Ledger.open({path!r}, stages=stages) as ledger:
        print("begun", flush=True)
        ledger.add([Path({texts!r})])
"""


def test_a_long_run_lets_others_write_between_two_items(filled: Ledger, path: Path, tmp_path: Path) -> None:
    texts = tmp_path / "many"
    texts.mkdir()
    for number in range(20):
        (texts / f"{number}.txt").write_text(f"Задержан АБАЙ номер {number}.", encoding="utf-8")
    values = {"folder": str(Path(__file__).parent), "path": str(path), "texts": str(texts)}
    statement = filled.snapshot().statements[0].id
    program = textwrap.dedent(LONG_RUN.format(**values))
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"begun\n"
        with Ledger.open(path, stages=STAGES, lock_seconds=10) as desk:
            decided = 0
            while other.poll() is None and decided < 8:
                desk.decide(Review(statement, "accepted", (), f"{decided}", "Вера", f"2026-01-01T00:00:0{decided}"))
                decided += 1
        assert decided == 8
        assert other.poll() is None, "the run was over before the decisions were"
        assert other.wait(60) == 0
    with Ledger.open(path, stages=STAGES) as after:
        held = after.snapshot()
        assert len(held.documents) == 27
        assert [r.reason for r in held.reviews] == ["7"]


def test_a_writer_waits_for_another_to_end(filled: Ledger, path: Path, corpus: Path) -> None:
    program = textwrap.dedent(WRITER.format(folder=str(Path(__file__).parent), path=str(path)))
    program = program.replace("sys.stdin.read()", "__import__('time').sleep(0.5)")
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with Ledger.open(path, stages=STAGES, lock_seconds=30) as waiting:
            assert waiting.add([corpus]).counts["known"] == 7
