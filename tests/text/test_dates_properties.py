"""What holds for every text: exact offsets, ordered ends, the same answer again, time linear in length."""

import datetime as dt
import itertools
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.text.dates import read_dates
from havenwatch.text.dates.grammar.forms import EXTRA, LAYERS, SETS
from havenwatch.text.dates.grammar.reduce import layers
from havenwatch.text.dates.lexicon import LANGUAGES, lexicon, load

PUBLISHED = dt.date(2024, 5, 15)
WORDS = """5 12 2024 31.12 12.03.2024 мая марта года году в с по до назад через две недели накануне вчера понедельник
прошлом следующий конце начала , . — - ( ) « » 🔥 ё й May March the of last year next Monday ago in two weeks 1990-х
жылы наурызда 2024-жылы 5-мартта l’été d’octobre el de marzo Januar vor seit травня тижня №"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])
SENTENCES = st.lists(PIECES, max_size=25).map(" ".join)
LANGUAGE = st.sampled_from([*LANGUAGES, "pl"])


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(SENTENCES, st.text(max_size=80)), language=LANGUAGE, published=st.one_of(st.none(), st.dates()))
def test_offsets_order_and_determinism(text, language, published):
    spans = read_dates(text, language=language, published=published)
    assert all(text[s.start : s.end] == s.text and s.text for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(s.earliest <= s.latest for s in spans if s.earliest and s.latest)
    assert spans == read_dates(text, language=language, published=published)


@settings(max_examples=60, deadline=None)
@given(text=SENTENCES, language=LANGUAGE, shift=st.integers(1, 30))
def test_leading_spaces_move_offsets_only(text, language, shift):
    plain = read_dates(text, language=language, published=PUBLISHED)
    moved = read_dates(" " * shift + text, language=language, published=PUBLISHED)
    assert [(s.start + shift, s.end + shift, s.earliest, s.latest) for s in plain] == [
        (s.start, s.end, s.earliest, s.latest) for s in moved
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("🔥🔥 Потушили 18\u00a0апреля.", "18\u00a0апреля"),
        ("Его отпустили во вто\u0301рник.", "вто\u0301рник"),
        ("Это случилось 5 ма\u0438\u0306 не важно, а 7 апреля важно.", "7 апреля"),
        ("В сентябре\u0301 2023\u00a0года", "сентябре\u0301 2023\u00a0года"),
        ("𝔘 марте 2023 года", "марте 2023 года"),
    ],
)
def test_offsets_count_code_points(text, expected):
    assert read_dates(text, language="ru", published=PUBLISHED)[-1].text == expected


@pytest.mark.parametrize("unit", ["5 мая ", "1 ", "двадцать ", "«", "9-", "в последние ", "\n", "2019 года ", "а́"])
def test_time_grows_with_length_only(unit):
    def seconds(size):
        text = unit * (size // len(unit))
        began = time.perf_counter()
        read_dates(text, language="ru", published=PUBLISHED)
        return time.perf_counter() - began

    seconds(2_000)
    small, large = min(seconds(5_000) for _ in range(3)), seconds(40_000)
    assert large < 40 * small + 0.2  # eight times the text; quadratic time would be 64 times


def test_a_long_article_takes_a_blink():
    sentence = "Суд в Алматы 12 марта отказал ей в убежище, а в апреле прошлого года её выслали. "
    text = sentence * 250
    read_dates(text, language="ru", published=PUBLISHED)
    best = min(_timed(text) for _ in range(3))
    assert best < 0.3  # 20,000 characters; 0.1 s on a free machine, leave room for a busy one


def _timed(text):
    began = time.perf_counter()
    read_dates(text, language="ru", published=PUBLISHED)
    return time.perf_counter() - began


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_its_phrase_and_a_class_that_some_rule_uses(language):
    groups = [g for name in ("calendar", "numbers") for g in load(language, name)]
    assert all(g["phrase"] and isinstance(g["class"], str) and g["forms"] for g in groups)
    assert lexicon(language)
    assert layers(language)


def test_every_class_in_a_form_is_made_by_a_list_or_a_rule():
    made = {e.name for language in LANGUAGES for entries in lexicon(language).values() for e in entries}
    forms = [rule for layer in LAYERS for rule in layer]
    forms += [rule for local in EXTRA.values() for rules in local.values() for rule in rules]
    made |= {result for _, _, result in forms}
    made |= {
        "DASH",
        "COMMA",
        "DOT",
        "SLASH",
        "LP",
        "RP",
        "APOS",
        "D2",
        "D4",
        "DN",
        "ORDD",
        "ORDY",
        "DEC",
        "ROMAN",
        "FULL",
    }
    made |= {"TWO", "YEARNUM", "FREE"}  # made by the tokens and the guards
    used = {name for form, _, _ in forms for name in re.findall(r"[A-Z][A-Z0-9]*", form)}
    used = {part for name in used for part in SETS.get(name, name).split()}
    assert used <= made
