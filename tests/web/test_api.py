"""The API answers as its description says, whatever it is asked."""

from __future__ import annotations

from collections.abc import Callable

import jsonschema
import pytest
from starlette.testclient import TestClient

from havenwatch.exchange import json as interchange
from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.web.api import API
from havenwatch.web.api.openapi import description
from havenwatch.web.team import Team

SignIn = Callable[[str | None], TestClient]


def test_every_address_is_described_and_every_description_answers() -> None:
    assert sorted(description()["paths"]) == sorted(path for path, _ in API)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_question_breaks_it(alone: TestClient) -> None:
    import hypothesis
    import schemathesis

    schema = schemathesis.openapi.from_asgi("/api/openapi.json", alone.app, headers={"host": "127.0.0.1"})
    calls = []
    checks = [schemathesis.checks.not_a_server_error]
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
        )
        @hypothesis.given(case=operation.as_strategy())
        def ask(case) -> None:
            answer = case.call(headers={"host": "127.0.0.1"})
            calls.append(answer.status_code)
            case.validate_response(answer, checks=[*checks, response_schema_conformance, status_code_conformance])

        ask()
    assert len(calls) > 100
    assert {s for s in calls if s >= 500} == set()
    assert calls.count(200) > 50


def test_records_have_the_shapes_of_the_export(alone: TestClient, ledger: Ledger) -> None:
    whole = interchange.export(ledger.snapshot())
    by_id = {noun: {r["id"]: r for r in whole[noun]} for noun in ("cases", "persons", "statements", "events")}
    for row in ledger.browser.headings("cases", Wanted()).rows:
        told = alone.get(f"/api/cases/{row.id}").json()
        for noun, known in by_id.items():
            assert [known[r["id"]] for r in told[noun]] == told[noun]
    listed = alone.get("/api/persons?size=200").json()["persons"]
    assert {p["id"]: p for p in listed} == by_id["persons"]
    schemas = description()["components"]["schemas"]
    for document in alone.get("/api/documents?size=200").json()["documents"]:
        whole_one = alone.get(f"/api/documents/{document['id']}").json()
        text = whole_one["documents"][0]["text"]
        for statement in whole_one["statements"]:
            assert text[statement["start"] : statement["end"]] == statement["quote"]
            jsonschema.validate(statement, {**schemas["statement"], "components": {"schemas": schemas}})


def test_a_token_opens_it_and_a_revoked_one_does_not(signed_in: SignIn, team: Team) -> None:
    client = signed_in(None)
    assert client.get("/api/cases").status_code == 401
    assert client.get("/api/cases", headers={"authorization": "Bearer hw_wrong"}).status_code == 401
    secret = team.new_token("rita", "script")
    head = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/cases", headers=head).status_code == 200
    # a token opens the API alone
    assert client.get("/cases", headers=head).status_code == 303
    team.revoke("rita", team.tokens("rita")[0][0])
    assert client.get("/api/cases", headers=head).status_code == 401


def test_lists_are_paged_to_their_end(alone: TestClient) -> None:
    total = alone.get("/api/persons?size=1").json()["total"]
    seen = [alone.get(f"/api/persons?size=1&page={n}").json()["persons"][0]["id"] for n in range(1, total + 1)]
    assert len(set(seen)) == total
    assert alone.get(f"/api/persons?size=1&page={total + 1}").json()["persons"] == []


@pytest.mark.parametrize("query", ["page=0", "page=x", "size=0", "size=999", "order=name;drop", "page=99999999999"])
def test_values_that_do_not_fit_are_explained(alone: TestClient, query: str) -> None:
    answer = alone.get(f"/api/cases?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_it_only_reads(alone: TestClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(alone, method)("/api/cases").status_code == 405
