"""NEREL's BRAT files as words, spans of words and relations, with silver syntax beside them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from havenwatch.model.words import Pieces, Word, sentence_breaks

Span = tuple[int, int, str]  # first word, last word (included), type


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A token of the silver syntax: first and last word, number of its sentence, tag, head in the text (-1: root)."""

    first: int
    last: int
    sentence: int
    tag: str
    head: int
    link: str


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """One annotated text; `relations` name positions in `spans`. Discontinuous spans are dropped, and what names them.

    `tokens` is empty without silver syntax; sentences that do not agree with the words are left out.
    """

    name: str
    words: tuple[Word, ...]
    breaks: tuple[int, ...]
    spans: tuple[Span, ...]
    relations: tuple[tuple[int, int, str], ...]
    tokens: tuple[Token, ...] = ()


Silver = Mapping[str, list[list[list]]]


def read_silver(path: Path) -> Silver:
    """Sentences of [start, end, tag, head, relation] by text, as silver.py writes them."""
    return dict(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def read_folder(folder: Path, pieces: Pieces, silver: Silver) -> list[Text]:
    """All texts of a folder in order of name; spans that start or end inside a word are dropped."""
    return [read_text(path, pieces, silver.get(path.stem, [])) for path in sorted(folder.glob("*.txt"))]


def read_text(path: Path, pieces: Pieces, sentences: list[list[list]]) -> Text:
    """One text with the .ann file beside it."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    words = pieces.words(text)
    lines = path.with_suffix(".ann").read_text(encoding="utf-8").splitlines()
    named = dict(_spans(lines, words))
    order = {span: n for n, span in enumerate(dict.fromkeys(named.values()))}
    pairs = dict.fromkeys(
        (order[named[a]], order[named[b]], kind) for kind, a, b in _relations(lines) if a in named and b in named
    )
    breaks = tuple(sentence_breaks(text))
    return Text(path.stem, tuple(words), breaks, tuple(order), tuple(pairs), tuple(_tokens(sentences, words)))


def _tokens(sentences: list[list[list]], words: Iterable[Word]) -> Iterable[Token]:
    starts, ends = {}, {}
    for n, word in enumerate(words):
        starts[word.start], ends[word.end] = n, n
    offset = 0
    for number, rows in enumerate(sentences):
        if all(start in starts and end in ends for start, end, *_ in rows):
            for start, end, tag, head, link in rows:
                yield Token(starts[start], ends[end], number, tag, head + offset if head >= 0 else -1, link)
            offset += len(rows)


def _spans(lines: Iterable[str], words: Iterable[Word]) -> Iterable[tuple[str, Span]]:
    starts, ends = {}, {}
    for n, word in enumerate(words):
        starts[word.start], ends[word.end] = n, n
    for line in lines:
        if line.startswith("T") and ";" not in line.split("\t")[1]:
            key, place, _ = line.split("\t", 2)
            kind, start, end = place.split()
            if int(start) in starts and int(end) in ends:
                yield key, (starts[int(start)], ends[int(end)], kind)


def _relations(lines: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    for line in lines:
        if line.startswith("R"):
            kind, head, tail = line.split("\t")[1].split()
            yield kind, head.removeprefix("Arg1:"), tail.removeprefix("Arg2:")
