"""Deciding over the pages, without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_parts import ORIGIN, token
from web_texts import ASTRAL

from havenwatch.errors import UsageError
from havenwatch.exchange import json as interchange
from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.ledger.desk import Opinion
from havenwatch.records import Judgement
from havenwatch.web import Options, make_app
from havenwatch.web.review.second import measured
from havenwatch.web.team import Team

SignIn = Callable[[str | None], TestClient]


def next_of(client: TestClient, address: str = "/review") -> dict[str, str]:
    """Fields of the form that decides on the next statement."""
    page = client.get(address).text
    return dict(
        re.findall(r'<input type="hidden" name="(csrf|statement|seen|next)" value="([^"]*)"', page.split("verdicts")[0])
    )


def decide(client: TestClient, fields: dict[str, str], verdict: str, **more: str) -> object:
    return client.post("/review", data={**fields, "verdict": verdict, **more})


def test_a_decision_flows_into_case_report_and_export(alone: TestClient, ledger: Ledger) -> None:
    row = next(r for r in ledger.browser.headings("cases", Wanted()).rows if "Самойлов" in r.label)
    sheet = ledger.browser.case(row.id)
    expelled = next(e for e in sheet.events if e.type == "expelled")
    csrf = token(alone, "/help")
    for statement in expelled.statements:
        data = {"csrf": csrf, "statement": statement, "seen": "0", "verdict": "rejected", "reason": "слух"}
        assert alone.post("/review", data=data).status_code == 303
    assert "rejected" in alone.get(f"/case/{row.id}").text
    exported = interchange.export(ledger.snapshot())
    assert {s["review"] for s in exported["statements"] if s["id"] in expelled.statements} == {"rejected"}
    assert "expelled" not in {e["type"] for e in exported["events"] if e["host"] == "KZ" and e["status"] == "reported"}


def test_the_queue_leads_from_one_statement_to_the_next(alone: TestClient, ledger: Ledger) -> None:
    seen = []
    for _ in range(4):
        fields = next_of(alone)
        answer = decide(alone, fields, "accepted")
        assert answer.status_code == 303
        seen.append(fields["statement"])
    assert len(set(seen)) == 4
    assert ledger.browser.queue_counts()["accepted"] == 4


def test_any_field_is_corrected(alone: TestClient, ledger: Ledger) -> None:
    fields = next_of(alone)
    changed = {"f_type": "released", "f_earliest": "2026-01-02", "f_latest": "2026-01-03", "f_host": "KZ"}
    assert decide(alone, fields, "corrected", **changed).status_code == 303
    review = ledger.browser.statement(fields["statement"]).queued.reviewed.review
    assert dict(review.changes)["type"] == "released"
    told = next(s for s in interchange.export(ledger.snapshot())["statements"] if s["id"] == fields["statement"])
    assert (told["type"], told["earliest"], told["review"]) == ("released", "2026-01-02", "corrected")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"f_earliest": "2026-02-31"}, "dates are YYYY-MM-DD"),
        ({"f_status": "perhaps"}, "cannot be"),
        ({"f_count": "many"}, "count is a number"),
        ({"f_quantity": "border_entries", "f_amount": "dozens"}, "so is amount"),
        ({"f_quantity": "border_entries"}, "both a number and what it counts"),
        ({"f_quantity": "noses", "f_amount": "3"}, "cannot be"),
        ({"f_amount": "1e300"}, "so is amount"),
        ({"f_unit": "<b>"}, "unit cannot be"),
        ({}, "Nothing is corrected yet"),
    ],
)
def test_corrections_that_do_not_fit_are_explained(
    alone: TestClient, ledger: Ledger, change: dict[str, str], reason: str
) -> None:
    fields = next_of(alone)
    answer = decide(alone, fields, "corrected", **change)
    assert answer.status_code == 400
    assert reason in answer.text
    assert ledger.browser.statement(fields["statement"]).history == ()


def test_the_number_of_a_figure_is_corrected(alone: TestClient, ledger: Ledger) -> None:
    figure = ledger.snapshot().statements[0]
    data = {"csrf": token(alone, "/help"), "statement": figure.id, "seen": "0", "verdict": "corrected"}
    changed = {
        "f_kind": "figure",
        "f_quantity": "border_exits",
        "f_amount": "1 250,5",
        "f_unit": "RUB",
        "f_approximate": "yes",
    }
    assert alone.post("/review", data={**data, **changed}).status_code == 303
    (told,) = (f for f in ledger.snapshot().dossier.figures if figure.id in f.statements)
    assert (told.quantity, told.value, told.unit, told.approximate) == ("border_exits", 1250.5, "RUB", True)
    page = alone.get(f"/statement/{figure.id}/correct").text
    assert re.search(r'name="f_amount"[^>]*value="1250.5"', page)
    assert re.search(r'value="border_exits" selected', page)


def test_two_tabs_that_decide_the_same_thing(alone: TestClient, ledger: Ledger) -> None:
    one, other = next_of(alone), next_of(alone)
    assert one["statement"] == other["statement"]
    decide(alone, one, "accepted")
    answer = decide(alone, other, "rejected", reason="моё")
    assert answer.status_code == 409
    assert "Somebody decided on this meanwhile" in answer.text
    assert "моё" in answer.text
    assert [r.verdict for r in ledger.browser.statement(one["statement"]).history] == ["accepted"]
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text.split("Yours")[1]))
    assert alone.post("/review", data={**again, "verdict": "rejected"}).status_code == 303
    assert [r.verdict for r in ledger.browser.statement(one["statement"]).history] == ["accepted", "rejected"]


def test_a_page_that_is_stale_after_a_rebuild_says_so(alone: TestClient) -> None:
    fields = {**next_of(alone), "statement": "s-of-an-earlier-reading"}
    answer = decide(alone, fields, "accepted", reason="важно")
    assert answer.status_code == 409
    assert "read anew" in answer.text
    assert "важно" in answer.text


def test_two_reviewers_at_once_get_different_statements_and_lose_nothing(signed_in: SignIn, ledger: Ledger) -> None:
    one, other = signed_in("rolf"), signed_in("edda")
    for _ in range(3):
        a, b = next_of(one), next_of(other)
        assert a["statement"] != b["statement"]
        assert decide(one, a, "accepted").status_code == 303
        assert decide(other, b, "rejected").status_code == 303
    counts = ledger.browser.queue_counts()
    assert (counts["accepted"], counts["rejected"]) == (3, 3)
    assert {r.by for r in ledger.snapshot().reviews} == {"rolf", "edda"}


def test_taking_back(alone: TestClient, ledger: Ledger) -> None:
    fields = next_of(alone)
    decide(alone, fields, "rejected")
    csrf = token(alone, "/help")
    assert alone.post("/review/undo", data={"csrf": csrf}).status_code == 303
    assert ledger.snapshot().reviews == ()
    assert next_of(alone)["statement"] == fields["statement"]
    assert alone.post("/review/undo", data={"csrf": csrf}).status_code == 400


def test_only_an_editor_takes_back_what_another_decided(signed_in: SignIn, ledger: Ledger) -> None:
    editor, reviewer = signed_in("edda"), signed_in("rolf")
    decide(editor, next_of(editor), "accepted")
    act = str(ledger.browser.acts(None, 1)[0].number)
    data = {"csrf": token(reviewer, "/help"), "act": act}
    assert reviewer.post("/review/undo", data=data).status_code == 403
    decide(reviewer, next_of(reviewer), "accepted")
    act = str(ledger.browser.acts("rolf", 1)[0].number)
    assert editor.post("/review/undo", data={"csrf": token(editor, "/help"), "act": act}).status_code == 303


def test_many_at_once(alone: TestClient, ledger: Ledger) -> None:
    page = alone.get("/review/list").text
    chosen = re.findall(r'name="statement" value="([^"]+)"', page)[:5]
    data = {"csrf": token(alone, "/help"), "verdict": "accepted", "statement": [*chosen, "s-none|0"]}
    answer = alone.post("/review/bulk", data=data)
    assert answer.status_code == 200
    assert "s-none" in answer.text
    assert ledger.browser.queue_counts()["accepted"] == 5


def test_a_missing_statement_is_added_with_offsets_in_code_points(alone: TestClient, ledger: Ledger) -> None:
    document = next(d for d in ledger.snapshot().documents if d.text.startswith(ASTRAL))
    quote = "Позже его видели в части"
    start = document.text.index(quote)
    page = alone.get(f"/document/{document.id}/mark?start={start}&end={start + len(quote)}").text
    assert f'<mark class="chosen">{quote}</mark>' in page
    data = {
        "csrf": token(alone, "/help"), "start": str(start), "end": str(start + len(quote)), "f_kind": "event",
        "f_type": "handed_to_military", "f_status": "reported", "f_host": "KZ", "f_requesting": "RU",
    }  # fmt: skip
    assert alone.post(f"/document/{document.id}/mark", data=data).status_code == 303
    told = [s for s in ledger.snapshot().statements if s.found_by == "person:Вера"]
    assert [(s.quote, s.type) for s in told] == [(quote, "handed_to_military")]
    assert document.text[told[0].start : told[0].end] == quote


def test_words_typed_in_are_found_where_there_is_no_script(alone: TestClient, ledger: Ledger) -> None:
    document = next(d for d in ledger.snapshot().documents if "Другой Луговой" in (d.title or ""))
    found = alone.get(f"/document/{document.id}/mark", params={"quote": "Россия требует его выдачи"})
    assert 'value="' + str(document.text.index("Россия требует")) + '"' in found.text
    assert alone.get(f"/document/{document.id}/mark", params={"quote": "нет таких слов"}).status_code == 400


@pytest.mark.parametrize("span", [("0", "50000"), ("10", "10"), ("x", "5"), ("-1", "5"), ("0", "999999999999")])
def test_selections_that_are_no_statement(alone: TestClient, ledger: Ledger, span: tuple[str, str]) -> None:
    document = ledger.snapshot().documents[0]
    answer = alone.get(f"/document/{document.id}/mark", params={"start": span[0], "end": span[1]})
    assert answer.status_code == 400
    assert "select" in answer.text.lower()


def test_a_new_person_is_named_by_words_of_the_quote(alone: TestClient, ledger: Ledger) -> None:
    document = next(d for d in ledger.snapshot().documents if d.text.startswith(ASTRAL))
    start = document.text.index("Позже")
    end = start + len("Позже его видели в части")
    data = {"csrf": token(alone, "/help"), "start": str(start), "end": str(end), "f_kind": "event",
            "f_type": "handed_to_military", "f_status": "reported", "new_person": "Позже"}  # fmt: skip
    address = f"/document/{document.id}/mark"
    assert alone.post(address, data={**data, "new_person": "Сидоров"}).status_code == 400
    assert alone.post(address, data=data).status_code == 303
    assert "Позже" in {n for p in ledger.snapshot().dossier.persons for n in p.names}


def test_a_span_is_put_on_other_words(alone: TestClient, ledger: Ledger) -> None:
    statement = ledger.snapshot().statements[0]
    data = {"csrf": token(alone, "/help"), "start": str(statement.start), "end": str(statement.end - 2)}
    assert alone.post(f"/statement/{statement.id}/span", data=data).status_code == 303
    assert [s.quote for s in ledger.snapshot().statements if s.found_by.startswith("person:")] == [statement.quote[:-2]]


def persons(ledger: Ledger, part: str) -> list[str]:
    """Persons of whom some form of the name has this part."""
    return [p.id for p in ledger.snapshot().dossier.persons if any(part in name for name in p.names)]


def test_persons_are_joined_with_a_warning_and_put_back(alone: TestClient, ledger: Ledger) -> None:
    one, other = persons(ledger, "Ивана Лугового"), persons(ledger, "Ивана Луговых")
    ids = [*one, *other]
    assert len(ids) == 2
    page = alone.get("/persons/merge", params={"id": ids})
    assert "What speaks against it" in page.text
    data = {"csrf": token(alone, "/help"), "id": ids, "reason": "одно лицо"}
    assert alone.post("/persons/merge", data=data).status_code == 400
    assert alone.post("/persons/merge", data={**data, "sure": "yes"}).status_code == 303
    ledger.refresh()
    (joined,) = persons(ledger, "Лугов")
    assert len(ledger.browser.person(joined).person.names) >= 2
    assert alone.get(f"/person/{ids[0]}").status_code in {200, 404}
    alone.post("/review/undo", data={"csrf": data["csrf"]})
    ledger.refresh()
    assert len(persons(ledger, "Лугов")) == 2


def test_decisions_of_people_stand_in_the_way_of_a_merge(alone: TestClient, ledger: Ledger) -> None:
    one, other = persons(ledger, "Ивана Лугового"), persons(ledger, "Ивана Луговых")
    data = {"csrf": token(alone, "/help"), "id": [*one, *other]}
    left, right = sorted(ledger.browser.person(p).mentions[0].head for p in (*one, *other))
    ledger.judge(Judgement(left, right, "different", 0.0, ("две семьи",), "rolf", "2026-05-02T10:00:00"))
    ledger.refresh()
    page = alone.get("/persons/merge", params={"id": data["id"]}).text
    assert "different persons, decided by rolf, 2026-05-02: две семьи" in page
    refused = alone.post("/persons/merge", data=data)
    assert refused.status_code == 400
    assert "две семьи" in refused.text
    with pytest.raises(UsageError, match=rf"cannot be joined: {left} and {right} different \(rolf"):
        ledger.desk.merge(data["id"], "", "Вера")
    assert alone.post("/persons/merge", data={**data, "sure": "yes"}).status_code == 303
    ledger.refresh()
    assert len(persons(ledger, "Лугов")) == 1


def test_a_decision_that_could_not_be_stored_is_sent_again(path: Path) -> None:
    with Ledger.open(path, lock_seconds=0.2) as impatient, Ledger.open(path) as other:
        app = make_app(impatient, str(path), Options(reviewer="Вера"), None)
        with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
            fields = next_of(client)
            with other._database.locked():
                answer = decide(client, fields, "rejected", reason="слух")
            assert answer.status_code == 503
            kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text.split("<h1>")[1]))
            assert (kept["verdict"], kept["reason"]) == ("rejected", "слух")
            assert client.post("/review", data=kept).status_code == 303
        assert impatient.browser.statement(fields["statement"]).queued.reviewed.verdict == "rejected"


def test_a_person_is_taken_apart(alone: TestClient, ledger: Ledger) -> None:
    (one,) = persons(ledger, "Ивана Лугового")
    heads = sorted({m.head for m in ledger.browser.person(one).mentions})
    assert len(heads) >= 2
    data = {"csrf": token(alone, "/help"), "chain": heads[:1], "reason": "тёзка"}
    assert alone.post(f"/person/{one}/split", data=data).status_code == 303
    ledger.refresh()
    assert len(persons(ledger, "Луго")) == 3
    assert alone.post(f"/person/{one}/split", data=data).status_code == 409


def test_two_readers(signed_in: SignIn, ledger: Ledger, team: Team) -> None:
    team.set("two readers", "on", "test")
    one, other, editor = signed_in("rolf"), signed_in("edda"), signed_in("anna")
    statements = [q.reviewed.statement.id for q in ledger.browser.queue(Wanted()).rows[:3]]
    for client, verdicts in ((one, "accepted accepted rejected"), (other, "accepted rejected rejected")):
        for statement, verdict in zip(statements, verdicts.split(), strict=True):
            fields = {"csrf": token(client, "/help"), "statement": statement, "seen": "0"}
            assert decide(client, fields, verdict).status_code == 303
    stored = {r.statement: r.verdict for r in ledger.snapshot().reviews}
    assert stored == {statements[0]: "accepted", statements[2]: "rejected"}
    page = editor.get("/agreement").text
    assert "Krippendorff" in page
    assert page.count("Settle") == 1
    fields = {"csrf": token(editor, "/help"), "statement": statements[1], "seen": "0", "settle": "yes"}
    assert decide(editor, fields, "rejected").status_code == 303
    assert "Settle" not in editor.get("/agreement").text
    # a reviewer is not shown what others read
    assert "Independent readings" not in one.get(f"/statement/{statements[1]}").text


def opinions(*columns: str) -> dict[str, dict[str, Opinion]]:
    names = {"a": "accepted", "r": "rejected"}
    return {
        str(i): {f"reader{n}": Opinion(str(i), names[v], (), "", f"reader{n}", "") for n, v in enumerate(column)}
        for i, column in enumerate(columns)
    }


def test_agreement_in_figures() -> None:
    # by hand: 6 of 10 agree, expected by chance 0.5 (both use each verdict five times): kappa 0.2
    told = measured(opinions(*["aa"] * 3, *["rr"] * 3, *["ar"] * 2, *["ra"] * 2))
    (pair,) = told["pairs"]
    assert (pair["n"], pair["same"]) == (10, 6)
    assert pair["kappa"] == pytest.approx(0.2)
    # alpha = 1 - observed / expected disagreement: 1 - 0.4 / (10 * 10 * 2 / (20 * 19))
    assert told["alpha"] == pytest.approx(1 - 0.4 / (200 / 380))
    assert measured(opinions("aa", "aa"))["pairs"][0]["kappa"] is None
    assert measured({})["n"] == 0


def test_invisible_letters_in_a_name_do_not_pass_for_another(alone: TestClient) -> None:
    from havenwatch.web.show.veil import plain

    assert plain("Ива\u200bн \u202eвоговуЛ") == "Иван воговуЛ"


def test_a_search_is_a_table_too(alone: TestClient) -> None:
    rows = alone.get("/search", params={"q": "Самойлов", "format": "csv"}).text.splitlines()
    assert rows[0].lstrip("\ufeff") == "document,statement,published,publisher,excerpt,url"
    assert any("Самойлова" in row for row in rows[1:])
