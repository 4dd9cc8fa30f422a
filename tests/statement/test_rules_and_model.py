"""Rules and model together: what is doubted, what is added, whose status stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from havenwatch.model.analysis import load_analyser
from havenwatch.ontology import load_ontology
from havenwatch.statement.acts import Thresholds, combine, combined
from havenwatch.statement.read import look_at, read_with
from havenwatch.text.acts import ProposedAct
from havenwatch.text.tokens import Analysis
from tests.statement.told import document_of, events

TEXT = "Во вторник полиция задержала журналиста Ивана Петрова. Его увезли на катере."
AT = Thresholds(doubt=0.1, add=0.6, status=0.8, sure=0.9)


@pytest.fixture(autouse=True)
def thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is the combination, whatever thresholds ship."""
    monkeypatch.setattr(combine, "THRESHOLDS", AT)


@dataclasses.dataclass(frozen=True)
class Fixed:
    """Evidence that is the same for every span."""

    value: float = 0.5
    statuses: Mapping[str, float] = dataclasses.field(default_factory=dict)
    acts: tuple[ProposedAct, ...] = ()

    def support(self, type_id: str, start: int, end: int) -> float:  # noqa: ARG002 - the protocol
        return self.value

    def told(self, type_id: str, start: int, end: int) -> Mapping[str, float]:  # noqa: ARG002 - the protocol
        return self.statuses

    def proposals(self) -> tuple[ProposedAct, ...]:
        return self.acts


@dataclasses.dataclass(frozen=True)
class WithEvidence:
    """The shipped analyser with other evidence, or none."""

    evidence: Fixed | None

    def analyse(self, text: str, language: str = "ru") -> Analysis:
        return dataclasses.replace(load_analyser().analyse(text, language), acts=self.evidence)


def act(word: str, kind: str, probability: float) -> ProposedAct:
    at = TEXT.index(word)
    return ProposedAct(kind, at, at + len(word), at, probability, {"reported": 1.0})


def told(evidence: Fixed | None) -> list[tuple[str, str, str]]:
    reading = read_with(document_of(TEXT), load_ontology(), WithEvidence(evidence))
    return [(s.type, s.status, s.found_by.partition(":")[0]) for s in events(reading)]


def test_without_evidence_the_rules_stand() -> None:
    assert told(None) == [("detained", "reported", "frame")]


@pytest.mark.parametrize(("value", "kept"), [(AT.doubt / 2, 0), (AT.doubt, 1), (1.0, 1)])
def test_a_trigger_that_the_model_doubts_is_dropped(value: float, kept: int) -> None:
    assert len(told(Fixed(value))) == kept


@pytest.mark.parametrize("probability", [0.2, 0.99])
def test_an_act_that_only_the_model_is_sure_of_is_added_with_its_person(probability: float) -> None:
    found = told(Fixed(acts=(act("увезли", "custody_ordered", probability),)))
    expected = [("custody_ordered", "reported", "model")] if probability > AT.add else []
    assert sorted(found) == sorted([*expected, ("detained", "reported", "frame")])


def test_what_a_rule_found_is_not_added_again() -> None:
    scene = look_at(document_of(TEXT), load_ontology(), WithEvidence(Fixed(acts=(act("полиция", "detained", 0.9),))))
    assert combined(scene, (), AT)[0].rule == "model:acts/detained"
    found = told(Fixed(acts=(act("полиция", "detained", 0.99), act("задержала", "abducted", 0.99))))
    assert found == [("detained", "reported", "frame")]


def test_a_surer_status_of_the_model_stands_against_the_rules() -> None:
    assert told(Fixed(statuses={"denied": 0.99, "reported": 0.01}))[0][1] == "denied"
    assert told(Fixed(statuses={"denied": 0.5, "reported": 0.3}))[0][1] == "reported"


def test_words_that_cannot_be_an_act_add_nothing() -> None:
    scene = look_at(document_of(TEXT), load_ontology(), WithEvidence(Fixed(acts=(act(".", "detained", 0.9),))))
    assert combined(scene, (), AT) == ()


@pytest.mark.parametrize(("value", "found"), [(AT.sure / 2, 0), (AT.sure, 1)])
def test_a_sure_act_is_told_of_whom_the_passage_is_about(value: float, found: int) -> None:
    text = "Иван Петров жил в Стамбуле. Арест вызвал протесты."
    reading = read_with(document_of(text), load_ontology(), WithEvidence(Fixed(value)))
    assert len([s for s in events(reading) if s.type == "detained"]) == found


@pytest.mark.parametrize(("worded", "added"), [(1.0, 0), (0.2, 1)])
def test_words_of_a_frame_that_asks_for_more_count_from_a_lower_probability(worded: float, added: int) -> None:
    text = "Ивана Петрова увезли на катере. Полиция отмечает праздник."
    at = text.index("увезли")
    seen = ProposedAct("detained", at, text.index("."), at, 0.3, {"reported": 1.0})
    whole = ProposedAct("detained", at, text.index("отмечает"), at, 0.3, {"reported": 1.0})
    for proposed, expected in ((seen, 0), (whole, added)):
        scene = look_at(document_of(text), load_ontology(), WithEvidence(Fixed(acts=(proposed,))))
        matches = combined(scene, (), dataclasses.replace(AT, worded=worded))
        assert len(matches) == expected


@pytest.mark.parametrize(("evidence", "found"), [(None, 0), (Fixed(0.1), 0), (Fixed(0.9), 1)])
def test_a_wording_that_says_too_little_needs_the_model(evidence: Fixed | None, found: int) -> None:
    text = "Ivan Petrov moved to Lithuania in 2021."
    reading = read_with(document_of(text, language="en"), load_ontology(), WithEvidence(evidence))
    assert len([s for s in events(reading) if s.type == "fled"]) == found
