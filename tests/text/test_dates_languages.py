"""English in full, the other languages as far as their lists go; published on Wednesday 15 May 2024."""

import datetime as dt

import pytest

from havenwatch.text.dates import read_dates

PUBLISHED = dt.date(2024, 5, 15)
CASES = """
en|He was detained on [May 3].|2024-05-03 2024-05-03
en|The court will sit on [May 3].|2025-05-03 2025-05-03
en|The verdict of [3 May 2021] stands.|2021-05-03 2021-05-03
en|He sailed on [the eleventh of August, 2022].|2022-08-11 2022-08-11
en|The order of [02/26/2024] was read.|2024-02-26 2024-02-26
en|She was freed on [November 9 last year].|2023-11-09 2023-11-09
en|The tent was sold on [the 3rd of last month].|2024-04-03 2024-04-03
en|Courts reopen on [Monday].|2024-05-20 2024-05-20
en|Police came on [Tuesday night].|2024-05-14 2024-05-14
en|They will testify on [Wednesday of next week].|2024-05-22 2024-05-22
en|He was held on [the first Monday of last month].|2024-04-01 2024-04-01
en|The bull vanished in [June last year].|2023-06-01 2023-06-30
en|The law of [2019] changed nothing.|2019-01-01 2019-12-31
en|Her [2019] arrest was illegal.|2019-01-01 2019-12-31
en|He was not seen after leaving in [twenty nineteen].|2019-01-01 2019-12-31
en|It was closed [from March 2019 to November 2021].|2019-03-01 2021-11-30
en|He was questioned on [May 3, 4 and 5].|2024-05-03 2024-05-05
en|It worsened in [the late 1980s].|1987-01-01 1989-12-31
en|The mill burned [almost a year ago].|2023-04-01 2023-07-31
en|He fled [two and a half years ago].|2021-11-01 2021-11-30
en|The frost ends [in six days].|2024-05-21 2024-05-21
en|She was expelled [late last year].|2023-09-01 2023-12-31
en|It was burned in [mid-April].|2024-04-11 2024-04-20
en|Nine men were sent back in [the first three months of 2024].|2024-01-01 2024-03-31
en|Cases doubled over [the past decade].|2014-05-15 2024-05-15
en|He must leave [by the end of June].|- 2024-06-30
en|She has lived here [since March].|2024-03-01 2024-05-15
en|He left [before Easter].|- 2024-03-30
en|It was signed in [the winter of 2021-22].|2021-12-01 2022-02-28
en|It happened on [Thanksgiving].|2023-11-23 2023-11-23
en|The office opens [every Tuesday].|- -
en|He was held for [two weeks].|- -
en|It was decided [two days after] his arrest.|- -
en|He was seen on [monday].|2024-05-13 2024-05-13
en|Police said [Thursday] Davis was held.|2024-05-09 2024-05-09
en|As early as [2015] it was known.|2015-01-01 2015-12-31
en|He ruled [from 2005 to 2015]—a decade.|2005-01-01 2015-12-31
en|He died on [Armistice Day, 1919].|1919-11-11 1919-11-11
en|[As of Friday] he was held.|2024-05-10 2024-05-10
en|He was freed on [Eid al-Fitr].|2024-04-10 2024-04-10
en|He fasted in [Ramadan].|2024-03-11 2024-04-09
en|He was held [for ten days from 18 April].|2024-04-18 2024-04-28
en|Ankara will let them in [from August].|2024-08-01 -
en|[In six days] two thousand entered the country.|- -
kk|Премьера [жексенбіде].|2024-05-19 2024-05-19
ky|Көрсөтүү [шейшембиде].|2024-05-21 2024-05-21
fr|Le président arriva [le 5 mai] à Paris.|2024-05-05 2024-05-05
de|Drei Blogger am [Freitag] in Minsk inhaftiert.|2024-05-10 2024-05-10
ky|Ал [2019-2021-жылдары] камакта болгон.|2019-01-01 2021-12-31
kk|Ол [2019-2021 жылдары] қамауда болды.|2019-01-01 2021-12-31
fr|[Depuis le 3 décembre], il est libre.|2023-12-03 2024-05-15
fr|Dans [les prochains mois], la loi changera.|- -
fr|Le procès est prévu pour [le 3 décembre].|2024-12-03 2024-12-03
de|[Seit dem 3. Dezember] ist er frei.|2023-12-03 2024-05-15
es|En [los próximos días] habrá juicio.|- -
ky|[Декабрда] анын мөөнөтү бүтөт.|2024-12-01 2024-12-31
es|[Antes de fin de año] habrá ley.|- 2024-12-31
de|In [der Nacht auf Montag] wurde er gefasst.|2024-05-12 2024-05-13
de|Im [Vorjahr] waren es drei.|2023-01-01 2023-12-31
uk|[Позаторік] його судили.|2022-01-01 2022-12-31
kk|[2023 жылдың мамырынан шілдесіне дейін] жүз адам қашты.|2023-05-01 2023-07-31
fr|Il sortirait [dès jeudi].|2024-05-16 -
de|Er durfte erst [Jahrzehnte später] zurück.|- -
ky|Аны [Орозо айтта] бошотушту.|2024-04-10 2024-04-10
kk|Оны [Құрбан айтта] босатты.|2023-06-28 2023-06-28
en|Exports fell in [Q3 2023].|2023-07-01 2023-09-30
en|He was held on [15-Mar-2024].|2024-03-15 2024-03-15
en|He called on [Friday, May 10].|2024-05-10 2024-05-10
en|He will call on [Friday, June 14].|2024-06-14 2024-06-14
en|He was freed in [the week of April 10].|2024-04-08 2024-04-14
en|He fled on [the second Tuesday after Easter].|2024-04-09 2024-04-09
en|He was banned [until June 20].|- 2024-06-20
en|He worked there [until April 20].|- 2024-04-20
en|It will end at [the end of the coming week].|2024-05-24 2024-05-26
en|He left on [the 3rd day of April].|2024-04-03 2024-04-03
en|[Three Fridays ago] he left.|2024-04-26 2024-04-26
uk|Його затримали [12 травня 2023 року].|2023-05-12 2023-05-12
uk|Суд розгляне скаргу у [вівторок].|2024-05-21 2024-05-21
uk|[Минулого тижня] її вислали.|2024-05-06 2024-05-12
uk|За [останні три місяці] вислали п'ятьох.|2024-02-15 2024-05-15
uk|[Уночі проти 3 травня] його вивезли.|2024-05-02 2024-05-03
kk|Оны [2024 жылғы 12 наурызда] ұстады.|2024-03-12 2024-03-12
kk|[Өткен аптада] сот шешім шығарды.|2024-05-06 2024-05-12
kk|Сайлау [маусымға] белгіленді.|2024-06-01 2024-06-30
kk|Ол [екі жыл бұрын] кетті.|2022-01-01 2022-12-31
kk|Өтініш [1 маусымға дейін] қабылданады.|- 2024-06-01
es|Fue detenido [el 12 de marzo de 2024].|2024-03-12 2024-03-12
es|Salió del país [hace dos años].|2022-01-01 2022-12-31
es|El juicio será [el viernes].|2024-05-17 2024-05-17
es|Lo expulsaron a [finales de abril].|2024-04-21 2024-04-30
de|Er wurde am [12. März 2024] festgenommen.|2024-03-12 2024-03-12
de|[Vor zwei Jahren] floh er.|2022-01-01 2022-12-31
de|Das Zelt wird [übermorgen] abgebaut.|2024-05-17 2024-05-17
de|Er blieb [vom 4. bis 7. Mai] in Haft.|2024-05-04 2024-05-07
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_span_and_interval(line):
    language, sentence, expected = line.split("|")
    start, end = sentence.index("["), sentence.index("]") - 1
    spans = read_dates(sentence.replace("[", "").replace("]", ""), language=language, published=PUBLISHED)
    got = [
        (s.start, s.end, " ".join("-" if d is None else d.isoformat() for d in (s.earliest, s.latest))) for s in spans
    ]
    assert got == [(start, end, expected)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rebels wanted to march on Oslo."),
        ("en", "It may rain."),
        ("en", "The boy was seen. They march on. He lent it."),
        ("en", "An august body sat there."),
        ("fr", "La rue du 8-Mai-1945 est fermée."),
        ("kk", "Телехикаяның жаңа маусымында ол қолға түседі."),
        ("en", "Tariq Ramadan spoke."),
        ("ru", "Рамазан Магомедов уехал."),
        ("en", "Theresa May resigned."),
        ("en", "The March family sold its boat."),
        ("en", "Section 2019 of the act applies."),
        ("en", "An island of 1,990 inhabitants flooded."),
        ("en", "He is 26 years old."),
        ("en", "The Sunday Times asked him."),
        ("en", "They agreed 50/50, around the clock, 24/7."),
        ("en", "Dial 555-2019 and wait."),
        ("en", "The third man was freed."),
        ("uk", "Настав лютий мороз."),
        ("kk", "Олар Қазан қаласына кетті."),
        ("es", "Derribaron la plaza Dos de Mayo."),
        ("de", "Frau August schwieg."),
        ("de", "Nach Paragraf 2019 ist er frei."),
    ],
)
def test_traps_are_left_alone(language, text):
    assert read_dates(text, language=language, published=PUBLISHED) == ()


def test_a_language_without_lists_yields_dates_in_digits():
    (span,) = read_dates("Il est parti le 2024-03-12, en mars.", language="pl", published=PUBLISHED)
    assert (span.text, span.earliest) == ("2024-03-12", dt.date(2024, 3, 12))
