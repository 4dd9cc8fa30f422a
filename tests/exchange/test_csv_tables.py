"""The public edition: nothing runs as a formula, nobody under age is named."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.exchange.csv import export, harmless
from havenwatch.exchange.json import export as to_object
from havenwatch.records import Snapshot

FORMULA = "=+-@＝＋－＠\t\r\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_table_a_noun(snapshot: Snapshot) -> None:
    nouns = [n for n in to_object(snapshot) if n not in {"format", "made", "note", "versions", "withdrawals"}]
    tables = export(snapshot)
    assert list(tables) == ["about", *nouns]
    counts = {n: len(rows(tables[n])) for n in nouns}
    assert counts == {n: len(to_object(snapshot)[n]) for n in nouns} | {"conflicts": 2}


def test_columns_are_the_keys_of_the_interchange_form(snapshot: Snapshot) -> None:
    tables, whole = export(snapshot), to_object(snapshot)
    for noun in ("statements", "persons", "events", "cases", "figures", "calendar", "problems"):
        assert list(rows(tables[noun])[0]) == list(whole[noun][0])
    assert set(whole["documents"][0]) - set(rows(tables["documents"])[0]) == {"text"}


def test_lists_unknowns_and_truth(snapshot: Snapshot) -> None:
    tables = export(snapshot)
    assert rows(tables["cases"])[0]["events"] == "e1; e3"
    assert rows(tables["cases"])[0]["tracks"] == "asylum=applied; extradition=custody"
    assert rows(tables["figures"])[0]["unit"] == ""
    assert rows(tables["figures"])[0]["approximate"] == "false"
    assert rows(tables["statements"])[0]["quote"].startswith("Суд арестовал")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" \u00a0@SUM(A1)", "' \u00a0@SUM(A1)"),
        ("-5", "'-5"),
        ("＝1", "'＝1"),
        ("\tx", "'\tx"),
        ("Суд", "Суд"),
        ("a=b", "a=b"),
        ("", ""),
        ("'=1", "'=1"),
    ],
)
def test_what_could_run_is_made_harmless(text: str, cell: str) -> None:
    assert harmless(text) == cell


def test_formulas_in_cells_and_in_lists_are_harmless(snapshot: Snapshot) -> None:
    tables = export(snapshot)
    assert rows(tables["events"])[2]["actors"] == "адвокат; '=HYPERLINK(1)"
    assert rows(tables["statements"])[2]["attributed_to"] == "'=адвокат"
    assert rows(tables["problems"])[0]["message"].startswith("'--")


@given(st.text())
def test_no_text_gives_a_cell_that_starts_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.lstrip().startswith(tuple(FORMULA[:8]))
    assert cell[:1] not in {"\t", "\r", "\n"}
    assert cell.endswith(text)


def test_a_minor_is_named_nowhere(snapshot: Snapshot) -> None:
    tables = export(snapshot)
    for name in ("Пётр", "Петра", "ПЁТР"):
        assert [n for n, text in tables.items() if name in text] == []
    assert rows(tables["persons"])[1]["names"] == "[withheld]"
    assert rows(tables["persons"])[1]["mentions"] == ""
    assert [r["quote"] for r in rows(tables["statements"]) if r["id"] in {"s2", "s6"}] == ["[withheld]"] * 2
    assert rows(tables["documents"])[0]["title"] == "Суд и [withheld]"


def test_everybody_else_stays_named(snapshot: Snapshot) -> None:
    tables = export(snapshot)
    assert rows(tables["persons"])[0]["names"] == "Иван Луговой"
    assert "Ивана Лугового" in rows(tables["statements"])[0]["quote"]
    assert "1 minors and relatives are masked" in rows(tables["about"])[0]["note"]


def test_nothing_is_masked_where_nobody_is_a_minor(snapshot: Snapshot) -> None:
    adult = tuple(dataclasses.replace(p, profiles=()) for p in snapshot.dossier.persons)
    open_ = dataclasses.replace(snapshot, dossier=dataclasses.replace(snapshot.dossier, persons=adult))
    assert rows(export(open_)["persons"])[1]["names"] == "Пётр"
