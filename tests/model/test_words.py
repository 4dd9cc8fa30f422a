"""Words and their pieces: exact spans whatever normalisation does, bounded pieces."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.errors import ModelError
from havenwatch.model.reader import load_reader
from havenwatch.model.words import LETTERS, PIECES, Pieces, load_pieces, sentence_breaks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def pieces() -> Pieces:
    return load_reader().pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\t ", []),
        ("Суд в Алматы.", ["Суд", "в", "Алматы", "."]),
        ("вице-премьер", ["вице", "-", "премьер"]),
        ("в 2010г. №5", ["в", "2010", "г", ".", "№", "5"]),
        ("o\u0301 и\u0306 ё\u0308ж", ["o\u0301", "и\u0306", "ё\u0308ж"]),
        ("Мав\u00adлаев", ["Мав\u00adлаев"]),
        ("Нур\u00a0Султан…", ["Нур", "Султан", "…"]),
        ("snake_case", ["snake", "_", "case"]),
        ("😀🏴\u200d☠️", ["😀", "🏴", "☠"]),
        ("\u200b \ufeff", []),
        ("سلام، عالم", ["سلام", "،", "عالم"]),
        ("ҚР ІІМ Ұлттық", ["ҚР", "ІІМ", "Ұлттық"]),
    ],
)
def test_words_are_runs_of_letters_or_digits_and_single_signs(pieces: Pieces, text: str, words: list[str]) -> None:
    assert [text[w.start : w.end] for w in pieces.words(text)] == words


@pytest.mark.parametrize(
    ("key", "form"),
    [("№", "No"), ("…", "..."), ("и\u0306", "й"), ("ﬁn", "fin"), ("Ⅷ", "VIII"), ("Мав\u00adлаев", "Мавлаев")],
)
def test_normalisation_is_that_of_the_base_model(pieces: Pieces, key: str, form: str) -> None:
    assert pieces.normalised(key) == form


def test_equal_words_have_equal_pieces_with_and_without_composition(pieces: Pieces) -> None:
    (one,), (two,) = pieces.words("Алий"), pieces.words("Алии\u0306")
    assert one.pieces == two.pieces


def test_a_space_before_a_word_is_part_of_its_pieces(pieces: Pieces) -> None:
    first, inside = pieces.words("суд-суд")[0], pieces.words("суд-суд")[2]
    assert first.pieces != inside.pieces
    assert pieces.words("а суд")[1].pieces == first.pieces


def test_a_letter_run_without_end_is_cut_and_its_pieces_are_bounded(pieces: Pieces) -> None:
    words = pieces.words("ы" * 100_000)
    assert all(w.end - w.start <= LETTERS and len(w.pieces) <= PIECES for w in words)
    assert "".join("ы" * (w.end - w.start) for w in words) == "ы" * 100_000


def check(pieces: Pieces, text: str) -> None:
    end = 0
    for word in pieces.words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.pieces
        assert not any(c.isspace() for c in text[word.start : word.end])
        end = word.end


@given(st.text())
def test_spans_are_ordered_and_inside_for_any_text(text: str) -> None:
    check(load_reader().pieces, text)


@given(st.text(alphabet="аб №…\u00a0\u0306\u200d😀.\n"))
def test_spans_are_ordered_and_inside_for_awkward_text(text: str) -> None:
    check(load_reader().pieces, text)


def test_no_letter_of_a_real_text_is_lost(pieces: Pieces) -> None:
    for path in sorted((ROOT / "examples").rglob("*.jsonl")):
        text = path.read_text(encoding="utf-8")
        covered = {n for w in pieces.words(text) for n in range(w.start, w.end)}
        assert not {c for n, c in enumerate(text) if c.isalnum() and n not in covered}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Одно. Два", ["Одно. ", "Два"]),
        ("Одно.\nдва", ["Одно.\nдва"]),
        ("Одно\nДва", ["Одно\n", "Два"]),
        ("г. алматы", ["г. алматы"]),
        ("«Да!» Он", ["«Да!» ", "Он"]),
        ("بله؟ نه", ["بله؟ ", "نه"]),
    ],
)
def test_sentences_may_begin_after_an_end_mark(text: str, parts: list[str]) -> None:
    cuts = [0, *sentence_breaks(text), len(text)]
    assert [text[a:b] for a, b in itertools.pairwise(cuts)] == parts


@pytest.mark.parametrize(
    ("pieces", "scores", "table"),
    [
        (None, b"", "{}"),
        (b"a\nb", b"\0" * 4, "{}"),
        (b"a", b"\0" * 4, "{"),
        (b"a", None, "{}"),
        (b"\xff", b"\0" * 4, "{}"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_is_named(
    tmp_path: Path, pieces: bytes | None, scores: bytes | None, table: str
) -> None:
    for name, body in (("pieces.txt", pieces), ("scores", scores), ("table", table.encode())):
        if body is not None:
            (tmp_path / name).write_bytes(body)
    with pytest.raises(ModelError, match=r"pieces\.txt"):
        load_pieces(tmp_path / "pieces.txt", tmp_path / "scores", tmp_path / "table")
