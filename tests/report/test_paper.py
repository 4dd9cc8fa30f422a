"""The report on paper: every word, every link, every page; the parts that lay it out."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.lang.phrases import load_phrases
from havenwatch.report import build, render_file
from havenwatch.report.paper.document import write_pdf
from havenwatch.report.paper.flow import Strip, paginate, places
from havenwatch.report.paper.font import FACES, MISSING, metrics
from havenwatch.report.paper.text import Run, Style, lines, measure
from tests.report.sample_ledger import Builder, empty, history, large, sample, stand_in_ontology

ONTOLOGY = stand_in_ontology()
LEDGERS = {"empty": empty(), "sample": sample(), "history": history()}


def make(snapshot, language="en"):
    return build(snapshot, "KZ", None, language, ONTOLOGY)


def opened(body):
    document = pypdfium2.PdfDocument(body)
    try:
        pages = [document[i] for i in range(len(document))]
        texts = [page.get_textpage().get_text_bounded() for page in pages]
        titles = [item.get_title() for item in document.get_toc()]
        sizes = {page.get_size() for page in pages}
    finally:
        document.close()
    return texts, titles, sizes


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", LEDGERS)
def test_a_pdf_holds_all_sections_with_bookmarks(name, language):
    report = make(LEDGERS[name], language)
    texts, titles, sizes = opened(write_pdf(report))
    whole = " ".join("".join(texts).split())
    assert sizes == {(595.0, 842.0)}
    assert [t.split("  ", 1)[1] for t in titles] == [
        *(s.title for s in report.sections), load_phrases(language)("report.footnotes"),
    ]  # fmt: skip
    assert all(" ".join(s.title.split()) in whole for s in report.sections)
    assert all(f"{i} / {len(texts)}" in text for i, text in enumerate(texts, start=1))


def test_every_quote_is_on_paper():
    report = make(sample(), "ru")
    texts, _, _ = opened(write_pdf(report))
    squeezed = re.sub(r"\s|\u00ad|\ufffe", "", "".join(texts))
    for note in report.footnotes:
        assert re.sub(r"\s", "", note.quote)[:40] in squeezed, note.quote


def test_a_minor_is_not_named_on_paper_or_in_a_word_processor():
    report = make(sample(), "ru")
    assert "Егор" not in "".join(opened(write_pdf(report))[0])
    assert "Егор Ласточкин".encode() not in render_file(report, "docx")


def test_the_pdf_is_the_same_each_time():
    assert write_pdf(make(sample())) == write_pdf(make(sample()))


def test_a_long_table_takes_its_head_along():
    texts, _, _ = opened(write_pdf(make(large(60))))
    heads = [text for text in texts if "Dated events" in text]
    assert len(heads) >= 1
    assert len(texts) > 20


def test_addresses_become_links_and_nothing_else():
    b = Builder()
    doc = b.document("Его выдали.", "2026-01-10", "Газета", "javascript:alert(1)")
    other = b.document("Его выдали снова.", "2026-01-11", "Газета", "https://x.example/a(b)\\c")
    man = b.person("Имя")
    said = [b.say(doc, "Его выдали", "extradited"), b.say(other, "Его выдали снова", "extradited")]
    b.case([man], [b.event("extradited", said, [man], dates="2026-01-05")])
    document = pypdfium2.PdfDocument(write_pdf(make(b.snapshot())))
    try:
        assert len(document) > 3
    finally:
        document.close()
    assert b"javascript" not in write_pdf(make(b.snapshot()))


@pytest.mark.parametrize("face", FACES)
def test_fonts_hold_the_letters_of_the_region(face):
    font = metrics(face)
    letters = "Қазақстан әғқңөұүһі ЇїЄєҐґ ЎЎ Ўзбекистон №«»—–−…’“” ğış ñé ₸ ₽ § → ∞ ⁻³ ≤ ≥"
    assert MISSING not in font.letters(letters)
    assert font.width("Ж", 10) > 0


def test_a_letter_that_no_font_has_is_a_square_and_no_error():
    font = metrics("serif-regular")
    assert font.letters("漢字") == MISSING * 2
    assert font.letters("a\u200b\u00adb") == "ab"
    assert font.letters("e\u0301") == "é"


words = st.lists(st.text("abcdeфгд-/.", min_size=1, max_size=30), min_size=1, max_size=30)


@given(words, st.floats(30, 400))
@settings(max_examples=60, deadline=None)
def test_lines_hold_all_words_and_are_no_wider_than_the_column(found, width):
    text = " ".join(found)
    rows = lines([Run(text, Style())], width)
    assert "".join(p.run.text for row in rows for p in row).replace(" ", "") == text.replace(" ", "")
    assert all(row[-1].x + row[-1].width <= width + 0.1 for row in rows if row)
    assert not any(row and row[0].run.text.startswith(" ") for row in rows)


def test_a_reference_stays_with_its_word():
    style = Style()
    rows = lines([Run("слово слово", style), Run("12", Style(size=6), "#n12")], measure(Run("слово слово", style)) + 1)
    assert [p.run.text for p in rows[-1]] == ["слово", "12"]


@given(st.lists(st.tuples(st.floats(1, 300), st.booleans()), max_size=60))
@settings(max_examples=80, deadline=None)
def test_pages_hold_every_strip_once_and_nothing_runs_over(found):
    strips = [Strip(height, keep=keep) for height, keep in found]
    pages = paginate(strips, 400)
    assert [p.strip for page in pages for p in page] == strips
    assert all(p.y + p.strip.height <= 400.001 for page in pages for p in page)


def test_a_heading_is_never_last_on_its_page():
    strips = [Strip(90) for _ in range(4)] + [Strip(20, keep=True, places=("s",)), Strip(90)]
    pages = paginate(strips, 400)
    assert [len(page) for page in pages] == [4, 2]
    assert places(pages) == {"s": (1, 0.0)}


def test_a_table_that_goes_on_has_its_head_again():
    head = Strip(10)
    pages = paginate([Strip(10, keep=True), *(Strip(100, head=head) for _ in range(6))], 400)
    assert [page[0].strip is head for page in pages] == [False, True]
