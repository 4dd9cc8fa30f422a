"""Parquet files: a row with a `text` is a document, with the columns that a line of JSON may have too.

Needs the extra `parquet` (pyarrow); without it the file is an obstacle that says so.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from havenwatch.records import Problem
from havenwatch.source.item import Hints, Item, Obstacle, make_item, obstacle
from havenwatch.source.lines import KEYS, read_lines

# Rows held at a time, whatever the row groups of the file are.
ROWS = 256

MAGIC = b"PAR1"

__all__ = ["MAGIC", "read_table"]


def read_table(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """Each row as an item whose bytes are its known columns as a line of JSON; the stream must be able to seek."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        yield obstacle(name, None, "is a Parquet file: pip install 'havenwatch[parquet]' to read it")
        return
    try:
        file = parquet.ParquetFile(stream)
        columns = [c for c in ("text", *KEYS) if c in file.schema_arrow.names]
        if "text" not in columns:
            yield obstacle(name, None, "has no column 'text'; rename the one that holds the words of the documents")
            return
        number = 0
        for batch in file.iter_batches(ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield from _row(row, (name, f"row {number}"), hints)
        if number == 0:
            yield obstacle(name, None, "is empty; nothing to store")
    except (pa.ArrowException, OSError) as error:
        yield obstacle(name, None, f"is damaged or no Parquet file ({' '.join(str(error).split())}); export it again")


def _row(row: dict[str, Any], where: tuple[str, str], hints: Hints) -> Iterator[Item | Problem]:
    told = {k: v for k, v in row.items() if v is not None}
    line = json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    # the row is a line of its own to the reader of lines; it is placed by its number in the file
    for found in read_lines(io.BytesIO(line), where[0], hints):
        yield _placed(found, *where)


def _placed(found: Item | Problem, name: str, member: str) -> Item | Problem:
    if isinstance(found, Item):
        return make_item(name, member, found.source.media_type, found.data, found.hints)
    if isinstance(found, Obstacle):
        return obstacle(name, member, found.message.removeprefix(f"{found.place}: "), lost=found.lost)
    return found
