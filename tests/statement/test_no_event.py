"""What is no event: rules, forecasts, advice, mere presence, words with another sense, lists."""

from __future__ import annotations

import pytest

from tests.statement.told import Read, events

SAYINGS = [
    ("rule", "По законодательству Сербии два нарушения в год — достаточное основание для лишения вида на жительство."),
    ("rule", "Закон запрещает высылать заявителей на убежище."),
    ("forecast", "Новых высылок, скорее всего, не последует."),
    ("forecast", "Вряд ли Сербия начнёт высылать россиян."),
    ("forecast", "Эксперты полагают, что массовых депортаций, скорее всего, не будет."),
    ("advice", "Учите язык страны и сохраняйте все документы."),
    ("advice", "Обратитесь к адвокату до подачи заявления."),
    ("advice", "Не стоит ехать в Казахстан без паспорта."),
]  # fmt: skip

PRESENCE = [
    "В Белграде находится Олег Заварзин.",
    "Олег Заварзин живёт в Белграде с 2022 года.",
    "Олег Заварзин работает в Белграде программистом.",
    "Олег Заварзин летел через Стамбул транзитом.",
    "Олег Заварзин посетил Сербию в феврале.",
    "Дина Хабирова родилась в Казани в 1990 году.",
    "Олег Заварзин уехал в отпуск.",
    "Олег Заварзин вышел из дома.",
    "Олег Заварзин любит шахматы.",
]

HOMONYMS = [
    "Нападающий Руслан Тимерханов убежал от защитников и забил гол.",
    "Вратарь Руслан Тимерханов пропустил два мяча и был удалён.",
    "Сборная Сербии обыграла сборную Армении.",
    "Команду отправили на сборы в Сербию.",
    "Клуб отпустил нападающего.",
    "Вратарь задержал мяч.",
    "Певец Руслан Тимерханов выдал хит.",
    "Банк выдал кредит Руслану Тимерханову.",
    "Олегу Заварзину выдали паспорт.",
    "Суд выдал ордер.",
    "Рейс из Белграда в Москву задержали на три часа.",
    "Матч задержали на час из-за дождя.",
    "Выплату зарплат задержали на месяц.",
    "Таможня задержала фуру с яблоками.",
    "Полиция задержала груз контрабанды.",
    "Суд арестовал имущество компании.",
    "Компания уволила сто человек.",
    "Рыбаки поймали сома.",
    "В розыск объявлен пропавший кот.",
    "Захват заложников в фильме снял режиссёр Олег Заварзин.",
    "В фильме полиция задерживает героя.",
    "Депутат выступил с докладом. Министр уехал в отпуск.",
]

LISTS = [
    "Минск, Москва, Астана, Белград, Ереван.",
    "Олег Заварзин, Дина Хабирова, Пётр Лунёв.",
    "Руслан Тимерханов. Дина Хабирова. Белград. 2025 год.",
    "Сербия, Олег Заварзин, Белград, 3 февраля.",
]

CRIMES = [  # what somebody is accused of is not what happened to somebody
    ("Олег Заварзин обвиняется в похищении человека.", "abducted"),
    ("Олега Заварзина обвиняют в убийстве.", "killed"),
    ("Полиция задержала Олега Заварзина по делу о похищении бизнесмена.", "abducted"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), SAYINGS)
def test_rules_forecasts_and_advice_are_kept_as_such(read: Read, kind: str, text: str) -> None:
    reading = read(text)
    assert events(reading) == []
    assert [(s.kind, s.quote) for s in reading.statements] == [(kind, text)]


@pytest.mark.parametrize("text", PRESENCE)
def test_being_somewhere_is_no_act(read: Read, text: str) -> None:
    assert events(read(text)) == []


@pytest.mark.parametrize("text", HOMONYMS)
def test_the_same_words_in_another_sense(read: Read, text: str) -> None:
    assert events(read(text)) == []


@pytest.mark.parametrize("text", LISTS)
def test_a_list_without_a_verb_tells_nothing(read: Read, text: str) -> None:
    assert read(text).statements == ()


@pytest.mark.parametrize(("text", "never"), CRIMES)
def test_a_charge_is_not_an_act_of_violence(read: Read, text: str, never: str) -> None:
    assert never not in [s.type for s in events(read(text))]


def test_a_paper_that_a_person_is_given_does_not_give_the_person_away(read: Read) -> None:
    text = "Анну Петрову задержали в Белграде. Бумагу о том, что просьба России принята, власти выдали Петровой 5 мая."
    assert "extradited" not in {e.type for e in events(read(text))}
