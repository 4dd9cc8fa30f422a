"""The reader as an analyser: sentences with syntax and lemmas, entities, exact offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.model.analysis import KINDS, ReaderAnalyser, load_analyser
from havenwatch.model.reader import load_reader
from havenwatch.model.sentences import MAX_TOKENS, split
from havenwatch.text.tokens import ROOT, Analysis, without_cycles

LETTERS = st.characters(codec="utf-8").filter(lambda c: not c.isalpha() or unicodedata.name(c, "") != "")


@pytest.fixture(scope="session")
def analyser() -> ReaderAnalyser:
    return load_analyser()


def test_every_kind_is_a_type_of_the_reader() -> None:
    assert set(KINDS) <= set(load_reader().types)


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
    assert [text[a:b] for tokens in pieces for a, b in tokens] == ["снег", ","] * 500


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
    assert all(0 <= e.start < e.end <= len(text) for e in analysis.entities)


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
def test_offsets_are_exact(analyser: ReaderAnalyser, text: str) -> None:
    assert_exact(text, analyser.analyse(text))


@settings(deadline=None, max_examples=40)
@given(text=st.text(alphabet=LETTERS, max_size=60))
def test_offsets_are_exact_in_any_text(text: str) -> None:
    assert_exact(text, load_analyser().analyse(text))


def test_many_sentences_keep_their_order(analyser: ReaderAnalyser) -> None:
    text = " ".join(f"Олег Заварзин уехал {n} раз." for n in range(100))
    analysis = analyser.analyse(text)
    assert_exact(text, analysis)
    assert [t.text for s in analysis.sentences for t in s.tokens if t.text.isdigit()] == [str(n) for n in range(100)]
    assert {text[e.start : e.end] for e in analysis.entities} == {"Олег Заварзин"}


def test_an_analysis_names_persons_places_and_grammar(analyser: ReaderAnalyser) -> None:
    text = "Полиция задержала Ивана Рогова в Белграде."
    analysis = analyser.analyse(text)
    found = {(text[e.start : e.end], e.type) for e in analysis.entities}
    assert found - {("Полиция", "ORG")} == {("Ивана Рогова", "PER"), ("Белграде", "LOC")}
    (sentence,) = analysis.sentences
    verb = sentence.tokens[1]
    assert (verb.lemma, verb.pos, verb.head, verb.has("Tense", "Past")) == ("задержать", "VERB", ROOT, True)
    assert (sentence.tokens[0].rel, sentence.tokens[0].head) == ("nsubj", 1)


def test_the_analyser_is_loaded_once() -> None:
    assert load_analyser() is load_analyser()


@pytest.mark.parametrize(
    ("text", "word", "case", "link"),
    [
        ("Полицию удивило, что активистку Майсу Атаеву задержали в Стамбуле.", "Атаеву", "Acc", None),
        ("Руслана Тимерханова выслала Киргизия.", "Тимерханова", "Acc", None),
        ("Руслана Тимерханова выслала Киргизия.", "Киргизия", "Nom", "nsubj"),
        ("Его передали России.", "России", "Dat", "iobj"),
        ("Решение власти выдали Петровой 10 февраля.", "Петровой", "Dat", "iobj"),
        ("Состоялось заседание по делу Анны Петровой, задержанной в порту.", "задержанной", "Gen", None),
    ],
)
def test_agreement_settles_ambiguous_forms(
    analyser: ReaderAnalyser, text: str, word: str, case: str, link: str | None
) -> None:
    tokens = [t for s in analyser.analyse(text).sentences for t in s.tokens]
    (token,) = (t for t in tokens if t.text == word)
    assert token.feats.get("Case") == case
    assert link in (None, token.rel)


def test_a_participle_hangs_on_the_noun_that_it_agrees_with(analyser: ReaderAnalyser) -> None:
    (sentence,) = analyser.analyse("Состоялось заседание по делу Анны Петровой, задержанной в порту.").sentences
    (participle,) = (t for t in sentence.tokens if t.text == "задержанной")
    assert sentence.tokens[participle.head].text in ("Анны", "Петровой")
