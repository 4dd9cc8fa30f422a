"""Quantities that figures count, as data."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
from collections.abc import Mapping
from typing import Any

import yaml

from havenwatch.errors import OntologyError


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of figure: `unit` that its number must carry (None: a plain count), `needs` lemma groups by language."""

    id: str
    labels: Mapping[str, str]
    unit: str | None
    needs: Mapping[str, tuple[tuple[str, ...], ...]]
    phrase: str


@functools.cache
def load_quantities() -> tuple[Quantity, ...]:
    """All quantities, narrow ones first, as in the file.

    Raises:
        OntologyError: an entry lacks a key.
    """
    path = importlib.resources.files("havenwatch.ontology") / "data" / "quantity.yaml"
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_quantity(row) for row in rows)


def _quantity(row: Mapping[str, Any]) -> Quantity:
    try:
        needs = {lang: tuple(tuple(group) for group in groups) for lang, groups in row["needs"].items()}
        return Quantity(row["id"], row["labels"], row["unit"], needs, row["phrase"])
    except (KeyError, AttributeError, TypeError) as error:
        raise OntologyError(f"quantity.yaml: entry {row.get('id', row)}: {error} is missing or malformed") from error
