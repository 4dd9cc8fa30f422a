"""The forms in which news tell an act: voice, participle, verbal noun, left-out subject; and by whose hand."""

from __future__ import annotations

import pytest

from tests.statement.told import Act, Read, check, events, happened

FORMS = [
    ("Польша выслала активиста Руслана Тимерханова 12 февраля.",
     Act("expelled", "Руслан Тимерханов", "2026-02-12", "PL")),
    ("Активист Руслан Тимерханов был выслан из Польши в Россию 12 февраля.",
     Act("expelled", "Руслан Тимерханов", "2026-02-12", "PL", requesting="RU")),
    ("Руслана Тимерханова выслала Киргизия.", Act("expelled", "Руслан Тимерханов", "", "KG")),
    ("Журналистку Анну Кузнецову задержали в Тбилиси 3 марта 2025 года.",
     Act("detained", "Анна Кузнецова", "2025-03-03", "GE")),
    ("Олег Заварзин экстрадирован в Россию.", Act("extradited", "Олег Заварзин", "", requesting="RU")),
    ("Олег Заварзин, задержанный в Белграде, попросил убежища.", Act("detained", "Олег Заварзин", "", "RS")),
    ("Задержание Алины Соболевой в Ереване произошло 14 января.",
     Act("detained", "Алина Соболева", "2026-01-14", "AM")),
    ("Высылка Павла Жилинского из Польши состоялась 3 февраля.",
     Act("expelled", "Павел Жилинский", "2026-02-03", "PL")),
    ("О задержании Екатерины Беловой сообщила полиция.", Act("detained", "Екатерина Белова")),
    ("Вчера в Ереване задержали Павла Жилинского.", Act("detained", "Павел Жилинский", "2026-03-04", "AM")),
    ("Узбекского блогера Шерзода Каримбаева выдали Ташкенту.",
     Act("extradited", "Шерзод Каримбаев", requesting="UZ")),
    ("Белорусского журналиста Павла Жилинского экстрадировали из Сербии 12 ноября 2025 года.",
     Act("extradited", "Павел Жилинский", "2025-11-12", "RS", requesting="BY")),
]  # fmt: skip

TYPES = [
    ("Олег Заварзин подал заявление на убежище в Армении 3 февраля.", "asylum_applied", "AM"),
    ("Армения отказала Олегу Заварзину в убежище 3 февраля.", "asylum_refused", "AM"),
    ("Финляндия предоставила убежище Олегу Заварзину 3 февраля.", "asylum_granted", "FI"),
    ("Олег Заварзин получил статус беженца в Финляндии 3 февраля.", "asylum_granted", "FI"),
    ("Сербия аннулировала вид на жительство Олега Заварзина 3 февраля.", "residence_revoked", "RS"),
    ("Олега Заварзина не пустили в Грузию 3 февраля.", "entry_denied", "GE"),
    ("Олега Заварзина похитили в Бишкеке 3 февраля.", "abducted", "KG"),
    ("В Бишкеке 3 февраля избили Олега Заварзина.", "attacked", "KG"),
    ("3 февраля в Тбилиси убили Олега Заварзина.", "killed", "GE"),
    ("Олег Заварзин пропал в Бишкеке 3 февраля.", "disappeared", "KG"),
    ("У Олега Заварзина прошёл обыск 3 февраля.", "searched", "*"),
    ("Суд освободил Олега Заварзина 3 февраля.", "released", "*"),
    ("Россия завела уголовное дело на Олега Заварзина 3 февраля.", "charged", "*"),
    ("Россия 3 февраля объявила в розыск Олега Заварзина.", "wanted", "*"),
    ("Суд рассмотрел дело Олега Заварзина 3 февраля.", "court_hearing", "*"),
]  # fmt: skip

# One act leads to the other, and only one of the two has taken place.
DECISIONS = [
    ("Прокуратура постановила выдать Олега Заварзина Белоруссии.", "extradition_approved", "extradited"),
    ("Суд разрешил экстрадировать Олега Заварзина в Россию.", "extradition_approved", "extradited"),
    ("Суд постановил выдворить Олега Заварзина.", "expulsion_ordered", "expelled"),
    ("Россия запросила экстрадицию Олега Заварзина у Армении.", "extradition_requested", "extradited"),
    ("Россия требует выдачи Олега Заварзина.", "extradition_requested", "extradited"),
    ("Казахстан приостановил экстрадицию Олега Заварзина.", "extradition_suspended", "extradited"),
    ("Выдача Олега Заварзина приостановлена.", "extradition_suspended", "extradited"),
    ("Европейский суд запретил высылать Олега Заварзина.", "expulsion_stopped", "expelled"),
    ("Верховный суд Черногории отменил решение об экстрадиции Олега Заварзина.", "appeal_granted", "extradited"),
    ("Казахстан отказался выдавать Олега Заварзина.", "extradition_refused", "extradited"),
    ("Армения экстрадировала Олега Заварзина.", "extradited", "extradition_approved"),
    ("Сербия выдворила Олега Заварзина.", "expelled", "expulsion_ordered"),
]  # fmt: skip

# "Отказать": to the state that asks, in the person's favour; to the person; to a claim in court.
REFUSALS = [
    ("Генпрокуратура Казахстана отказала Москве в выдаче Олега Заварзина.",
     Act("extradition_refused", "Олег Заварзин", host="KZ", requesting="RU")),
    ("Суд отказался выдать Павла Жилинского Минску.",
     Act("extradition_refused", "Павел Жилинский", requesting="BY")),
    ("Миграционная служба Швеции отказала Олегу Заварзину в убежище.",
     Act("asylum_refused", "Олег Заварзин", host="SE")),
    ("2 марта суд в Вильнюсе отказал по иску Олега Заварзина об убежище.",
     Act("appeal_rejected", "Олег Заварзин", "2026-03-02", "LT")),
    ("Суд в Ереване отклонил жалобу Олега Заварзина на отказ в убежище.",
     Act("appeal_rejected", "Олег Заварзин", host="AM")),
    ("Олегу Заварзину отказали во въезде в Грузию.", Act("entry_denied", "Олег Заварзин", host="GE")),
    ("Олегу Заварзину отказали в паспорте.", Act("passport_refused", "Олег Заварзин")),
]  # fmt: skip

THIRD_STATES = [
    ("Олег Рогов живёт в Армении. В 2023 году его выслала Киргизия. В январе 2026 года Армения отказала ему в убежище.",
     Act("expelled", "Олег Рогов", "2023-01-01..2023-12-31", "KG"),
     Act("asylum_refused", "Олег Рогов", "2026-01-01..2026-01-31", "AM")),
    ("В Казахстане задержали Олега Заварзина. Его ещё в 2021 году выслала Киргизия.",
     Act("detained", "Олег Заварзин", "", "KZ"), Act("expelled", "Олег Заварзин", "2021-01-01..2021-12-31", "KG")),
    ("Киргизия выслала Олега Рогова. Он приехал в Казахстан. Генпрокуратура Казахстана отказала Минску в его выдаче.",
     Act("expelled", "Олег Рогов", host="KG"),
     Act("extradition_refused", "Олег Рогов", host="KZ", requesting="BY")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act"), FORMS)
def test_an_act_is_read_in_every_form(read: Read, text: str, act: Act) -> None:
    check(read(text), act)


@pytest.mark.parametrize(("text", "kind", "host"), TYPES)
def test_each_act_is_told_by_its_type(read: Read, text: str, kind: str, host: str) -> None:
    check(read(text), Act(kind, "Олег Заварзин", "2026-02-03", host))


@pytest.mark.parametrize(("text", "kind", "never"), DECISIONS)
def test_a_decision_is_not_its_execution(read: Read, text: str, kind: str, never: str) -> None:
    reading = read(text)
    check(reading, Act(kind, "Олег Заварзин"))
    assert never not in [s.type for s in events(reading)]


@pytest.mark.parametrize(("text", "act"), REFUSALS)
def test_a_refusal_depends_on_who_is_refused_what(read: Read, text: str, act: Act) -> None:
    reading = read(text)
    check(reading, act)
    assert [s.type for s in happened(reading)] == [act.type]


@pytest.mark.parametrize("row", THIRD_STATES, ids=range(len(THIRD_STATES)))
def test_a_third_state_is_the_host_of_its_own_act_only(read: Read, row: tuple[str, *tuple[Act, ...]]) -> None:
    text, *acts = row
    check(read(text), *acts)


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Суд в Вильнюсе отклонил жалобу Олега Заварзина на отказ в убежище.", "Суд в Вильнюсе"),
        ("Миграционная служба Швеции отказала Олегу Заварзину в убежище.", "Миграционная служба Швеции"),
        ("Армения экстрадировала Олега Заварзина в Россию.", "Армения"),
    ],
)
def test_the_agent_is_given_as_written(read: Read, text: str, agent: str) -> None:
    (statement,) = happened(read(text))
    role = statement.role("agent")
    assert role is not None
    assert role.text == agent


def test_the_quote_holds_the_act_with_its_person_and_date(read: Read) -> None:
    (statement,) = happened(
        read("Как стало известно, Польша выслала активиста Руслана Тимерханова 12 февраля, а вечером.")
    )
    assert statement.quote == "Польша выслала активиста Руслана Тимерханова 12 февраля"
    assert statement.date_text == "12 февраля"


def test_the_matter_of_an_appeal_is_told(read: Read) -> None:
    (asylum,) = happened(read("Суд в Ереване отклонил жалобу Олега Заварзина на отказ в убежище."))
    assert asylum.about == "asylum"
    (surrender,) = happened(read("Верховный суд Черногории отменил решение об экстрадиции Олега Заварзина."))
    assert surrender.about == "extradition"


def test_the_number_of_times_is_told(read: Read) -> None:
    (statement,) = happened(read("Олег Заварзин дважды просил убежища в Сербии."))
    assert statement.count == 2
