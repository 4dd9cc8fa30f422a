"""Words that pages are full of, from `lang/page.yaml`."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

__all__ = ["PageWords", "Wall", "name_words", "page_words"]


@dataclasses.dataclass(frozen=True, slots=True)
class Wall:
    """A page before a page: phrases that tell it, and the length above which a text is no such page."""

    phrases: tuple[str, ...]
    longest: int


@dataclasses.dataclass(frozen=True, slots=True)
class PageWords:
    """Names of blocks and beginnings of lines that are not part of an article."""

    blocks: frozenset[str]
    pairs: frozenset[str]
    lead: frozenset[str]
    date: frozenset[str]
    away: re.Pattern[str]
    calls: re.Pattern[str]
    captions: re.Pattern[str]
    walls: Mapping[str, Wall]


@functools.cache
def page_words() -> PageWords:
    """The list of this version."""
    text = resources.files("havenwatch.lang").joinpath("page.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    blocks = found["blocks"]
    return PageWords(
        blocks=frozenset(w for kind, words in blocks.items() if kind != "pairs" for w in words),
        pairs=frozenset(blocks["pairs"]),
        lead=frozenset(found["lead"]),
        date=frozenset(found["date"]),
        away=_beginning(found["away"]),
        calls=_beginning(found["calls"]),
        captions=_beginning(found["captions"]),
        walls={k: Wall(tuple(found[k]["any"]), found[k]["longest"]) for k in ("consent", "paywall", "robot")},
    )


def name_words(value: str) -> list[str]:
    """Words of a `class` or an `id`, in order: `readAlso article__lead` is read, also, article, lead."""
    parted = re.sub(r"([a-zа-яё])([A-ZА-ЯЁ])", r"\1 \2", value)
    return re.findall(r"[^\W_]+", parted.lower())


def _beginning(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(re.escape(p) for p in phrases)})(?!\w)", re.IGNORECASE)
