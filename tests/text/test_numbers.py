"""Numbers with value, unit and hedge."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.text.numbers import read_numbers

CASES = [
    ("ru", "Границу пересекли ориентировочно [660 000] человек", 660_000, "person", True),
    ("ru", "Штраф [1,5 млн] рублей", 1_500_000, "RUB", False),
    ("ru", "Нашли [20 тыс.] долларов", 20_000, "USD", False),
    ("ru", "Уехали [семь тысяч] граждан", 7_000, "person", False),
    ("ru", "Вернули почти [двести сорок тысяч] тенге", 240_000, "KZT", True),
    ("ru", "Задержали [двоих] дезертиров", 2, "person", False),
    ("ru", "Его [дважды] задерживали", 2, "times", False),
    ("ru", "Задержан ещё [один] активист", 1, "person", False),
    ("ru", "Доля выросла до [15 %]", 15, "%", True),
    ("ru", "Доля составила [3,5] процента", 3.5, "%", False),
    ("ru", "Опросили [две с половиной тысячи] человек", 2_500, "person", False),
    ("ru", "Выдали [12] российских военных дезертиров", 12, "person", False),
    ("ru", "Граница длиной [7\u00a0644] км", 7_644, "km", False),
    ("ru", "Как минимум [трое] суток", 3, "day", True),
    ("ru", "Собралось человек [десять]", 10, "person", True),
    ("ru", "Вышли [сто] с лишним человек", 100, "person", True),
    ("ru", "Потратили [тысячу] рублей", 1_000, "RUB", False),
    ("ru", "Набрали [2 тыс. 300] подписей", 2_300, None, False),
    ("ru", "Прошёл [сто двадцать один] день", 121, "day", False),
    ("en", "Some [660,000] people crossed", 660_000, "person", True),
    ("en", "He paid [$5 million]", 5_000_000, "USD", False),
    ("en", "It lasted [twenty-five] years", 25, "year", False),
    ("en", "They count [two hundred and forty thousand] refugees", 240_000, "person", False),
    ("en", "At least [twelve] deserters", 12, "person", True),
    ("en", "It took [two and a half] years", 2.5, "year", False),
    ("en", "He was held [twice]", 2, "times", False),
    ("de", "Mehr als [660.000] kamen", 660_000, None, False),
    ("uk", "Затримали [5] осіб", 5, None, False),
]


@pytest.mark.parametrize(("language", "marked", "value", "unit", "approximate"), CASES)
def test_value_unit_and_hedge(language, marked, value, unit, approximate):
    start, end = marked.index("["), marked.index("]") - 1
    (span,) = read_numbers(marked.replace("[", "").replace("]", ""), language=language)
    assert (span.start, span.end, span.value, span.unit, span.approximate) == (start, end, value, unit, approximate)


def test_both_numbers_of_a_range_have_the_unit():
    spans = read_numbers("Задержали около 10–15 человек", language="ru")
    assert [(s.value, s.unit, s.approximate) for s in spans] == [(10, "person", True), (15, "person", True)]


@pytest.mark.parametrize("text", ["13-го сентября", "5-й канал", "тысячи людей", "дом А40", ""])
def test_ordinals_and_vague_counts_are_no_numbers(text):
    assert read_numbers(text, language="ru") == ()


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(st.text(max_size=60), st.text("0123456789 .,-%№$тысмлнчек", max_size=60)),
    language=st.sampled_from(["ru", "en", "de", "xx"]),
)
def test_offsets_on_any_text(text, language):
    spans = read_numbers(text, language=language)
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert spans == read_numbers(text, language=language)
