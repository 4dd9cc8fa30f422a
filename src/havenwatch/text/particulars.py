"""What a text says of a person beside the name: age, year of birth, another name (lang/particulars.yaml)."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

AGE, BIRTH_YEAR = "age", "birth_year"
_YOUNGEST, _OLDEST = 10, 99  # "Petrov, 3," numbers a list, not years
_NUMBER, _YEAR = r"(?P<value>\d{1,2})", r"(?P<value>(?:19|20)\d\d)"
_GAP = r"[\s,(—–-]{1,3}"  # between a name and what is said of it: a space, a comma, a bracket, a dash
_TITLED = r"[^\W\d_a-zа-яёіїєґәғқңөұүһ][\w'’ʼ.-]*"
_NAME = rf"(?P<name>{_TITLED}(?: {_TITLED}){{0,3}})"
_REACH = 60  # code points looked at on either side of a name


@dataclasses.dataclass(frozen=True, slots=True)
class Particular:
    """One number said of a person: `kind` is age or birth_year, `start` and `end` the span with the name left out."""

    kind: str
    value: int
    start: int
    end: int


def _compiled(pattern: str, before: str, after: str) -> re.Pattern[str]:
    body = pattern.replace("{n}", _NUMBER).replace("{y}", _YEAR)
    return re.compile(f"{before}{body}{after}", re.IGNORECASE)


@functools.cache
def _data() -> Mapping[str, Any]:
    source = importlib.resources.files("havenwatch.lang").joinpath("particulars.yaml")
    data: Mapping[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return data


@functools.cache
def _behind(kind: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of what follows a name; an apposition needs its comma, which the gap holds too."""
    rows = [*_data()[kind]["after"], *_data()[kind]["apposition"]]
    return tuple(_compiled(row["pattern"], rf"^\w*{_GAP}", "") for row in rows)


@functools.cache
def _ahead(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(row["pattern"], r"(?<![\w.,-])", r"\s+$") for row in _data()[kind]["before"])


@functools.cache
def _link() -> re.Pattern[str]:
    """Pattern of a name's other name: the linking words, then capitalised words."""
    words = "|".join(f"(?:{row['pattern']})" for row in _data()["other_name"])
    return re.compile(rf"^\w*{_GAP}(?i:{words})[\s—–:-]{{1,3}}[«\"“]?{_NAME}")


def particulars_beside(text: str, start: int, end: int) -> Iterator[Particular]:
    """Ages and years of birth told beside the name at `start`..`end`, the words of the number with their unit."""
    behind, ahead = text[end : end + _REACH], text[max(0, start - _REACH) : start]
    for kind in (AGE, BIRTH_YEAR):
        found = [(m, end) for p in _behind(kind) if (m := p.search(behind)) is not None]
        found += [(m, start - len(ahead)) for p in _ahead(kind) if (m := p.search(ahead)) is not None]
        for match, offset in found:
            value, last = int(match["value"]), match.start() + len(match.group().rstrip())
            if kind == BIRTH_YEAR or _YOUNGEST <= value <= _OLDEST:
                yield Particular(kind, value, offset + match.start("value"), offset + last)


def other_name_beside(text: str, start: int, end: int) -> str | None:  # noqa: ARG001 - one form with its neighbour
    """Another name that the text gives to the one at `start`..`end`, as written; None when it gives none."""
    match = _link().search(text[end : end + _REACH])
    return None if match is None else match["name"].rstrip(".")


def only_once(found: Sequence[Particular]) -> tuple[Particular, ...]:
    """Each kind and value once, the first place of each."""
    first: dict[tuple[str, int], Particular] = {}
    for one in sorted(found, key=lambda p: (p.start, p.end, p.kind)):
        first.setdefault((one.kind, one.value), one)
    return tuple(first.values())
