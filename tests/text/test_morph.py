"""Lemmas, mended features, names in the nominative."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.text.morph import corrected, lemma, nominative, parses

CYRILLIC = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяё-", min_size=1, max_size=12)
CASES = st.sampled_from(["Nom", "Gen", "Dat", "Acc", "Ins", "Loc", None])


@pytest.mark.parametrize(
    ("word", "pos", "feats", "base"),
    [
        ("задержали", "VERB", {"Number": "Plur"}, "задержать"),
        ("Задержан", "VERB", {"Gender": "Masc"}, "задержать"),
        ("выданного", "VERB", {"Case": "Gen"}, "выдать"),
        ("судом", "NOUN", {"Case": "Ins"}, "суд"),
        ("суда", "NOUN", {"Case": "Gen", "Gender": "Masc", "Number": "Sing"}, "суд"),
        ("стали", "VERB", {"Number": "Plur"}, "стать"),
        ("стали", "NOUN", {"Case": "Gen", "Number": "Sing"}, "сталь"),
        ("российской", "ADJ", {"Case": "Gen", "Gender": "Fem"}, "российский"),
        ("её", "PRON", {"Case": "Acc"}, "она"),
        ("Самолёты", "NOUN", {"Case": "Nom", "Number": "Plur"}, "самолет"),
        ("в", "ADP", {}, "в"),
        ("2025", "NUM", {}, "2025"),
        ("👍", "SYM", {}, "👍"),
    ],
)
def test_the_lemma_agrees_with_the_tagger(word: str, pos: str, feats: Mapping[str, str], base: str) -> None:
    assert lemma(word, pos, feats) == base


@given(CYRILLIC, st.sampled_from(["NOUN", "VERB", "ADJ", "X", "PROPN"]))
def test_a_lemma_is_lower_case_without_yo(word: str, pos: str) -> None:
    base = lemma(word.upper(), pos, {})
    assert base
    assert base == base.lower()
    assert "ё" not in base
    assert base == lemma(word, pos, {})


@pytest.mark.parametrize(
    ("word", "pos", "feats", "out"),
    [
        ("будет", "AUX", {"Tense": "Pres"}, {"Tense": "Fut"}),
        ("Будут", "VERB", {"Tense": "Pres"}, {"Tense": "Fut"}),
        ("был", "AUX", {"Tense": "Past"}, {"Tense": "Past"}),
        ("стоит", "VERB", {"Tense": "Pres"}, {"Tense": "Pres"}),
        ("дезертирам", "NOUN", {"Case": "Dat", "Number": "Sing"}, {"Case": "Dat", "Number": "Plur"}),
        ("дезертиру", "NOUN", {"Case": "Dat", "Number": "Plur"}, {"Case": "Dat", "Number": "Sing"}),
        ("суды", "NOUN", {"Case": "Nom", "Number": "Plur"}, {"Case": "Nom", "Number": "Plur"}),
        ("дезертирам", "NOUN", {}, {}),
        ("Зюзюмзюм", "PROPN", {"Case": "Gen", "Number": "Plur"}, {"Case": "Gen", "Number": "Plur"}),
    ],
)
def test_slips_of_the_tagger_are_mended(word: str, pos: str, feats: Mapping[str, str], out: Mapping[str, str]) -> None:
    given_before = dict(feats)
    assert dict(corrected(word, pos, feats)) == out
    assert feats == given_before


@pytest.mark.parametrize(
    ("word", "case", "gender", "surname", "out"),
    [
        ("Олега", "Gen", "Masc", False, "Олег"),
        ("Олегу", "Dat", "Masc", False, "Олег"),
        ("Юлией", "Ins", "Fem", False, "Юлия"),
        ("Марию", "Acc", "Fem", False, "Мария"),
        ("Заварзина", "Gen", "Masc", True, "Заварзин"),
        ("Заварзиным", "Ins", "Masc", True, "Заварзин"),
        ("Соболевой", "Gen", "Fem", True, "Соболева"),
        ("Кузнецову", "Acc", "Fem", True, "Кузнецова"),
        ("Кузнецову", "Dat", "Masc", True, "Кузнецов"),
        ("Жилинского", "Gen", "Masc", True, "Жилинский"),
        ("Жилинской", "Dat", "Fem", True, "Жилинская"),
        ("Шевченко", "Gen", "Fem", True, "Шевченко"),
        ("Ивановича", "Gen", "Masc", False, "Иванович"),
        ("Петровой-Ивановой", "Gen", "Fem", True, "Петрова-Иванова"),
        ("Олег", "Nom", "Masc", False, "Олег"),
        ("Smith", "Gen", "Masc", True, "Smith"),
        ("И.", "Gen", "Masc", False, "И."),
        ("ОЛЕГА", "Gen", "Masc", False, "ОЛЕГ"),
        ("Олега", None, "Masc", False, "Олега"),
    ],
)
def test_names_in_the_nominative(word: str, case: str | None, gender: str, *, surname: bool, out: str) -> None:
    assert nominative(word, case, gender, surname=surname) == out


@given(word=CYRILLIC.map(str.title), case=CASES, gender=st.sampled_from(["Masc", "Fem", None]), surname=st.booleans())
def test_a_nominative_keeps_the_parts_of_the_name(
    word: str, case: str | None, gender: str | None, *, surname: bool
) -> None:
    out = nominative(word, case, gender, surname=surname)
    assert [bool(part) for part in out.split("-")] == [bool(part) for part in word.split("-")]
    assert case not in (None, "Nom") or out == word


def test_readings_come_with_the_likeliest_first() -> None:
    scores = [p.score for p in parses("суда")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 1
