"""The news set is sound: quotes stand in their texts, types, matters and statuses exist, dates are in order."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from eval.corpora import GOLD
from havenwatch.ontology import load_ontology

STATUSES = {"reported", "alleged", "planned", "conditional", "denied", "implied"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


TEXTS = {row["id"]: row["text"] for row in rows("documents.jsonl")}
REFERENCE = rows("gold.jsonl")
EVENTS = [(row["doc"], event) for row in REFERENCE for case in row["cases"] for event in case["events"]]


def test_every_text_has_one_reference() -> None:
    assert [row["doc"] for row in REFERENCE] == list(TEXTS)


def test_a_relevant_text_has_cases_and_no_other() -> None:
    assert all(row["relevant"] == bool(row["cases"]) for row in REFERENCE)


@pytest.mark.parametrize("row", REFERENCE, ids=lambda row: str(row["doc"]))
def test_quotes_and_names_stand_in_the_text(row: dict[str, Any]) -> None:
    text = TEXTS[row["doc"]]
    events = [event for case in row["cases"] for event in case["events"]]
    named = [name for case in row["cases"] for name in case["persons"]["names"]]
    told = [x for e in events for x in (e["quote"], *e["more_quotes"], e["actor"], e["attributed_to"]) if x is not None]
    assert [x for x in (*named, *told) if x not in text] == []


def test_types_matters_and_statuses_exist() -> None:
    types = load_ontology().events
    wrong = [(doc, e["type"]) for doc, e in EVENTS if e["type"] not in types or e["status"] not in STATUSES]
    wrong += [(doc, e["type"]) for doc, e in EVENTS if e["about"] not in (types[e["type"]].about or (None,))]
    assert wrong == []


def test_dates_are_whole_intervals_in_order() -> None:
    days = [(e["earliest"], e["latest"]) for _, e in EVENTS]
    assert all((a is None) == (b is None) for a, b in days)
    assert all(dt.date.fromisoformat(a) <= dt.date.fromisoformat(b) for a, b in days if a is not None)
