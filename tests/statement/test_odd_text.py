"""Texts that are hardly texts: empty, one word, odd spaces, one endless sentence, other languages."""

from __future__ import annotations

import pytest

from tests.statement.told import Act, Read, check, document_of, happened, told

PLAIN = "Польша выслала активиста Руслана Тимерханова 12 февраля."
ACT = Act("expelled", "Руслан Тимерханов", "2026-02-12", "PL")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n\t \r\n", "12", "\u0301", "\u200b\ufeff", ".", "." * 500, "«" * 500, "- " * 500, "слово",
        "👍", "👍🏽🇷🇺👨‍👩‍👧", "я" * 100_000,
    ],
)  # fmt: skip
def test_nothing_is_read_from_nothing(read: Read, text: str) -> None:
    reading = read(text)
    assert (reading.statements, reading.problems) == ((), ())
    assert reading.document == document_of(text).id


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(" ", "\u00a0"),
        PLAIN.replace(" ", "\u2009"),
        PLAIN.replace(" ", "  "),
        f"👍👍 🇷🇺 {PLAIN}",
        f"𝕏: {PLAIN}",
        f"Заголовок\r\n\r\n{PLAIN}\r\nХвост.",
        f"The reporter wrote a book.\n\n{PLAIN}",
        PLAIN.rstrip("."),
        PLAIN.replace("активиста", "активиста\u200b"),
    ],
)
def test_odd_characters_around_do_not_hide_an_act(read: Read, text: str) -> None:
    reading = read(text)
    check(reading, ACT)
    (statement,) = happened(reading)
    assert statement.quote == text[statement.start : statement.end]
    assert "Тимерханова" in statement.quote


def test_a_sentence_of_a_hundred_thousand_characters(read: Read) -> None:
    text = PLAIN.rstrip(".") + ", " + "и снова шёл снег, " * 5_600
    assert len(text) > 100_000
    acts = told(read(text))
    assert [(a.type, a.who) for a in acts] == [("expelled", "Руслан Тимерханов")]


def test_an_act_at_the_end_of_a_long_text(read: Read) -> None:
    text = "Весь день шёл снег.\n" * 3_000 + PLAIN
    reading = read(text)
    check(reading, ACT)
    assert happened(reading)[0].start > 50_000


@pytest.mark.parametrize(("language", "word"), [("tr", "'tr'"), (None, "not recognised")])
def test_an_unread_language_is_said_to_be_unread(read: Read, language: str | None, word: str) -> None:
    reading = read("The activist Ivan Rogov was deported to Minsk on Friday.", language=language)
    assert (reading.statements, reading.mentions) == ((), ())
    (problem,) = reading.problems
    assert (problem.stage, problem.document) == ("statement", reading.document)
    assert word in problem.message


def test_english_taken_for_russian_tells_nothing_by_the_rules_and_nothing_false_by_the_model(read: Read) -> None:
    found = read("The activist Ivan Rogov was deported to Minsk on Friday.").statements
    assert {s.found_by for s in found} <= {"model:acts/expelled"}
