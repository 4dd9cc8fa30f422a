"""The reader as an `Analyser`: sentences, tokens with syntax, lemmas and entities of a text."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.model.reader import Reader, Span, Syntax, load_reader, shifted
from havenwatch.model.sentences import Piece, split
from havenwatch.model.windows import windows
from havenwatch.model.words import Word
from havenwatch.text.morph import corrected, first_known, lemma
from havenwatch.text.tokens import ROOT, Analysis, Entity, Sentence, Token, children_of

BATCH = 64  # sentences at a time: bounds memory on a long text
KINDS = {  # what the reading asks for, by the reader's types
    "PERSON": "PER", "ORGANIZATION": "ORG", "COUNTRY": "LOC", "CITY": "LOC", "STATE_OR_PROVINCE": "LOC",
    "DISTRICT": "LOC", "LOCATION": "LOC",
}  # fmt: skip
# A person inside these is whom a thing is named after: "фонд имени Сахарова" is not about Sakharov.
NAMED_AFTER = frozenset({"ORGANIZATION", "FACILITY", "AWARD", "WORK_OF_ART", "LAW", "PRODUCT"})
UNKNOWN: Syntax = (("X|",), ROOT, "dep")


class ReaderAnalyser:
    """Analyses text with the shipped reader."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def analyse(self, text: str) -> Analysis:
        """Sentences, tokens and entities of the whole text; offsets are exact code points of `text`."""
        pieces = list(split(text))
        sentences: list[Sentence] = []
        entities: list[Entity] = []
        for at in range(0, len(pieces), BATCH):
            batch = pieces[at : at + BATCH]
            parsed, spans = self._batch(text, batch)
            sentences += [_sentence(text, *row, syntax) for row, syntax in zip(batch, parsed, strict=True)]
            entities += _entities(spans)
        return Analysis(tuple(sentences), tuple(entities))

    def _batch(self, text: str, batch: Sequence[tuple[int, Piece]]) -> tuple[list[list[Syntax]], list[Span]]:
        """Syntax of each sentence's tokens, and all spans."""
        reader = self._reader
        start, end = batch[0][1][0][0], batch[-1][1][-1][1]
        words = shifted(reader.pieces.words(text[start:end]), start)
        parsed = [[UNKNOWN] * len(piece) for _, piece in batch]
        spans: list[Span] = []
        places = list(_placed(words, batch))
        for window in windows(words, [piece[0][0] for _, piece in batch], reader.size, reader.longest):
            inside = [p for p in places if window.first <= p[2] and p[3] < window.last]
            part = words[window.first : window.last]
            seen = reader.see(part)
            spans += reader.spans(part, seen)
            if inside:
                tokens = [(a - window.first, b - window.first, number) for number, _, a, b in inside]
                _write(parsed, inside, reader.parse(seen, tokens))
        return parsed, spans


Place = tuple[int, int, int, int]  # sentence of the batch, token of the sentence, first word, last word


def _placed(words: Sequence[Word], batch: Sequence[tuple[int, Piece]]) -> Iterator[Place]:
    """Words that tokens are made of; a token of no word (a lone mark) has none."""
    starts, ends = [w.start for w in words], [w.end for w in words]
    for number, (_, piece) in enumerate(batch):
        for index, (start, end) in enumerate(piece):
            first, last = bisect.bisect_right(ends, start), bisect.bisect_left(starts, end) - 1
            if first <= last:
                yield number, index, first, last


def _write(parsed: list[list[Syntax]], places: Sequence[Place], found: Sequence[Syntax]) -> None:
    for (number, index, _, _), (tags, head, link) in zip(places, found, strict=True):
        whole = places[head] if head >= 0 else None
        inside = whole is not None and whole[0] == number
        parsed[number][index] = (tags, whole[1] if inside and whole is not None else ROOT, link)


def _sentence(text: str, paragraph: int, piece: Piece, syntax: Sequence[Syntax]) -> Sentence:
    heads = without_cycles([head for _, head, _ in syntax])
    rows = enumerate(zip(piece, syntax, heads, strict=True))
    tokens = tuple(_token(n, text[a:b], a, (tags, head, link)) for n, ((a, b), (tags, _, link), head) in rows)
    return Sentence(tokens[0].start, tokens[-1].end, paragraph, tokens, children_of(tokens))


def _token(index: int, word: str, start: int, syntax: Syntax) -> Token:
    tags, head, link = syntax
    pos, feats = first_known(word, tuple(map(_grammar, tags)))
    feats = corrected(word, pos, feats)
    return Token(index, start, start + len(word), word, lemma(word, pos, feats), pos, feats, head, link)


@functools.lru_cache(maxsize=4096)
def _grammar(tag: str) -> tuple[str, Mapping[str, str]]:
    pos, _, rest = tag.partition("|")
    return pos, dict(part.split("=", 1) for part in rest.split("|") if part)


def without_cycles(heads: Sequence[int]) -> list[int]:
    """Heads as a forest: each head is picked alone, so that rings occur; a ring is cut at its first token."""
    out = [head if 0 <= head < len(heads) and head != n else ROOT for n, head in enumerate(heads)]
    for start in range(len(out)):
        seen: set[int] = set()
        at = start
        while at != ROOT and at not in seen:
            seen.add(at)
            at = out[at]
        if at != ROOT:
            out[_first_of_ring(out, at)] = ROOT
    return out


def _first_of_ring(heads: Sequence[int], at: int) -> int:
    ring, nxt = {at}, heads[at]
    while nxt != at:
        ring.add(nxt)
        nxt = heads[nxt]
    return min(ring)


def _entities(spans: Sequence[Span]) -> list[Entity]:
    """What the reading knows as persons, organisations and places: of nested spans of one kind the outer one."""
    kinds = [KINDS.get(span.type) for span in spans]
    whole = [s for s in spans if s.type in NAMED_AFTER]
    out: list[Entity] = []
    for span, kind in sorted(zip(spans, kinds, strict=True), key=lambda row: (row[0].start, -row[0].end)):
        named_after = kind == "PER" and any(w.start <= span.start and span.end <= w.end for w in whole)
        if kind is not None and not named_after and not any(e.type == kind and span.end <= e.end for e in out[-4:]):
            out.append(Entity(span.start, span.end, kind))
    return out


@functools.cache
def load_analyser() -> ReaderAnalyser:
    """An analyser over the shipped reader."""
    return ReaderAnalyser(load_reader())
