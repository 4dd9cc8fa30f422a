import pytest

from havenwatch.text.particulars import other_name_beside, particulars_beside

BESIDE = [
    ("Молаеву 29 лет, он известен критикой властей.", "Молаеву", [("age", 29, "29 лет")]),
    ("Lenin Zhalov, 36, a shift supervisor", "Lenin Zhalov", [("age", 36, "36")]),
    ("о выдаче Мурада Молаева (1995 г. р.)", "Мурада Молаева", [("birth_year", 1995, "1995 г. р.")]),
    ("іздеп жүрген 30 жастағы Мурад Молаевты беру", "Мурад Молаевты", [("age", 30, "30 жастағы")]),
    ("Варская, 29-летняя преподавательница", "Варская", [("age", 29, "29-летняя")]),
    ("24-летнего Рожнова должны были судить", "Рожнова", [("age", 24, "24-летнего")]),
    ("the 31-year-old activist Petrenko said", "Petrenko", [("age", 31, "31-year-old activist")]),
    ("Рожнов получил 16 лет", "Рожнов", []),
    ("Петренко 6 лет колонии", "Петренко", []),
    ("Petrenko, 6, and others", "Petrenko", []),
    ("Мовлаев. 29 лет назад", "Мовлаев", []),
    ("in 2024, Petrenko left", "Petrenko", []),
]  # fmt: skip
NAMES = [
    ("Amosov, in his passport Igor Ivanenko, left", "Amosov", "Igor Ivanenko"),
    ("Іакова Варонцова (у миру Володимира), який", "Іакова Варонцова", "Володимира"),
    ("Амосов (настоящее имя — Игорь Иваненко)", "Амосов", "Игорь Иваненко"),
    ("Igor Ivanenko, better known as Ayhal Amosov,", "Igor Ivanenko", "Ayhal Amosov"),
    ("Амосов известен критикой властей", "Амосов", None),
    ("Amosov, born in 1995", "Amosov", None),
    ("Петренко и Сидорчук задержаны", "Петренко", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "expected"), BESIDE)
def test_numbers_beside_a_name(text, name, expected):
    start = text.index(name)
    found = particulars_beside(text, start, start + len(name))
    assert [(p.kind, p.value, text[p.start : p.end]) for p in found] == expected


@pytest.mark.parametrize(("text", "name", "expected"), NAMES)
def test_other_names(text, name, expected):
    start = text.index(name)
    assert other_name_beside(text, start, start + len(name)) == expected
