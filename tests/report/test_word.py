"""The report for word processors: as python-docx reads it, with links that lead somewhere and pictures with words."""

from __future__ import annotations

import io
import struct

import docx
import pytest
from docx.oxml.ns import qn

from havenwatch.report import build
from havenwatch.report.word.document import write_docx
from havenwatch.report.word.picture import to_png
from tests.report.sample_ledger import Builder, empty, history, sample, stand_in_ontology

ONTOLOGY = stand_in_ontology()
LEDGERS = {"empty": empty(), "sample": sample(), "history": history()}


def make(snapshot, language="en"):
    return build(snapshot, "KZ", None, language, ONTOLOGY)


def opened(snapshot, language="en"):
    return docx.Document(io.BytesIO(write_docx(make(snapshot, language))))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", LEDGERS)
def test_headings_are_those_of_the_report(name, language):
    report, found = make(LEDGERS[name], language), opened(LEDGERS[name], language)
    headings = [p.text.split("\u2002", 1)[1] for p in found.paragraphs if p.style.name == "Heading 1"]
    assert headings[:-1] == [s.title for s in report.sections]
    assert found.core_properties.title == report.title


@pytest.mark.parametrize("name", LEDGERS)
def test_every_link_has_its_bookmark(name):
    body = opened(LEDGERS[name]).element.body
    marks = [m.get(qn("w:name")) for m in body.iter(qn("w:bookmarkStart"))]
    links = {h.get(qn("w:anchor")) for h in body.iter(qn("w:hyperlink"))}
    assert len(marks) == len(set(marks))
    assert links <= set(marks)
    assert {f"n{n.number}" for n in make(LEDGERS[name]).footnotes} <= set(marks)


def test_every_table_has_a_head_and_every_picture_a_description():
    body = opened(sample()).element.body
    captioned = [t for t in body.iter(qn("w:tbl")) if t.find(qn("w:tblPr")).find(qn("w:tblBorders")) is not None]
    assert captioned
    assert all(t.findall(f".//{qn('w:tblHeader')}") for t in captioned)
    pictures = list(body.iter(qn("wp:docPr")))
    assert len(pictures) >= 2
    assert all(p.get("descr") and p.get("title") for p in pictures)


def test_signs_that_xml_does_not_know_are_left_out():
    b = Builder()
    doc = b.document("Его\x0b & <b>выдали\x00</b>", "2026-01-10", "A & B")
    man = b.person("<i>Имя</i>")
    b.case([man], [b.event("extradited", [b.say(doc, doc.text, "extradited")], [man], dates="2026-01-05")])
    text = "\n".join(p.text for p in opened(b.snapshot()).paragraphs)
    assert "Его & <b>выдали</b>" in text


def test_a_picture_is_a_png_of_the_drawing():
    chart = next(b for s in make(sample()).sections for b in s.blocks if b.kind == "chart")
    body = to_png(chart.drawing)
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", body[16:24])
    assert width / height == pytest.approx(chart.drawing.width / chart.drawing.height, rel=0.01)


def test_one_report_gives_one_file():
    assert write_docx(make(sample())) == write_docx(make(sample()))
