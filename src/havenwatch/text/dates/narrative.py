"""Reads a whole document: expressions in order, each placed with what was told before it."""

from __future__ import annotations

import dataclasses
import datetime as dt

from havenwatch.text.dates.grammar import reduce
from havenwatch.text.dates.guard import block
from havenwatch.text.dates.lexicon import lexicon
from havenwatch.text.dates.node import UNKNOWN, Interval, Node
from havenwatch.text.dates.resolve import FUTURE, PAST, PRESENT, Scene, resolve
from havenwatch.text.dates.symbols import Symbol, read_symbols
from havenwatch.text.dates.tense import Tenses

NEAR = 2  # sentences within which a date counts as told just now
GIVEN = 1  # sentences within which a year named before holds
HEADER = 80  # characters at the beginning of a document where a full date can be its date line
LONGEST_PREPOSITION = 6  # characters around an expression that stands alone
HEADER_REST = 40  # other characters a date line may have


@dataclasses.dataclass(frozen=True, slots=True)
class DatedSpan:
    """One temporal expression; `text` is the words at `start`..`end` in code points of the document.

    `kind` is one of date, month, year, range, relative, weekday, part, duration, open, season, holiday, set.
    `earliest` and `latest` are the closed interval, None for an open or unknown end.
    """

    start: int
    end: int
    text: str
    kind: str
    earliest: dt.date | None
    latest: dt.date | None


@dataclasses.dataclass(slots=True)
class Story:
    """What has been told so far: the last dated interval and the last year named, with their sentences."""

    published: dt.date | None
    language: str
    anchor: Interval | None = None
    anchor_sentence: int = 0
    year: int | None = None
    year_sentence: int = 0
    year_end: int = 0
    year_floor: dt.date | None = None
    alone: bool = False

    def scene(self, told: str | None, sentence: int, *, moved: bool) -> Scene:
        """What an expression in `sentence` can lean on; `moved` when «потом» parts it from the year named last."""
        near = sentence - self.anchor_sentence <= NEAR
        holds = self.published is None or sentence - self.year_sentence <= GIVEN
        tense = FUTURE if told in (FUTURE, PRESENT) or (told is None and self.alone) else PAST
        given = self.year if holds and not (moved and self.published is not None) else None
        story = self.language != "en"  # "next year" looks from today, «в следующем году» may look from the story
        return Scene(self.published, tense, self.anchor, near, given, self.year_floor, told, story, self.alone)

    def tell(self, node: Node, interval: Interval, sentence: int, end: int, *, aside: bool) -> None:
        """Moves the story on: what comes next may lean on this date, on its year not when it was told `aside`."""
        first, last = interval
        if names_year(node) and not (aside and self.published is not None):
            bound = first or last
            same = first is None or last is None or node.op == "since" or first.year == last.year
            self.year = bound.year if bound is not None and same else None
            self.year_sentence, self.year_end = sentence, end
            self.year_floor = first if names_year(node, deictic=True) else None
        elif node.op in ("relative", "weekday") or (node.op in ("season", "month") and node.mod):
            self.year = None  # seen from today: "прошлой осенью" leads back to the present
        if first is not None and last is not None and node.kind not in ("open", "duration"):
            self.anchor, self.anchor_sentence = interval, sentence


def read_dates(text: str, *, language: str, published: dt.date | None) -> tuple[DatedSpan, ...]:
    """All temporal expressions of `text`, in order, with the closed interval each one means.

    `published` is the day of publication; when it is None, a full date in the first line stands in for it, and without
    one everything relative has no interval. A language without word lists yields dates in digits only.
    """
    found = find(text, language)
    if not found:
        return ()
    story, tenses = Story(published or _header(found, text), language), Tenses(text, language)
    story.alone = _alone(found, text)
    return tuple(_place(symbol, tenses, story) for symbol in found)


def find(text: str, language: str) -> list[Symbol]:
    """Expressions of `text` before they are placed."""
    symbols = block(read_symbols(text, lexicon(language)), text, language)
    return [s for s in reduce(symbols, language) if s.node is not None]


def _alone(found: list[Symbol], text: str) -> bool:
    """Whether the text is one expression and nothing else but a preposition: an entry of a calendar or a form."""
    before, after = text[: found[0].start].strip(), text[found[-1].end :].strip()
    return len(found) == 1 and len(before) + len(after) <= LONGEST_PREPOSITION


def _header(found: list[Symbol], text: str) -> dt.date | None:
    """The full date of a date line at the very beginning, None when the text begins otherwise."""
    first = found[0]
    if first.node is None or first.start > HEADER or first.node.op != "day" or first.node.year is None:
        return None
    line = text[: text.find("\n") if "\n" in text else len(text)]
    if first.end > len(line) or len(line.strip()) - (first.end - first.start) > HEADER_REST:
        return None
    return resolve(first.node, Scene(None))[0]


def _place(symbol: Symbol, tenses: Tenses, story: Story) -> DatedSpan:
    node = symbol.node or Node("length", "relative")
    sentence = tenses.sentence_of(symbol.start)
    moved = story.year is not None and tenses.moves_on(story.year_end, symbol.start)
    scene = story.scene(tenses.at(symbol.start, symbol.end), sentence, moved=moved)
    earliest, latest = interval = UNKNOWN if node.op == "length" else resolve(node, scene)
    aside = names_year(node) and tenses.aside(symbol.start, symbol.end)
    story.tell(node, interval, sentence, symbol.end, aside=aside)
    return DatedSpan(symbol.start, symbol.end, tenses.text[symbol.start : symbol.end], node.kind, earliest, latest)


def names_year(node: Node, *, deictic: bool = False) -> bool:
    """Whether the expression names its year; with `deictic`, whether as «прошлый год», seen from today."""
    relative = (node.op == "unit" or node.mod == "ago") and node.word == "year" and node.number == int(node.number)
    if relative or (not deictic and node.op in ("year", "decade")):
        return True
    inner = node.parts if node.year is None else (*node.parts, node.year)
    return any(names_year(p, deictic=deictic) for p in inner)
