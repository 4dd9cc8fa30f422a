"""Classes of accusation: whether two charges, in whatever language, are the same matter."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping

import yaml

from havenwatch.text.translit import romanise


def _stem_pattern(stem: str) -> re.Pattern[str]:
    """Pattern of one stem: each of its words begins a word of the text, in that order, at most one word between."""
    parts = [re.escape(romanise(word)) + r"\w*" for word in stem.split()]
    return re.compile(r"\b" + r"\W+(?:\w+\W+)?".join(parts))


@functools.cache
def _classes() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    source = importlib.resources.files("havenwatch.lang").joinpath("charges.yaml")
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {name: tuple(_stem_pattern(str(stem)) for stem in stems) for name, stems in data.items()}


@functools.lru_cache(maxsize=8192)
def charge_classes(words: str) -> frozenset[str]:
    """Classes that the words of an accusation belong to, empty when none is known."""
    text = " ".join(romanise(word) for word in re.findall(r"\w+", words))
    return frozenset(name for name, stems in _classes().items() if any(s.search(text) for s in stems))
