"""The relevance gate: what it lets pass, and what it does not judge."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.model.gate import COUNTED, SHARP, SHORT, Gate, load_gate, sentences, soft_maximum

FESTIVAL = (
    "В городском парке открылся ежегодный фестиваль цветов. Посетители смогут увидеть сотни сортов тюльпанов и роз. "
    "Организаторы подготовили концертную программу и выставку работ местных художников. Вход свободный. "
    "Погода в выходные ожидается солнечная, без осадков. Для детей откроют игровую площадку и мастерские по лепке. "
    "На главной сцене выступят музыкальные коллективы из нескольких областей, вечером состоится показ фильма. "
    "Завершится праздник большим салютом над рекой, сообщили в отделе культуры. Билеты не нужны. "
)
ARREST = "Суд постановил экстрадировать задержанного активиста в Россию, сообщил его адвокат."


def test_a_festival_is_set_aside_and_one_sentence_on_an_extradition_lets_it_pass() -> None:
    gate = load_gate()
    assert len(FESTIVAL) > SHORT
    without, within = gate.judge(FESTIVAL), gate.judge(FESTIVAL + ARREST)
    assert (without.passed, without.judged) == (False, True)
    assert (within.passed, within.judged) == (True, True)
    assert within.score > without.score
    assert any(word.startswith(("экстр", "задер", "актив")) for word in within.words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Короткая заметка о погоде.",
        "Қазақстанда қыс мезгілінде ауа райы суық болады, қар көп жауады. " * 20,
        "El festival de las flores se inauguró ayer en el parque de la ciudad con música. " * 20,
        "0123456789 " * 100,
        "😀" * 1000,
    ],
)
def test_what_is_short_or_in_words_it_has_not_learnt_passes_unjudged(text: str) -> None:
    verdict = load_gate().judge(text)
    assert (verdict.passed, verdict.judged) == (True, False)


def test_the_best_sentence_decides() -> None:
    gate = Gate({"суд": [2.0, 1.0], "цветы": [-2.0, 1.0], "парк": [-2.0, 1.0], "роза": [-2.0, 1.0]}, 0.0, 0.5)
    flowers, court = "парк цветы роза. " * 40, "суд суды парк. "
    assert not gate.judge(flowers).passed
    assert gate.score({"суд"}) == 2.0
    assert gate.score({"неведомо"}) == -math.inf
    assert gate.judge(flowers + "суд неведомо невиданно.").passed
    assert gate.judge(court).words == ("суд",)


@pytest.mark.parametrize(
    ("scores", "whole"),
    [([], -math.inf), ([-math.inf], -math.inf), ([1.5], 1.5), ([1.0, 1.0], 1 + math.log(2) / SHARP), ([1.0, -50], 1.0)],
)
def test_sentences_near_the_best_raise_the_score(scores: list[float], whole: float) -> None:
    assert soft_maximum(scores) == pytest.approx(whole)


@given(st.lists(st.floats(-20, 20), min_size=1))
def test_the_score_is_the_best_one_or_a_little_more_whatever_the_length(scores: list[float]) -> None:
    assert max(scores) <= soft_maximum(scores) <= max(scores) + math.log(COUNTED) / SHARP + 1e-9


@given(st.text())
def test_any_text_gets_a_verdict(text: str) -> None:
    verdict = load_gate().judge(text)
    assert verdict.passed or verdict.judged
    assert all(stems <= features for features, stems in sentences(text))
