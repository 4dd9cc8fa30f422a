from __future__ import annotations

import re
import sys
from collections.abc import Callable

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_fakes import STAGES

from havenwatch.errors import LedgerError, without_password
from havenwatch.ledger import Ledger
from havenwatch.ledger.storage.migrate import Migration, migrations
from havenwatch.ledger.storage.postgres import store
from havenwatch.ledger.storage.postgres.address import connect, parse
from havenwatch.ledger.storage.postgres.translate import translated


@pytest.mark.parametrize(
    ("address", "schema", "name"),
    [
        ("postgresql://me:secret@host:1/base", "public", "postgresql://me:***@host:1/base"),
        ("postgresql+psycopg://host/base?schema=a%20b", "a b", "postgresql://host/base?schema=a%20b"),
        ("postgres:///base?password=secret&host=x", "public", "postgresql:///base?password=***&host=x"),
    ],
)
def test_addresses(address: str, schema: str, name: str) -> None:
    found = parse(address)
    assert (found.schema, found.name, "schema" in found.libpq) == (schema, name, False)
    assert "secret" not in without_password(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://127.0.0.1:1/base", "check that the server runs, its host and port"),
        ("{}&schema=none", "no ledger here; make one with 'havenwatch add'"),
        ("{}&schema=", "a schema has a name of 1 to 63 bytes"),
        ("{server}/nowhere?host={host}", "make the database first"),
        ("postgresql://nobody-here@/havenwatch?host={host}", "make the user first"),
        ("postgresql://keeper@/havenwatch?host={host}&nonsense=1", "nonsense.*; check the address"),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(postgres_server: str, address: str, reason: str) -> None:
    server, _, query = postgres_server.partition("/havenwatch?host=")
    with pytest.raises(LedgerError, match=reason):
        Ledger.open(address.format(postgres_server, server=server, host=query), stages=STAGES)


def test_a_wrong_password_is_told_and_not_shown(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise psycopg.OperationalError('FATAL: password authentication failed for user "me"')

    monkeypatch.setattr(psycopg, "connect", refuse)
    with pytest.raises(LedgerError, match="check user and password") as told:
        Ledger.open("postgresql://me:secret@host/base", stages=STAGES)
    assert "secret" not in str(told.value)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=re.escape("pip install 'havenwatch[postgres]'")):
        Ledger.open("postgresql://host/base", stages=STAGES)


def test_tables_of_another_program_are_left_alone(new_schema: Callable[[], str]) -> None:
    address = new_schema()
    with connect(parse(address), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {parse(address).schema}")
        connection.execute("CREATE TABLE theirs (a INTEGER)")
    with pytest.raises(LedgerError, match="holds tables of another program"):
        Ledger.open(address, create=True, stages=STAGES)


def test_older_and_newer_ledgers(new_schema: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    address = new_schema()
    Ledger.open(address, create=True, stages=STAGES).close()
    more = (*migrations(), Migration("999_more", "CREATE TABLE more (x TEXT);"))
    with monkeypatch.context() as later:
        later.setattr(store, "migrations", lambda: more)
        with pytest.raises(LedgerError, match="written by an older version; run 'havenwatch rebuild'"):
            Ledger.open(address, read_only=True, stages=STAGES)
        Ledger.open(address, stages=STAGES).close()
        Ledger.open(address, read_only=True, stages=STAGES).close()
    with pytest.raises(LedgerError, match="written by a newer version of havenwatch; install that version"):
        Ledger.open(address, stages=STAGES)


def test_a_migration_that_fails_is_undone(new_schema: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    address = new_schema()
    broken = (*migrations(), Migration("999_more", "CREATE TABLE more (x TEXT);\nINSERT INTO nowhere VALUES (1);"))
    with monkeypatch.context() as later:
        later.setattr(store, "migrations", lambda: broken)
        with pytest.raises(LedgerError, match=r"migration 999_more failed .*nowhere"):
            Ledger.open(address, create=True, stages=STAGES)
    with Ledger.open(address, stages=STAGES) as ledger:
        assert [f.state for f in ledger.verify() if f.check in ("database", "schema")] == ["passed", "passed"]


def test_what_cannot_be_translated_is_a_fault_of_the_program() -> None:
    with pytest.raises(LedgerError, match="has a statement that PostgreSQL does not know: CREATE VIRTUAL TABLE x"):
        translated(Migration("1", "CREATE VIRTUAL TABLE x USING fts5 (y);"))
    assert all(translated(step) for step in migrations())


def test_a_writer_that_is_cut_off_lets_others_in(new_schema: Callable[[], str], postgres_server: str) -> None:
    address = new_schema()
    with Ledger.open(address, create=True, stages=STAGES, lock_seconds=0.2) as first:
        with (
            first._database.locked(),
            pytest.raises(LedgerError, match="another command is writing to this ledger"),
            Ledger.open(address, stages=STAGES, lock_seconds=0.2),
        ):
            pass
        with first._database.locked():
            with psycopg.connect(postgres_server, autocommit=True) as other:
                query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                assert other.execute(query).fetchall()
            Ledger.open(address, stages=STAGES, lock_seconds=5).close()


def test_a_trigger_that_is_switched_off_is_found(new_schema: Callable[[], str]) -> None:
    address = new_schema()
    with Ledger.open(address, create=True, stages=STAGES) as ledger:
        with connect(parse(address), autocommit=True) as connection:
            connection.execute("ALTER TABLE review DISABLE TRIGGER review_update")
        (found,) = [f for f in ledger.verify() if f.check == "database"]
        assert (found.state, "trigger review_update is switched off" in found.message) == ("failed", True)


WORDS = ("суд", "суда", "Мовлаев", "Movlayev", "courts", "court", "O'Connor", "¾", "it's", "Алматы", "x", "2026", "𞤀")


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=6),
    query=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
)
def test_search_finds_and_ranks_as_in_a_file(new_schema, tmp_path_factory, texts: list[str], query: str) -> None:
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(f"{text}. {text.upper()}.", encoding="utf-8")
    found = []
    for address in (tmp_path_factory.mktemp("file") / "ledger.db", new_schema()):
        with Ledger.open(address, create=True, stages=STAGES) as ledger:
            ledger.add([folder])
            found.append({(h.document, h.statement): h.score for h in ledger.search(query, 100)})
    assert found[1] == pytest.approx(found[0], rel=1e-9)
