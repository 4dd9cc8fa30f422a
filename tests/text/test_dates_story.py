"""A document as a whole: what an expression takes from the dates told before it, and what it may not invent."""

import datetime as dt

import pytest

from havenwatch.text.dates import read_dates

PUBLISHED = dt.date(2024, 5, 15)


def starts(text, language="ru", published=PUBLISHED):
    return [s.earliest and s.earliest.isoformat() for s in read_dates(text, language=language, published=published)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Его задержали 3 мая. На следующий день отпустили.", "2024-05-04"),
        ("Его задержали 3 мая 2022 года. Полгода спустя он уехал.", "2022-11-01"),
        ("Он уехал в марте 2022 года, а через год вернулся.", "2023-01-01"),
        ("В 2021 году его осудили. В том же году он бежал.", "2021-01-01"),
        ("В 2021 году его осудили. Тогда же закрыли газету.", "2021-01-01"),
        ("В 2021 году его осудили. В следующем году он бежал.", "2022-01-01"),
        ("В 2023 году их было 31 против 18 годом ранее.", "2022-01-01"),
        ("Суд прошёл 3 мая, а накануне адвоката не пустили.", "2024-05-02"),
        ("Суд отказал. Накануне адвоката не пустили.", "2024-05-14"),
        ("В 2021 году завели дело. 4 июня его закрыли.", "2021-06-04"),
        ("Его выслали в 2021 году, потом был Непал, а в апреле он уехал.", "2024-04-01"),
        ("Паспорт вернули активистке, лишённой его в 2021 году. С розыска сняли в апреле.", "2024-04-01"),
        ("В 2021 году завели дело. Вчера его закрыли. 4 апреля был обыск.", "2024-04-04"),
        ("В апреле того же 2021 года он уехал.", "2021-04-01"),
        ("Его отпустили 3 мая. Через два дня суд вынесет решение.", "2024-05-17"),
    ],
)
def test_the_story_gives_anchor_and_year(text, last):
    assert starts(text)[-1] == last


def test_next_year_in_english_looks_from_today_and_the_next_year_from_the_story():
    assert starts("In 2019 he was jailed. The next year he fled. He will return next year.", "en") == [
        "2019-01-01", "2020-01-01", "2025-01-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["Вчера её отпустили.", "В марте суд отказал.", "5 мая суд отказал.", "Во вторник её выслали.", "Год назад."],
)
def test_without_publication_nothing_relative_is_dated(text):
    (span,) = read_dates(text, language="ru", published=None)
    assert (span.earliest, span.latest) == (None, None)


def test_without_publication_a_date_line_stands_in_for_it():
    assert starts("26 октября 2012\nВчера суд отказал, решение огласят 3 ноября.", published=None) == [
        "2012-10-26", "2012-10-25", "2012-11-03",
    ]  # fmt: skip


def test_without_publication_a_date_inside_the_first_sentence_is_no_date_line():
    text = "12 марта 2009 года суд в Киеве приговорил журналиста к условному сроку. Вчера его отпустили."
    assert starts(text, published=None) == ["2009-03-12", None]


def test_a_year_named_before_holds_without_publication():
    assert starts("В 2021 году завели дело. 4 июня его закрыли.", published=None)[-1] == "2021-06-04"


def test_what_the_story_lacks_stays_open():
    assert starts("На следующий день его отпустили. Тогда же он уехал. Через год он вернулся.") == [None, None, None]


def test_days_that_no_calendar_has_are_not_dated():
    assert starts("Это было 31 апреля 2023 года и 30.02.2024.") == [None]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("18 мая", "2024-05-18"),
        ("в среду", "2024-05-22"),
        ("3 May", "2025-05-03"),
        ("monday", "2024-05-20"),
        ("Sunday, May 12", "2024-05-12"),
    ],
)
def test_an_entry_that_is_nothing_but_a_date_points_ahead(text, first):
    assert starts(text, "ru" if "а" <= text[-1] <= "я" else "en") == [first]
