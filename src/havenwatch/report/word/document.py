"""The DOCX file: styles, contents, sections, pictures, notes with links there and back."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from havenwatch.lang.phrases import Phrases, load_phrases
from havenwatch.report.record import Block, CaseView, Chart, Footnote, Listing, Paragraph, Report, Sentence, Table
from havenwatch.report.word import markup
from havenwatch.report.word.markup import NAMESPACE, anchor, bookmark, paragraph, run, sentence
from havenwatch.report.word.picture import to_png

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can name
SERIF, SANS = "Georgia", "Arial"
WIDTH = Mm(166)
QUIET, INK = RGBColor(0x5B, 0x58, 0x52), RGBColor(0x1D, 0x1C, 0x1A)
# name, base, face, size in points, bold, space above and below in points
STYLES = (
    ("Title", None, SERIF, 22, True, 0, 4),
    ("Heading 1", None, SERIF, 15, True, 20, 6),
    ("Heading 2", None, SERIF, 12, True, 14, 3),
    ("Heading 3", None, SANS, 9, True, 8, 2),
    ("Lead", "Normal", SERIF, 12, False, 0, 6),
    ("Note", "Normal", SERIF, 9, False, 0, 6),
    ("Banner", "Normal", SANS, 9, False, 4, 10),
    ("Table caption", "Normal", SANS, 9, True, 8, 2),
    ("Cell", "Normal", SANS, 8, False, 1, 1),
    ("Footnote line", "Normal", SERIF, 8.5, False, 0, 3),
)


def write_docx(report: Report) -> bytes:
    """The report as a DOCX file."""
    say = load_phrases(report.language)
    document = docx.Document()
    _page(document, report, say)
    _styles(document, report.language)
    writer = _Writer(document, say)
    writer.front(report)
    for number, section in enumerate(report.sections, start=1):
        writer.section(number, section.id, section.title)
        for block in section.blocks:
            writer.block(block)
    writer.section(len(report.sections) + 1, "footnotes", say("report.footnotes"))
    for note in report.footnotes:
        writer.note(note)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out)


def _timeless(made: io.BytesIO) -> bytes:
    """The same archive without the time of its making, so that one report gives one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIRST_MOMENT), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _page(document: Any, report: Report, say: Phrases) -> None:
    """A4, margins, number of the page at the foot, what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    foot = section.footer.paragraphs[0]
    foot.style.font.size, foot.style.font.name = Pt(8), SANS
    foot.text = f"{report.title} \u00b7 {say('report.foot')} \u00b7 "
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        inside = f'<w:instrText xml:space="preserve">{text}</w:instrText>'
        inside = inside if kind is None else f'<w:fldChar w:fldCharType="{kind}"/>'
        foot._p.append(parse_xml(f"<w:r {NAMESPACE}>{inside}</w:r>"))  # noqa: SLF001 - the library's way to the XML
    about = document.core_properties
    about.title, about.subject, about.author = report.title, report.banner, "havenwatch"
    about.language = report.language
    moment = dt.datetime(1980, 1, 1) if report.until is None else dt.datetime.combine(report.until, dt.time())  # noqa: DTZ001
    about.created = about.modified = moment


def _styles(document: Any, language: str) -> None:
    normal = document.styles["Normal"]
    _face(normal, SERIF, 10)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.2
    tag = normal.element.get_or_add_rPr()
    tag.append(parse_xml(f'<w:lang {NAMESPACE} w:val="{"ru-RU" if language == "ru" else "en-GB"}"/>'))
    for name, base, face, size, bold, above, below in STYLES:
        known = name in [style.name for style in document.styles]
        style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base is not None:
            style.base_style = document.styles[base]
        _face(style, face, size)
        style.font.bold, style.font.italic = bold, name == "Lead"
        style.font.color.rgb = QUIET if name in {"Note", "Heading 3"} else INK
        if name == "Title" and (border := style.element.pPr.find(qn("w:pBdr"))) is not None:
            style.element.pPr.remove(border)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        style.paragraph_format.keep_with_next = name.startswith("Heading") or name == "Table caption"


def _face(style: Any, face: str, size: float) -> None:
    style.font.name, style.font.size = face, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), face)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        if fonts.get(qn(kind)) is not None:
            del fonts.attrib[qn(kind)]


class _Writer:
    """Appends blocks to the body of a document."""

    def __init__(self, document: Any, say: Phrases) -> None:
        self._document, self._say = document, say
        self._body = document.element.body
        self._end = self._body.sectPr
        self._numbers = itertools.count(1)
        self._styles = {style.name: style.style_id for style in document.styles}

    def _add(self, text: str) -> None:
        """An element before the properties of the section, which must stay last."""
        where = text.index(">") if text[text.index(">") - 1] != "/" else text.index(">") - 1
        spaced = text if NAMESPACE in text[: where + 1] else f"{text[:where]} {NAMESPACE}{text[where:]}"
        self._end.addprevious(parse_xml(spaced))

    def _text(self, inside: str, style: str | None = None, properties: str = "") -> None:
        self._add(paragraph(inside, None if style is None else self._styles[style], properties))

    def front(self, report: Report) -> None:
        """Title, data date, banner, contents."""
        self._text(run(report.title), "Title")
        self._text(run(report.subtitle, '<w:color w:val="5B5852"/>'))
        shade = '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="B9862F"/></w:pBdr>'
        self._text(run(report.banner), "Banner", shade)
        titles = [(s.id, s.title) for s in report.sections] + [("footnotes", self._say("report.footnotes"))]
        for number, (name, title) in enumerate(titles, start=1):
            tight = '<w:spacing w:after="0"/>'
            self._text(anchor(f"s-{name}", run(f"{number}\u2002{title}", markup.LINK)), None, tight)

    def section(self, number: int, name: str, title: str) -> None:
        """Heading of a section, which the contents lead to."""
        inside = bookmark(next(self._numbers), f"s-{name}", run(f"{number}\u2002{title}"))
        self._text(inside, "Heading 1")

    def block(self, found: Block) -> None:
        """Any block of a section."""
        if isinstance(found, Paragraph):
            style = {"lead": "Lead", "note": "Note"}.get(found.style)
            bar = '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="1F4E79"/></w:pBdr>'
            self._text(_prose(found.sentences), style, bar if found.style == "verdict" else "")
        elif isinstance(found, Listing):
            for item in found.items:
                self._text(sentence(item), "Quote" if found.quoted else "List Bullet")
        elif isinstance(found, Table):
            self._table(found)
        elif isinstance(found, Chart):
            self._chart(found)
        else:
            self._case(found)

    def _table(self, found: Table) -> None:
        if not found.rows:
            return
        self._text(run(found.caption), "Table caption")
        rows = [[sentence(cell, "<w:b/>" if i == 0 else "") for i, cell in enumerate(row)] for row in found.rows]
        lengths = [
            [len(c) for c in found.columns],
            *([len(c.text) + 4 * len(c.references) for c in r] for r in found.rows),
        ]
        self._add(markup.table(found.columns, rows, markup.widths(lengths)))
        self._text("", None, '<w:spacing w:after="80"/>')

    def _chart(self, found: Chart) -> None:
        self._document.add_picture(io.BytesIO(to_png(found.drawing)), width=WIDTH)
        picture = self._document.paragraphs[-1]
        words = picture._p.find(".//" + qn("wp:docPr"))  # noqa: SLF001 - the library's way to the XML
        words.set("title", found.drawing.title)
        words.set("descr", found.drawing.description)
        picture.paragraph_format.keep_with_next = True
        self._text(sentence(found.caption), "Note")
        for behind in found.tables:
            self._table(behind)

    def _case(self, found: CaseView) -> None:
        self._text(run(found.title), "Heading 2")
        rows = [[run(label), "".join(_joined(told))] for label, told in found.facts]
        self._pairs(rows)
        if found.flags:
            self._text(run(self._say("report.flags")), "Heading 3")
            for flag in found.flags:
                self._text(sentence(flag), "List Bullet")
        if found.steps:
            self._text(run(self._say("report.timeline")), "Heading 3")
            signs = {-1: "\u2212", 0: "\u00b7", 1: "+"}
            self._pairs([[run(s.date), run(f"{signs[s.direction]} ") + sentence(s.sentence)] for s in found.steps])
        for conflict in found.conflicts:
            self._table(conflict)

    def _pairs(self, rows: Sequence[Sequence[str]]) -> None:
        """Label and content beside each other, no head, no lines."""
        if rows:
            self._add(markup.pairs(rows))
            self._text("", None, '<w:spacing w:after="40" w:line="120" w:lineRule="exact"/>')

    def note(self, found: Footnote) -> None:
        """One footnote, with what is known of its source."""
        say = self._say
        marks = ("\u00ab", "\u00bb") if say.language == "ru" else ("\u201c", "\u201d")
        number = bookmark(next(self._numbers), f"n{found.number}", run(f"{found.number}", "<w:b/>" + markup.LINK))
        quiet = '<w:color w:val="5B5852"/>'
        rest = " ".join(part for part in _remarks(found, say) if part)
        text = f"{number}{run(f'  {marks[0]}{found.quote}{marks[1]} ')}{run(rest, quiet)}"
        self._text(text, "Footnote line")


def _prose(sentences: Sequence[Sentence]) -> str:
    return run(" ").join(sentence(told) for told in sentences)


def _joined(told: Sequence[Sentence]) -> Iterator[str]:
    for i, one in enumerate(told):
        yield f"{'<w:r><w:br/></w:r>' if i else ''}{sentence(one)}"


def _remarks(found: Footnote, say: Phrases) -> Iterator[str]:
    """Everything that follows the quote."""
    if found.shortened:
        yield f"({say('report.shortened_note')})"
    if found.masked:
        yield f"({say('report.withheld_note')})"
    if found.status:
        yield f"[{found.status}]"
    if found.review:
        yield f"({found.review})"
    if found.withdrawn:
        yield f"({found.withdrawn})"
    summary = f" ({say('report.summary_note')})" if found.summary else ""
    said = f"; {say('report.ascribed', who=found.attributed_to)}" if found.attributed_to else ""
    yield f"{found.source}{summary}, {found.date}{said}."
    if found.url:
        yield f"{found.url}."
    yield say("report.characters", start=found.start, end=found.end) + "."
