"""A symbol among its neighbours, and the word lists of the guards."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

from havenwatch.text.dates.lexicon import load, normal
from havenwatch.text.dates.symbols import Symbol

NUMBERS = frozenset({"D2", "D4", "DN", "TWO", "FULL", "CHAIN", "ORDD", "ORDY"})
LEADING = frozenset({  # classes after which a calendar word or a lone year is one
    "IN", "ON", "FROM", "UNTIL", "UPTO", "TOWARD", "AFTER", "BEFORE", "SINCE", "BY", "OF", "AT", "NOTLATER", "STARTING",
    "BETWEEN", "AND", "DASH", "LP", "COMMA", "LAST", "NEXT", "THIS", "NEAREST", "FINAL", "EVERY", "ORD", "DAYPART",
    "NIGHT", "PARTW", "BEFORELAST", "MONTH", "WEEKDAY", "HOLIDAY", "NUMERAL", "HALF", "WHOLE", "DEL", "TO", "PREVIOUS",
    "FOLLOWING",
    "SEASON", "DURING", "WITHIN", "ACROSS", "SLASH", "REL", "YW", "UNIT", "ART", "THE", "THIRD", "EVEOF", "AGAINST",
})  # fmt: skip
STARTERS = frozenset(".!?…\n«“„\"'(:;•*")  # characters before the first word of a sentence
FUNCTION_WORDS = frozenset({  # English words that no ordinal or adjective belongs to
    "and", "but", "he", "she", "they", "it", "we", "i", "when", "while", "that", "which", "who", "as", "at", "by", "to",
    "with", "on", "in", "is", "was", "were", "are", "said", "because", "if", "or", "from", "his", "her", "their",
    "until",
})  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Guards:
    """Lists of one language, see the comments of `guard.yaml`."""

    before: frozenset[str]
    after: frozenset[str]
    after_stems: frozenset[str]
    sayings: frozenset[str]
    before_name: frozenset[str]
    street: frozenset[str]
    day_after: frozenset[str]
    number_needed: frozenset[str]
    prefix_needed: frozenset[str]
    prefix_except: frozenset[str]
    lower_prefix_needed: frozenset[str]
    not_followed: frozenset[str]
    age: frozenset[str]
    age_between: frozenset[str]
    after_name: frozenset[str]
    year_after: frozenset[str]
    before_year: frozenset[str]
    before_weekday: frozenset[str]
    short_dates: str
    capitals: bool
    year_alone: bool
    nouns_capital: bool


@functools.cache
def guards(language: str) -> Guards:
    """Lists of `lang/<language>/guard.yaml`; empty ones when there is no file."""
    data: dict[str, Any] = load(language, "guard") or {}
    lists = {f.name: _words(data, f.name) for f in dataclasses.fields(Guards) if f.type == "frozenset[str]"}
    flags = {f.name: bool(data.get(f.name, False)) for f in dataclasses.fields(Guards) if f.type == "bool"}
    return Guards(**lists, **flags, short_dates=str(data.get("short_dates", "")))  # type: ignore[arg-type]


def _words(data: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(normal(w) for w in str(data.get(key, "")).split())


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """Symbols of a text seen from position `at`."""

    symbols: Sequence[Symbol]
    at: int
    text: str
    language: str

    @property
    def here(self) -> Symbol:
        """The symbol in question."""
        return self.symbols[self.at]

    def near(self, step: int) -> Symbol | None:
        """The symbol `step` places away, None outside the text."""
        index = self.at + step
        return self.symbols[index] if 0 <= index < len(self.symbols) else None

    def name(self, step: int) -> str:
        """Class of a neighbour, empty outside the text."""
        found = self.near(step)
        return "" if found is None else found.name

    def word(self, step: int) -> str:
        """Normal form of a neighbour as written."""
        found = self.near(step)
        return "" if found is None else normal(self.text[found.start : found.end])

    def capital(self, step: int) -> bool:
        """Whether a neighbour on the same line begins with a capital."""
        found = self.near(step)
        return found is not None and self.text[found.start].isupper()

    def tight(self, step: int) -> bool:
        """Whether the neighbour touches this symbol."""
        found = self.near(step)
        if found is None:
            return False
        return found.end == self.here.start if step < 0 else found.start == self.here.end

    def alone(self) -> bool:
        """Whether the text holds nothing else, but for a dot."""
        return self.at == 0 and (len(self.symbols) == 1 or (len(self.symbols) == 2 and self.name(1) == "DOT"))

    def dated(self) -> bool:
        """Whether a date or a week follows: среда, 13 февраля; среда следующей недели."""
        step = 2 if self.name(1) == "COMMA" else 1
        day = self.name(step) in ("D2", "ORDD", "ORD") and self.name(step + 1) == "MONTH"
        return day or (self.name(1) in ("NEXT", "LAST", "THIS") and self.name(2) in ("UNIT", "YW"))

    def sentence_start(self) -> bool:
        """Whether nothing of the sentence stands before."""
        before = self.near(-1)
        return before is None or self.text[before.end - 1] in STARTERS
