"""Counting rules: what the shipped files hold, and the fault that each wrong file is refused for."""

from __future__ import annotations

import pytest

from havenwatch.errors import OntologyError
from havenwatch.ontology import load_ontology
from havenwatch.ontology.counting import load_rules, read_rules

GOOD = """
id: R1
direction: adverse
labels: {en: Transfers, ru: Передачи}
definitions: {en: Text, ru: Текст}
unit: person_and_transfer
statuses: [reported]
variants: [overlaps_left_out]
steps: [{type: extradited, completed: true}]
"""
WRONG = [
    ("id: R1", "id: R2", "must be the name of the file"),
    ("direction: adverse", "direction: bad", "direction: 'bad' is none of"),
    (", ru: Передачи", "", "labels: expected texts for en and ru"),
    ("unit: person_and_transfer", "unit: week", "unit: 'week' is none of"),
    ("[reported]", "[told]", "statuses: 'told' is none of"),
    ("[overlaps_left_out]", "[guess]", "variants: 'guess' is none of"),
    ("type: extradited, ", "", "type: expected a text"),
    ("steps: [{type: extradited, completed: true}]", "", "expected at least one event type"),
    ("steps: [", "includes: [R9]\nsteps: [", "includes 'R9', which no file defines"),
    ("steps: [", "includes: [R1]\nsteps: [", "includes itself"),
    ("steps: [{type: extradited, completed: true}]", "steps: [extradited]", "expected mappings"),
    ("completed: true", "destination: home", "destination: 'home' is none of"),
    (GOOD, "- 1", "expected a mapping"),
    (GOOD, "a: [", "not valid YAML"),
]


def test_the_rules_of_the_design():
    rules = load_rules()
    assert list(rules) == ["R1", "R2", "R3", "R4", "R5"]
    assert rules["R1"].types == {"extradited", "expelled", "handed_to_military", "abducted"}
    assert rules["R1"].types < rules["R2"].types < rules["R3"].types
    assert rules["R5"].types == rules["R1"].types
    assert not rules["R4"].types & rules["R3"].types
    assert {status for rule in rules.values() for status in rule.statuses} == {"reported"}


def test_every_counted_type_is_in_the_ontology_and_points_the_right_way():
    events = load_ontology().events
    for rule in load_rules().values():
        wanted = -1 if rule.direction == "adverse" else 1
        assert {t: events[t].direction for t in rule.types} == dict.fromkeys(rule.types, wanted)


@pytest.mark.parametrize(("old", "new", "message"), WRONG)
def test_a_wrong_file_is_named_with_its_fault(old, new, message):
    assert old in GOOD
    with pytest.raises(OntologyError, match=message) as fault:
        read_rules({"R1.yaml": GOOD.replace(old, new)})
    assert "R1.yaml" in str(fault.value)
