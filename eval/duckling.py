"""Duckling's own examples as a test of the date grammar: `python -m eval.duckling DIR`.

DIR holds `duckling_RU.hs`, `duckling_UK.hs` and `duckling_EN.hs`, the corpora of Duckling (BSD-3) with phrases and the
values they mean at the reference time of Tuesday 12 February 2013. Selected are the phrases of the main corpus whose
value has the grain of a day, week, month, quarter or year; left out, and counted by reason:

- `time of day`: a value with the grain of an hour, minute or second;
- `other corpus`: phrases read only in a permissive mode, or at another reference time;
- `other calendar`: feasts that follow the Hindu, Buddhist, Chinese, Hebrew, Sikh, Jain or Parsi calendar, by
  the name that Duckling gives them;
- `era`: years outside 1000-2199, which the reader takes for counts.

Scored is the closed interval, days included. `equal` wants Duckling's own interval. `agreeing` also accepts what the
conventions of this project want where Duckling's differ by definition: N units ago or ahead is the whole calendar unit
that holds Duckling's day or month; the last, next or upcoming N units run from or to the day of reference; a day until
or by which something happens is itself included; seasons begin on the first of a month, not with the sun; the start or
end of a week or year may be longer, with the same outer day. All else that differs counts as wrong.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from havenwatch.text.dates import calendar
from havenwatch.text.dates.narrative import DatedSpan, read_dates
from havenwatch.text.dates.node import Interval

REFERENCE = dt.date(2013, 2, 12)
ONE_DAY = dt.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1000, 2199
OTHER_CALENDARS = frozenset(
    """Chinese New Year|Thai Pongal|Rabindra Jayanti|Parsi New Year
Pargat Diwas|Laylat al-Qadr|Jumu'atul-Wida|Isra and Mi'raj|Guru Ravidass Jayanti|Dhanteras|Yom Kippur|Yom HaShoah
Yom Ha'atzmaut|Vijayadashami|Vesak|Vasant Panchami|Vaisakhi|Ugadi|Tu BiShvat|Tisha B'Av|Thiru Onam|Sukkot|Simchat Torah
Shushan Purim|Shemini Atzeret|Shavuot|Rosh Hashanah|Ratha-Yatra|Rama Navami|Raksha Bandhan|Purim|Passover|Navaratri
Naraka Chaturdashi|Mawlid|Mattu Pongal|Mahavir Jayanti|Maha Shivaratri|Maha Saptami|Lag BaOmer|Krishna Janmashtami
Karva Chauth|Kaanum Pongal|Holika Dahan|Holi|Hanukkah|Guru Gobind Singh Jayanti|Ganesh Chaturthi|Diwali
Dayananda Saraswati Jayanti|Chhath|Boghi|Bhai Dooj""".replace("\n", "|").split("|")
)
CORPORA = ("allExamples", "custom")  # of the main corpus and of its default locale
TOP = re.compile(r"^ *(\w+)(?: ::.*| =.*| =)$", re.MULTILINE)
EXAMPLES = re.compile(r"examples\s+\((datetime\w*)\s+(.*?)\)\s*\[(.*?)\n?\s*\]\s*(?=[,\]]|$|--|\n)", re.DOTALL)
MOMENT = re.compile(r"\(\s*(-?\d+),\s*(\d+),\s*(\d+),\s*(\d+),\s*(\d+),\s*(\d+)\s*\)")
GRAIN = re.compile(r"\b(Second|Minute|Hour|NoGrain|Day|Week|Month|Quarter|Year)\b")
PHRASE = re.compile(r'"((?:[^"\\]|\\.)*)"')
UNITS = {"Day": "day", "Week": "week", "Month": "month", "Quarter": "quarter", "Year": "year"}


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """One phrase with the closed interval it means and the unit of Duckling's grain; both None when left out."""

    phrase: str
    interval: Interval | None
    unit: str
    left_out: str | None


def read_cases(path: Path) -> list[Case]:
    """All phrases of one corpus file, in order."""
    text = path.read_text(encoding="utf-8")
    return [case for match in EXAMPLES.finditer(text) for case in _cases(match, _corpus_at(text, match.start()))]


def _corpus_at(text: str, place: int) -> str:
    """Name of the definition that holds a place."""
    return next(
        (m[1] for m in reversed(list(TOP.finditer(text, 0, place))) if m[1].endswith(("xamples", "custom", "xs"))), ""
    )


def _cases(match: re.Match[str], corpus: str) -> Iterator[Case]:
    kind, value, phrases = match.groups()
    moments = [tuple(map(int, m)) for m in MOMENT.findall(value)]
    grain = GRAIN.findall(value)
    unit = UNITS.get(grain[0], "") if grain else ""
    reason = _left_out(corpus, unit, moments)
    if reason is None and OTHER_CALENDARS.intersection(PHRASE.findall(value)):
        reason = "other calendar"
    interval = None if reason else _interval(kind, value, moments, unit)
    for phrase in PHRASE.findall(phrases):
        yield Case(json.loads(f'"{phrase}"'), interval, unit, reason)


def _left_out(corpus: str, unit: str, moments: list[tuple[int, ...]]) -> str | None:
    if corpus not in CORPORA:
        return "other corpus"
    if not unit:
        return "time of day"
    return None if all(FIRST_YEAR <= m[0] <= LAST_YEAR for m in moments) else "era"


def _interval(kind: str, value: str, moments: list[tuple[int, ...]], unit: str) -> Interval:
    """A point is its whole grain; the last day of an interval and the day it is open to are excluded by Duckling."""
    days = [dt.date(m[0], max(1, m[1]), max(1, m[2])) for m in moments]
    if kind == "datetimeOpenInterval":
        return (days[0], None) if "After" in value else (None, days[0] - ONE_DAY)
    if len(days) > 1:
        return days[0], days[1] - ONE_DAY
    return (days[0], days[0] + 6 * ONE_DAY) if unit == "week" else calendar.unit_span(days[0], unit)


def read_phrase(phrase: str, language: str) -> DatedSpan | None:
    """The longest expression of a phrase, None when there is none."""
    found = read_dates(phrase, language=language, published=REFERENCE)
    return max(found, key=lambda span: span.end - span.start, default=None)


def agrees(case: Case, span: DatedSpan) -> bool:
    """Whether the interval is the one that our conventions want for what Duckling means."""
    first, last = case.interval or (None, None)
    mine = (span.earliest, span.latest)
    if last is not None and span.kind == "open" and mine[0] is None:
        return mine[1] in ((last, last + ONE_DAY) if first is None else (last,))
    if first is None or last is None or mine[0] is None or mine[1] is None:
        return False
    if span.kind == "duration":
        return mine in (_counted(first, last, case.unit), _upcoming(first, last, case.unit))
    if span.kind == "season":
        return mine[0] == first.replace(day=1)
    if span.kind == "part":
        return (mine[0] == first) != (mine[1] == last) and mine[0] <= last and first <= mine[1]
    units = [calendar.unit_span(first, unit) for unit in ("week", "month", "year")]
    return span.kind == "relative" and case.unit in ("day", "month") and mine in units and _is_offset(span.text)


def _is_offset(text: str) -> bool:
    return bool(re.search(r"\b(?:ago|in|from|назад|через|тому|за|back|hence)\b", text.lower()))


def _upcoming(first: dt.date, last: dt.date, unit: str) -> Interval | None:
    """Duckling's upcoming N units is the Nth unit to come alone; ours is all of them from today."""
    if calendar.unit_span(first, unit) != (first, last):
        return None
    here, count = calendar.unit_span(REFERENCE, unit)[0], 0
    while here < first:
        here, count = calendar.shift(here, unit, 1), count + 1
    return REFERENCE, calendar.shift(REFERENCE, unit, count)


def _counted(first: dt.date, last: dt.date, unit: str) -> Interval:
    """N whole units back or ahead, counted from the day of reference instead."""
    days = (last - first).days + 1
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    size: float = days / 7 if unit == "week" else days
    if months is not None:
        size = ((last + ONE_DAY).year - first.year) * 12 // months + ((last + ONE_DAY).month - first.month) // months
    if first > REFERENCE:
        return REFERENCE, calendar.shift(REFERENCE, unit, size)
    return calendar.shift(REFERENCE, unit, -size), REFERENCE


def figures(cases: list[Case], language: str) -> dict[str, Any]:
    """Counts and shares of one language, the wrong ones with what was read."""
    chosen = [c for c in cases if c.left_out is None]
    equal = agreeing = 0
    wrong: list[tuple[str, str, str]] = []
    for case in chosen:
        span = read_phrase(case.phrase, language)
        same = span is not None and (span.earliest, span.latest) == case.interval
        near = span is not None and (same or agrees(case, span))
        equal, agreeing = equal + same, agreeing + near
        if not near:
            wrong.append(
                (case.phrase, _text(case.interval), _text(None if span is None else (span.earliest, span.latest)))
            )
    left = collections.Counter(c.left_out for c in cases if c.left_out)
    size = max(len(chosen), 1)
    return {
        "phrases": len(chosen),
        "equal": equal / size,
        "agreeing": agreeing / size,
        "left out": dict(left),
        "wrong": wrong,
    }


def _text(interval: Interval | None) -> str:
    return "nothing" if interval is None else " ".join("-" if day is None else day.isoformat() for day in interval)


def main() -> None:
    """Prints the figures of each file, with --wrong the phrases read otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the phrases read otherwise: wanted, read")
    arguments = parser.parse_args()
    for path in sorted(arguments.folder.glob("duckling_*.hs")):
        language = path.stem[-2:].lower()
        found = figures(read_cases(path), language)
        left = ", ".join(f"{reason} {count}" for reason, count in sorted(found["left out"].items()))
        shares = f"equal {found['equal']:.3f}  agreeing {found['agreeing']:.3f}  of {found['phrases']}"
        print(f"{language}  {shares}; left out: {left}")
        if arguments.wrong:
            for row in found["wrong"]:
                print("   ", *row, sep="\t")


if __name__ == "__main__":
    main()
