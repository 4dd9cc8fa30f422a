"""The interchange form: the keys of the contract, checked against the published schema."""

from __future__ import annotations

import copy
import dataclasses
import importlib.resources
import json
from typing import Any

import jsonschema
import pytest

from havenwatch.exchange.json import FORMAT, export, review_note
from havenwatch.exchange.part import extract
from havenwatch.records import Dossier, Review, Snapshot

EMPTY = Snapshot((), (), (), (), (), Dossier((), (), (), (), (), (), ()), ())


def schema() -> dict[str, Any]:
    file = importlib.resources.files("havenwatch.exchange") / "schema" / "havenwatch-1.json"
    form: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return form


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def test_the_export_fits_the_schema(snapshot: Snapshot, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(export(snapshot))
    validator.validate(export(EMPTY))


def test_it_survives_json(snapshot: Snapshot) -> None:
    whole = export(snapshot, made="2026-03-08T00:00:00+00:00")
    assert json.loads(json.dumps(whole)) == whole


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "havenwatch/2"),
        (("statements", 0, "status"), "true"),
        (("statements", 0, "earliest"), "5 марта"),
        (("statements", 0, "quote"), ""),
        (("events", 0, "host"), "Kazakhstan"),
        (("events", 0, "statements"), []),
        (("documents", 0, "sha256"), "abc"),
        (("persons", 0, "surprise"), 1),
        (("cases", 0, "tracks"), ["asylum"]),
        (("conflicts", 0, "values"), [{"value": "one", "statements": []}]),
    ],
)
def test_the_schema_refuses(
    path: tuple[str | int, ...], value: object, snapshot: Snapshot, validator: jsonschema.Draft202012Validator
) -> None:
    wrong = copy.deepcopy(export(snapshot))
    spot: Any = wrong
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    assert not validator.is_valid(wrong)


def test_every_quote_is_the_span_that_it_names(snapshot: Snapshot) -> None:
    whole = export(snapshot)
    texts = {d["id"]: d["text"] for d in whole["documents"]}
    assert [texts[s["document"]][s["start"] : s["end"]] for s in whole["statements"]] == [
        s["quote"] for s in whole["statements"]
    ]


def test_names_and_fields_of_the_contract(snapshot: Snapshot) -> None:
    whole = export(snapshot)
    assert whole["format"] == FORMAT == "havenwatch/1"
    assert whole["documents"][0]["source"] == "clippings/march.jsonl"
    assert whole["documents"][0]["published"] == "2026-03-05"
    assert [s["review"] for s in whole["statements"]] == ["accepted"] + ["unreviewed"] * 5
    assert whole["persons"][0]["mentions"][0]["document"] == "d1"
    assert whole["cases"][0]["tracks"] == {"asylum": "applied", "extradition": "custody"}
    assert whole["cases"][0]["flags"] == [{"id": "late", "reason": "custody over the limit", "statements": ["s1"]}]
    assert whole["conflicts"][0]["values"][0] == {"value": "3 марта", "statements": ["s1"], "sources": 1}
    assert whole["problems"][0]["stage"] == "statement"


def test_the_note_tells_what_a_person_has_reviewed(snapshot: Snapshot) -> None:
    assert "1 of 6 statements (16.7 %): 1 accepted, 0 corrected, 0 rejected" in export(snapshot)["note"]
    assert "not verified facts" in export(snapshot)["note"]
    assert "none to review" in review_note(EMPTY)


def test_a_correction_is_shown_and_a_rejected_statement_stays(snapshot: Snapshot) -> None:
    made = "2026-03-07T10:00:00"
    reviews = (
        Review("s2", "corrected", (("status", "alleged"), ("earliest", "2026-03-01")), "so it stands", "anna", made),
        Review("s3", "rejected", (), "not said", "anna", made),
    )
    rows = {s["id"]: s for s in export(dataclasses.replace(snapshot, reviews=reviews))["statements"]}
    assert (rows["s2"]["review"], rows["s2"]["status"], rows["s2"]["earliest"]) == (
        "corrected",
        "alleged",
        "2026-03-01",
    )
    assert (rows["s3"]["review"], rows["s3"]["status"]) == ("rejected", "reported")
    assert (rows["s1"]["review"], len(rows)) == ("unreviewed", 6)


def test_a_part_holds_what_its_cases_refer_to_and_nothing_else(snapshot: Snapshot) -> None:
    part = extract(snapshot, snapshot.dossier.cases[:1])
    assert [c["id"] for c in part["cases"]] == ["c1"]
    assert [e["id"] for e in part["events"]] == ["e1", "e3"]
    assert [s["id"] for s in part["statements"]] == ["s1", "s3"]
    assert [p["id"] for p in part["persons"]] == ["p1"]
    assert [c["id"] for c in part["conflicts"]] == ["x1"]
    assert "text" not in part["documents"][0]
