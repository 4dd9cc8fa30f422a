"""Tables: the same rows as a page and as CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Iterable

from havenwatch.exchange.csv import harmless

__all__ = ["Cell", "Table", "as_csv"]


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell; `href` leads to what it names, `tone` marks it (adverse, protective, quiet, number)."""

    text: str
    href: str | None = None
    tone: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns: (key, label, order) triples; the key heads the column of the CSV, order sorts the list."""

    caption: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(tables: Iterable[Table], mask: Callable[[str], str]) -> str:
    """Rows of tables with equal columns as RFC 4180 text; names withheld, nothing that a spreadsheet would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if number == 0:
            writer.writerow([key for key, _, _ in table.columns])
        for row in table.rows:
            writer.writerow([harmless(mask(cell.text)) for cell in row])
    return out.getvalue()
