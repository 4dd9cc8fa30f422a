"""The shipped Russian models: weights that are checked, sentences that are cut, heads without rings, exact offsets."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.errors import ModelError
from havenwatch.model import russian
from havenwatch.model.russian import MAX_TOKENS, RussianModel, check_weights, load_russian, split, without_cycles
from havenwatch.text.tokens import ROOT, Analysis

SHIPPED = Path(russian.__file__).parent / "weights" / "ru"
FILES = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))["files"]

LETTERS = st.characters(codec="utf-8").filter(lambda c: not c.isalpha() or unicodedata.name(c, "") != "")


@pytest.fixture(scope="session")
def model() -> RussianModel:
    return load_russian()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A copy of the weights that a test may damage; the files themselves are links."""
    for entry in FILES.values():
        (tmp_path / entry["file"]).symlink_to(SHIPPED / entry["file"])
    shutil.copy(SHIPPED / "manifest.json", tmp_path / "manifest.json")
    return tmp_path


def test_the_shipped_weights_are_whole() -> None:
    assert {role: Path(path).name for role, path in check_weights(SHIPPED).items()} == {
        role: entry["file"] for role, entry in FILES.items()
    }


def test_an_intact_copy_passes(weights: Path) -> None:
    assert set(check_weights(weights)) == set(FILES)


@pytest.mark.parametrize("body", [None, "", "{", "{}", '{"protocol": 1}'])
def test_a_manifest_that_is_missing_or_malformed_is_named(weights: Path, body: str | None) -> None:
    (weights / "manifest.json").unlink()
    if body is not None:
        (weights / "manifest.json").write_text(body, encoding="utf-8")
    with pytest.raises(ModelError, match=re.escape("manifest.json")):
        check_weights(weights)


@pytest.mark.parametrize("role", FILES)
def test_a_missing_file_is_named(weights: Path, role: str) -> None:
    (weights / FILES[role]["file"]).unlink()
    with pytest.raises(ModelError, match=re.escape(FILES[role]["file"])):
        check_weights(weights)


@pytest.mark.parametrize("at", [0, 1000, -1])
def test_one_changed_byte_is_found(weights: Path, at: int) -> None:
    path = weights / FILES["morph"]["file"]
    body = bytearray(path.read_bytes())
    body[at] ^= 1
    path.unlink()
    path.write_bytes(body)
    with pytest.raises(ModelError, match=re.escape(path.name)):
        check_weights(weights)


def test_a_damaged_file_is_refused_before_it_is_loaded(weights: Path) -> None:
    path = weights / FILES["ner"]["file"]
    path.unlink()
    path.write_bytes(b"")
    with pytest.raises(ModelError, match=re.escape(path.name)):
        RussianModel(weights)


@pytest.mark.parametrize(
    ("heads", "out"),
    [
        ([], []),
        ([-1], [ROOT]),
        ([0], [ROOT]),
        ([1, -1], [1, ROOT]),
        ([1, 0], [ROOT, 0]),
        ([7, -1], [ROOT, ROOT]),
        ([1, 2, 0], [ROOT, 2, 0]),
        ([1, 2, 1], [1, ROOT, 1]),
        ([-1, 2, 3, 1], [ROOT, ROOT, 3, 1]),
    ],
)
def test_a_ring_is_cut_at_its_first_token(heads: list[int], out: list[int]) -> None:
    assert without_cycles(heads) == out


@given(st.lists(st.integers(min_value=-2, max_value=12), max_size=12))
def test_heads_become_a_forest_and_sound_heads_stay(heads: list[int]) -> None:
    out = without_cycles(heads)
    assert len(out) == len(heads)
    for n, head in enumerate(out):
        assert head in (heads[n], ROOT)
        at, steps = n, 0
        while at != ROOT:
            at, steps = out[at], steps + 1
            assert steps <= len(out)
    assert without_cycles(out) == out


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\t\n ", []),
        ("Одно.", [0]),
        ("Одно. Два.", [0, 0]),
        ("Одно.\n\nДва.", [0, 1]),
        ("\n\n  Одно.\r\n \r\nДва. Три.\n", [0, 1, 1]),
    ],
)
def test_sentences_know_their_paragraph(text: str, paragraphs: list[int]) -> None:
    assert [number for number, _ in split(text)] == paragraphs


def test_a_long_sentence_is_cut_without_losing_a_token() -> None:
    text = "снег, " * 500
    pieces = [tokens for _, tokens in split(text)]
    assert max(map(len, pieces)) == MAX_TOKENS
    assert [t.text for tokens in pieces for t in tokens] == ["снег", ","] * 500
    assert all(text[t.start : t.stop] == t.text for tokens in pieces for t in tokens)


def assert_exact(text: str, analysis: Analysis) -> None:
    """Offsets name the very characters, in order, and heads stay in their sentence."""
    end = 0
    for sentence in analysis.sentences:
        assert (sentence.start, sentence.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)
        for n, token in enumerate(sentence.tokens):
            assert token.index == n
            assert end <= token.start < token.end <= len(text)
            assert text[token.start : token.end] == token.text
            assert token.head == ROOT or (0 <= token.head < len(sentence.tokens) and token.head != n)
            assert token.head == ROOT or n in sentence.children[token.head]
            end = token.end
    for entity in analysis.entities:
        assert 0 <= entity.start < entity.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Олег Заварзин\u00a0приехал в\u2009Белград.",
        "👍🏽 𝕏 Олег Заварзин приехал.\r\n\r\n\tВ Белграде шёл снег…",
        "\ufeffЁлка и ё\u0301жик; й против и\u0306.",
        "«Где он?» — спросил Иван Рогов... «Там!»",
        "word слово 3,5% 12.03.2025 a@b.c",
        "снег, " * 400,
    ],
)
def test_offsets_are_exact(model: RussianModel, text: str) -> None:
    assert_exact(text, model.analyse(text))


@given(text=st.text(alphabet=LETTERS, max_size=60))
def test_offsets_are_exact_in_any_text(text: str) -> None:
    assert_exact(text, load_russian().analyse(text))


def test_many_sentences_keep_their_order(model: RussianModel) -> None:
    text = " ".join(f"Олег Заварзин уехал {n} раз." for n in range(100))
    analysis = model.analyse(text)
    assert_exact(text, analysis)
    assert [t.text for s in analysis.sentences for t in s.tokens if t.text.isdigit()] == [str(n) for n in range(100)]
    assert {text[e.start : e.end] for e in analysis.entities} == {"Олег Заварзин"}


def test_an_analysis_names_persons_places_and_grammar(model: RussianModel) -> None:
    text = "Полиция задержала Ивана Рогова в Белграде."
    analysis = model.analyse(text)
    assert [(text[e.start : e.end], e.type) for e in analysis.entities] == [
        ("Ивана Рогова", "PER"),
        ("Белграде", "LOC"),
    ]
    (sentence,) = analysis.sentences
    verb = sentence.tokens[1]
    assert (verb.lemma, verb.pos, verb.head, verb.has("Tense", "Past")) == ("задержать", "VERB", ROOT, True)
    assert (sentence.tokens[0].rel, sentence.tokens[0].head) == ("nsubj", 1)


def test_the_model_is_loaded_once() -> None:
    assert load_russian() is load_russian()
