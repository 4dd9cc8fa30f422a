"""Word lists of one language: which class and value a word or phrase of the calendar has.

Read from `lang/<code>/calendar.yaml`, `numbers.yaml` and `direction.yaml`. Words are compared in lower case with ё as е
and without stress marks.
"""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("ru", "en", "uk", "kk", "ky", "es", "fr", "de")
POSSESSIVE = frozenset({"UNIT", "WEEKDAY", "MONTH", "REL", "SEASON"})
STRESS = "\u0301"  # combining acute, set over stressed vowels in Russian and Ukrainian


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One phrase: its `words` in normal form, class, value as written in the list, and required capitalisation.

    `case` is `upper` or `lower` for the first letter, `all` for all letters as capitals, None for any.
    """

    words: tuple[str, ...]
    name: str
    value: str
    case: str | None


Lexicon = Mapping[str, tuple[Entry, ...]]


def normal(word: str) -> str:
    """Lower case, composed, ё as е, without stress marks; the length may differ from that of `word`."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFC", word.lower().replace(STRESS, ""))
    return plain.replace("ё", "е").replace("’", "'").replace("ʼ", "'")


def load(language: str, name: str) -> Any:
    """Content of `lang/<language>/<name>.yaml`, None when the language has no such list."""
    path = resources.files("havenwatch.lang") / language / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Phrases of calendar and number words by their first word, longest first; empty for an unknown language."""
    found: dict[str, list[Entry]] = {}
    for name in ("calendar", "numbers"):
        for group in load(language, name) or ():
            for entry in _entries(group):
                found.setdefault(entry.words[0], []).append(entry)
                if language == "en" and len(entry.words) == 1 and entry.name in POSSESSIVE:
                    word = entry.words[0] + "'s"  # last year's, Sunday's
                    found.setdefault(word, []).append(dataclasses.replace(entry, words=(word,)))
    heads = {first for first, entries in found.items() if any(e.name == "ELISION" for e in entries)}
    return {
        first: tuple(sorted((_elided(e, heads) for e in entries), key=lambda e: -len(e.words)))
        for first, entries in found.items()
    }


def _elided(entry: Entry, heads: Collection[str]) -> Entry:
    """The phrase with elided words cut as the text is: jour de l' an."""
    words = list(entry.words[:1])
    for word in entry.words[1:]:
        head = word[: word.find("'") + 1]
        words += [head, word[len(head) :]] if head in heads and head != word else [word]
    return dataclasses.replace(entry, words=tuple(words))


def _entries(group: Mapping[str, Any]) -> Iterator[Entry]:
    endings = str(group.get("endings", "")).split()
    for value, forms in group["forms"].items():
        for form in _expand(str(forms).split(), endings):
            words = tuple(w for part in form.split("_") for w in _tokens(normal(part)))
            if group["class"] == "SUFFIX":  # letters written after digits: 13-го, 1990s
                words = ("#" + words[0],)
            yield Entry(words, group["class"], str(value), group.get("case"))


def _expand(forms: Iterable[str], endings: Iterable[str]) -> Iterator[str]:
    for form in forms:
        if "~" in form:
            yield from (form.replace("~", "" if e == "0" else e) for e in endings)
        else:
            yield form


def _tokens(word: str) -> tuple[str, ...]:
    """An abbreviation of several letters is one token (с.г.), a cut word and its dot are two (янв .)."""
    if word.endswith(".") and word.count(".") == 1:
        return (word[:-1], ".")
    return tuple(word.replace("-", " - ").split()) if "-" in word[1:-1] else (word,)
