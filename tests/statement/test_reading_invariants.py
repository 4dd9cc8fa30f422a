"""What holds for every reading, whatever the text."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.ontology import load_ontology
from havenwatch.records import EVENT, FIGURE, KINDS, STATUSES, Document, Reading, Statement
from tests.statement.told import PUBLISHED, Read, document_of, read_text

SHARED = Path(__file__).resolve().parents[3] / "shared"
WIKINEWS, SEED = SHARED / "data" / "wikinews" / "documents.jsonl", SHARED / "seed" / "article.txt"
SAMPLE = 12  # documents of the annotated set: enough of each form, few enough for a second

NAMES = ("Олега Заварзина", "Анну Кузнецову", "Руслана Тимерханова", "его", "троих дезертиров", "активистку")
WHERE = ("в Белграде", "в Россию", "из Армении", "", "со ссылкой на МИД")
WHEN = ("3 февраля", "в конце 2024 года", "", "на прошлой неделе", "в 2031 году")
WHAT = ("задержали", "выслали", "не экстрадировали", "могут выдать", "якобы похитили", "если освободят, то выдворят")
LEAD = ("", "По словам адвоката, ", "Суд решил, что ", "80% людей знали, ", "👍 ")
CLAUSE = st.tuples(*map(st.sampled_from, (LEAD, NAMES, WHAT, WHERE, WHEN))).map(lambda x: f"{x[0]}{' '.join(x[1:])}")
PROSE = st.lists(CLAUSE, min_size=1, max_size=4).flatmap(
    lambda clauses: st.sampled_from((". ", ", ", "\n\n", " — ", ".\u00a0")).map(lambda gap: gap.join(clauses))
)
LETTERS = st.characters(codec="utf-8").filter(lambda c: not c.isalpha() or unicodedata.name(c, "") != "")
ANYTHING = st.text(alphabet=LETTERS, max_size=80)
FEW = settings(max_examples=60, deadline=None)


def assert_sound(document: Document, reading: Reading) -> None:
    """All invariants of one reading."""
    mentions = {m.id: m for m in reading.mentions}
    ids = [*mentions, *(s.id for s in reading.statements)]
    assert reading.document == document.id
    assert len(set(ids)) == len(reading.mentions) + len(reading.statements)
    for mention in reading.mentions:
        assert mention.document == document.id
        assert 0 <= mention.start < mention.end <= len(document.text)
        assert mention.text == document.text[mention.start : mention.end]
        assert mentions[mention.head].head == mention.head
        assert (mention.name is None) == (mention.form != "name")
        assert mention.count is None or mention.count > 0
    for statement in reading.statements:
        assert_statement(document, statement)
        assert all(value in mentions for value in statement.values("person"))


def assert_statement(document: Document, statement: Statement) -> None:
    """Invariants of one statement, apart from its persons."""
    assert statement.document == document.id
    assert 0 <= statement.start < statement.end <= len(document.text)
    assert statement.quote == document.text[statement.start : statement.end]
    assert statement.kind in KINDS
    assert statement.status in STATUSES
    assert statement.kind != EVENT or statement.type in load_ontology().events
    assert (statement.amount is not None) == (statement.kind == FIGURE)
    assert 0 <= statement.confidence <= 1
    for part in (statement.date_text, statement.attributed_to):
        assert part is None or part in document.text
    if statement.earliest is not None and statement.latest is not None:
        assert statement.earliest <= statement.latest
    for role in statement.roles:
        span = (role.start, role.end)
        assert (role.text is None) == (role.start is None) == (role.end is None)
        assert role.start is None or role.text == document.text[slice(*span)]


@FEW
@given(text=st.one_of(PROSE, ANYTHING))
def test_every_reading_is_sound(read: Read, text: str) -> None:
    document = document_of(text)
    assert_sound(document, read(text))


@FEW
@given(text=PROSE)
def test_a_second_reading_is_the_same(read: Read, text: str) -> None:
    assert read(text) == read(text)


@FEW
@given(text=PROSE, blank=st.integers(min_value=1, max_value=5))
def test_blank_lines_before_a_text_shift_offsets_only(read: Read, text: str, blank: int) -> None:
    plain, moved = read(text), read("\n" * blank + text)
    shapes = [sorted((shape(s, shift) for s in r.statements), key=repr) for r, shift in ((plain, 0), (moved, blank))]
    assert shapes[0] == shapes[1]
    assert [(m.start + blank, m.text, m.name) for m in plain.mentions] == [
        (m.start, m.text, m.name) for m in moved.mentions
    ]


def shape(statement: Statement, shift: int) -> tuple[object, ...]:
    """A statement without ids, at the place where it would stand without the shift."""
    roles = tuple((r.name, r.text, None if r.name == "person" else r.value) for r in statement.roles)
    kept = dataclasses.replace(statement, id="", document="", roles=(), start=statement.start - shift,
                               end=statement.end - shift)  # fmt: skip
    return kept, roles


def shared_documents() -> list[Document]:
    """The seed article and some Russian documents of the annotated set beside the repository."""
    rows = [json.loads(line) for line in WIKINEWS.read_text(encoding="utf-8").splitlines()]
    texts = [SEED.read_text(encoding="utf-8"), *(r["text"] for r in rows if r["language"] == "ru")]
    return [document_of(text, PUBLISHED) for text in texts[: SAMPLE + 1]]


@pytest.mark.skipif(not WIKINEWS.exists() or not SEED.exists(), reason="the shared texts are not beside the repository")
def test_readings_of_real_texts_are_sound(read: Read) -> None:
    documents = shared_documents()
    readings = [read(d.text) for d in documents]
    for document, reading in zip(documents, readings, strict=True):
        assert_sound(document, reading)
    assert readings == [read_text(d.text) for d in documents]
    assert sum(len(r.statements) for r in readings) > len(documents)
    every = [s.id for r in readings for s in r.statements]
    assert len(every) == len(set(every))
