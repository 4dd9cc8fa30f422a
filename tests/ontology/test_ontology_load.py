from __future__ import annotations

import dataclasses
import pathlib

import pytest

from havenwatch.errors import OntologyError
from havenwatch.ontology import load_ontology
from havenwatch.ontology.load import read_event, read_ontology, read_places, read_profiles

# direction of each event type, as the design gives it
DIRECTIONS = {
    -1: """entry_denied detained_in_transit exit_banned administrative_offence residence_revoked searched charged wanted
        convicted detained custody_ordered custody_extended house_arrest appeal_rejected extradition_requested
        extradition_approved extradited asylum_not_admitted asylum_refused expulsion_ordered expelled abducted
        disappeared threatened attacked tortured killed handed_to_military conscripted passport_refused
        citizenship_revoked defender_targeted dismissed""",
    0: """court_hearing appeal_filed asylum_applied deserted fled returned public_statement election referendum
        law_adopted policy_announced""",
    1: """residence_granted wanted_lifted acquitted case_dropped released appeal_granted remitted extradition_refused
        extradition_suspended asylum_pending asylum_granted expulsion_stopped citizenship_granted left_host
        interim_measures intervention""",
}
POLICY = {"election", "referendum", "law_adopted", "policy_announced"}


def test_every_type_of_the_design_is_there_with_its_direction() -> None:
    expected = {name: direction for direction, names in DIRECTIONS.items() for name in names.split()}
    assert {event.id: event.direction for event in load_ontology().events.values()} == expected


def test_policy_types_are_those_without_a_person() -> None:
    events = load_ontology().events.values()
    assert {event.id for event in events if event.policy} == POLICY
    assert {event.id for event in events if "person" not in event.required_roles} == POLICY


def test_records_are_frozen() -> None:
    event = load_ontology().events["extradited"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.direction = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        event.labels["en"] = "x"  # type: ignore[index]


def test_labels_fall_back_to_english() -> None:
    event = load_ontology().events["asylum_refused"]
    assert [event.label("ru"), event.label("xx")] == ["Отказ в убежище", "Asylum refused"]


def test_negation_of_a_term_belongs_to_the_frame() -> None:
    frames = load_ontology().events["exit_banned"].frames["ru"]
    negated = {head for frame in frames if frame.negated for head in frame.heads}
    assert "выпустить" in negated
    assert not any(frame.negated for frame in load_ontology().events["extradited"].frames["ru"])


def test_profiles_tell_gender_where_the_word_does() -> None:
    words = load_ontology().profiles["activist"].words["ru"]
    assert words["активистка"] == "f"
    assert load_ontology().profiles["journalist"].words["ru"]["корреспондент"] is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: x\n", "x.yaml: key `group` is missing"),
        ("- a\n", "x.yaml: the file must be a mapping"),
        ("a: [", "x.yaml: cannot be read as YAML"),
    ],
)
def test_broken_event_file_is_named(tmp_path: pathlib.Path, text: str, message: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=message.replace("[", r"\[")):
        read_event(file)


def test_missing_folder_is_an_error_not_an_empty_ontology(tmp_path: pathlib.Path) -> None:
    with pytest.raises(OntologyError, match=r"profile\.yaml"):
        read_ontology(tmp_path)


def test_unquoted_norway_is_found(tmp_path: pathlib.Path) -> None:
    (tmp_path / "north.yaml").write_text("NO:\n  names: {en: Norway, ru: Норвегия}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="quoted ISO code"):
        read_places(tmp_path)


def test_one_word_for_two_states_is_an_error(tmp_path: pathlib.Path) -> None:
    text = "AA:\n  names: {en: A, ru: А}\n  state: [слово]\nBB:\n  names: {en: B, ru: Б}\n  state: [слово]\n"
    (tmp_path / "two.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="`слово` of BB already stands for AA"):
        read_places(tmp_path)


def test_profile_without_words_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "profile.yaml").write_text("poet:\n  labels: {en: Poet, ru: Поэт}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"profile.yaml: key `words` is missing"):
        read_profiles(tmp_path / "profile.yaml")
