"""Spellings of one actor, kinds of institutions, and of whom a figure is."""

import pytest

from havenwatch.event.actor import institutions, merged, people_of
from tests.case.dossier_cases import ONTOLOGY


def state(word):
    hit = ONTOLOGY.places.lookup(word)
    return None if hit is None else hit.iso


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        (["Генпрокуратура", "Генпрокуратура Казахстана"], ("Генпрокуратура Казахстана",)),
        (["Верховным судом РК", "Верховный суд Казахстана"], ("Верховный суд Казахстана",)),
        (["Верховный суд", "Генпрокуратура"], ("Верховный суд", "Генпрокуратура")),
        (["Канада", "Канада"], ("Канада",)),
        ([], ()),
    ],
)
def test_each_actor_stands_once(actors, expected):
    assert merged(actors, state) == expected
    assert merged(reversed(actors), state) == expected


@pytest.mark.parametrize(
    ("actor", "kinds"),
    [
        ("Верховный суд Казахстана", {"court"}), ("Тбилисский горсуд", {"court"}), ("Генпрокуратура", {"prosecution"}),
        ("Prosecutor General's Office", {"prosecution"}), ("надзорное ведомство", set()), ("власти", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_institutions(actor, kinds):
    assert institutions(actor) == kinds


@pytest.mark.parametrize(
    ("phrase", "people"),
    [("граждан России", ("RU",)), ("россиян", ("RU",)), ("человек", ()), ("", ()), ("дезертиров", ("дезертир",))],
)
def test_of_whom_a_figure_is(phrase, people):
    assert people_of(phrase, state) == people
