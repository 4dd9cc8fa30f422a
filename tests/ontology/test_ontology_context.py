"""Refinements, matters and quantities: data that the reader uses beside the frames."""

from __future__ import annotations

import pytest

from havenwatch.errors import OntologyError
from havenwatch.ontology import context, load_ontology, quantity
from havenwatch.text.morph import parses


def test_refinements_narrow_known_types() -> None:
    types = load_ontology().events
    rows = context.load_refinements()
    assert rows
    assert all(row.type in types and row.of in types and row.type != row.of for row in rows)


def test_matters_are_those_of_the_event_types() -> None:
    types = load_ontology().events
    known = {matter for kind in types.values() for matter in kind.about}
    rows = context.load_matters()
    assert {row.matter for row in rows} == known
    assert all(act in types for row in rows for act in row.acts)


def test_an_act_sets_one_matter_only() -> None:
    acts = [act for row in context.load_matters() for act in row.acts]
    assert len(acts) == len(set(acts))


@pytest.mark.parametrize("row", quantity.load_quantities(), ids=lambda row: row.id)
def test_quantities_use_dictionary_forms(row: quantity.Quantity) -> None:
    assert row.labels["en"]
    assert row.labels["ru"]
    for term in (term for group in row.needs["ru"] for term in group):
        for lemma in term.split():
            assert lemma in {p.normal_form for p in parses(lemma)}


def test_a_quantity_without_labels_is_refused() -> None:
    with pytest.raises(OntologyError, match="labels"):
        quantity._quantity({"id": "x", "unit": None, "needs": {"ru": []}, "phrase": "x"})
