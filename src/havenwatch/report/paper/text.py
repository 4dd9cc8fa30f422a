"""Lines from runs of text: greedy breaking at spaces, inside addresses where there is no other way."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from havenwatch.report.paper.font import metrics

_PIECES = re.compile(r"\n|[ \t\r\f\v]+|[^\s]*[-\u2010\u2013\u2014/](?=\w)|[^ \t\r\n\f\v]+")
_BREAKS = re.compile(r"(?<=[/?&=_.,;:%-])")


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """How a run looks: face, size in points, colour role, distance of its base line above that of the line."""

    face: str = "serif-regular"
    size: float = 10.0
    role: str = "ink"
    rise: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; `link` is an address or, with a leading #, a place in the document."""

    text: str
    style: Style
    link: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A run at its distance from the start of the line."""

    x: float
    width: float
    run: Run


Line = tuple[Piece, ...]


def measure(run: Run) -> float:
    """Width of a run in points."""
    return metrics(run.style.face).width(run.text, run.style.size)


def lines(runs: Iterable[Run], width: float) -> list[Line]:
    """Lines of at most `width`; at least one, empty where there is no text."""
    found: list[list[Run]] = [[]]
    used = 0.0
    for word in _words(runs):
        size = sum(measure(run) for run in word)
        if word[0].text == "\n":
            found.append([])
            used = 0.0
            continue
        blank = word[0].text == " " and len(word) == 1
        if used + size > width + 0.01 and not blank and used > 0:
            found.append([])
            used = 0.0
        if blank and used == 0:
            continue
        for part in [word] if size <= width else [[run] for run in _cut(word, width)]:
            wide = sum(measure(run) for run in part)
            if used + wide > width + 0.01 and used > 0 and not blank:
                found.append([])
                used = 0.0
            found[-1] += part
            used += wide
    return [_placed(line) for line in found]


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Unbreakable groups: a word with whatever follows it without a space, a space, a line break."""
    group: list[Run] = []
    for run in runs:
        for match in _PIECES.finditer(run.text):
            text = match.group()
            blank = text.isspace()
            if blank:
                if group:
                    yield group
                    group = []
                yield [Run("\n" if text == "\n" else " ", run.style, run.link)]
                continue
            group.append(Run(text, run.style, run.link))
            if text[-1] in "-\u2010\u2013\u2014/" and match.end() < len(run.text):
                yield group
                group = []
    if group:
        yield group


def _cut(word: Sequence[Run], width: float) -> Iterator[Run]:
    """Parts of a word that is wider than a line: at the signs of an address, else anywhere."""
    for run in word:
        rest = ""
        for part in _BREAKS.split(run.text):
            if measure(dataclasses.replace(run, text=rest + part)) <= width:
                rest += part
                continue
            if rest:
                yield dataclasses.replace(run, text=rest)
            rest = ""
            for letter in part:
                if rest and measure(dataclasses.replace(run, text=rest + letter)) > width:
                    yield dataclasses.replace(run, text=rest)
                    rest = ""
                rest += letter
        if rest:
            yield dataclasses.replace(run, text=rest)


def _placed(line: Sequence[Run]) -> Line:
    """Runs of one style joined, each at its place; no space at the end."""
    kept = [*line]
    while kept and kept[-1].text == " ":
        kept.pop()
    joined: list[Run] = []
    for run in kept:
        if joined and (joined[-1].style, joined[-1].link) == (run.style, run.link):
            joined[-1] = Run(joined[-1].text + run.text, run.style, run.link)
        else:
            joined.append(run)
    found, x = [], 0.0
    for run in joined:
        width = measure(run)
        found.append(Piece(x, width, run))
        x += width
    return tuple(found)
