"""Acceptance on the article that the project began with, read by the whole chain and scored by the scorer beside us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from eval.corpora import SHARED, Corpus, export_of, load_corpus
from eval.statements import figures
from havenwatch.ontology import load_ontology

GOLD, ARTICLE = SHARED / "acceptance" / "seed.yaml", SHARED / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(
    not GOLD.exists() or not ARTICLE.exists(), reason="the article and its annotation are not beside the repository"
)
WANTED: dict[str, Any] = yaml.safe_load(GOLD.read_text(encoding="utf-8")) if GOLD.exists() else {}
FIGURES = ("border_entries", "border_exits", "net_migration", "border_length", "share_of_oil_exports", "extraditions")
CALENDAR = ("referendum", "parliamentary_election", "policy_instruction")
UNITS: dict[str | None, set[str | None]] = {"km": {"km"}, "percent": {"percent", "%"}, None: {None, "person"}}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus("seed")


@pytest.fixture(scope="module")
def exported(corpus: Corpus) -> dict[str, Any]:
    return export_of(corpus.documents)


@pytest.fixture(scope="module")
def scored(corpus: Corpus) -> dict[str, Any]:
    return figures(corpus)


def spans(text: str, quote: str) -> list[tuple[int, int]]:
    """Places of a quote; the annotation must name one."""
    found = [(n, n + len(quote)) for n in range(len(text)) if text.startswith(quote, n)]
    assert found, f"the annotation quotes what the article does not say: {quote}"
    return found


def overlapping(exported: dict[str, Any], quote: str, kind: str) -> Iterator[dict[str, Any]]:
    """Statements of a kind that share a character with the quote."""
    places = spans(exported["documents"][0]["text"], quote)
    for statement in exported["statements"]:
        if statement["kind"] == kind and any(statement["start"] < b and statement["end"] > a for a, b in places):
            yield statement


@pytest.mark.parametrize(("figure", "least"), [("date where given", 0.85), ("faithful", 1.0)])
def test_shares(scored: dict[str, Any], figure: str, least: float) -> None:
    assert scored[figure] >= least


def test_nothing_that_is_annotated_is_left_out() -> None:
    assert {f["quantity"] for f in WANTED["figures"]} == set(FIGURES)
    assert {c["what"] for c in WANTED["calendar"]} == set(CALENDAR)


def test_events(scored: dict[str, Any]) -> None:
    assert scored["documents missing"] == 0
    assert scored["events"][2] >= 0.70


@pytest.mark.parametrize("row", WANTED.get("must_not", []), ids=range(len(WANTED.get("must_not", []))))
def test_what_must_not_be_an_adverse_event(exported: dict[str, Any], row: dict[str, Any]) -> None:
    adverse = {t.id for t in load_ontology().events.values() if t.direction < 0}
    told = [s for s in overlapping(exported, row["quote"], "event") if s["status"] == "reported"]
    assert [(s["type"], s["quote"]) for s in told if s["type"] in adverse] == []


@pytest.mark.parametrize("quantity", FIGURES)
def test_every_figure_is_found(exported: dict[str, Any], quantity: str) -> None:
    (row,) = [f for f in WANTED["figures"] if f["quantity"] == quantity]
    near = {s["id"] for s in overlapping(exported, row["quote"], "figure")}
    found = [f for f in exported["figures"] if near & set(f["statements"])]
    fits = [f for f in found if f["value"] == row["value"] and f["unit"] in UNITS[row.get("unit")]]
    assert fits, f"near the quote: {[(f['quantity'], f['value'], f['unit']) for f in found]}"


@pytest.mark.parametrize("what", CALENDAR)
def test_every_calendar_entry_is_found(exported: dict[str, Any], what: str) -> None:
    (row,) = [c for c in WANTED["calendar"] if c["what"] == what]
    days = [(s["earliest"], s["latest"]) for s in overlapping(exported, row["quote"], "calendar")]
    assert (str(row["earliest"]), str(row["latest"])) in days
