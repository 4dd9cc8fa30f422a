from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.document import Print, make_documents, originals, words_digest
from havenwatch.document.language import LANGUAGES, recognise
from havenwatch.records import Document, Problem
from havenwatch.source import Hints, Item
from havenwatch.source.item import make_item

RUSSIAN = "Суд в Алма-Ате отказал в выдаче активистки Юлии Емельяновой, сообщил её адвокат."
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="{charset}"><title>Суд отказал в выдаче</title>
<meta property="og:site_name" content="Вестник">
<meta property="article:published_time" content="2026-02-03T10:00:00+05:00">
<meta property="og:title" content="Суд отказал в выдаче"><link rel="canonical" href="https://example.org/news/1">
</head><body><nav><a href="/">Главная</a> <a href="/b">О нас</a></nav><article><h1>Суд отказал в выдаче</h1>
<p>{one}</p><p>{two}</p></article><footer>Все права защищены</footer></body></html>"""
PARTS = {
    "one": RUSSIAN * 3,
    "two": "Прокуратура намерена обжаловать решение в Верховном суде в течение десяти дней, сказано в сообщении.",
}


def text_item(text: str, hints: Hints | None = None) -> Item:
    return make_item("a.txt", None, "text/plain", text.encode(), hints or Hints())


def line_item(fields: dict[str, Any], hints: Hints | None = None) -> Item:
    data = json.dumps(fields, ensure_ascii=False).encode()
    return make_item("a.jsonl", "line 4", "application/json", data, hints or Hints())


def page_item(charset: str = "utf-8", lang: str = "ru", hints: Hints | None = None) -> Item:
    data = PAGE.format(charset=charset, lang=lang, **PARTS).encode(charset)
    return make_item("a.html", None, "text/html", data, hints or Hints())


def split(item: Item) -> tuple[list[Document], list[Problem]]:
    made = list(make_documents(item))
    return [m for m in made if isinstance(m, Document)], [m for m in made if isinstance(m, Problem)]


def only(item: Item) -> Document:
    (document,), problems = split(item)
    assert problems == []
    return document


@settings(deadline=None)  # the language model is loaded in the first example
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.sampled_from(["", "  ", "\r\n", "\t"]))
def test_the_text_is_exactly_what_was_given(text: str, edge: str) -> None:
    given_text = f"{edge}слово {text}{edge}"
    for item in (text_item(given_text), line_item({"text": given_text})):
        assert only(item).text == given_text


def test_a_mark_is_taken_off_a_file_and_kept_inside_a_json_string() -> None:
    assert only(text_item("\ufeffслово")).text == "слово"
    assert only(line_item({"text": "\ufeffслово"})).text == "\ufeffслово"


def test_fields_of_a_document() -> None:
    hints = Hints(dt.date(2026, 1, 2), "Вестник", "kk", "https://example.org/1", "Заголовок", "7")
    item = text_item(RUSSIAN, hints)
    made = only(item)
    assert (made.published, made.publisher, made.language) == (dt.date(2026, 1, 2), "Вестник", "kk")
    assert (made.url, made.title, made.external_id) == ("https://example.org/1", "Заголовок", "7")
    assert (made.source, made.retrieved, made.duplicate_of) == (item.source.id, item.source.retrieved, None)
    assert made.sha256 == hashlib.sha256(RUSSIAN.encode()).hexdigest()


IDENTITY = {"published": "2026-01-02", "url": "u", "external_id": "1"}


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"title": "t"}, True),
        ({"publisher": "p"}, True),
        ({"language": "en"}, True),
        ({"published": dt.date(2026, 1, 2)}, True),
        ({"published": "2026-01-03"}, False),
        ({"url": "v"}, False),
        ({"external_id": "2"}, False),
    ],
)
def test_id_follows_from_text_address_external_id_and_date(change: dict[str, Any], *, same: bool) -> None:
    first = only(text_item(RUSSIAN, Hints(**IDENTITY)))
    second = only(text_item(RUSSIAN, Hints(**(IDENTITY | change))))
    assert (first.id == second.id) is same
    assert first.id != only(text_item(RUSSIAN + " ", Hints(**IDENTITY))).id


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (" date 2026-03-05 Казахстан начал высылать", dt.date(2026, 3, 5)),
        ("date 2026-03-05", dt.date(2026, 3, 5)),
        ("\r\n\u00a0 Date\t2026-03-05, слова", dt.date(2026, 3, 5)),
        ("date 2026-03-051 слова", None),
        ("update 2026-03-05 слова", None),
        ("Слова. date 2026-03-05", None),
        ("2026-03-05 слова", None),
        ("dated 2026-03-05", None),
    ],
)
def test_a_text_may_begin_with_its_date(text: str, published: dt.date | None) -> None:
    made = only(text_item(text))
    assert made.published == published
    assert made.text == text


def test_a_date_that_is_told_wins_over_the_one_in_the_text() -> None:
    hints = Hints(published="2026-01-02T23:30:00+03:00")
    assert only(text_item("date 2026-03-05 слова", hints)).published == dt.date(2026, 1, 2)


@pytest.mark.parametrize("value", ["2026-02-30", "05.03.2026", "soon", "20260305", "2026-3-5", "2026-03-05 или позже"])
def test_a_broken_date_is_named_and_the_document_kept_without_it(value: str) -> None:
    (made,), (problem,) = split(line_item({"text": RUSSIAN}, Hints(published=value)))
    assert (made.published, made.text) == (None, RUSSIAN)
    assert problem.message.startswith(
        f"a.jsonl, line 4: the publication date '{value}' is no date; write it as YYYY-MM-DD"
    )
    assert (problem.stage, problem.document) == ("document", made.id)


def test_a_broken_date_at_the_beginning_is_named() -> None:
    (made,), (problem,) = split(text_item("date 2026-13-05 слова"))
    assert made.published is None
    assert "'2026-13-05' is no date" in problem.message


def test_a_broken_date_leaves_the_field_to_the_text() -> None:
    (made,), (problem,) = split(text_item("date 2026-03-05 слова", Hints(published="soon")))
    assert made.published == dt.date(2026, 3, 5)
    assert "'soon'" in problem.message


@pytest.mark.parametrize(
    ("told", "language", "faults"), [("ru-RU", "ru", 0), ("EN", "en", 0), ("Russian language", "ru", 1), ("r", "ru", 1)]
)
def test_the_language_that_is_told(told: str, language: str, faults: int) -> None:
    (made,), problems = split(text_item(RUSSIAN, Hints(language=told)))
    assert (made.language, len(problems)) == (language, faults)


@pytest.mark.parametrize("text", [" ", "\r\n\t", "\u00a0\u2003"])
def test_a_text_of_white_space_is_a_problem(text: str) -> None:
    documents, (problem,) = split(text_item(text))
    assert documents == []
    assert problem.message == "a.txt: has no text but white space; nothing to store"
    assert split(line_item({"text": text}))[0] == []


def test_an_empty_json_text_is_a_problem() -> None:
    documents, (problem,) = split(line_item({"text": ""}))
    assert documents == []
    assert problem.message.startswith("a.jsonl, line 4: has no text")


def test_a_binary_file_is_a_problem() -> None:
    documents, (problem,) = split(make_item("a.txt", None, "text/plain", b"\x00\x01", Hints()))
    assert documents == []
    assert problem.message.startswith("a.txt: is a binary file")
    assert problem.lost


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
def test_main_text_and_metadata_of_a_page(charset: str) -> None:
    made = only(page_item(charset))
    assert made.text.split("\n")[-2:] == [PARTS["one"], PARTS["two"]]
    assert "О нас" not in made.text
    assert "права защищены" not in made.text
    assert (made.title, made.publisher, made.language) == ("Суд отказал в выдаче", "Вестник", "ru")
    assert (made.url, made.published) == ("https://example.org/news/1", dt.date(2026, 2, 3))


def test_hints_win_over_a_page() -> None:
    made = only(page_item(hints=Hints(dt.date(2026, 1, 1), "Другой", "uk", "https://example.org/2", "Иной")))
    assert (made.published, made.publisher, made.language) == (dt.date(2026, 1, 1), "Другой", "uk")
    assert (made.url, made.title) == ("https://example.org/2", "Иной")


def test_the_markup_is_not_believed_against_the_text() -> None:
    assert only(page_item(lang="en")).language == "ru"


@pytest.mark.parametrize("body", ["<html><body></body></html>", "<html>", "<!-- x -->"])
def test_a_page_without_main_text_is_a_problem(body: str) -> None:
    documents, (problem,) = split(make_item("a.html", None, "text/html", body.encode(), Hints()))
    assert documents == []
    assert problem.message == "a.html: has no main text that could be found; save its text as .txt"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (RUSSIAN, "ru"),
        ("Суд відмовив у видачі активістки, повідомив її адвокат.", "uk"),
        ("Сот белсендіні елден шығарудан бас тартты, деді адвокаты.", "kk"),
        ("The court refused to extradite the activist, her lawyer said.", "en"),
        ("Mahkeme aktivistin iadesini reddetti.", "tr"),
        ("Павла Сидорова задержали в Минске.", "ru"),
        ("Олега Завърткова задържаха в Минск.", "bg"),
        ("Он задержан", None),
        ("Арест", None),
        ("12 345 — 678", None),
        ("", None),
        ("Lorem ok 5", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert recognise(text) == language


def test_all_languages_are_known_to_the_classifier() -> None:
    assert recognise("The court refused to extradite the activist.") in LANGUAGES


def test_words_are_compared_without_case_space_and_punctuation() -> None:
    assert words_digest("Суд — отказал,\n«в выдаче».") == words_digest("суд отказал В  ВЫДАЧЕ")
    assert words_digest("суд отказал") != words_digest("отказал суд")
    assert words_digest(" — !") is None


ROWS = [
    ("b", dt.date(2026, 1, 2), "w"),
    ("a", dt.date(2026, 1, 3), "w"),
    ("c", None, "w"),
    ("d", None, "v"),
    ("e", None, None),
]


@given(st.permutations(ROWS))
def test_the_earliest_of_equal_documents_is_the_original_in_any_order(rows: list[tuple[str, Any, Any]]) -> None:
    assert originals(Print(*row) for row in rows) == {"a": "b", "c": "b"}


def test_of_undated_equal_documents_the_smallest_id_is_the_original() -> None:
    assert originals([Print("y", None, "w"), Print("x", None, "w")]) == {"y": "x"}
    assert originals([Print("y", None, None), Print("x", None, None)]) == {}
