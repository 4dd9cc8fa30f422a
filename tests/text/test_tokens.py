"""The records of an analysed text."""

from __future__ import annotations

import dataclasses

import pytest

from havenwatch.text.tokens import ROOT, Token, children_of


def token(index: int, head: int) -> Token:
    return Token(index, index * 2, index * 2 + 1, "а", "а", "VERB", {"Tense": "Past"}, head, "conj")


@pytest.mark.parametrize(
    ("heads", "below"),
    [
        ([], ()),
        ([ROOT], ((),)),
        ([1, ROOT, 1], ((), (0, 2), ())),
        ([ROOT, 0, 1], ((1,), (2,), ())),
        ([0], ((),)),
        ([5, ROOT], ((), ())),
    ],
)
def test_dependents_stand_in_order(heads: list[int], below: tuple[tuple[int, ...], ...]) -> None:
    assert children_of(tuple(token(n, head) for n, head in enumerate(heads))) == below


def test_a_feature_has_one_of_the_values() -> None:
    verb = token(0, ROOT)
    assert verb.has("Tense", "Past")
    assert verb.has("Tense", "Fut", "Past")
    assert not verb.has("Tense", "Fut")
    assert not verb.has("Case", "Nom")


def test_a_token_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        token(0, ROOT).head = 3  # type: ignore[misc]
