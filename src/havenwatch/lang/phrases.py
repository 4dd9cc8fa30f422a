"""Words of the interface in one language: phrases with values and plurals, dates and numbers as people write them.

Phrases are data (`lang/<code>/phrases.yaml`, nested keys joined by dots). `{name}` takes a value,
`{n|event|events}` the form of a noun that goes with the number n: two forms in English, three in Russian.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import yaml

from havenwatch.errors import OntologyError, UsageError

LANGUAGES = ("en", "ru")
NARROW_SPACE = "\u202f"
_SLOT = re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")


def plural_form(language: str, number: int) -> int:
    """Index of the noun form for a number: English one/other, Russian one/few/many (CLDR plural rules)."""
    number = abs(number)
    if language != "ru":
        return 0 if number == 1 else 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else 2


@dataclasses.dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one language by dotted key."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: str | int) -> str:
        """Phrase with its values filled in; OntologyError names a key or a value that is missing."""
        text = self.texts.get(key)
        if text is None:
            raise OntologyError(f"lang/{self.language}/phrases.yaml: no phrase {key!r}")
        return _SLOT.sub(lambda slot: self._fill(key, slot, values), text)

    def get(self, key: str, default: str) -> str:
        """Phrase without values, `default` where there is none: for words that come from data."""
        return self.texts.get(key, default)

    def _fill(self, key: str, slot: re.Match[str], values: Mapping[str, str | int]) -> str:
        name, forms = slot.group(1), slot.group(2)
        if name not in values:
            raise OntologyError(f"lang/{self.language}/phrases.yaml: {key}: no value for {name!r}")
        value = values[name]
        if forms is None:
            return self.number(value) if isinstance(value, int) else value
        number = value if isinstance(value, int) else 0
        return forms.split("|")[plural_form(self.language, number)]

    def number(self, value: float, digits: int = 0) -> str:
        """Number with thousands apart and the decimal sign of the language."""
        text = f"{value:,.{digits}f}"
        if self.language == "ru":
            return text.replace(",", NARROW_SPACE).replace(".", ",")
        return text

    def short(self, value: float) -> str:
        """Number with about three significant digits, whole from 100 on: 0.008, 1.87, 10.1, 4,257."""
        if value == 0 or abs(value) >= 100:
            return self.number(value)
        if abs(value) < 0.001:
            mantissa, exponent = f"{value:.1e}".split("e")
            return self.number(float(mantissa), 1) + f"\u00b710{_superscript(int(exponent))}"
        digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
        text = self.number(value, digits)
        sign = "," if self.language == "ru" else "."
        return text.rstrip("0").rstrip(sign) if sign in text else text

    def percent(self, share: float) -> str:
        """Share of 0 to 1 as per cent: "81 %", "0.4 %", "< 0.1 %", "> 99.9 %" where rounding would say all or none."""
        if 0 < share < 0.001:
            return f"<\u202f{self.short(0.1)}\u202f%"
        if 0.999 < share < 1:
            return f">\u202f{self.short(99.9)}\u202f%"
        digits = 0 if share in (0, 1) or 0.1 <= share <= 0.9 else 1
        return f"{self.number(100 * share, digits)}\u202f%"

    def month(self, month: str) -> str:
        """Month in words from YYYY-MM: "January 2026", "январь 2026"."""
        year, number = month.split("-")
        return f"{self.texts[f'months.nominative.{int(number)}']} {year}"

    def dates(self, earliest: dt.date | None, latest: dt.date | None) -> str:
        """Closed interval in words, as coarse as it is: a day, a month, a year, a stretch; "date unknown" for none."""
        if earliest is None and latest is None:
            return self("dates.unknown")
        if earliest is None or latest is None:
            key, day = ("dates.until", latest) if earliest is None else ("dates.since", earliest)
            return self(key, day=self._day(day)) if day is not None else self("dates.unknown")
        return self._whole(earliest, latest) or self._stretch(earliest, latest)

    def _whole(self, earliest: dt.date, latest: dt.date) -> str | None:
        """A single day, whole month or whole years; None for any other interval."""
        if earliest == latest:
            return self._day(earliest)
        first, last = str(earliest.year), str(latest.year)
        if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
            return self("dates.year", year=first) if first == last else self("dates.years", first=first, last=last)
        one_month = (earliest.year, earliest.month) == (latest.year, latest.month)
        if one_month and earliest.day == 1 and _ends_month(latest):
            return self.month(f"{earliest.year}-{earliest.month}")
        return None

    def _stretch(self, earliest: dt.date, latest: dt.date) -> str:
        if (earliest.year, earliest.month) == (latest.year, latest.month):
            return f"{earliest.day}\u2013{self._day(latest)}"
        if earliest.day == 1 and _ends_month(latest):
            first, last = (self.month(f"{d.year}-{d.month}") for d in (earliest, latest))
            first = first.rsplit(" ", 1)[0] if earliest.year == latest.year else first
            return f"{first}\u2009\u2013\u2009{last}"
        return f"{self._day(earliest)}\u2009\u2013\u2009{self._day(latest)}"

    def _day(self, day: dt.date) -> str:
        return f"{day.day} {self.texts[f'months.genitive.{day.month}']} {day.year}"


def _ends_month(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


@functools.cache
def load_phrases(language: str) -> Phrases:
    """Phrases of a language; UsageError lists the languages there are."""
    if language not in LANGUAGES:
        raise UsageError(f"no interface texts in {language!r}: use one of {', '.join(LANGUAGES)}")
    path = resources.files("havenwatch.lang").joinpath(language, "phrases.yaml")
    return Phrases(language, dict(_flat(yaml.safe_load(path.read_text(encoding="utf-8")), "")))


def _flat(node: Mapping[Any, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        else:
            yield name, " ".join(str(value).split())
