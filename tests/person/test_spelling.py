"""Which name is shown, and which of the others are spellings of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.person.spelling import best_first, in_latin, is_inflected, other_spellings

FIRST = [
    ({"Воронцов": 3, "Яков Воронцов": 1}, "Яков Воронцов"),
    ({"Мансур Мавлаев": 1, "Мансур Мовлаев": 2, "Мансур Мовсарович Мовлаев": 1}, "Мансур Мовлаев"),
    ({"Иаков Воронцов": 1, "Яков Воронцов": 1}, "Яков Воронцов"),
    ({"Ю. Емельянова": 4, "Юлия Емельянова": 1}, "Юлия Емельянова"),
    ({"Mansur Movlayev": 1, "Movlayev": 1}, "Mansur Movlayev"),
    ({"Мавлаев": 1}, "Мавлаев"),
]


@pytest.mark.parametrize(("seen", "first"), FIRST)
def test_the_whole_name_of_most_documents_goes_first(seen, first):
    names = best_first(seen)
    assert names[0] == first
    assert sorted(names) == sorted(seen)


SPELLINGS = [
    (
        "Мансур Мовлаев|Мавлаев|Мансур Мавлаев|Мовлаев|Мовлаева|Мансура Мовлаева|Мансуру Мавлаеву|Mansur Movlayev",
        {"Мансур Мавлаев", "Mansur Movlayev"},
    ),
    ("Мансур Мовлаев|Мансур Мовсарович Мовлаев|Мансура Мовсаровича Мовлаева", {"Мансур Мовсарович Мовлаев"}),
    ("Юлия Емельянова|Емельянова|Емельяновой|Юлии Емельяновой|Ю. Емельянова", set()),
    ("Наталья Нарская|Нарской|Нарскую", set()),
    ("Павел Чичиков|Павла Чичикова", set()),
    ("Mansur Movlayev|MOVLAYEV|Movlaev", {"Movlaev"}),
    ("Мансур Мовлаев", set()),
    ("", set()),
]


@pytest.mark.parametrize(("names", "others"), SPELLINGS)
def test_inflected_and_shorter_forms_are_no_other_spellings(names, others):
    told = names.split("|") if names else []
    assert set(other_spellings(told)) == others


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Мовлаев", "Мовлаеву", True), ("Мовлаев", "Мавлаев", False), ("Нарская", "Нарской", True),
        ("Павел", "Павла", True), ("Инна", "Анна", False), ("Movlayev", "Movlaev", False), ("Ким", "Кин", False),
    ],
)  # fmt: skip
def test_inflection(a, b, same):
    assert is_inflected(a, b) is same
    assert is_inflected(b, a) is same


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Юлия Емельянова", "Yuliya Yemelyanova"), ("Салтыков-Щедрин", "Saltykov-Shchedrin"),
        ("Mansur Movlayev", None), ("", None),
    ],
)  # fmt: skip
def test_latin_letters(name, latin):
    assert in_latin(name) == latin


@given(st.dictionaries(st.text("АБВабвгде .", min_size=1, max_size=12), st.integers(1, 5), max_size=6))
def test_no_name_is_lost_and_the_order_of_seeing_changes_nothing(seen):
    names = best_first(seen)
    assert sorted(names) == sorted(seen)
    assert best_first(dict(reversed(seen.items()))) == names
    assert set(other_spellings(names)) <= set(names[1:])
