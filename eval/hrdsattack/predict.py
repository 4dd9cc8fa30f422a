"""Predictions for one article."""

from __future__ import annotations

import calendar
import collections
from typing import Any

from eval.corpora import document_of
from eval.hrds import Article
from eval.hrdsattack.features import Candidate, article_of, people_of, states_of, times_of
from eval.hrdsattack.judge import Judges, ranked
from havenwatch.ontology import Ontology
from havenwatch.records import Document, Reading
from havenwatch.statement import read_document

UNKNOWN = "none"  # a perpetrator that is not annotated


def read_article(article: Article, ontology: Ontology) -> tuple[Document, Reading]:
    """The article as a document, and its reading."""
    document = document_of({"id": article.id, "text": article.text, "language": "en", "published": article.published})
    return document, read_document(document, ontology)


def predict(document: Document, reading: Reading, ontology: Ontology, judges: Judges) -> dict[str, Any]:
    """Answers in the form of the scorer; null where nothing is likely enough."""
    least, article = judges.thresholds, article_of(document, reading, ontology)
    people = ranked(judges.victim, people_of(document, reading, ontology))
    states = ranked(judges.state, states_of(document, reading, ontology))
    times = times_of(document, reading, ontology)
    kinds = {kind: judge.probability(article) for kind, judge in judges.violations.items()}
    actor = max(judges.perpetrators, key=lambda kind: (judges.perpetrators[kind].score(article), kind))
    country = states[0][1] if states and states[0][0] >= least["state"] else None
    month = ranked(judges.month, times)
    return {
        "victims": [name for p, name in people if p >= least["victim"]],
        "violation_types": [k for k in sorted(kinds) if kinds[k] >= least["violation"]] or [max(kinds, key=_by(kinds))],
        "perpetrator_mention": True,
        "perpetrator_type": None if actor == UNKNOWN else actor,
        "country": None if country is None else judges.spelling.get(country, ontology.places.state_name(country, "en")),
        "region": None, "city": None, "date": None,
        "year": _year(ranked(judges.year, times), least["year"]),
        "month": _month(month, least["month"]),
    }  # fmt: skip


def _by(kinds: dict[str, float]) -> Any:
    return lambda kind: (kinds[kind], kind)


def _year(found: list[tuple[float, str]], least: float) -> str | None:
    years: dict[str, float] = collections.defaultdict(float)
    for probability, value in found:
        years[value[:4]] = max(years[value[:4]], probability)
    best = max(years, key=lambda y: (years[y], y), default=None)
    return best if best is not None and years[best] >= least else None


def _month(found: list[tuple[float, str]], least: float) -> str | None:
    return calendar.month_name[int(found[0][1][5:])] if found and found[0][0] >= least else None


def candidates(document: Document, reading: Reading, ontology: Ontology) -> dict[str, list[Candidate]]:
    """All candidates of an article by what they answer: what the judges learn from."""
    return {"people": people_of(document, reading, ontology), "states": states_of(document, reading, ontology),
            "times": times_of(document, reading, ontology)}  # fmt: skip
