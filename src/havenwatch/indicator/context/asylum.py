"""UNHCR asylum statistics as intervals: small cells of the published tables are masked.

Reads the tables `asylum_applications` and `asylum_decisions` that UNHCR publishes (CC BY 4.0), as csv with the columns
of its R package, or as that package's R data files where `rdata` is installed. What a cell can stand for is data
(`masking.yaml`).
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import math
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from havenwatch.errors import UsageError

APPLICATIONS, DECISIONS = "asylum_applications", "asylum_decisions"
OUTCOMES = ("dec_recognized", "dec_other", "dec_rejected", "dec_closed")
FIRST_INSTANCE, NEW = "FI", "N"
GOVERNMENT = "G"
_STATES = ("coa_iso", "coo_iso")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    APPLICATIONS: ("year", *_STATES, "procedure_type", "app_type", "dec_level", "app_pc", "applied"),
    DECISIONS: ("year", *_STATES, "procedure_type", "dec_level", "dec_pc", *OUTCOMES),
}

Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Bounds:
    """What a sum of masked cells can stand for, both ends included; `printed` is the sum as published."""

    printed: int
    low: int
    high: int

    def __add__(self, other: Bounds) -> Bounds:
        """Sum of two intervals."""
        return Bounds(self.printed + other.printed, self.low + other.low, self.high + other.high)


NOTHING = Bounds(0, 0, 0)


@dataclasses.dataclass(frozen=True, slots=True)
class Year:
    """First instance of one year: new applications and decisions by outcome, None where no row was published."""

    year: int
    applications: Bounds | None
    recognised: Bounds | None
    other: Bounds | None
    rejected: Bounds | None
    closed: Bounds | None


@dataclasses.dataclass(frozen=True, slots=True)
class AsylumStatistics:
    """Tables of one folder, rows by (host, origin) as three-letter codes."""

    applications: Mapping[tuple[str, str], tuple[Row, ...]]
    decisions: Mapping[tuple[str, str], tuple[Row, ...]]

    def years(self, host: str, origin: str, last: int = 8) -> tuple[Year, ...]:
        """The last years with any row, oldest first, for two-letter codes; persons, government procedure only."""
        pair = (three_letters(host), three_letters(origin))
        asked = _by_year(self.applications.get(pair, ()), "app_pc")
        decided = _by_year(self.decisions.get(pair, ()), "dec_pc")
        return tuple(_year(y, asked.get(y), decided.get(y)) for y in sorted(asked.keys() | decided.keys())[-last:])


@functools.cache
def _masking() -> Mapping[str, Mapping[int, tuple[int, int]]]:
    text = resources.files("havenwatch.indicator.context").joinpath("masking.yaml").read_text(encoding="utf-8")
    body: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return {table: {int(k): (v[0], v[1]) for k, v in rows["cells"].items()} for table, rows in body.items()}


@functools.cache
def _codes() -> Mapping[str, str]:
    text = resources.files("havenwatch.indicator.context").joinpath("iso3.yaml").read_text(encoding="utf-8")
    codes: dict[str, str] = yaml.safe_load(text)
    return codes


def three_letters(iso: str) -> str:
    """Three-letter code of a state, the code itself where there is none."""
    return _codes().get(iso, iso)


def masked(value: float | None, table: str) -> Bounds:
    """Interval that a published cell can stand for; a missing cell is 0 to 0.

    Raises:
        ValueError: the value is negative or no whole number.
    """
    if value is None or math.isnan(value):
        return NOTHING
    if value < 0 or value != int(value):
        raise ValueError(f"{table}: a cell must be a whole number of 0 or more: {value}")
    low, high = _masking()[table].get(int(value), (int(value), int(value)))
    return Bounds(int(value), low, high)


def _by_year(rows: Iterable[Row], unit: str) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        first = row["dec_level"] == FIRST_INSTANCE and row["procedure_type"] == GOVERNMENT
        if first and row[unit] == "P" and row.get("app_type", NEW) == NEW:
            found[int(float(row["year"]))].append(row)
    return found


def _year(year: int, asked: list[Row] | None, decided: list[Row] | None) -> Year:
    applied = None if asked is None else _sum(asked, "applied", APPLICATIONS)
    parts = [None if decided is None else _sum(decided, name, DECISIONS) for name in OUTCOMES]
    return Year(year, applied, *parts)


def _sum(rows: Iterable[Row], column: str, table: str) -> Bounds:
    total = NOTHING
    for row in rows:
        cell = row[column]
        total += masked(None if cell in ("", None) else float(cell), table)
    return total


def read_asylum(folder: Path) -> AsylumStatistics:
    """Tables of a folder that holds `asylum_applications` and `asylum_decisions` as .csv or .rda.

    Raises:
        UsageError: a table is missing, cannot be read or lacks a column; the message names file and remedy.
    """
    return AsylumStatistics(*(_grouped(_table(folder, name), name, folder) for name in (APPLICATIONS, DECISIONS)))


def _grouped(rows: Iterator[Row], name: str, folder: Path) -> Mapping[tuple[str, str], tuple[Row, ...]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for number, row in enumerate(rows, start=2):
        if missing := [c for c in _NEEDED[name] if row.get(c) is None]:
            raise UsageError(f"{folder}: {name}, row {number}: no column {', '.join(missing)}; take the table of UNHCR")
        found[row["coa_iso"], row["coo_iso"]].append(row)
    return {pair: tuple(of) for pair, of in found.items()}


def _table(folder: Path, name: str) -> Iterator[Row]:
    readers: tuple[tuple[str, Callable[[Path, str], Iterator[Row]]], ...] = ((".csv", _read_csv), (".rda", _read_rda))
    for ending, read in readers:
        path = folder / f"{name}{ending}"
        if path.exists():
            return read(path, name)
    raise UsageError(f"{folder}: holds neither {name}.csv nor {name}.rda; put the tables of UNHCR there")


def _read_csv(path: Path, name: str) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read ({error}); save {name} as csv in UTF-8") from error
    return iter(rows)


def _read_rda(path: Path, name: str) -> Iterator[Row]:
    try:
        import rdata
    except ImportError as error:
        raise UsageError(f"{path}: R data files need the extra rdata: pip install 'havenwatch[rdata]'") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # attributes of R that have no counterpart
            frame = rdata.read_rda(path)[name]
    except Exception as error:  # the reader raises many kinds
        raise UsageError(f"{path}: cannot be read as an R data file with a table {name} ({error})") from error
    columns = {str(c): frame[c].tolist() for c in frame.columns}
    kept = [c for c in _NEEDED[name] if c in columns]
    return (dict(zip(kept, values, strict=True)) for values in zip(*(columns[c] for c in kept), strict=True))
