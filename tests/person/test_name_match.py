import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.person.judge import LONE_SURNAME, OTHER_NAME, SAME_NAME
from havenwatch.text.name_match import compare_names, word_similarity
from havenwatch.text.names import GIVEN, INITIAL, OTHER, PATRONYMIC, parse_name

SAME = [
    ("Мансур Мавлаев", "Mansur Movlayev"), ("Мансур Мовсарович Мовлаев", "Mansur Movlayev"),
    ("Юлия Емельянова", "Yulia Yemelyanova"), ("Александр Качкуркин", "Oleksandr Kachkurkin"),
    ("Яков Воронцов", "Іаков Воронцов"), ("Андрей Гнёт", "Andrei Hniot"), ("Игорь Санджиев", "Igor Sanjiev"),
    ("Koigeldiyev Galymzhan", "Галымжан Койгельдиев"), ("Михаил Жилин", "Михайло Жилін"),
    ("Асхат Жумагали", "Asqat Jumagali"), ("Мурад Хасанович Маргошвили", "Murad Khasanovych Margoshvili"),
    ("Александр Иванова", "Александр Иванов"), ("Vladimir Putin", "VladimirPutin"),
]  # fmt: skip
DIFFERENT = [
    ("Александр Иванов", "Александра Иванова"), ("Инна Петрова", "Анна Петрова"), ("Алексей Ким", "Алексей Кин"),
    ("Алексей Цой", "Алексей Цай"), ("Мурад Хасанович Маргошвили", "Мурад Ираклиевич Маргошвили"),
    ("Иван Петров", "Пётр Иванов"), ("Alexander Lukashevich", "Alexander Lukashenko"),
    ("Е. Емельянова", "Юлия Емельянова"),
    ("Roman Abramovich", "Boris Abramovich"),
]  # fmt: skip
KINDS = [
    ("Мансур Мовсарович Мовлаев", (GIVEN, PATRONYMIC, OTHER)), ("А. Качкуркин", (INITIAL, OTHER)),
    ("Мовлаев Мансур", (OTHER, GIVEN)), ("президент Токаев", (OTHER,)),
    ("Койгельдиев Галымжан", (OTHER, GIVEN)), ("Осама бин Ладен", (GIVEN, OTHER)),
    ("Иван Роман", (GIVEN, OTHER)), ("Жанна Нұрланқызы Ахметова", (GIVEN, PATRONYMIC, OTHER)),
]  # fmt: skip
names = st.sampled_from([n for pair in SAME + DIFFERENT for n in pair])


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_person_in_two_spellings(a, b):
    match = compare_names(a, b)
    assert match.score >= SAME_NAME
    assert match.contradiction is None


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_persons_with_like_names(a, b):
    match = compare_names(a, b)
    assert match.contradiction is not None or match.score < OTHER_NAME


@pytest.mark.parametrize(("name", "kinds"), KINDS)
def test_kinds_of_words(name, kinds):
    assert tuple(t.kind for t in parse_name(name).tokens) == kinds


def test_vowels_may_differ_only_beside_the_given_name():
    assert compare_names("Мансур Мавлаев", "Мансур Мовлаев").score >= SAME_NAME
    assert (
        compare_names("Мавлаев", "Мансур Мовлаев").score
        < LONE_SURNAME
        <= compare_names("Мовлаев", "Мансур Мовлаев").score
    )


def test_initials_alone_identify_nobody():
    assert compare_names("N.N.", "Nursultan Nazarbayev").score == 0.0
    assert compare_names("", "Nursultan Nazarbayev").score == 0.0


@given(names, names)
def test_order_of_the_names_does_not_matter(a, b):
    assert compare_names(a, b).score == compare_names(b, a).score
    assert (compare_names(a, b).contradiction is None) == (compare_names(b, a).contradiction is None)


@given(st.text("abdeikmorstvSCZ", max_size=9), st.text("abdeikmorstvSCZ", max_size=9))
def test_similarity_is_bounded_and_one_only_for_equals(a, b):
    value = word_similarity(a, b)
    assert 0.0 <= value <= 1.0
    assert (value == 1.0) == (a == b)
