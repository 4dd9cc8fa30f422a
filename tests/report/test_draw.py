"""Charts: what is drawn stands where it should, nothing lies outside, every chart has words and tables."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from havenwatch.lang.phrases import load_phrases
from havenwatch.report import build, render
from havenwatch.report.draw import bars, flow
from havenwatch.report.draw import map as chart_map
from havenwatch.report.draw.palette import COLOURS, rgb
from havenwatch.report.draw.record import Area, Box, Label, Stroke
from havenwatch.report.draw.svg import to_svg
from tests.report.sample_ledger import history, large, sample, stand_in_ontology

SAY = load_phrases("en")
UNTIL = dt.date(2026, 3, 5)
NAMES = {"KZ": "Kazakhstan", "RU": "Russia", "GE": "Georgia", "TH": "Thailand"}


def charts(snapshot, language="en"):
    report = build(snapshot, "KZ", None, language, stand_in_ontology())
    return {b.drawing.id: b for s in report.sections for b in s.blocks if b.kind == "chart"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_report_has_its_charts_with_words_and_tables(language):
    found = charts(sample(), language)
    assert set(found) == {"events", "map", "casebars", "flow"}
    for chart in found.values():
        assert chart.drawing.title
        assert chart.drawing.description
        assert all(table.rows for table in chart.tables)


@pytest.mark.parametrize("name", ["events", "map", "casebars", "flow"])
def test_every_shape_has_a_colour_and_lies_in_the_field(name):
    drawing = charts(large(30) if name == "casebars" else sample())[name].drawing
    for shape in drawing.shapes:
        assert all(0 <= part <= 1 for part in rgb(shape.role))
        if isinstance(shape, Box):
            assert -0.1 <= shape.x <= shape.x + shape.width <= drawing.width + 0.1
            assert -0.1 <= shape.y <= shape.y + shape.height <= drawing.height + 0.1
        if isinstance(shape, Stroke):
            assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in shape.points)
        if isinstance(shape, Area):
            assert all(-1 <= x <= drawing.width + 1 for ring in shape.rings for x, _ in ring)


def test_the_style_sheet_knows_every_role():
    style = html.document_fromstring(render(build(sample(), "KZ", None, "en", stand_in_ontology()), "html"))
    rules = style.xpath("//style/text()")[0]
    roles = {
        s.role.split()[-1] for c in charts(sample()).values() for s in c.drawing.shapes if not isinstance(s, Stroke)
    }
    hatched = {"requesting"}
    assert {r for r in roles - hatched if f".{r}" not in rules} == set()


def test_the_posterior_stands_under_its_months():
    drawing = charts(history())["events"].drawing
    strip = [s for s in drawing.shapes if isinstance(s, Box) and s.role == "posterior"]
    assert len(strip) == 37
    tallest = max(strip, key=lambda s: s.height)
    assert sorted(s.x for s in strip).index(tallest.x) == 35  # the 36th month is the most probable one


def test_a_date_that_is_unsure_is_as_long_as_it_is_unsure():
    day = bars.Span(dt.date(2026, 1, 5), dt.date(2026, 1, 5), -1)
    year = bars.Span(dt.date(2025, 1, 1), dt.date(2025, 12, 31), 1)
    drawing = bars.draw([bars.Row("Имя", (day, year))], UNTIL, "t", "d", SAY)
    found = {s.role: s for s in drawing.shapes if isinstance(s, Box)}
    assert found["bar adverse"].width == bars.THIN
    assert found["bar protective"].width > 300
    assert (found["bar adverse"].hatched, found["bar protective"].hatched) == (False, True)


def test_nothing_dated_gives_no_lines():
    assert bars.draw([bars.Row("Имя", ())], UNTIL, "t", "d", SAY) is None
    assert bars.draw([], UNTIL, "t", "d", SAY) is None
    late = bars.Span(dt.date(2027, 1, 1), dt.date(2027, 1, 1), -1)
    assert bars.draw([bars.Row("Имя", (late,))], UNTIL, "t", "d", SAY) is None


paths = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=7).map(tuple), max_size=12)


@given(paths)
@settings(max_examples=60, deadline=None)
def test_ribbons_carry_every_case(found):
    drawing = flow.draw([flow.Band("x", tuple(found))], {}, "t", "d", SAY)
    if not any(len(path) > 1 for path in found):
        assert drawing is None
        return
    nodes = [s for s in drawing.shapes if isinstance(s, Box)]
    first = [n for n in nodes if n.x == flow.LEFT]
    numbers = [int(s.text.split(" ")[0]) for s in drawing.shapes if isinstance(s, Label) and " \u00b7 " in s.text]
    assert first
    assert sum(numbers) == sum(len(path[: flow.MOST_STEPS + 1]) for path in found if len(path) > 1)


@pytest.mark.parametrize(
    ("hosts", "requesting"),
    [({"KZ": 3}, {"RU": 2}), ({"GE": 1}, {}), ({"TH": 1}, {"RU": 1}), ({"RU": 1}, {"KZ": 1}), ({"NZ": 1}, {"US": 1})],
)
def test_the_map_shows_the_hosts(hosts, requesting):
    drawing = chart_map.draw(hosts, requesting, NAMES, "t", "d")
    filled = [s for s in drawing.shapes if isinstance(s, Area) and s.role == "host"]
    assert filled
    labels = [s for s in drawing.shapes if isinstance(s, Label)]
    assert all(0 <= s.x <= drawing.width and 0 <= s.y <= drawing.height for s in labels)


def test_a_state_without_an_outline_gives_no_map():
    assert chart_map.draw({"ZZ": 1}, {}, {}, "t", "d") is None


def test_crimea_is_drawn_with_ukraine():
    def holds(iso, x, y):
        inside = False
        for ring in chart_map.outlines()[iso]:
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    inside = not inside
        return inside

    assert holds("UA", 34.1, 45.2)
    assert not holds("RU", 34.1, 45.2)
    assert holds("KZ", 71.4, 51.1)


def test_words_of_a_source_cannot_become_markup_in_a_drawing():
    row = bars.Row('<script>"x"', (bars.Span(UNTIL, UNTIL, -1),))
    text = to_svg(bars.draw([row], UNTIL, "<b>", "&", SAY))
    assert "<script" not in text
    assert re.findall(r"<title[^>]*>(.*?)</title>", text) == ["&lt;b&gt;"]


def test_the_palette_is_made_of_colours():
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in COLOURS.values())
