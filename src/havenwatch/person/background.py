"""What a document tells of a person beside the name: acts, places, lawyers, years of birth, other names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from havenwatch.records import EVENT, IMPLIED, REPORTED, Mention, Statement
from havenwatch.text.names import GIVEN, INITIAL, OTHER, given_names, parse_name
from havenwatch.text.particulars import other_name_beside
from havenwatch.text.translit import fold

Act = tuple[str, str | None, dt.date | None, dt.date | None]  # type, host, earliest, latest
Years = tuple[int, int]  # first and last year that can be that of the birth

_HAPPENED = frozenset({REPORTED, IMPLIED})
_TITLED = re.compile(r"\b[^\W\d_a-zа-яёіїєґ][\w'’ʼ-]{2,}")
# Cyrillic endings of a given name in the genitive, dative, accusative -> those of the nominative that they stand for
_OBLIQUE = (("а", ""), ("у", ""), ("ом", ""), ("я", "й"), ("ю", "й"), ("я", "ь"), ("ы", "а"), ("у", "а"), ("и", "я"))


def acts_of(statements: Iterable[Statement]) -> frozenset[Act]:
    """Acts that are reported as having happened."""
    return frozenset(
        (str(s.type), next(iter(s.values("host")), None), s.earliest, s.latest)
        for s in statements
        if s.kind == EVENT and s.type is not None and s.status in _HAPPENED
    )


def places_of(statements: Iterable[Statement]) -> frozenset[str]:
    """Folded names of the places of what is told."""
    return frozenset(fold(place) for s in statements for place in s.values("place"))


def counsel_of(statements: Iterable[Statement]) -> frozenset[str]:
    """Folded surnames (the last capitalised word) of lawyers who speak in the statements."""
    told = (s.attributed_to for s in statements if s.speaker == "lawyer" and s.attributed_to is not None)
    words = (_TITLED.findall(text) for text in told)
    return frozenset(fold(found[-1]) for found in words if len(found) > 1)


def born(statements: Iterable[Statement], published: dt.date | None) -> Years | None:
    """Years in which the person can be born by the first age or year of birth told; None when none is usable.

    An age counts back from the day of publication; without that day it says nothing.
    """
    for s in sorted(statements, key=lambda s: (s.start, s.id)):
        if s.amount is not None and s.values("bearer"):
            value = int(s.amount.value)
            if s.amount.quantity == "birth_year":
                return value, value
            if s.amount.quantity == "age" and published is not None:
                return published.year - value - 1, published.year - value
    return None


def _nominative(word: str) -> str:
    """A given name in the nominative as far as the list of given names shows it, else the word as it stands."""
    if fold(word) in given_names():
        return word
    ends = (word.removesuffix(a) + b for a, b in _OBLIQUE if word.endswith(a))
    return next((w for w in ends if fold(w) in given_names()), word)


def _whole(stated: str, name: str) -> str:
    """A stated name as a full one: a given name alone goes with the surname of the other name."""
    words = [_nominative(w) for w in stated.split()]
    parsed = parse_name(" ".join(words))
    surname = [t.text for t in parse_name(name).of_kind(OTHER)]
    if len(parsed.tokens) == 1 and parsed.of_kind(GIVEN) and surname:
        return f"{words[0]} {surname[-1]}"
    return " ".join(words)


def other_names(names: Sequence[str], mentions: Iterable[Mention], text: str) -> tuple[str, ...]:
    """Names that the text gives to the person beside one of the mentions ("in his passport"), sorted.

    Left out is what only repeats a name of the person.
    """
    if not names:
        return ()
    named = [m for m in mentions if m.name is not None]
    stated = (other_name_beside(text, m.start, m.end) for m in named)
    whole = {_whole(s, names[0]) for s in stated if s is not None}
    known = {frozenset(t.key for t in parse_name(n).tokens) for n in names}
    kept = {n for n in whole if frozenset(t.key for t in parse_name(n).tokens) not in known}
    return tuple(sorted(n for n in kept if any(t.kind != INITIAL for t in parse_name(n).tokens)))
