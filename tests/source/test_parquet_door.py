"""Parquet files as inputs: rows give what the same lines of JSON give."""

from __future__ import annotations

from pathlib import Path

import pytest

from havenwatch.document import make_documents
from havenwatch.records import Document
from havenwatch.source import Item, Obstacle, open_items

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
parquet = pytest.importorskip("pyarrow.parquet")
ROWS = [
    {"text": "Суд задержал активиста.", "url": "https://example.org/1", "published": "2026-01-05", "noise": 1},
    {"text": None, "url": "https://example.org/2", "published": None, "noise": 2},
    {"text": "Суд освободил активиста.", "url": None, "published": "2026-02-31", "noise": 3},
]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    parquet.write_table(pa.Table.from_pylist(rows), path)
    return path


def test_rows_are_documents_and_a_bad_row_does_not_stop_the_others(tmp_path: Path) -> None:
    found = list(open_items([write(tmp_path / "x.parquet", ROWS)]))
    items = [i for i in found if isinstance(i, Item)]
    assert [i.source.member for i in items] == ["row 1", "row 3"]
    (lost,) = [p for p in found if isinstance(p, Obstacle)]
    assert lost.message.endswith(
        "x.parquet, row 2: has no 'text'; give the words of the document as a string under that key"
    )
    made = [d for i in items for d in make_documents(i) if isinstance(d, Document)]
    assert [(d.text, d.url, str(d.published)) for d in made] == [
        ("Суд задержал активиста.", "https://example.org/1", "2026-01-05"),
        ("Суд освободил активиста.", None, "None"),
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [([{"words": "x"}], "has no column 'text'"), ([], "has no column 'text'"), (None, "no Parquet file")],
)
def test_what_cannot_be_read_is_named(rows: list[dict[str, object]] | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    if rows is None:
        path.write_bytes(b"PAR1 cut off")
    else:
        write(path, rows)
    (found,) = open_items([path])
    assert told in found.message
    assert "x.parquet: " in found.message
