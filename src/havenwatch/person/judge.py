"""Rules that judge one pair of chains: same, different or unsure, with a score and reasons."""

from __future__ import annotations

from collections.abc import Callable

from havenwatch.person.block import surname_keys
from havenwatch.person.chain import Chain
from havenwatch.person.compare import Comparison, compare
from havenwatch.records import DIFFERENT, SAME, UNSURE, Judgement
from havenwatch.text.names import GIVEN, given_names, parse_name

# Scores of compare_names, chosen on the labelled pairs of eval/names.py and on names in several scripts
SAME_NAME = 0.86
OTHER_NAME = 0.75
_LIKE = 0.7  # below that two lone surnames need no judgement: they merely share a key
LONE_SURNAME = 0.80  # a surname alone must be spelt the same: 0.82 for an equal word beside a full name
_SUPPORT = 0.01  # of the score for each thing that supports a surname: the better supported of two persons goes first
_SUPPORT_FOR_COMMON = 3  # Иванов needs more than a shared state
_OTHER_GIVEN = 0.65  # score of a judgement on given names alone
_STATED = 0.95  # the text itself says that two names are one person's

Rule = Callable[[Comparison], tuple[str, float, tuple[str, ...]] | None]


def stated_name(c: Comparison) -> tuple[str, float, tuple[str, ...]] | None:
    """Another name that a text gives to one of the two, and that the other bears: same.

    In two documents the linking name must tell something: a frequent one links only with more support.
    """
    if c.stated is None or c.match.score < SAME_NAME:
        return None
    why = (f"a text gives the other name {c.stated}", *c.match.reasons)
    if not c.one_document and (c.states_differ or not c.telling):
        return UNSURE, 0.5 * c.match.score, (*why, *c.support, "no more than the names tells of both")
    return SAME, _STATED * c.match.score, (*why, *c.support)


def other_name(c: Comparison) -> tuple[str, float, tuple[str, ...]] | None:
    """Names that exclude each other, or are too unlike: different."""
    if c.match.contradiction is not None:
        return DIFFERENT, 1.0 - c.match.score, (c.match.contradiction,)
    if c.match.score < OTHER_NAME and c.match.full >= 2:
        return DIFFERENT, 1.0 - c.match.score, ("names are unlike", *c.match.reasons)
    return None


def gender(c: Comparison) -> tuple[str, float, tuple[str, ...]] | None:
    """Different genders and like names: different, unless two full names agree (the gender may be misread)."""
    like = c.match.surname and c.match.score >= _LIKE
    if like and c.genders_differ and not (c.match.full >= 2 and c.match.score >= SAME_NAME):
        return DIFFERENT, 0.9, ("genders differ", *c.match.reasons)
    return None


def full_name(c: Comparison) -> tuple[str, float, tuple[str, ...]] | None:
    """Two full names that agree: same, unless something speaks against it or the name is borne by many."""
    if c.match.full < 2 or not c.match.surname or c.match.score < SAME_NAME:
        return None
    doubt = _doubt(c)
    if doubt is not None:
        return UNSURE, c.match.score, (doubt, *c.match.reasons, *c.support, *c.notes)
    return SAME, c.match.score, (*c.match.reasons, *c.support, *c.notes)


def _doubt(c: Comparison) -> str | None:
    """Why two full names that agree prove too little, None when they are enough."""
    if c.states_differ:
        return "the names agree, host and requesting states differ"
    if c.births is False and not c.telling:
        return "the names agree, the ages do not"
    if not c.one_key:
        return "the names are alike, a consonant of the surname differs"
    if c.common_name and not c.fathers_agree and not c.telling:
        return "many bear this name, nothing else is told of both"
    return None


def surname_with_support(c: Comparison) -> tuple[str, float, tuple[str, ...]] | None:
    """A surname alone, or with an initial, that agrees: same with support from the statements, else unsure."""
    if c.match.full != 1 or not c.match.surname or c.match.score < LONE_SURNAME:
        return None
    needed = _SUPPORT_FOR_COMMON if c.common_surname else 1
    if c.states_differ or c.births is False or len(c.support) < needed:
        return UNSURE, 0.5 * c.match.score, ("only the surname agrees", *c.match.reasons, *c.support, *c.notes)
    return SAME, 0.9 * c.match.score + _SUPPORT * min(len(c.support), 5), (*c.match.reasons, *c.support)


def alike(c: Comparison) -> tuple[str, float, tuple[str, ...]] | None:
    """Full names between like and unlike: unsure."""
    if c.match.full >= 2:
        return UNSURE, c.match.score, ("the names are alike, no more", *c.match.reasons)
    return None


def _other_given(a: Chain, b: Chain) -> str | None:
    """Why two chains with like surnames have given names of different rows, in words; None when they have not.

    The most frequent of all outcomes is found without comparing letters.
    """
    if a.also or b.also or not surname_keys(a) & surname_keys(b):
        return None
    one, other = (parse_name(c.names[0]).of_kind(GIVEN) for c in (a, b))
    rows = [frozenset(row for t in tokens for row in given_names().get(t.key, ())) for tokens in (one, other)]
    if not all(rows) or rows[0] & rows[1]:
        return None
    return f"given names differ: {one[0].text} / {other[0].text}"


RULES: tuple[Rule, ...] = (stated_name, other_name, gender, full_name, surname_with_support, alike)


def judge(a: Chain, b: Chain) -> Judgement | None:
    """Judgement of the first rule that speaks, None when none does (names that merely share a key)."""
    a, b = sorted((a, b), key=lambda c: c.id)
    left, right = a.id, b.id
    if (reason := _other_given(a, b)) is not None:
        return Judgement(left, right, DIFFERENT, _OTHER_GIVEN, (reason,), "rule:other_name", None)
    comparison = compare(a, b)
    for rule in RULES:
        outcome = rule(comparison)
        if outcome is not None:
            verdict, score, reasons = outcome
            return Judgement(left, right, verdict, round(score, 4), reasons, f"rule:{rule.__name__}", None)
    return None
