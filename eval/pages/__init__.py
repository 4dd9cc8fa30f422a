"""Main text and date of imitated pages: `python -m eval.pages [--worst N] [--json]`.

Templates imitate what news sites of the field look like (old character sets, tables, related links in the text, dates
in words); articles are our own words about invented persons. Scored: the F1 of the words of each page against its lead,
headings and paragraphs, averaged over pages, and the share of pages whose publication date is exact.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import yaml

HERE = Path(__file__).parent
HEADINGS = {"ru": ("Что проверяет прокуратура", "Что делать близким")}
MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "en": "January February March April May June July August September October November December",
}
_WORD = re.compile(r"[^\W_]+")

__all__ = ["Page", "Score", "pages", "score", "word_f1"]


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent, and what a careful reader takes from it."""

    name: str
    data: bytes
    text: str
    published: dt.date
    title: str
    language: str


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """Outcome of one page: F1 of its words, the date that was found, words too many and too few."""

    name: str
    f1: float
    published: dt.date | None
    expected: dt.date
    extra: tuple[str, ...]
    missing: tuple[str, ...]


def pages() -> Iterator[Page]:
    """All pages, by name."""
    articles = yaml.safe_load((HERE / "articles.yaml").read_text(encoding="utf-8"))
    for file in sorted((HERE / "templates").glob("*.html")):
        source = file.read_text(encoding="utf-8")
        told = dict(part.strip().split(": ", 1) for part in _head(source).split(";"))
        yield _page(file.stem, source, told, articles[told["article"]])


def score(page: Page, text: str, published: dt.date | None) -> Score:
    """Text and date that were found against those of the page."""
    found, wanted = Counter(_words(text)), Counter(_words(page.text))
    return Score(
        page.name,
        word_f1(text, page.text),
        published,
        page.published,
        tuple((found - wanted).elements()),
        tuple((wanted - found).elements()),
    )


def word_f1(found: str, wanted: str) -> float:
    """F1 of the words of two texts as bags."""
    one, other = Counter(_words(found)), Counter(_words(wanted))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _head(source: str) -> str:
    found = re.match(r"\{# (.*?) #\}\n", source)
    if found is None:
        raise ValueError(f"a template lacks its first line: {source[:60]}")
    return found[1]


def _page(name: str, source: str, told: Mapping[str, str], article: Mapping[str, Any]) -> Page:
    day = dt.date.fromisoformat(told["date"])
    headings = HEADINGS.get(article["language"], ())
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    html = environment.from_string(source).render(**article, **_dates(day), h=headings)
    used = [h for i, h in enumerate(headings) if f"h[{i}]" in source]
    text = "\n".join([article["lead"], *used, *article["body"]])
    data = html.encode(told["charset"], "xmlcharrefreplace")
    return Page(name, data, text, day, article["title"], article["language"])


def _dates(day: dt.date) -> dict[str, str]:
    month = {language: names.split()[day.month - 1] for language, names in MONTHS.items()}
    return {
        "iso": day.isoformat(),
        "ru_words": f"{day.day} {month['ru']} {day.year}",
        "ru_short": f"{day.day} {month['ru'][:3]} {day.year}",
        "ru_dots": f"{day:%d.%m.%Y}",
        "kk_words": f"{day.year} жылғы {day.day} {month['kk']}",
        "en_words": f"{month['en']} {day.day}, {day.year}",
        "en_short": f"{month['en'][:3]} {day.day}, {day.year}",
        "en_day_first": f"{day.day} {month['en']} {day.year}",
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
