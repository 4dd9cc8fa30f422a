"""The unigram vocabulary: the likeliest cut, unknown letters, agreement with all other cuts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.model.vocabulary import PENALTY, UNKNOWN, Vocabulary

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "a", "b", "ab", "abb", "ba"]
SCORES = [0.0, 0.0, 0.0, 0.0, -1.0, -2.0, -2.5, -5.5, -4.0]


@pytest.mark.parametrize(
    ("form", "cut"),
    [("", []), ("a", ["a"]), ("ab", ["ab"]), ("abb", ["ab", "b"]), ("aba", ["ab", "a"]), ("bab", ["b", "ab"])],
)
def test_the_likeliest_cut_is_taken(form: str, cut: list[str]) -> None:
    assert [PIECES[n] for n in Vocabulary(PIECES, SCORES).segment(form)] == cut


@pytest.mark.parametrize(("form", "ids"), [("x", [3]), ("xyz", [3]), ("axyb", [4, 3, 5]), ("xax", [3, 4, 3])])
def test_letters_that_no_piece_covers_are_one_unknown(form: str, ids: list[int]) -> None:
    assert Vocabulary(PIECES, SCORES).segment(form) == ids


@given(st.text(alphabet="abx", max_size=9))
def test_no_other_cut_is_likelier(form: str) -> None:
    vocabulary = Vocabulary(PIECES, SCORES)

    def total(cut: tuple[str, ...]) -> float:
        letters = [part for part in cut if part not in PIECES]
        known = sum(SCORES[PIECES.index(part)] for part in cut if part in PIECES)
        return known + len(letters) * (min(SCORES) - PENALTY) if all(len(x) == 1 for x in letters) else float("-inf")

    cuts = [tuple(form[a:b] for a, b in itertools.pairwise((0, *marks, len(form)))) for size in range(len(form))
            for marks in itertools.combinations(range(1, len(form)), size)] if form else []  # fmt: skip
    best = max(map(total, cuts), default=0.0)
    ids = vocabulary.segment(form)
    unknown = sum(c not in PIECES for c in form)
    known = sum(SCORES[n] for n in ids if n != UNKNOWN)
    assert known + unknown * (min(SCORES) - PENALTY) == pytest.approx(best)
