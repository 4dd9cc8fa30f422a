"""Every form but json is a public edition: who must not be found is not found in any of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest

from havenwatch.exchange import atom, csl, ftm, ics
from havenwatch.exchange import csv as tables
from havenwatch.exchange.edition import WITHHELD, at_risk_unnamed, edition
from havenwatch.ontology import load_ontology
from havenwatch.records import Person, Role, Snapshot

ONTOLOGY = load_ontology()
FORMS = {
    "csv": lambda s, **more: "".join(tables.export(s, **more).values()),
    "ftm": lambda s, **more: ftm.export(s, ONTOLOGY, **more),
    "ics": lambda s, **more: ics.export(s, ONTOLOGY, **more).replace("\r\n ", ""),
    "atom": lambda s, **more: atom.export(s, ONTOLOGY, **more),
    "csl": lambda s, **more: json.dumps(csl.export(s, **more), ensure_ascii=False),
}


def with_unnamed(snapshot: Snapshot) -> Snapshot:
    """The same ledger, the man of the first case unnamed and still held."""
    dossier = snapshot.dossier
    unnamed = Person("p1", (), anonymous=True, count=1, profiles=("deserter",), mentions=("m1", "m3"))
    persons = (unnamed, *(p for p in dossier.persons if p.id != "p1"))
    return dataclasses.replace(snapshot, dossier=dataclasses.replace(dossier, persons=persons))


@pytest.mark.parametrize("form", FORMS)
def test_a_minor_is_named_in_no_public_form(form: str, snapshot: Snapshot) -> None:
    text = FORMS[form](snapshot)
    assert "Пётр" not in text
    assert "Петра" not in text
    assert "его сын" not in text


@pytest.mark.parametrize("form", ["csv", "ftm", "ics", "atom"])
def test_every_form_says_which_edition_it_is(form: str, snapshot: Snapshot) -> None:
    public, internal = FORMS[form](snapshot), FORMS[form](snapshot, internal=True)
    for text, words in ((public, "Public edition"), (internal, "Internal edition")):
        assert words in text
        assert "not verified facts" in text


@pytest.mark.parametrize("form", ["csv", "ftm", "atom"])
def test_the_internal_edition_masks_nobody(form: str, snapshot: Snapshot) -> None:
    assert "Пётр" in FORMS[form](snapshot, internal=True)


@pytest.mark.parametrize("form", ["csv", "ftm", "atom"])
def test_what_is_said_of_an_unnamed_person_in_danger_goes_without_its_quote(form: str, snapshot: Snapshot) -> None:
    hidden = with_unnamed(snapshot)
    assert at_risk_unnamed(hidden) == {"p1"}
    assert "Суд арестовал" not in FORMS[form](hidden)
    assert "Суд арестовал" in FORMS[form](hidden, internal=True)


def test_an_unnamed_person_who_left_is_no_longer_in_danger(snapshot: Snapshot) -> None:
    hidden = with_unnamed(snapshot)
    events = tuple(dataclasses.replace(e, type="left_host") if e.id == "e3" else e for e in hidden.dossier.events)
    left = dataclasses.replace(hidden, dossier=dataclasses.replace(hidden.dossier, events=events))
    assert at_risk_unnamed(left) == frozenset()


def test_a_silent_statement_keeps_its_type_but_not_its_place(snapshot: Snapshot) -> None:
    row = next(s for s in edition(snapshot).whole["statements"] if s["id"] == "s2")
    assert (row["quote"], row["start"], row["end"]) == (WITHHELD, None, None)
    assert row["type"] == "detained"


def test_full_texts_stay_inside(snapshot: Snapshot) -> None:
    text = snapshot.documents[0].text
    assert all(text not in FORMS[form](snapshot) for form in FORMS)
    assert json.dumps(text, ensure_ascii=False) in ftm.export(snapshot, ONTOLOGY, internal=True)


@pytest.mark.parametrize("form", FORMS)
def test_an_edition_is_the_same_each_time(form: str, snapshot: Snapshot) -> None:
    moment = {"made": "2026-03-08T00:00:00+00:00"} if form in {"ftm", "ics", "atom"} else {}
    assert form == "csv" or FORMS[form](snapshot, **moment) == FORMS[form](snapshot, **moment)


def test_words_of_a_source_become_no_formula_in_any_table(snapshot: Snapshot) -> None:
    sides = [row for text in tables.export(snapshot).values() for row in csv.reader(io.StringIO(text, newline=""))]
    assert not [cell for row in sides for cell in row if cell.startswith(("=", "@", "+", "-"))]


def test_a_role_is_enough_to_be_silent(snapshot: Snapshot) -> None:
    told = dataclasses.replace(snapshot.statements[3], roles=(Role("person", "m4"),))
    changed = dataclasses.replace(snapshot, statements=(*snapshot.statements[:3], told, *snapshot.statements[4:]))
    assert told.id in edition(changed).silent


def test_nothing_to_export_is_no_error() -> None:
    from tests.report.sample_ledger import empty

    made = {form: write(empty()) for form, write in FORMS.items()}
    assert [form for form, text in made.items() if not text] == ["ftm"]
