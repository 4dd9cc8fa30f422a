"""Ledgers that carry no answer: words instead of numbers in every format and language, never a false verdict."""

from __future__ import annotations

import datetime as dt

import pytest

from havenwatch.errors import UsageError
from havenwatch.indicator import indicate
from havenwatch.lang.phrases import load_phrases
from havenwatch.report import build, render, render_file
from tests.report.sample_ledger import Builder, empty, history, stand_in_ontology

ONTOLOGY = stand_in_ontology()


def told(*dates, outlet=None, published="2026-03-05"):
    """One extradition a date, each told by a document of its own; `outlet` None gives each another one."""
    b = Builder()
    for k, when in enumerate(dates):
        doc = b.document(f"Человека {k} выдали.", published, outlet or f"Издание {k}")
        person = b.person(f"Имя {k}")
        b.case([person], [b.event("extradited", [b.say(doc, doc.text[:-1], "extradited")], [person], dates=when)])
    return b.snapshot()


LEDGERS = {
    "no event": empty(),
    "one event": told("2026-02-10"),
    "all in one month": history(old_months=(), recent=(0, 6)),
    "all from one source": told("2024-05-01", "2026-01-10", "2026-02-10", "2026-02-20", outlet="Одно издание"),
    "all undated": told(None, None, None, None),
    "dated in the future": told("2026-05-01", "2026-06-01", "2027-01-01"),
    "no document dated": told("2026-01-10", "2026-02-10", "2026-02-20", published=None),
    "a day of the first century": told("0001-01-01", "2026-02-10"),
    "the last day there is": told("9999-12-31", "2026-02-10"),
}


@pytest.mark.parametrize("rule", ["R1", "R2", "R3", "R4", "R5"])
@pytest.mark.parametrize("name", LEDGERS)
def test_no_false_verdict(name, rule):
    found = indicate(LEDGERS[name], "KZ", rule, None, ONTOLOGY)
    assert found.verdict.id in {"refused", "no_events"}
    assert len(found.verdict.text) > 20


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", LEDGERS)
def test_every_format_is_written(name, language):
    report = build(LEDGERS[name], "KZ", None, language, ONTOLOGY)
    text = render(report, "md")
    says = [load_phrases(language)(f"verdict.{v}", rule="R1") for v in ("refused", "no_events")]
    assert any(s in text for s in says)
    assert all(len(render_file(report, kind)) > 1000 for kind in ("html", "docx", "pdf"))


@pytest.mark.parametrize("until", [dt.date(1, 1, 1), dt.date(1990, 1, 1), dt.date(9999, 12, 31)])
def test_a_period_without_room_is_said_in_words(until):
    found = indicate(history(), "KZ", "R1", until, ONTOLOGY)
    assert found.verdict.id == ("rise" if until.year == 9999 else "no_events")
    assert build(history(), "KZ", until, "en", ONTOLOGY).sections


@pytest.mark.parametrize("country", ["", "   ", "Atlantis", "XX", "🏝", "KZ;DROP"])
def test_an_unknown_country_names_what_is_known(country):
    with pytest.raises(UsageError, match="unknown country"):
        build(history(), country, None, "en", ONTOLOGY)


def test_a_country_of_which_nothing_is_known_is_answered_in_words():
    report = build(history(), "GE", None, "en", ONTOLOGY)
    assert report.country == "GE"
    assert "tell of no event" in render(report, "md")
