"""Numbers that look temporal and are not: norms, sums, telephones, ages, and lone years that are."""

from __future__ import annotations

import re

from havenwatch.text.dates.guard.view import FUNCTION_WORDS, LEADING, Guards, View, guards

FIRST_LONE_YEAR, LAST_LONE_YEAR = 1900, 2100  # without «год» other numbers are rather counts
CURRENCY = frozenset("$€£₽₸₴%‰°")
POSSESSIVES = frozenset({"his", "her", "its", "their", "my", "our", "your"})
COUNTS = ("CARD", "D2", "DN", "SCALE", "ORDD", "ORD")
STREET_REACH = 7  # symbols before a number where the word for a street can stand
LONGEST_NUMBER = 3  # words of a number before a unit: сто двадцать пять


def is_norm(view: View, lists: Guards) -> bool:
    """Пункт 12.05, ст. 2019, № 2023, улица 8 Марта."""
    word = view.word(-2 if view.name(-1) == "DOT" else -1)
    if view.name(-1) == "NUMSIGN" or word in lists.street:
        return True
    dated = (view.here.name, view.name(1)) in (("D2", "MONTH"), ("ORDD", "MONTH"), ("D4", "YW"), ("ORDY", "YW"))
    whole = view.here.name == "FULL" and len(view.here.value) >= len("1.1.2024")
    return word in lists.before and not dated and not whole


def is_sum(view: View, lists: Guards) -> bool:
    """5.10 рубля, 2019 человек, $2019, 12.05 %."""
    text, symbol = view.text, view.here
    before = text[symbol.start - 1 : symbol.start] if symbol.start else ""
    after = text[symbol.end : symbol.end + 2].strip()[:1]
    counted = view.word(1) in lists.after or view.word(1).startswith(tuple(lists.after_stems) or ("\0",))
    return counted or before in CURRENCY - {"%"} or after in CURRENCY


def is_series(view: View, lists: Guards) -> bool:
    """Telephone and case numbers, model names: 030 2019 12 05, 555-2019, Евро-2020, 26-мектеп, А40."""
    if view.tight(-1) and view.name(-1) in ("O", "BLOCKED", "ROMAN") and view.word(-1)[-1:].isalnum():
        return True
    if (
        view.name(-1) == "DASH"
        and view.tight(-1)
        and any(view.word(-i) in lists.street for i in range(1, STREET_REACH))
    ):
        return True  # rue du 8-Mai-1945
    for side in (-1, 1):
        if view.name(side) == "DASH" and view.word(side) != "—" and view.tight(side) and _touching(view, side):
            return True
    if view.here.name == "D4":
        return (
            _number(view.name(-1))
            and view.name(-2) not in ("MONTH", "QUARTERSIGN")
            and view.here.start - view.symbols[view.at - 1].end <= 1
        )
    return False


def _touching(view: View, side: int) -> bool:
    dash, other = view.near(side), view.near(2 * side)
    if dash is None or other is None:
        return False
    if (other.end if side < 0 else other.start) != (dash.start if side < 0 else dash.end):
        return False
    if other.name in ("O", "UNIT", "YW", "BLOCKED"):
        return True
    if view.here.name == "D4" and other.name == "D2" and side > 0:  # 2021-22 is a season, 2021-05 a code
        return (int(view.here.value) + 1) % 100 != int(other.value)
    return view.here.name == "D4" and other.name in ("DN", "D2")


def _number(name: str) -> bool:
    return name in ("D2", "DN", "D4", "CHAIN")


def age_places(view: View) -> tuple[int, ...]:
    """Places of number and unit of an age: дедушке 85 лет; в 13 лет; Иванов, 35 лет; на 91-м году; 26 years old."""
    first = view.at
    while first > 0 and view.symbols[first - 1].name in COUNTS and view.at - first < LONGEST_NUMBER:
        first -= 1
    if first == view.at or view.here.value != "year" or not _is_age(view, first - view.at):
        return ()
    return tuple(range(first, view.at + 1))


def _is_age(view: View, number: int) -> bool:
    ages = guards(view.language).age
    before, after = number - 1, 1
    if (
        view.word(before) in ages
        or view.word(after) in ages
        or (view.word(after), view.word(after + 1)) == ("of", "age")
    ):
        return True
    if view.name(before) == "COMMA" and view.name(after) in ("COMMA", "RP", "DOT") and view.capital(before - 1):
        return True
    if view.name(before) == "LP" and view.name(after) == "RP":
        return True
    return view.language == "ru" and _is_russian_age(view, before)


def _is_russian_age(view: View, before: int) -> bool:
    if view.word(1) in ("назад", "спустя"):  # "активист два года назад уехал"
        return False
    if view.word(0) == "году":
        return view.name(before) == "ON" and view.name(before + 1) != "D4"
    if view.name(before) in ("IN", "NOTLATER") or (view.word(0) == "лет" and view.name(before) == "FROM"):
        return True
    while view.word(before) in guards("ru").age_between:
        before -= 1
    if view.word(before) in guards("ru").age:
        return True
    return view.name(before) == "O" and (case(view.word(before), "datv", "anim") or case(view.word(before), "anim"))


def case(word: str, case: str, *more: str) -> bool:
    """Whether the likeliest dictionary reading of a Russian word is a noun or pronoun in `case`."""
    from havenwatch.text.morph import parses

    tag = next((p.tag for p in parses(word)), None) if word[:1].isalpha() else None
    if tag is None or tag.POS not in ("NOUN", "NPRO") or case not in tag:
        return False
    return tag.POS == "NPRO" or all(m in tag for m in more)


def is_thing(view: View, _: Guards) -> bool:
    """На 2024-м километре, в 2014-м номере; the 30th floor: an ordinal with its noun."""
    if view.name(1) != "O" or not view.word(1)[:1].isalpha():
        return False
    if view.here.name == "ORDY" and view.language == "ru":
        return case(view.word(1), "loct")
    return view.here.name == "ORDD" and view.name(-1) == "THE" and view.word(1) not in FUNCTION_WORDS


def is_bad_digits(view: View, lists: Guards) -> bool:
    """10.4.25, в 12.05 (a time of day), 24/7, 50/50; separators that the language does not use for days."""
    raw = view.text[view.here.start : view.here.end]
    if view.here.name == "FULL":
        last = re.split(r"\D", raw.split("T")[0])
        if "/" in raw:
            return False
        return (len(last[-1]) == len(last[0]) == 2 and len(raw) != len("12.05.24")) or len(raw) == len("1.5.24")
    if view.here.name != "TWO":
        return False
    padded = len(raw) == len("26/02")
    separator = "/" if "/" in raw else "."
    return (
        separator not in lists.short_dates
        or view.name(-1) == "IN"
        or not (padded or view.alone() or view.name(-1) in ("FROM", "UPTO") or view.word(-1) in lists.day_after)
    )


def _is_russian_year(view: View) -> bool:
    """«В 1976 поступил», «(1994)»; not «в 2000 случаях»: a noun in the plural after it is what is counted."""
    if not FIRST_LONE_YEAR <= int(view.here.value) <= LAST_LONE_YEAR:
        return False
    if view.name(-1) == "LP":
        return view.name(1) in ("RP", "COMMA", "DASH")
    if view.name(1) in ("UPTO", "UNTIL"):
        return False
    return view.name(-1) in ("IN", "FROM") and not (view.name(1) in ("O", "WORKING") and plural(view.word(1)))


def plural(word: str) -> bool:
    """Whether the likeliest dictionary reading of a Russian word is a noun or adjective in an oblique plural."""
    from havenwatch.text.morph import parses

    tag = next((p.tag for p in parses(word)), None) if word[:1].isalpha() else None
    return tag is not None and "plur" in tag and tag.POS in ("NOUN", "ADJF", "PRTF") and "nomn" not in tag


def is_year(view: View, lists: Guards) -> bool:
    """A lone year: after a preposition (in 2019), in brackets, and in German nearly anywhere."""
    if view.word(1) in lists.year_after:
        return False
    if view.language == "ru":
        return _is_russian_year(view)
    if lists.nouns_capital:
        return not (view.name(1) == "O" and view.capital(1)) and 1500 <= int(view.here.value) <= 2100
    if view.word(-1) in POSSESSIVES or view.word(-1).endswith("'s"):
        return True  # her 2019 arrest
    counted = view.name(1) == "O" and view.word(1)[-1:] == "s" and not view.capital(1)
    if counted and view.name(-1) not in (
        "IN",
        "SINCE",
        "UNTIL",
        "AFTER",
        "BEFORE",
        "MONTH",
        "SEASON",
        "THE",
        "ART",
        "PARTW",
    ):
        return False
    listed = view.name(-1) == "COMMA" and view.name(-2) in ("D4", "YEARNUM")  # in 2015, 2016 and 2020
    return listed or view.name(-1) in LEADING - {"COMMA", "ORD"} or view.word(-1) in lists.before_year
