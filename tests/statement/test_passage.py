"""What only the passage tells: the matter of a decision, the date of an act, the kind of a text, whom it is about."""

from __future__ import annotations

import pytest

from tests.statement.told import Act, Read, check, events

MATTERS = [
    ("Руслан Тимерханов попросил убежища в Литве. Ему отказали.",
     Act("asylum_applied", "Руслан Тимерханов"), Act("asylum_refused", "Руслан Тимерханов")),
    ("Москва запросила выдачу Павла Жилинского. Литва ответила отказом.",
     Act("extradition_requested", "Павел Жилинский"), Act("extradition_refused", "Павел Жилинский")),
    ("Власти Литвы не станут выдавать России Анну Кузнецову.", Act("extradition_refused", "Анна Кузнецова")),
]  # fmt: skip

DATES = [
    ("Москва разыскивает Олега Заварзина с 2022 года.", Act("wanted", when="2022-01-01..2022-12-31")),
    ("Суд перенёс на 24 марта заседание по делу Олега Заварзина.",
     Act("court_hearing", when="2026-03-24", status="planned")),
    ("Литва отказала Олегу Заварзину в убежище. Решение вынесено 2 марта.", Act("asylum_refused", when="2026-03-02")),
    ("Активист Олег Заварзин два года назад попросил убежища в Литве.",
     Act("asylum_applied", when="2024-01-01..2024-12-31")),
]  # fmt: skip

PEOPLE = [
    ("Пропал журналист Руслан Тимерханов.", Act("disappeared", "Руслан Тимерханов")),
    ("В Ереване обыскали дом Иванова.", Act("searched", "Иванов", host="AM")),
    ("Руслан Тимерханов, бывший сотрудник мэрии, бежал в Грузию.", Act("fled", "Руслан Тимерханов")),
    ("Московский суд арестовал Руслана Тимерханова на два месяца.",
     Act("custody_ordered", "Руслан Тимерханов", host="RU")),
    ("Руслан Тимерханов живёт в Вене. Он получил там статус беженца.",
     Act("asylum_granted", "Руслан Тимерханов", host="AT")),
]  # fmt: skip

OTHER_WORLDS = [
    "В прокат вышел фильм «Граница». Главный герой Артур бежит из Москвы в Ереван. В финале суд отказывает в выдаче.",
    "8 марта 1944 года в Ташкенте арестовали поэта Саида Гельдыева. Его приговорили к восьми годам лагерей.",
    "Человек вправе обжаловать отказ и попросить убежища.",
]


@pytest.mark.parametrize("row", [*MATTERS, *DATES, *PEOPLE], ids=lambda row: row[0][:40])
def test_the_passage_tells(read: Read, row: tuple[str, *tuple[Act, ...]]) -> None:
    text, *acts = row
    check(read(text), *acts)


@pytest.mark.parametrize("text", OTHER_WORLDS)
def test_another_world_tells_no_case(read: Read, text: str) -> None:
    assert [s for s in events(read(text)) if s.status == "reported"] == []
