"""What a report is made of before it is laid out: sections of blocks, sentences with references, footnotes.

Texts are final words in the language of the report; a renderer adds nothing but layout.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from havenwatch.report.draw.record import Drawing


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """The `nth` use (from 1) of footnote `note` (from 1): both together are an anchor for the way back."""

    note: int
    nth: int


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """Words of the report with the evidence behind them.

    `factual` is False for text on the method, the ledger itself or the layout: only that may go without references.
    `status` is the word for anything but `reported` (alleged, planned, ...), None otherwise.
    """

    text: str
    references: tuple[Reference, ...] = ()
    status: str | None = None
    factual: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that follow each other; `style` is `plain`, `lead`, `verdict` or `note`."""

    sentences: tuple[Sentence, ...]
    style: str = "plain"
    kind: str = "paragraph"


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """Rows under column heads; the first cell of a row heads it. `folded` tables are shown on demand."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    folded: bool = False
    kind: str = "table"


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """Items one below the other; `quoted` items are words of a source, each with its attribution."""

    items: tuple[Sentence, ...]
    quoted: bool = False
    kind: str = "listing"


@dataclasses.dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the tables that hold what it shows."""

    drawing: Drawing
    caption: Sentence
    tables: tuple[Table, ...]
    kind: str = "chart"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One line of a timeline: the date in words, what the sources tell, its direction for the person (-1, 0, 1)."""

    date: str
    sentence: Sentence
    direction: int


@dataclasses.dataclass(frozen=True, slots=True)
class CaseView:
    """One case: `facts` are (label, sentences) pairs, `steps` the timeline, `conflicts` one table a field."""

    id: str
    title: str
    facts: tuple[tuple[str, tuple[Sentence, ...]], ...]
    steps: tuple[Step, ...]
    flags: tuple[Sentence, ...]
    conflicts: tuple[Table, ...]
    kind: str = "case"


Block = Paragraph | Table | Listing | Chart | CaseView


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the report; `id` is its anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Footnote:
    """One statement as evidence. `number` counts from 1 in the order of first use, `uses` how often it is cited.

    `quote` is the span of the document, cut with " […] " when it is long and with names withheld when `masked`.
    `review` says what a person decided on the statement, None while nobody did; `withdrawn` that the page does not
    hold the words any more, None while it does or was never visited. `summary` says that the document is
    an abstract, whose words are not those of the outlet.
    """

    number: int
    uses: int
    statement: str
    document: str
    start: int
    end: int
    quote: str
    shortened: bool
    masked: bool
    summary: bool
    status: str | None
    attributed_to: str | None
    source: str
    date: str
    url: str | None
    review: str | None
    withdrawn: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """The report on one country: everything that a renderer needs, in one language.

    `until` is the data date, None when the ledger has no dated document. `banner` is the note on what was reviewed.
    """

    country: str
    country_name: str
    language: str
    until: dt.date | None
    title: str
    subtitle: str
    banner: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
