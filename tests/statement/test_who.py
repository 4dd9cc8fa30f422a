"""Who is meant: full names, surnames alone, role words, pronouns, several persons, groups and newcomers."""

from __future__ import annotations

import pytest

from tests.statement.told import Act, Read, check, events, told

CHAINS = [
    # pronoun, and a verb without a subject
    ("Руслан Тимерханов приехал в Сербию. 10 февраля 2026 года его задержали.",
     Act("detained", "Руслан Тимерханов", "2026-02-10", "RS")),
    ("Сербия задержала Павла Жилинского 2 февраля. 10 февраля он был освобождён.",
     Act("detained", "Павел Жилинский", "2026-02-02"), Act("released", "Павел Жилинский", "2026-02-10")),
    ("Полиция Грузии задержала Анну Кузнецову 8 января. Её выслали в Армению 20 января.",
     Act("detained", "Анна Кузнецова", "2026-01-08", "GE"), Act("expelled", "Анна Кузнецова", "2026-01-20", "GE")),
    ("Павел Жилинский попросил убежища в Литве в 2024 году. Суд арестовал его на два месяца.",
     Act("asylum_applied", "Павел Жилинский"), Act("custody_ordered", "Павел Жилинский")),
    ("Суд в Алма-Ате арестовал Руслана Тимерханова на два месяца. Адвокаты подали жалобу.",
     Act("custody_ordered", "Руслан Тимерханов"), Act("appeal_filed", "Руслан Тимерханов", host="KZ")),
    # surname alone
    ("Программиста Олега Заварзина задержали в Белграде. Через неделю Заварзина выслали в Россию.",
     Act("detained", "Олег Заварзин"), Act("expelled", "Олег Заварзин", host="RS", requesting="RU")),
    # role words that point back
    ("Журналиста Олега Заварзина задержали в Белграде. Журналист подал заявление на убежище.",
     Act("detained", "Олег Заварзин"), Act("asylum_applied", "Олег Заварзин", host="RS")),
    ("Дезертира Павла Жилинского задержали в Ереване 4 февраля. Позже дезертира передали России.",
     Act("detained", "Павел Жилинский", "2026-02-04"),
     Act("extradited", "Павел Жилинский", host="AM", requesting="RU")),
    ("Марина Кольцова приехала в Сербию. Через год девушку задержали.",
     Act("detained", "Марина Кольцова", host="RS")),
    ("Павел Жилинский приехал в Сербию. Через год мужчину задержали.",
     Act("detained", "Павел Жилинский", host="RS")),
    # relative clause
    ("Руслан Тимерханов, которого в апреле 2025 года выслали из Турции, живёт в Берлине.",
     Act("expelled", "Руслан Тимерханов", "2025-04-01..2025-04-30", "TR")),
    ("Павла Жилинского, которого обвиняют в мошенничестве, задержали.",
     Act("detained", "Павел Жилинский"), Act("charged", "Павел Жилинский")),
    # two persons
    ("Павел Жилинский и Марина Кольцова были задержаны в Анталье 5 января.",
     Act("detained", "Павел Жилинский + Марина Кольцова", "2026-01-05", "TR")),
    ("Грузия выслала Олега Заварзина и Анну Кузнецову.", Act("expelled", "Олег Заварзин + Анна Кузнецова", "", "GE")),
    ("Павла Жилинского задержали, а Анну Кузнецову выслали.",
     Act("detained", "Павел Жилинский"), Act("expelled", "Анна Кузнецова")),
    ("Павел Жилинский и Марина Кольцова были задержаны в Анталье. Её освободили.",
     Act("detained", "Павел Жилинский + Марина Кольцова"), Act("released", "Марина Кольцова")),
    # those who speak or act for the person are not the person
    ("Адвокат Дина Хабирова сообщила, что её подзащитного Олега Заварзина освободили.",
     Act("released", "Олег Заварзин")),
]  # fmt: skip

NAMELESS = [
    ("Казахстан выслал троих дезертиров.", Act("expelled", "x3", "", "KZ")),
    ("Двух дезертиров задержали в Казахстане.", Act("detained", "x2", "", "KZ")),
    ("Двое россиян были высланы из Киргизии в декабре 2025 года.",
     Act("expelled", "x2", "2025-12-01..2025-12-31", "KG")),
    ("Двоих белорусов депортировали из Польши 9 января.", Act("expelled", "x2", "2026-01-09", "PL")),
    ("Пятерых россиян задержали в Бишкеке.", Act("detained", "x5", "", "KG")),
    ("Сербия выслала 14 россиян.", Act("expelled", "x14", "", "RS")),
    ("Группу активистов задержали в Баку 9 января.", Act("detained", "x", "2026-01-09", "AZ")),
    ("В Казахстане задержали дезертира. Его передали России.",
     Act("detained", "x1", "", "KZ"), Act("extradited", "x1", "", "KZ", requesting="RU")),
    ("В феврале Армения отказала в убежище двум дезертирам, а ещё одного передала российской военной базе.",
     Act("asylum_refused", "x2", "2026-02-01..2026-02-28", "AM"),
     Act("handed_to_military", "x1", "2026-02-01..2026-02-28", "AM")),
]  # fmt: skip


@pytest.mark.parametrize("row", CHAINS, ids=range(len(CHAINS)))
def test_the_person_is_the_one_a_reader_would_name(read: Read, row: tuple[str, *tuple[Act, ...]]) -> None:
    text, *acts = row
    check(read(text), *acts)


@pytest.mark.parametrize("row", NAMELESS, ids=range(len(NAMELESS)))
def test_persons_without_a_name_are_counted(read: Read, row: tuple[str, *tuple[Act, ...]]) -> None:
    text, *acts = row
    check(read(text), *acts)


def test_one_more_is_somebody_else(read: Read) -> None:
    reading = read("Двое дезертиров попросили убежища, ещё одного задержали в аэропорту.")
    mentions = {m.id: m for m in reading.mentions}
    heads = {s.type: {mentions[v].head for v in s.values("person")} for s in events(reading)}
    assert heads["asylum_applied"]
    assert heads["detained"]
    assert not heads["asylum_applied"] & heads["detained"]


def test_all_mentions_of_one_person_have_one_head(read: Read) -> None:
    reading = read("Активиста Павла Жилинского задержали 10 января. Жилинского освободили. Он живёт в Берлине.")
    named = [m for m in reading.mentions if m.text in ("Павла Жилинского", "Жилинского", "Он")]
    assert len(named) == 3
    assert len({m.head for m in named}) == 1


def test_two_full_names_are_two_persons_even_with_one_surname(read: Read) -> None:
    reading = read("Олега Заварзина задержали в Белграде. Ивана Заварзина выслали в Россию.")
    assert [a.who for a in told(reading)] == ["Олег Заварзин", "Иван Заварзин"]


def test_a_pronoun_that_points_nowhere_tells_of_nobody(read: Read) -> None:
    assert told(read("Его задержали.")) == []


def test_the_profile_of_a_person_is_kept(read: Read) -> None:
    reading = read("Дезертира Павла Жилинского задержали в Ереване 4 февраля.")
    (head,) = {m.head for m in reading.mentions if m.name == "Павел Жилинский"}
    assert "deserter" in next(m for m in reading.mentions if m.id == head).profiles


@pytest.mark.parametrize(
    ("text", "form", "gender"),
    [
        ("Полиция задержала Ивана Рогова.", "name", "Masc"),
        ("Полиция задержала Екатерину Белову.", "name", "Fem"),
        ("Полиция задержала активистку.", "role", "Fem"),
    ],
)
def test_form_and_gender_of_a_mention(read: Read, text: str, form: str, gender: str) -> None:
    (mention,) = read(text).mentions
    assert (mention.form, mention.gender, mention.count) == (form, gender, 1)
