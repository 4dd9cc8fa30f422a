"""Each trigger with what became of it."""

from __future__ import annotations

import pytest

from havenwatch.ontology import load_ontology
from havenwatch.statement.events import NOBODY
from havenwatch.statement.why import GENERAL, Finding, explain
from tests.statement.told import document_of


def found(text: str, language: str | None = "ru") -> list[Finding]:
    return list(explain(document_of(text, language=language), load_ontology()))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Анну Белову задержали в Тбилиси.", "ru", ("detained", "frame:detained/0", "reported", "Анна Белова", None)),
        ("Anna Belova was detained.", "en", ("detained", "frame:detained/0", "reported", "Anna Belova", None)),
        ("Экстрадиция произошла дважды.", "ru", ("extradited", "frame:extradited/3", None, None, NOBODY)),
        ("Россиян могут депортировать.", "ru", ("expelled", "frame:expelled/1", None, None, GENERAL)),
        ("The flight was detained.", "en", ("detained", None, None, None, "not beside 'рейс'")),
    ],
)
def test_what_became_of_a_trigger(text: str, language: str, expected: tuple[str | None, ...]) -> None:
    assert expected in [(f.type, f.rule, f.status, f.person, f.reason) for f in found(text, language)]


def test_spans_are_exact_and_in_order() -> None:
    text = "Анну Белову задержали, потом экстрадировали. Суд отказал ей в убежище."
    rows = found(text)
    assert [f.start for f in rows] == sorted(f.start for f in rows)
    assert {text[f.start : f.end] for f in rows} >= {"задержали", "экстрадировали", "отказал"}


def test_a_language_that_is_not_read_gives_nothing() -> None:
    assert found("Bir metin.", "tr") == []
