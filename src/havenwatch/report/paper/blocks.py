"""The blocks of a report as strips: paragraphs, lists, quotes, tables, cases, charts, notes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from havenwatch.lang.phrases import Phrases
from havenwatch.report.draw.record import Drawing
from havenwatch.report.paper.canvas import Canvas
from havenwatch.report.paper.flow import Draw, Strip
from havenwatch.report.paper.text import Line, Run, Style, lines, measure
from havenwatch.report.record import Block, CaseView, Chart, Footnote, Listing, Paragraph, Sentence, Table

WIDTH = 470.0  # of the column in points: 166 mm
BODY = Style("serif-regular", 10.0)
LEADING = 1.42
LEAD, NOTE = Style("serif-italic", 12.0), Style("serif-regular", 9.2, "quiet")
HEADING, CASE, PART = Style("serif-bold", 15.0), Style("serif-bold", 11.5), Style("sans-bold", 8.6, "quiet")
CELL, CELL_HEAD, CELL_FIRST = Style("sans-regular", 8.2), Style("sans-bold", 8.2, "quiet"), Style("sans-bold", 8.2)
CAPTION, FACT = Style("sans-bold", 8.8), Style("sans-regular", 8.4, "quiet")
GUTTER = 10.0  # between the columns of a table
NARROWEST = 34.0  # column of a table
MOST_CELL_LINES = 46  # lines of a cell on one page: a longer cell goes on in a row below
INDENT = 12.0


def sentence(told: Sentence, style: Style, *, brackets: bool = False) -> list[Run]:
    """Words, status and references of a sentence; references in brackets inside tables."""
    link = told.text if told.text.startswith(("https://", "http://")) else None
    runs = [Run(told.text, style, link)]
    if told.status is not None:
        runs.append(Run(f"\u00a0[{told.status}]", dataclasses.replace(style, face="sans-regular", role="quiet")))
    small = Style(
        "sans-regular", style.size * (0.8 if brackets else 0.66), "accent", 0 if brackets else style.size * 0.33
    )
    for i, reference in enumerate(told.references):
        last = i == len(told.references) - 1
        before = ("\u00a0[" if brackets else "\u200a") if i == 0 else ""
        after = ("]" if last else ",\u200a") if brackets else ("" if last else ",\u200a")
        runs.append(Run(f"{before}{reference.note}{after}", small, f"#n{reference.note}"))
        if not last and i % 6 == 5:
            runs.append(Run(" ", small))
    return runs


def paragraph(runs: Iterable[Run], size: float, *, indent: float = 0.0, mark: str | None = None) -> Iterator[Strip]:
    """Lines of text; the first two and the last two stay together. `mark`: role of a bar at the left, or `bullet`."""
    rows = lines(runs, WIDTH - indent)
    height = size * LEADING
    for i, row in enumerate(rows):
        keep = len(rows) > 1 and i in {0, len(rows) - 2}
        yield Strip(height, _line(row, indent, height, size, mark, first=i == 0), keep=keep)


def _line(row: Line, indent: float, height: float, size: float, mark: str | None, *, first: bool) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        base = y + height * 0.5 + size * 0.33
        canvas.text(x + indent, base, row)
        if mark == "bullet":
            if first:
                canvas.text(x + indent - 10, base, lines([Run("\u2022", Style("serif-regular", size))], 20)[0])
        elif mark is not None:
            canvas.bar(x, y, 2.2, height, mark)

    return draw


def gap(height: float, *, keep: bool = False) -> Strip:
    """Empty space, dropped at the top of a page."""
    return Strip(height, keep=keep, space=True)


def heading(text: str, style: Style, above: float, places: tuple[str, ...] = ()) -> Iterator[Strip]:
    """A heading, with a rule above it for sections; it is never last on a page."""
    yield gap(above)
    size = style.size * 1.32
    if style is HEADING:
        yield Strip(9, lambda canvas, x, y: canvas.rule(x, x + WIDTH, y + 1, "ink", 1.1), keep=True, places=places)
    for i, row in enumerate(lines([Run(text, style)], WIDTH)):
        names = places if i == 0 and style is not HEADING else ()
        yield Strip(size, _line(row, 0, size, style.size, None, first=False), keep=True, places=names)
    yield Strip(3, keep=True)


def block(found: Block, say: Phrases) -> Iterator[Strip]:
    """Strips of any block of a section."""
    if isinstance(found, Paragraph):
        yield from _prose(found)
    elif isinstance(found, Listing):
        yield from _listing(found)
    elif isinstance(found, Table):
        yield from table(found)
    elif isinstance(found, Chart):
        yield from _chart(found)
    else:
        yield from _case(found, say)


def _prose(found: Paragraph) -> Iterator[Strip]:
    style = {"lead": LEAD, "note": NOTE}.get(found.style, BODY)
    runs = [run for told in found.sentences for run in (*sentence(told, style), Run(" ", style))]
    bar = found.style == "verdict"
    yield from paragraph(runs, style.size, indent=INDENT if bar else 0, mark="accent" if bar else None)
    yield gap(6)


def _listing(found: Listing) -> Iterator[Strip]:
    for item in found.items:
        mark = "grid" if found.quoted else "bullet"
        yield from paragraph(sentence(item, BODY), BODY.size, indent=INDENT + 2, mark=mark)
        yield gap(4 if found.quoted else 2)
    yield gap(4)


def _chart(found: Chart) -> Iterator[Strip]:
    yield drawing(found.drawing)
    yield gap(3, keep=True)
    yield from paragraph(sentence(found.caption, FACT), FACT.size)
    yield gap(8)
    for behind in found.tables:
        yield from table(behind)


def drawing(found: Drawing) -> Strip:
    """A drawing over the width of the column."""
    scale = WIDTH / found.width
    return Strip(found.height * scale + 4, lambda canvas, x, y: canvas.draw(found, x, y + 2, scale), keep=True)


Cells = tuple[list[Line], ...]


def table(found: Table) -> Iterator[Strip]:
    """Caption, head and rows; the head comes again on every page."""
    caption = [*paragraph([Run(found.caption, CAPTION)], CAPTION.size)]
    yield from (dataclasses.replace(strip, keep=True) for strip in caption)
    cells = [
        [sentence(cell, CELL_FIRST if i == 0 else CELL, brackets=True) for i, cell in enumerate(row)]
        for row in found.rows
    ]
    heads = [[Run(column, CELL_HEAD)] for column in found.columns]
    widths = column_widths([heads, *cells])
    head = _row(_broken(heads, widths), widths, None, rule="ink")
    yield dataclasses.replace(head, keep=True)
    for row in cells:
        for part in _parts(_broken(row, widths)):
            yield _row(part, widths, head, rule="grid")
    yield gap(11)


def _broken(row: Sequence[Sequence[Run]], widths: Sequence[float]) -> Cells:
    return tuple(lines(runs, width) for runs, width in zip(row, widths, strict=True))


def _parts(cells: Cells) -> Iterator[Cells]:
    """A row, cut where one of its cells is taller than a page."""
    tallest = max((len(cell) for cell in cells), default=1)
    for start in range(0, max(tallest, 1), MOST_CELL_LINES):
        yield tuple(cell[start : start + MOST_CELL_LINES] or [()] for cell in cells)


def _row(cells: Cells, widths: Sequence[float], head: Strip | None, *, rule: str) -> Strip:
    leading = CELL.size * 1.32
    height = max(len(cell) for cell in cells) * leading + 5.5

    def draw(canvas: Canvas, x: float, y: float) -> None:
        at = x
        for cell, width in zip(cells, widths, strict=True):
            for i, row in enumerate(cell):
                canvas.text(at, y + 2.2 + (i + 0.5) * leading + CELL.size * 0.33, row)
            at += width + GUTTER
        canvas.rule(x, x + WIDTH, y + height - 0.6, rule, 0.7 if rule == "ink" else 0.5)

    return Strip(height, draw, head=head)


def column_widths(rows: Sequence[Sequence[Sequence[Run]]]) -> tuple[float, ...]:
    """Widths that fill the column: as wide as the longest cell where there is room, else in proportion to the text."""
    number = len(rows[0])
    room = WIDTH - GUTTER * (number - 1)
    # many rows look alike: a sample of them says how wide the columns must be
    sample = rows if len(rows) <= 200 else [rows[0], *rows[1 :: len(rows) // 200]]
    natural = [max(sum(measure(r) for r in row[i]) for row in sample) + 1 for i in range(number)]
    word = [min(150.0, max(_longest_word(row[i]) for row in sample)) + 1 for i in range(number)]
    if sum(natural) <= room:
        spare = (room - sum(natural)) / number
        return tuple(n + spare for n in natural)
    least = [max(NARROWEST, min(w, n)) for w, n in zip(word, natural, strict=True)]
    if sum(least) > room:
        return tuple(w * room / sum(least) for w in least)
    mean = [sum(sum(measure(r) for r in row[i]) for row in sample) / len(sample) for i in range(number)]
    wanted = [max(1.0, m) ** 0.8 if n > low else 0.0 for m, n, low in zip(mean, natural, least, strict=True)]
    share = (room - sum(least)) / (sum(wanted) or 1)
    return tuple(low + w * share for low, w in zip(least, wanted, strict=True))


def _longest_word(runs: Sequence[Run]) -> float:
    return max((measure(dataclasses.replace(r, text=w)) for r in runs for w in r.text.split()), default=0.0)


def _case(found: CaseView, say: Phrases) -> Iterator[Strip]:
    yield from heading(found.title, CASE, 8, (f"c{found.id}",))
    for label, told in found.facts:
        yield from _fact(label, told)
    if found.flags:
        yield from heading(say("report.flags"), dataclasses.replace(PART, role="adverse"), 4)
        for flag in found.flags:
            yield from paragraph(sentence(flag, BODY), BODY.size, indent=INDENT, mark="adverse")
    if found.steps:
        yield from heading(say("report.timeline"), PART, 4)
        yield from _steps(found)
    for conflict in found.conflicts:
        yield gap(3)
        yield from table(conflict)
    yield gap(10)


LABEL = 138.0  # column of the labels and dates of a case


def _fact(label: str, told: Sequence[Sentence]) -> Iterator[Strip]:
    runs = [run for i, s in enumerate(told) for run in (*([Run("\n", BODY)] if i else []), *sentence(s, BODY))]
    yield from beside([Run(label, FACT)], runs, LABEL, BODY.size)


def beside(left: Sequence[Run], right: Sequence[Run], width: float, size: float) -> Iterator[Strip]:
    """Two texts next to each other, line by line."""
    columns = (lines(left, width - 8), lines(right, WIDTH - width))
    height = size * 1.36
    count = max(len(column) for column in columns)
    for i in range(count):
        rows = [column[i] if i < len(column) else () for column in columns]
        yield Strip(height, _pair(rows[0], rows[1], width, height, size), keep=count > 1 and i in {0, count - 2})


def _pair(left: Line, right: Line, width: float, height: float, size: float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        base = y + height * 0.5 + size * 0.33
        canvas.text(x, base, left)
        canvas.text(x + width, base, right)

    return draw


def _steps(found: CaseView) -> Iterator[Strip]:
    signs = {-1: ("\u2212", "adverse"), 0: ("\u00b7", "quiet"), 1: ("+", "protective")}
    for step in found.steps:
        sign, role = signs[step.direction]
        mark = Run(f"{sign}\u2002", Style("sans-bold", BODY.size, role))
        yield from beside([Run(step.date, FACT)], [mark, *sentence(step.sentence, BODY)], LABEL, BODY.size)


def note(found: Footnote, say: Phrases) -> Iterator[Strip]:
    """One footnote: number, quote, what is known of its source, the place in the text."""
    style, source = Style("serif-regular", 8.6), Style("sans-regular", 7.6, "quiet")
    marks = ("\u00ab", "\u00bb") if say.language == "ru" else ("\u201c", "\u201d")
    remarks = [
        *([say("report.shortened_note")] if found.shortened else []),
        *([say("report.withheld_note")] if found.masked else []),
        *([found.status] if found.status else []),
        *([found.review] if found.review else []),
        *([found.withdrawn] if found.withdrawn else []),
    ]
    words = f" ({'; '.join(remarks)})" if remarks else ""
    summary = f" ({say('report.summary_note')})" if found.summary else ""
    said = f"; {say('report.ascribed', who=found.attributed_to)}" if found.attributed_to else ""
    runs = [
        Run(f"{marks[0]}{found.quote}{marks[1]}", style),
        Run(f"{words} {found.source}{summary}, {found.date}{said}. ", source),
        *(
            [Run(found.url, dataclasses.replace(source, role="accent"), found.url), Run(". ", source)]
            if found.url
            else []
        ),
        Run(say("report.characters", start=found.start, end=found.end) + ".", source),
    ]
    number = Run(str(found.number), Style("sans-bold", 7.8, "accent"))
    strips = [*beside([number], runs, 28, style.size)]
    yield dataclasses.replace(strips[0], places=(f"n{found.number}",))
    yield from strips[1:]
    yield gap(2.5)
