"""UNHCR statistics as intervals: the masking, the worked table, bad folders."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.errors import UsageError
from havenwatch.indicator.context.asylum import (
    APPLICATIONS,
    DECISIONS,
    Bounds,
    masked,
    read_asylum,
    three_letters,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "unhcr"
ROW = {
    "year": "2024", "coa_iso": "KAZ", "coo_iso": "RUS", "procedure_type": "G", "app_type": "N", "dec_level": "FI",
    "app_pc": "P", "dec_pc": "P", "applied": "11", "dec_recognized": "0", "dec_other": "5", "dec_rejected": "10",
    "dec_closed": "12",
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "table", "low", "high"),
    [
        (0, DECISIONS, 0, 4), (5, DECISIONS, 1, 9), (10, DECISIONS, 6, 10), (11, DECISIONS, 11, 11),
        (0, APPLICATIONS, 0, 0), (5, APPLICATIONS, 1, 5), (6, APPLICATIONS, 6, 6), (None, DECISIONS, 0, 0),
        (float("nan"), DECISIONS, 0, 0),
    ],
)  # fmt: skip
def test_a_cell_is_the_interval_that_it_can_stand_for(value, table, low, high):
    found = masked(value, table)
    assert (found.low, found.high) == (low, high)


@given(st.lists(st.integers(0, 400), max_size=8))
def test_a_sum_holds_what_was_printed(cells):
    total = sum((masked(c, DECISIONS) for c in cells), Bounds(0, 0, 0))
    assert total.low <= total.printed <= total.high
    assert total.printed == sum(cells)


@pytest.mark.parametrize("value", [-1, 1.5])
def test_an_impossible_cell_is_refused(value):
    with pytest.raises(ValueError, match="whole number"):
        masked(value, DECISIONS)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data folder with UNHCR's tables is absent")
def test_the_worked_table_of_russians():
    pytest.importorskip("rdata", reason="rdata is not installed: it is in the extra rdata")
    statistics = read_asylum(SHARED)
    rows = {
        host: [
            (y.applications.printed, [getattr(y, k).printed for k in ("recognised", "other", "rejected", "closed")])
            for y in statistics.years(host, "RU", 4)
        ]
        for host in ("KZ", "GE", "AM")
    }
    assert rows["KZ"] == [(23, [0, 0, 10, 0]), (22, [0, 0, 5, 17]), (11, [0, 0, 0, 12]), (6, [0, 0, 10, 0])]
    assert rows["GE"] == [(115, [0, 5, 40, 31]), (83, [5, 0, 20, 37]), (85, [0, 0, 141, 42]), (26, [5, 0, 29, 5])]
    assert rows["AM"] == [(20, [0, 0, 5, 0]), (32, [0, 0, 13, 11]), (56, [5, 0, 16, 26]), (44, [5, 5, 18, 18])]


def write(folder, *, drop=(), rows=(ROW,)):
    for name in (APPLICATIONS, DECISIONS):
        columns = [c for c in ROW if c not in drop]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_csv_tables_are_read(tmp_path):
    (year,) = read_asylum(write(tmp_path)).years("KZ", "RU")
    assert (year.year, year.applications.printed) == (2024, 11)
    assert (year.other.low, year.other.high) == (1, 9)


def test_other_procedures_levels_and_units_are_left_out(tmp_path):
    others = [ROW | change for change in ({"procedure_type": "U"}, {"dec_level": "AR"}, {"app_pc": "C", "dec_pc": "C"})]
    assert read_asylum(write(tmp_path, rows=others)).years("KZ", "RU") == ()


def test_a_state_without_rows_has_no_years(tmp_path):
    assert read_asylum(write(tmp_path)).years("GE", "RU") == ()


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"asylum_applications\.csv"):
        read_asylum(tmp_path)


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(UsageError, match="no column dec_closed"):
        read_asylum(write(tmp_path, drop=("dec_closed",)))


def test_a_broken_file_is_named(tmp_path):
    write(tmp_path)
    (tmp_path / "asylum_decisions.csv").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(UsageError, match="asylum_decisions"):
        read_asylum(tmp_path)


def test_r_data_names_its_extra(tmp_path, monkeypatch):
    (tmp_path / "asylum_applications.rda").write_bytes(b"x")
    monkeypatch.setitem(sys.modules, "rdata", None)
    with pytest.raises(UsageError, match=r"havenwatch\[rdata\]"):
        read_asylum(tmp_path)


def test_a_broken_r_file_is_named(tmp_path):
    pytest.importorskip("rdata", reason="rdata is not installed: it is in the extra rdata")
    (tmp_path / "asylum_applications.rda").write_bytes(b"no R data")
    with pytest.raises(UsageError, match=r"asylum_applications\.rda"):
        read_asylum(tmp_path)


def test_codes_of_states():
    assert [three_letters(iso) for iso in ("KZ", "RU", "GE", "??")] == ["KAZ", "RUS", "GEO", "??"]
