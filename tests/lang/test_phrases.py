"""Interface texts: both languages complete, plurals and dates as people write them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from havenwatch.errors import OntologyError, UsageError
from havenwatch.lang.phrases import LANGUAGES, NARROW_SPACE, load_phrases, plural_form

EN, RU = load_phrases("en"), load_phrases("ru")
SLOT = re.compile(r"\{(\w+)[|}]")


def test_both_languages_hold_the_same_keys():
    assert set(EN.texts) == set(RU.texts)
    assert all(text for text in (*EN.texts.values(), *RU.texts.values()))


@pytest.mark.parametrize("key", sorted(EN.texts))
def test_both_languages_use_the_same_values(key):
    assert set(SLOT.findall(EN.texts[key])) >= set(SLOT.findall(RU.texts[key])) - {"n", "of", "m"}
    assert set(SLOT.findall(RU.texts[key])) >= set(SLOT.findall(EN.texts[key])) - {"n", "of", "m"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_all_forms(language):
    wanted = 3 if language == "ru" else 2
    texts = load_phrases(language).texts
    found = [(k, m) for k, t in texts.items() for m in re.findall(r"\{\w+\|([^}]*)\}", t)]
    assert found
    assert [(k, m) for k, m in found if len(m.split("|")) != wanted] == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "дел"), (1, "дело"), (2, "дела"), (4, "дела"), (5, "дел"), (11, "дел"), (12, "дел"), (21, "дело"),
     (22, "дела"), (111, "дел"), (112, "дел"), (101, "дело"), (1001, "дело")],
)  # fmt: skip
def test_russian_plurals(number, words):
    assert ("дело", "дела", "дел")[plural_form("ru", number)] == words
    assert f" {words}, где" in RU("cases.intro", n=number)


@pytest.mark.parametrize(("number", "form"), [(0, 1), (1, 0), (2, 1), (11, 1), (21, 1)])
def test_english_plurals(number, form):
    assert plural_form("en", number) == form


@pytest.mark.parametrize(
    ("first", "last", "english", "russian"),
    [
        ("2026-02-26", "2026-02-26", "26 February 2026", "26 февраля 2026"),
        ("2026-01-21", "2026-01-31", "21–31 January 2026", "21–31 января 2026"),
        ("2026-01-01", "2026-01-31", "January 2026", "январь 2026"),
        ("2024-02-01", "2024-02-29", "February 2024", "февраль 2024"),
        ("2026-07-01", "2026-08-31", "July – August 2026", "июль – август 2026"),
        ("2025-12-01", "2026-01-31", "December 2025 – January 2026", "декабрь 2025 – январь 2026"),
        ("2023-01-01", "2023-12-31", "2023", "2023 год"),
        ("2022-01-01", "2025-12-31", "2022–2025", "2022–2025 годы"),
        ("2025-12-30", "2026-01-02", "30 December 2025 – 2 January 2026", "30 декабря 2025 – 2 января 2026"),
        (None, "2026-03-05", "by 5 March 2026", "не позднее 5 марта 2026"),
        ("2026-03-05", None, "from 5 March 2026 on", "не ранее 5 марта 2026"),
        (None, None, "date unknown", "дата неизвестна"),
    ],
)
def test_dates_in_words(first, last, english, russian):
    days = [None if d is None else dt.date.fromisoformat(d) for d in (first, last)]
    assert EN.dates(*days).replace("\u2009", " ") == english
    assert RU.dates(*days).replace("\u2009", " ") == russian


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [(4257, "4,257", f"4{NARROW_SPACE}257"), (90, "90", "90"), (10.07, "10.1", "10,1"), (1.874, "1.87", "1,87"),
     (0.008, "0.008", "0,008"), (2.3e-6, "2.3·10⁻⁶", "2,3·10⁻⁶"), (0, "0", "0"), (100, "100", "100")],
)  # fmt: skip
def test_short_numbers(value, english, russian):
    assert (EN.short(value), RU.short(value)) == (english, russian)


def test_a_missing_phrase_or_value_is_named():
    with pytest.raises(OntologyError, match="no phrase 'nothing'"):
        EN("nothing")
    with pytest.raises(OntologyError, match=r"cases\.intro: no value for 'n'"):
        EN("cases.intro")
    with pytest.raises(UsageError, match="use one of en, ru"):
        load_phrases("fr")
