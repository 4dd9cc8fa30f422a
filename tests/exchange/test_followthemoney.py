"""FollowTheMoney entities: against the facts in schema/ftm.yaml always, against the package where it is installed."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest
import yaml

from havenwatch.exchange.ftm import export
from havenwatch.ontology import load_ontology
from havenwatch.records import Snapshot
from tests.report.sample_ledger import large, sample

ONTOLOGY = load_ontology()
FACTS = yaml.safe_load(resources.files("havenwatch.exchange").joinpath("schema", "ftm.yaml").read_text("utf-8"))
DESCENT = {"Article": {"Document", "Thing"}, "Person": {"LegalEntity", "Thing"}, "CourtCase": {"Thing"},
           "Event": {"Thing"}, "Territory": {"Thing"}}  # fmt: skip
FORMS = {
    "date": r"\d{4}(-\d{2}(-\d{2})?)?",
    "country": r"[a-z]{2}",
    "language": r"[a-z]{3}",
    "url": r"https?://\S+",
}


def read(snapshot: Snapshot, **more: object) -> list[dict]:
    return [json.loads(line) for line in export(snapshot, ONTOLOGY, **more).splitlines()]


LEDGERS = {"sample": sample(), "large": large(40)}


@pytest.fixture(params=["small", *LEDGERS])
def entities(request: pytest.FixtureRequest, snapshot: Snapshot) -> list[dict]:
    return read(LEDGERS.get(request.param, snapshot))


def test_ids_are_unique_and_lead_to_what_they_should(entities: list[dict]) -> None:
    schema = {e["id"]: e["schema"] for e in entities}
    assert len(schema) == len(entities)
    for entity in entities:
        for name, values in entity["properties"].items():
            kind = FACTS[entity["schema"]]["properties"][name]
            if kind.startswith("entity:"):
                wanted = kind.removeprefix("entity:")
                assert all(wanted in {schema[v], *DESCENT.get(schema[v], ())} for v in values), (entity["id"], name)


def test_values_have_the_form_of_their_type(entities: list[dict]) -> None:
    for entity in entities:
        facts = FACTS[entity["schema"]]
        assert set(facts["required"]) <= set(entity["properties"])
        for name, values in entity["properties"].items():
            pattern = FORMS.get(facts["properties"][name], r"[\s\S]+")
            assert all(isinstance(v, str) and re.fullmatch(pattern, v) for v in values), (entity["id"], name, values)


def test_an_accusation_is_never_a_topic(entities: list[dict]) -> None:
    assert not any("topics" in entity["properties"] for entity in entities)


def test_an_interval_is_never_a_false_day() -> None:
    events = {e["properties"]["recordId"][0]: e["properties"] for e in read(sample()) if e["schema"] == "Event"}
    dates = [(p.get("date"), p.get("startDate"), p.get("endDate")) for p in events.values()]
    assert (None, ["2026-01-21"], ["2026-01-31"]) in dates
    assert (["2025-12"], None, None) in dates
    assert (["2026-02-02"], None, None) in dates
    assert (None, None, None) in dates


def test_the_quote_stands_with_its_document_and_its_event(snapshot: Snapshot) -> None:
    evidence = next(e for e in read(snapshot) if e["properties"].get("recordId") == ["s1"])
    assert evidence["schema"] == "Documentation"
    assert evidence["properties"]["summary"] == ["Суд арестовал Ивана Лугового 3 марта"]
    assert evidence["properties"]["document"] == ["hw-d1"]
    assert evidence["properties"]["entity"] == ["hw-e1"]
    assert evidence["properties"]["status"] == ["accepted"]


def test_the_package_accepts_every_entity(entities: list[dict]) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney needs PyICU, which has no wheel")
    for entity in entities:
        proxy = followthemoney.model.get_proxy({**entity, "properties": {}})
        for name, values in entity["properties"].items():
            prop = proxy.schema.get(name)
            assert prop is not None, (entity["schema"], name)
            for value in values:
                assert prop.type.clean(value, proxy=proxy) is not None, (entity["schema"], name, value)
        proxy.schema.validate(entity)


def test_the_facts_are_those_of_the_package() -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney needs PyICU, which has no wheel")
    for name, facts in FACTS.items():
        schema = followthemoney.model.get(name)
        assert set(schema.required) <= set(facts["required"]), name
        for prop, kind in facts["properties"].items():
            found = schema.get(prop)
            wanted, _, target = kind.partition(":")
            assert found.type.name == wanted, (name, prop)
            assert not target or found.range.name == target, (name, prop)
