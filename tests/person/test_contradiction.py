import pytest

from havenwatch.person.contradiction import contradiction
from havenwatch.records import DIFFERENT, SAME, UNSURE, Judgement


def said(pair, verdict):
    left, right = sorted(pair)
    return Judgement(left, right, verdict, 1.0, (), "ann", "2026-03-06")


CASES = [
    ([], ("ab", SAME), []),
    ([("ab", SAME), ("bc", SAME)], ("ac", DIFFERENT), ["ab", "bc"]),
    ([("ab", SAME), ("ac", DIFFERENT)], ("bc", SAME), ["ab", "ac"]),
    ([("ab", SAME), ("cd", SAME), ("ad", DIFFERENT)], ("bc", SAME), ["ab", "ad", "cd"]),
    ([("ab", SAME), ("bc", SAME)], ("ac", SAME), []),
    ([("ab", DIFFERENT)], ("ab", SAME), []),
    ([("ab", SAME), ("bc", SAME)], ("ac", UNSURE), []),
    ([("ab", SAME)], ("cd", DIFFERENT), []),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "new", "expected"), CASES)
def test_decisions_that_contradict_each_other(earlier, new, expected):
    found = contradiction(said(*new), [said(*e) for e in earlier])
    assert sorted(j.left + j.right for j in found) == expected
