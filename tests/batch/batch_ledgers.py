"""A ledger read by so many processes, and its whole content for comparing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from batch_fakes import stages

from havenwatch.batch import ProcessCrew
from havenwatch.ledger import Stages
from havenwatch.ledger.storage import schema


def crewed(workers: int, make: Callable[[], Stages] = stages, patience: float = 0.0) -> Stages:
    return dataclasses.replace(stages(), crew=ProcessCrew(workers, make, patience))


def content(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, without times and the chain over them."""
    engine = sa.create_engine(f"sqlite:///{path}")
    left_out = {"retrieved", "made", "applied", "digest", "previous"}
    with engine.connect() as connection:
        rows = {
            name: sorted(
                (
                    {k: v for k, v in row.items() if k not in left_out}
                    for row in connection.execute(sa.select(table)).mappings()
                ),
                key=repr,
            )
            for name, table in schema.METADATA.tables.items()
        }
    engine.dispose()
    return rows
