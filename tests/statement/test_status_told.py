"""Whether the act happened, is planned, denied, conditional or only alleged; and who says so."""

from __future__ import annotations

import pytest

from tests.statement.told import Act, Read, check, events, happened, told

STATUSES = [
    ("planned", "expelled", "Власти Сербии намерены выслать Олега Заварзина."),
    ("planned", "expelled", "Сербия планирует выслать Олега Заварзина."),
    ("planned", "expelled", "Олега Заварзина вышлют в апреле."),
    ("planned", "expelled", "Олег Заварзин будет выслан из Сербии."),
    ("planned", "expelled", "Полиция может выслать Олега Заварзина."),
    ("planned", "expelled", "Олега Заварзина хотят выслать."),
    ("planned", "extradited", "Власти собираются экстрадировать Олега Заварзина."),
    ("planned", "extradited", "Армения готовится экстрадировать Олега Заварзина в Россию."),
    ("planned", "extradited", "Армения экстрадирует Олега Заварзина в Россию в апреле."),
    ("planned", "extradited", "Завтра Олега Заварзина выдадут России."),
    ("planned", "extradited", "Олегу Заварзину грозит экстрадиция в Россию."),
    ("planned", "extradited", "Олег Заварзин опасается, что его выдадут Белоруссии."),
    ("planned", "extradited", "Олега Заварзина могут выдать Белоруссии."),
    ("planned", "detained", "Прокурор потребовал арестовать Олега Заварзина."),
    ("denied", "expelled", "Олега Заварзина не депортировали."),
    ("denied", "extradited", "Олега Заварзина не выдали России."),
    ("denied", "detained", "Полиция не задерживала Олега Заварзина."),
    ("denied", "detained", "Олега Заварзина никто не арестовывал."),
    ("denied", "detained", "МВД опровергло задержание Олега Заварзина."),
    ("denied", "detained", "Полиция отрицает, что задержала Олега Заварзина."),
    ("denied", "tortured", "Олег Заварзин отрицает, что его пытали."),
    ("denied", "released", "Олега Заварзина так и не освободили."),
    ("conditional", "expelled", "Если Олега Заварзина вернут в Россию, он окажется в опасности."),
    ("conditional", "expelled", "Если бы Олега Заварзина выслали, он попал бы в тюрьму."),
    ("alleged", "abducted", "Олега Заварзина якобы похитили в Стамбуле."),
    ("alleged", "abducted", "Предположительно, Олега Заварзина похитили сотрудники спецслужб."),
    ("alleged", "abducted", "По версии следствия, Олега Заварзина похитили в Стамбуле."),
    ("alleged", "abducted", "По мнению адвоката, Олега Заварзина похитили."),
    ("alleged", "tortured", "Олег Заварзин утверждает, что его пытали в полиции."),
    ("reported", "detained", "Олега Заварзина не раз задерживали."),
    ("reported", "entry_denied", "Грузия не пустила Олега Заварзина в страну 5 марта."),
]  # fmt: skip

ABSENT = [  # the act did not happen: it may be told as denied or left out, never as done
    "Олега Заварзина не экстрадировали в Россию.",
    "Сербия не выслала Олега Заварзина.",
    "Олег Заварзин избежал экстрадиции.",
    "Олега Заварзина чуть не выслали.",
    "Суд не стал арестовывать Олега Заварзина.",
    "Власти Армении пообещали не выдавать Олега Заварзина.",
    "Правозащитники требуют не высылать Олега Заварзина.",
    "Олега Заварзина могут экстрадировать в Белоруссию.",
]

SPEAKERS = [
    ("По словам адвоката, Олега Заварзина освободили 1 марта.", "released", "адвоката", "lawyer"),
    ("Олега Заварзина выслали, сообщила его адвокат Мария Лисова.", "expelled", "его адвокат Мария Лисова", "lawyer"),
    ("МИД Сербии сообщил, что Олега Заварзина выслали.", "expelled", "МИД Сербии", "official"),
    ("Как рассказала сестра, Олега Заварзина пытали в отделе.", "tortured", "сестра", "relative"),
    ("Его жена сообщила, что Олега Заварзина выслали.", "expelled", "Его жена", "relative"),
    ("По данным издания «Полдень», Олега Заварзина задержали 2 марта.", "detained", None, "outlet"),
    ("По версии следствия, Олега Заварзина похитили в Стамбуле.", "abducted", "следствия", "official"),
    ("Олег Заварзин утверждает, что его пытали в полиции.", "tortured", "Олег Заварзин", "person"),
    ("По словам Олега Заварзина, его пытали.", "tortured", "Олега Заварзина", "person"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "kind", "text"), STATUSES)
def test_status_is_told(read: Read, status: str, kind: str, text: str) -> None:
    check(read(text), Act(kind, "Олег Заварзин", status=status))


@pytest.mark.parametrize("text", ABSENT)
def test_what_did_not_happen_is_never_told_as_done(read: Read, text: str) -> None:
    check(read(text))


@pytest.mark.parametrize(("text", "kind", "words", "speaker"), SPEAKERS)
def test_the_speaker_is_named(read: Read, text: str, kind: str, words: str | None, speaker: str) -> None:
    found = next(s for s in events(read(text)) if s.type == kind)
    assert found.speaker == speaker
    assert found.attributed_to is not None
    assert found.attributed_to in text
    assert words in (None, found.attributed_to)


def test_not_only_denies_nothing(read: Read) -> None:
    reading = read("Олега Заварзина не только задержали, но и избили.")
    check(reading, Act("detained", "Олег Заварзин"), Act("attacked", "Олег Заварзин"))


def test_what_the_text_says_itself_has_no_speaker(read: Read) -> None:
    (found,) = happened(read("Польша выслала активиста Руслана Тимерханова 12 февраля."))
    assert (found.attributed_to, found.speaker) == (None, None)


def test_a_date_after_publication_is_a_plan(read: Read) -> None:
    (act,) = told(read("Верховный суд рассмотрит дело Олега Заварзина 20 марта 2026 года."))
    assert (act.type, act.status, act.when) == ("court_hearing", "planned", "2026-03-20")
