"""The shipped reader: exact nested spans in several scripts, relations, bounded work on awkward texts."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.model.reader import BLOCK, Reader, SpanReading, blocks, load_reader

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("HAVENWATCH_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader()


def found(reading: SpanReading, text: str) -> set[tuple[str, str]]:
    return {(s.type, text[s.start : s.end]) for s in reading.spans}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Суд в Праге отказал Ивану Петренко.", {("PERSON", "Ивану Петренко"), ("CITY", "Праге")}),
        ("Police in Prague detained Anna Kowalska on Monday.", {("PERSON", "Anna Kowalska"), ("CITY", "Prague")}),
        ("У Празі затримали Івана Петренка.", {("PERSON", "Івана Петренка"), ("CITY", "Празі")}),
        ("La policía detuvo a Ana Morales en Madrid.", {("PERSON", "Ana Morales"), ("CITY", "Madrid")}),
        ("Die Polizei nahm Karl Weber in Berlin fest.", {("PERSON", "Karl Weber"), ("CITY", "Berlin")}),
        ("La police a arrêté Marie Dubois à Paris.", {("PERSON", "Marie Dubois"), ("CITY", "Paris")}),
    ],
)
def test_names_are_found_in_languages_that_the_training_never_saw(
    reader: Reader, text: str, spans: set[tuple[str, str]]
) -> None:
    assert spans <= found(reader.read(text), text)


def test_spans_nest(reader: Reader) -> None:
    text = "Министр обороны России Сергей Шойгу посетил Ереван."
    assert {("COUNTRY", "России"), ("PERSON", "Сергей Шойгу")} <= found(reader.read(text), text)
    professions = [s for s in reader.read(text).spans if s.type == "PROFESSION"]
    (country,) = (s for s in reader.read(text).spans if s.type == "COUNTRY")
    assert any(p.start <= country.start and country.end <= p.end for p in professions)


def test_relations_join_what_was_found(reader: Reader) -> None:
    text = "Министр обороны России Сергей Шойгу посетил Ереван."
    reading = reader.read(text)
    rows = {(reading.spans[r.head].type, r.type, reading.spans[r.tail].type) for r in reading.relations}
    assert ("PERSON", "WORKS_AS", "PROFESSION") in rows


def check(reading: SpanReading, text: str) -> None:
    assert list(reading.spans) == sorted(reading.spans, key=lambda s: (s.start, -s.end, s.type))
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert 0.5 <= span.score <= 1
    for relation in reading.relations:
        assert 0 <= relation.head < len(reading.spans)
        assert 0 <= relation.tail < len(reading.spans)
        assert relation.head != relation.tail


@settings(deadline=None, max_examples=30)
@given(st.text(alphabet="Аб№…\u00a0\u0306\u200d\u00ad😀سل.,\n -1Qz", max_size=60))
def test_offsets_are_exact_in_awkward_texts(text: str) -> None:
    check(load_reader().read(text), text)


SPOILT = {
    "no-break spaces": lambda t: t.replace(" ", "\u00a0"),
    "decomposed letters": lambda t: unicodedata.normalize("NFD", t),
    "soft hyphens": lambda t: t.replace("ан", "а\u00adн"),
    "emoji": lambda t: t.replace(". ", ". 😀👩\u200d⚖️ "),
}


@pytest.mark.parametrize("how", SPOILT)
def test_the_same_names_are_found_whatever_normalisation_does(reader: Reader, how: str) -> None:
    text = "Вчера в Праге задержали Ивана Петренко. Он журналист № 1… Его допросили."
    spoilt = SPOILT[how](text)
    reading = reader.read(spoilt)
    check(reading, spoilt)
    persons = [spoilt[s.start : s.end] for s in reading.spans if s.type == "PERSON"]
    plain = [unicodedata.normalize("NFC", p).replace("\u00a0", " ").replace("\u00ad", "") for p in persons]
    assert plain == ["Ивана Петренко"]


def texts_at_hand() -> list[str]:
    paths = sorted((ROOT / "examples").rglob("*.jsonl"))
    if SHARED.exists():
        paths += [SHARED / "data" / name / "documents.jsonl" for name in ("coverage", "passages")]
    return [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def test_offsets_are_exact_in_all_texts_at_hand(reader: Reader) -> None:
    texts = texts_at_hand()
    assert len(texts) > 30
    for text in texts[:: max(1, len(texts) // 60)]:
        check(reader.read(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n", "😀" * 500, "ы" * 20_000, "а б " * 5_000, "." * 3_000, "שלום עולם " * 50,
        "مرحبا بالعالم " * 50,
        "Иван Peter 北京 Ұлан " * 40, "\u0306" * 300, "\u200b" * 300, "1234567890" * 300, "\x00\x01\x02 текст",
    ],
    ids=lambda t: ascii(t[:8]),
)  # fmt: skip
def test_awkward_texts_are_read_without_an_error(reader: Reader, text: str) -> None:
    check(reader.read(text), text)


@given(st.text(alphabet="аб \n", max_size=300))
def test_blocks_are_a_partition(text: str) -> None:
    bounds = list(blocks(text))
    assert "".join(text[a:b] for a, b in bounds) == text
    assert all(0 < b - a <= BLOCK for a, b in bounds)


@pytest.mark.parametrize("mark", ["\n", " ", ""])
def test_a_long_text_is_cut_at_lines_or_spaces_where_it_has_any(mark: str) -> None:
    text = ("слово" + mark) * (BLOCK // 2)
    assert "".join(text[a:b] for a, b in blocks(text)) == text
    assert all(text[b - 1] == mark for _, b in list(blocks(text))[:-1]) or not mark


def test_given_spans_are_related_and_unknown_ones_passed_over(reader: Reader) -> None:
    text = "Министр обороны России Сергей Шойгу посетил Ереван."
    spans = [(0, 22, "PROFESSION"), (23, 35, "PERSON"), (3, 9, "PERSON"), (0, 7, "NO_SUCH_TYPE")]
    related = reader.given(text, spans)
    assert (1, 0, "WORKS_AS") in {(r.head, r.tail, r.type) for r in related}
    assert {n for r in related for n in (r.head, r.tail)} <= {0, 1}
