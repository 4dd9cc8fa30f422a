"""Numbers of a text with unit and hedge: 660 000 человек, 1,5 млн, семь тысяч, дважды, about 40 %.

Digits are read in every language; words, units and hedges in those with `lang/<code>/numbers.yaml` and `units.yaml`.
Ordinals are left out; numbers inside dates, norms or telephones are given as they stand.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping, Sequence

from havenwatch.text.dates.lexicon import load, normal

TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_\u0300-\u036f]*)*)"
    r"|(?P<mark>[^\w\s])"
)
LONGEST = 18  # digits; longer strings are codes, and floats cannot hold them
UNIT_REACH = 2  # adjectives between number and unit: 12 российских военных дезертиров
HEDGE_REACH = 3  # words before the number where a hedge can stand
ADJECTIVE = re.compile(r"(?:ых|их|ыми|ими|ого|его|ой|ых|ый|ий|ая|ые|ие|ому|ян|an|ish|ese|ed|al|ar|ry|ny|ian)$")
DASHES = frozenset("-–—")
ORDINAL = re.compile(r"-?(?:го|му|й|м|х|е|я|ю|ми|ти|th|st|nd|rd|s)\b")


@dataclasses.dataclass(frozen=True, slots=True)
class NumberSpan:
    """One number; `text` is its digits or words with scale words and signs, without hedge and unit word.

    `value` is the number meant (1,5 млн = 1500000). `unit` is km, %, person, year, day, times, ... or an ISO 4217 code,
    None when nothing tells. `approximate` is True after a hedge (около, some) and for «человек десять».
    """

    start: int
    end: int
    text: str
    value: float
    unit: str | None
    approximate: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Number words, scales, halves, units and hedges of one language, by normal form."""

    cardinals: Mapping[str, float]
    scales: Mapping[str, float]
    fractions: Mapping[str, float]
    times: Mapping[str, float]
    units: Mapping[str, str]
    hedges: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One token: offsets, normal form, kind digits, word or mark."""

    start: int
    end: int
    form: str
    kind: str


@functools.cache
def words(language: str) -> Words:
    """Lists of `language`; empty for a language that has none."""
    known = language in ("ru", "en")
    groups = load(language, "numbers") if known else ()
    data = (load(language, "units") if known else None) or {}
    units = {normal(f): str(u["unit"]) for u in data.get("units", ()) for f in str(u["forms"]).replace(".", "").split()}
    hedges = frozenset(normal(w.replace("_", " ")) for w in str(data.get("approximate", "")).split())
    by_class = {name: _values(groups or (), name) for name in ("CARD", "SCALE", "FRACTION", "TIMES")}
    return Words(by_class["CARD"], by_class["SCALE"], by_class["FRACTION"], by_class["TIMES"], units, hedges)


def _values(groups: Sequence[Mapping[str, Mapping[object, str]]], name: str) -> dict[str, float]:
    found = [g["forms"] for g in groups if str(g["class"]) == name]
    return {
        normal(f.rstrip(".")): float(str(value)) for forms in found for value, fs in forms.items() for f in fs.split()
    }


def read_numbers(text: str, *, language: str) -> tuple[NumberSpan, ...]:
    """All numbers of `text` in order; offsets count code points, `text[start:end] == span.text`."""
    lists = words(language)
    tokens = [
        Token(m.start(), m.end(), normal(m[0]) if m.lastgroup == "word" else m[0], m.lastgroup or "")
        for m in TOKEN.finditer(text)
    ]
    spans: list[NumberSpan] = []
    at = 0
    while at < len(tokens):
        end, value = _number(tokens, at, text, lists, language)
        if value is not None:
            spans.append(_span(tokens, (at, end), text, value, lists))
        at = max(end, at + 1)
    return tuple(spans)


def _number(tokens: Sequence[Token], at: int, text: str, lists: Words, language: str) -> tuple[int, float | None]:
    """End of the number that begins at token `at`, and its value; None when no number begins there."""
    token = tokens[at]
    if token.kind == "digits":
        return _digits(tokens, at, text, lists, language)
    if token.form in lists.times:
        return at + 1, lists.times[token.form]
    if token.form in lists.cardinals or token.form in lists.fractions:
        return _spelled(tokens, at, lists)
    if token.form in lists.scales and language == "ru" and token.form.startswith(("тысяч", "миллион", "миллиард")):
        return (at + 1, lists.scales[token.form]) if token.form in SINGLE_SCALES else (at + 1, None)
    return at + 1, None


SINGLE_SCALES = frozenset(
    {"тысяча", "тысячу", "миллион", "миллиард"}
)  # «тысяча человек» is 1000, «тысячи людей» is not


def _digits(tokens: Sequence[Token], at: int, text: str, lists: Words, language: str) -> tuple[int, float | None]:
    token = tokens[at]
    if ORDINAL.match(text, token.end) or (token.start and text[token.start - 1].isalpha()):
        return at + 1, None
    value = _value(token.form, language)
    end = at + 1
    while value is not None and end < len(tokens) and tokens[end].form in lists.scales:
        scale = lists.scales[tokens[end].form]
        end += 1 + (end + 1 < len(tokens) and tokens[end + 1].form == "." and tokens[end].form in ABBREVIATED)
        value, end = _rest(tokens, end, value * scale, scale, language)
    return end, value


def _rest(tokens: Sequence[Token], end: int, value: float, scale: float, language: str) -> tuple[float, int]:
    """The digits below a scale: 2 тыс. 300."""
    below = _value(tokens[end].form, language) if end < len(tokens) and tokens[end].kind == "digits" else None
    if below is None or below >= scale or tokens[end].start - tokens[end - 1].end != 1:
        return value, end
    return value + below, end + 1


ABBREVIATED = frozenset({"тыс", "млн", "млрд", "трлн"})


def _value(digits: str, language: str) -> float | None:
    """Digits as a number: spaces group; a comma groups in English and is the decimal sign elsewhere."""
    plain = re.sub(r"[ \u00a0\u202f\u2009]", "", digits)
    if len(plain) > LONGEST:
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain)
    if language in ("de", "es") and re.fullmatch(r"\d{1,3}\.\d{3}", plain):
        return float(plain.replace(".", ""))
    if grouped and (language == "en" or plain.count(",") > 1):
        return float(plain.replace(",", ""))
    return float(plain.replace(",", ".")) if plain.count(",") + plain.count(".") <= 1 else None


def _spelled(tokens: Sequence[Token], at: int, lists: Words) -> tuple[int, float | None]:
    """Двести сорок тысяч, полтора миллиона, две с половиной тысячи, twenty-five hundred."""
    total, group, end = 0.0, 0.0, at
    while end < len(tokens):
        form = tokens[end].form
        value = lists.cardinals.get(form, lists.fractions.get(form))
        if value is not None and (group == 0 or _fits(group, value)):
            group += value
        elif form in lists.scales:
            scale = lists.scales[form]
            if scale == SMALLEST_SCALE:
                group *= scale
            else:
                total, group = total + group * scale, 0.0
        elif _joined(tokens, end, lists, group):
            halves = _halves(tokens, end)
            group, end = group + 0.5 * bool(halves), end + max(0, halves - 1)
        else:
            break
        end += 1
    return end, total + group


SMALLEST_SCALE = 100  # "two hundred forty thousand": hundreds stay inside their group
HALVES = (("с", "половиной"), ("and", "a", "half"))
ODD = ("с", "лишним")  # «сто с лишним человек»


def _halves(tokens: Sequence[Token], at: int) -> int:
    """Number of tokens of «с половиной», "and a half" at `at`, 0 when it is something else."""
    forms = tuple(t.form for t in tokens[at : at + 3])
    return next((len(h) for h in HALVES if forms[: len(h)] == h), 0)


def _fits(group: float, value: float) -> bool:
    """Whether `value` can follow in the same group: сорок пять, двести сорок, but not «два три»."""
    place = next((p for p in (100, 10) if group % p == 0), 1)
    return 0 < value < place and not (place == 10 and value >= 10)


def _joined(tokens: Sequence[Token], end: int, lists: Words, group: float) -> bool:
    """A hyphen between tens and ones, «с половиной», "and" after hundreds."""
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is None or group == 0:
        return False
    if tokens[end].form == "-":
        adjacent = tokens[end].start == tokens[end - 1].end and following.start == tokens[end].end
        return adjacent and group % 10 == 0 and 0 < lists.cardinals.get(following.form, 0) < 10
    if _halves(tokens, end):
        return True
    return tokens[end].form == "and" and group % 100 == 0 and 0 < lists.cardinals.get(following.form, 0) < 100


def _span(tokens: Sequence[Token], bounds: tuple[int, int], text: str, value: float, lists: Words) -> NumberSpan:
    first, end = bounds
    start, stop = tokens[first].start, tokens[end - 1].end
    odd = tuple(t.form for t in tokens[end : end + 2]) == ODD
    unit = "times" if tokens[first].form in lists.times else _unit(tokens, end + 2 * odd, lists)
    if end < len(tokens) and tokens[end].form in ("%", "‰"):
        unit, stop = "%", tokens[end].end
    before = tokens[first - 1] if first else None
    if before is not None and before.kind == "mark" and before.form in lists.units:
        unit, start = lists.units[before.form], before.start
    approximate = odd or _hedged(tokens, first, lists)
    if unit is None and before is not None and before.kind == "word" and before.form in INVERTED:
        unit, approximate = lists.units.get(before.form), True
    return NumberSpan(start, stop, text[start:stop], value, unit, approximate)


INVERTED = frozenset(
    {"человек", "лет", "дней", "суток", "месяцев", "недель", "километров", "рублей"}
)  # «человек десять»


def _unit(tokens: Sequence[Token], end: int, lists: Words) -> str | None:
    """Unit of the word after the number, over adjectives and over the second number of a range."""
    at = end
    if at + 1 < len(tokens) and tokens[at].form in DASHES and _is_number(tokens[at + 1], lists):
        at += 2
        while at < len(tokens) and (_is_number(tokens[at], lists) or tokens[at].form in lists.scales):
            at += 1
    for token in tokens[at : at + 1 + UNIT_REACH]:
        if token.form in lists.units:
            return lists.units[token.form]
        if token.kind != "word" or not ADJECTIVE.search(token.form):
            return None
    return None


def _is_number(token: Token, lists: Words) -> bool:
    return token.kind == "digits" or token.form in lists.cardinals or token.form in lists.fractions


def _hedged(tokens: Sequence[Token], first: int, lists: Words) -> bool:
    """A hedge of one to three words right before the number, or before the first number of a range."""
    if first >= 2 and tokens[first - 1].form in DASHES and _is_number(tokens[first - 2], lists):
        first -= 2
    before = [t.form for t in tokens[max(0, first - HEDGE_REACH) : first]]
    return any(" ".join(before[-n:]) in lists.hedges for n in range(1, len(before) + 1))
