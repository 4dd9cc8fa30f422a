"""Words that look temporal and are not: names, titles, idioms, words with another meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from havenwatch.text.dates.guard.numbers import case
from havenwatch.text.dates.guard.view import FUNCTION_WORDS, LEADING, NUMBERS, Guards, View, guards
from havenwatch.text.dates.lexicon import normal
from havenwatch.text.dates.symbols import Symbol
from havenwatch.text.dates.tense import cue, cues

SAYABLE = frozenset({"WEEKDAY", "SEASON", "UNIT", "MONTH", "YW", "HOLIDAY", "NIGHT", "DAYPART"})
TITLE = re.compile(r"«([^«»\n]{1,60})»|“([^“”\n]{1,60})”|„([^„“”\n]{1,60})[“”]|\"([^\"\n]{1,60})\"")
TITLE_WORDS = 5  # longer quotations are speech
SENTENCE_ONLY = frozenset({"fall", "spring"})  # verbs and nouns too: after "the" they need a preposition or a year


def is_name(view: View, lists: Guards) -> bool:
    """Август Лемке, Марта, увидел Пятницу: a capital where the language writes none."""
    if lists.capitals:
        return _is_english_name(view, lists)
    if not view.capital(0) or view.name(-1) in ("D2", "ORDD") or view.name(1) in ("D4", "YEARNUM", "ORDY"):
        return _street(view, lists)
    letters = view.text[view.here.start : view.here.end]
    if letters.isupper() and len(letters) > 2:
        return False
    named = view.name(1) == "O" and view.capital(1)
    return named or not view.sentence_start()


def _street(view: View, lists: Guards) -> bool:
    return any(view.word(-i) in lists.street for i in (1, 2, 3, 4)) and view.capital(0)


def _is_english_name(view: View, lists: Guards) -> bool:
    """The March family, Theresa May, servant Friday was: names that are spelled like the calendar."""
    leading = view.name(-1) in LEADING
    numbered = view.name(1) in ("D2", "D4", "ORDD", "YEARNUM") or view.name(-1) in ("D2", "ORDD", "ORD")
    if numbered or view.here.name == "SEASON":
        return view.word(1) in lists.street
    if view.word(1) in lists.after_name and view.name(-1) in ("O", "THE", "ART", "BLOCKED"):
        return True
    if view.word(-2 if view.name(-1) == "DOT" else -1) in lists.before_name:
        return True
    named_after = view.name(1) == "O" and view.capital(1)
    named_before = view.name(-1) == "O" and view.capital(-1) and not view.sentence_start()
    month = view.here.name == "MONTH"
    if not month and view.word(-1) in lists.before_weekday:
        return False
    return (named_after and not leading) or (month and named_before) or view.word(1) in lists.street


def is_other_word(view: View, lists: Guards) -> bool:
    """Среда, лютий, қазан: words with another meaning, which need a number or a preposition beside them."""
    word = view.word(0)
    if view.word(1) in lists.not_followed:
        return True
    if word in lists.prefix_needed and (view.dated() or view.alone()):
        return False
    if word in lists.prefix_needed:
        if word in SENTENCE_ONLY and view.name(-1) in ("THE", ""):
            return not (view.name(-2) in ("IN", "ON", "FROM", "SINCE") or view.name(2) in ("D4", "YEARNUM", "YEAR"))
        numbered = view.name(-1) in NUMBERS or view.name(1) in ("D2", "D4", "ORDD")
        return not (view.name(-1) in LEADING or numbered) or (view.name(-1) == "IN" and word in lists.prefix_except)
    if word in lists.lower_prefix_needed and not view.capital(0) and not view.alone():
        numbered = view.name(-1) in NUMBERS or view.name(1) in ("D2", "D4", "ORDD", "ORD", "THE", "DASH")
        return not (view.name(-1) in LEADING or numbered)
    if word in lists.number_needed:
        beside = {view.name(-1), view.name(1)}
        return not beside & {"D2", "D4", "YEARNUM", "ORDD", "ORDY", "DASH", "YW", "AND", "UNIT", "YEAR", "MONTHUNIT"}
    return False


def is_surname(view: View, _: Guards) -> bool:
    """Рамазан Абдулатипов, Tariq Ramadan: a capital beside a capital."""
    named_before = view.name(-1) == "O" and view.capital(-1) and not view.sentence_start()
    after = view.near(1)
    named_after = after is not None and after.name == "O" and view.capital(1) and view.word(1)[:1].isalpha()
    first = named_before and view.near(-1) is not None
    return view.capital(0) and (named_after or first)


def is_governing(view: View, _: Guards) -> bool:
    """«Накануне выборов» is not the day before today; a "weekly newspaper" is no time."""
    if view.name(1) != "O" or not view.word(1)[:1].isalpha():
        return False
    if view.here.name == "SETWORD":
        return view.language == "en" and view.word(1) not in FUNCTION_WORDS
    return view.language == "ru" and view.word(0) == "накануне" and case(view.word(1), "gent", "inan")


def sayings(symbols: Sequence[Symbol], text: str, language: str) -> list[tuple[int, int]]:
    """Bounds of idioms and names of events that are made of calendar words."""
    pattern = _saying(language)
    if pattern is None or not any(s.name in SAYABLE for s in symbols):
        return []
    return [m.span() for m in pattern.finditer(text)]


@functools.cache
def _saying(language: str) -> re.Pattern[str] | None:
    phrases = [re.escape(p).replace("_", r"\s+").replace("е", "[её]") for p in sorted(guards(language).sayings)]
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)", re.IGNORECASE) if phrases else None


def titles(text: str, language: str) -> list[tuple[int, int]]:
    """Bounds of short quotations that name a work: a capital, few words, no verb."""
    return [m.span() for m in TITLE.finditer(text) if _is_title(next(g for g in m.groups() if g is not None), language)]


def _is_title(quote: str, language: str) -> bool:
    words = quote.split()
    if not 0 < len(words) <= TITLE_WORDS or not (words[0][0].isupper() or words[0][0].isdigit()) or quote[-1] in ".!?,":
        return False
    lists = cues(language)
    return all(cue(normal(w.strip(",:;—–-")), lists) is None for w in words)
