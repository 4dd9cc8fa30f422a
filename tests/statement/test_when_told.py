"""Dates: in the clause of the act, shared by joined verbs, kept out of relative clauses, null where none is given."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.statement.told import Act, Read, check, told

DATES = [
    ("2 марта Олега Заварзина выслали.", "2026-03-02"),
    ("Осенью 2025 года Олега Заварзина выслали из Сербии.", "2025-09-01..2025-11-30"),
    ("Прошлой осенью Сербия выслала Олега Заварзина.", "2025-09-01..2025-11-30"),
    ("В конце декабря Сербия выслала Олега Заварзина.", "2025-12-21..2025-12-31"),
    ("В мае прошлого года Сербия выслала Олега Заварзина.", "2025-05-01..2025-05-31"),
    ("В ночь на 5 февраля Олега Заварзина выслали из Сербии.", "2026-02-04..2026-02-05"),
    ("Вчера Олега Заварзина выслали из Сербии.", "2026-03-04"),
    ("Сербия выслала Олега Заварзина в 2019 году.", "2019-01-01..2019-12-31"),
    ("Сербия выслала Олега Заварзина.", ""),
]  # fmt: skip

CLAUSES = [
    ("4 февраля Олега Заварзина задержали и выслали в Россию.",
     Act("detained", when="2026-02-04"), Act("expelled", when="2026-02-04")),
    ("Олега Заварзина задержали 3 февраля, а 10 февраля выслали.",
     Act("detained", when="2026-02-03"), Act("expelled", when="2026-02-10")),
    ("Олега Заварзина, который уехал из России в 2022 году, задержали в Ереване.", Act("detained", when="")),
    ("В августе 2025 года Олега Заварзина, приехавшего в Сербию в 2022 году, задержали.",
     Act("detained", when="2025-08-01..2025-08-31")),
    ("Олег Заварзин, который в 2020 году уехал из России, был выслан из Турции в мае 2025 года.",
     Act("expelled", when="2025-05-01..2025-05-31", host="TR")),
    ("Олега Заварзина, осуждённого в России в 2021 году, выслали из Армении.",
     Act("convicted", when="2021-01-01..2021-12-31"), Act("expelled", when="")),
    ("Олега Заварзина, высланного из Польши в марте 2025 года, задержали в Минске.",
     Act("expelled", when="2025-03-01..2025-03-31"), Act("detained", when="")),
    ("Алина Соболева, задержанная в Тбилиси в мае прошлого года, получила убежище во Франции.",
     Act("detained", when="2025-05-01..2025-05-31"), Act("asylum_granted", when="")),
    ("Олега Заварзина задержали. Он написал книгу в 2019 году.", Act("detained", when="")),
    ("Олега Заварзина выслали из Сербии. 3 марта в Белграде шёл снег.", Act("expelled", when="")),
    ("Активиста Павла Жилинского задержали 10 января. Через три дня Жилинского освободили.",
     Act("detained", when="2026-01-10"), Act("released", when="2026-01-13")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when"), DATES)
def test_the_date_in_the_clause(read: Read, text: str, when: str) -> None:
    check(read(text), Act("expelled", "Олег Заварзин", when))


@pytest.mark.parametrize("row", CLAUSES, ids=range(len(CLAUSES)))
def test_a_date_holds_for_its_own_clause(read: Read, row: tuple[str, *tuple[Act, ...]]) -> None:
    text, *acts = row
    check(read(text), *acts)


@pytest.mark.parametrize(
    ("published", "when"),
    [
        (dt.date(2026, 3, 5), "2026-02-12"),
        (dt.date(2024, 7, 1), "2024-02-12"),
        (dt.date(2024, 1, 9), "2023-02-12"),
        (None, ""),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_publication(
    read: Read, published: dt.date | None, when: str
) -> None:
    (act,) = told(read("Польша выслала активиста Руслана Тимерханова 12 февраля.", published))
    assert act.when == when


def test_a_full_date_needs_no_publication_date(read: Read) -> None:
    (act,) = told(read("Полиция задержала Ивана Рогова 3 марта 2025 года.", None))
    assert act.when == "2025-03-03"
