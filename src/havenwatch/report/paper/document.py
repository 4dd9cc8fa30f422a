"""The PDF file: title, contents with page numbers, sections, notes; bookmarks and links."""

from __future__ import annotations

import datetime as dt
import functools
import io
import itertools
from collections.abc import Iterator, Sequence

import pydyf

from havenwatch.lang.phrases import Phrases, load_phrases
from havenwatch.report.draw.record import Drawing
from havenwatch.report.paper import blocks
from havenwatch.report.paper.blocks import WIDTH
from havenwatch.report.paper.canvas import Canvas, Link
from havenwatch.report.paper.flow import Placed, Strip, paginate, places
from havenwatch.report.paper.font import FACES, Font
from havenwatch.report.paper.text import Run, Style, lines, measure
from havenwatch.report.record import Report

PAGE = (595.0, 842.0)  # A4 in points
LEFT, TOP, BOTTOM = (PAGE[0] - WIDTH) / 2, 62.0, 66.0
TITLE = Style("serif-bold", 23.0)
FOOT = Style("sans-regular", 7.6, "quiet")
ENTRY = Style("sans-regular", 9.4)


def write_pdf(report: Report) -> bytes:
    """The report as a PDF file."""
    say = load_phrases(report.language)
    strips = [*_front(report, say), *_body(report, say)]
    pages = paginate(strips, PAGE[1] - TOP - BOTTOM)
    found = places(pages)
    fonts = {face: Font(face) for face in FACES}
    canvases = [
        _page(page, Canvas(fonts, PAGE[1], found), report, (i, len(pages))) for i, page in enumerate(pages, start=1)
    ]
    return _file(report, canvases, fonts, found)


def _front(report: Report, say: Phrases) -> Iterator[Strip]:
    """Title, data date, banner, contents."""
    yield from blocks.heading(report.title, TITLE, 0)
    yield from blocks.paragraph([Run(report.subtitle, Style("serif-regular", 11.0, "quiet"))], 11.0)
    yield blocks.gap(8)
    yield Strip(4)
    banner = Style("sans-regular", 9.2)
    yield from blocks.paragraph([Run(report.banner, banner)], 10.4, indent=blocks.INDENT, mark="warn")
    yield blocks.gap(16)
    titles = [(s.id, s.title) for s in report.sections] + [("footnotes", say("report.footnotes"))]
    for number, (name, title) in enumerate(titles, start=1):
        yield Strip(15.5, functools.partial(_entry, (number, name, title)))
    yield blocks.gap(6)


def _entry(entry: tuple[int, str, str], canvas: Canvas, x: float, y: float) -> None:
    """A line of the contents; the page number is known by the time that it is drawn."""
    number, name, title = entry
    page = canvas.places[f"s-{name}"][0] + 1
    link = f"#s-{name}"
    canvas.text(x, y + 11, lines([Run(str(number), Style("sans-regular", 9.4, "quiet"))], 30)[0])
    canvas.text(x + 24, y + 11, lines([Run(title, ENTRY, link)], WIDTH - 70)[0])
    last = Run(str(page), Style("sans-regular", 9.4, "quiet"), link)
    canvas.text(x + WIDTH - measure(last), y + 11, lines([last], 40)[0])


def _body(report: Report, say: Phrases) -> Iterator[Strip]:
    for number, section in enumerate(report.sections, start=1):
        yield from blocks.heading(f"{number}\u2002{section.title}", blocks.HEADING, 22, (f"s-{section.id}",))
        for block in section.blocks:
            yield from blocks.block(block, say)
    title = f"{len(report.sections) + 1}\u2002{say('report.footnotes')}"
    yield from blocks.heading(title, blocks.HEADING, 22, ("s-footnotes",))
    for note in report.footnotes:
        yield from blocks.note(note, say)


def _page(page: Sequence[Placed], canvas: Canvas, report: Report, at: tuple[int, int]) -> Canvas:
    """The strips of a page and its foot; `at` is its number and that of all pages."""
    say = load_phrases(report.language)
    for placed in page:
        placed.strip.draw(canvas, LEFT, TOP + placed.y)
    canvas.rule(LEFT, LEFT + WIDTH, PAGE[1] - 46, "grid", 0.5)
    left = lines([Run(f"{report.title}  \u00b7  {say('report.foot')}", FOOT)], WIDTH - 50)[0]
    right = Run(f"{at[0]} / {at[1]}", FOOT)
    canvas.text(LEFT, PAGE[1] - 34, left)
    canvas.text(LEFT + WIDTH - measure(right), PAGE[1] - 34, lines([right], 60)[0])
    return canvas


def _file(
    report: Report, canvases: Sequence[Canvas], fonts: dict[str, Font], found: dict[str, tuple[int, float]]
) -> bytes:
    pdf = pydyf.PDF()
    resources = pydyf.Dictionary(
        {"Font": pydyf.Dictionary({f"F{i}": fonts[face].embed(pdf).reference for i, face in enumerate(FACES)})}
    )
    pdf.add_object(resources)
    pages = [_page_object(pdf, canvas, resources, PAGE) for canvas in canvases]
    for page, canvas in zip(pages, canvases, strict=True):
        notes = [_annotation(pdf, link, pages, found) for link in canvas.links if _leads(link, found)]
        if notes:
            page["Annots"] = pydyf.Array(notes)
    _outline(pdf, report, pages, found)
    _about(pdf, report)
    out = io.BytesIO()
    pdf.write(out, version=b"1.7", identifier=True, compress=True)
    return out.getvalue()


def _page_object(
    pdf: pydyf.PDF, canvas: Canvas, resources: pydyf.Dictionary, size: tuple[float, float]
) -> pydyf.Dictionary:
    pdf.add_object(canvas.stream)
    page = pydyf.Dictionary(
        {
            "Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, *size]),
            "Contents": canvas.stream.reference, "Resources": resources.reference,
        }
    )  # fmt: skip
    pdf.add_page(page)
    return page


def _leads(link: Link, found: dict[str, tuple[int, float]]) -> bool:
    return not link.target.startswith("#") or link.target[1:] in found


def _annotation(
    pdf: pydyf.PDF, link: Link, pages: Sequence[pydyf.Dictionary], found: dict[str, tuple[int, float]]
) -> bytes:
    x, y, width, height = link.field
    field = pydyf.Array([x, PAGE[1] - y - height, x + width, PAGE[1] - y])
    values = {"Type": "/Annot", "Subtype": "/Link", "Rect": field, "Border": pydyf.Array([0, 0, 0])}
    if link.target.startswith("#"):
        values["Dest"] = _destination(link.target[1:], pages, found)
    else:
        address = link.target.encode("ascii", "backslashreplace").decode("ascii")
        values["A"] = pydyf.Dictionary({"S": "/URI", "URI": pydyf.String(address)})
    annotation = pydyf.Dictionary(values)
    pdf.add_object(annotation)
    return bytes(annotation.reference)


def _destination(name: str, pages: Sequence[pydyf.Dictionary], found: dict[str, tuple[int, float]]) -> pydyf.Array:
    number, y = found[name]
    return pydyf.Array([pages[number].reference, "/XYZ", 0, PAGE[1] - TOP - y + 8, 0])


def _outline(
    pdf: pydyf.PDF, report: Report, pages: Sequence[pydyf.Dictionary], found: dict[str, tuple[int, float]]
) -> None:
    """Bookmarks of the sections."""
    say = load_phrases(report.language)
    titles = [(f"s-{s.id}", s.title) for s in report.sections] + [("s-footnotes", say("report.footnotes"))]
    root = pydyf.Dictionary({"Type": "/Outlines", "Count": len(titles)})
    pdf.add_object(root)
    items = []
    for i, (name, title) in enumerate(titles, start=1):
        values = {"Title": pydyf.String(f"{i}  {title}"), "Parent": root.reference}
        items.append(pydyf.Dictionary(values | {"Dest": _destination(name, pages, found)}))
        pdf.add_object(items[-1])
    for one, two in itertools.pairwise(items):
        one["Next"], two["Prev"] = two.reference, one.reference
    root["First"], root["Last"] = items[0].reference, items[-1].reference
    pdf.catalog["Outlines"] = root.reference


def _about(pdf: pydyf.PDF, report: Report) -> None:
    pdf.info["Title"] = pydyf.String(report.title)
    pdf.info["Subject"] = pydyf.String(report.banner)
    pdf.info["Creator"] = pydyf.String("havenwatch")
    if report.until is not None:
        moment = dt.datetime.combine(report.until, dt.time())
        pdf.info["ModDate"] = pydyf.String(moment.strftime("D:%Y%m%d000000Z"))
    pdf.catalog["Lang"] = pydyf.String(report.language)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def draw_pdf(drawing: Drawing) -> bytes:
    """One drawing as a PDF page of its own size, from which a picture can be made."""
    fonts = {face: Font(face) for face in FACES}
    canvas = Canvas(fonts, drawing.height, {})
    canvas.bar(0, 0, drawing.width, drawing.height, "paper")
    canvas.draw(drawing, 0, 0, 1.0)
    pdf = pydyf.PDF()
    faces = {f"F{i}": fonts[face].embed(pdf).reference for i, face in enumerate(FACES)}
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary(faces)})
    pdf.add_object(resources)
    _page_object(pdf, canvas, resources, (drawing.width, drawing.height))
    out = io.BytesIO()
    pdf.write(out, version=b"1.7", identifier=True)
    return out.getvalue()
