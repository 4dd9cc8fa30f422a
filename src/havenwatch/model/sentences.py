"""Sentences and tokens of a text by razdel's rules, with the paragraphs that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_TOKENS = 160  # a longer "sentence" (a list, a table) is cut: the cost of syntax grows with its square
WRAPPED_LINES, WRAPPED_WIDTH = 3, (40, 100)  # fewer lines, or narrower or wider ones, are headlines and paragraphs
PARAGRAPH = re.compile(r"[^\S\n]*\n\s*")

Piece = list[tuple[int, int]]  # tokens of one sentence (never empty), as offsets into the text


def split(text: str) -> Iterator[tuple[int, Piece]]:
    """(Paragraph number, tokens) of each sentence; long sentences are cut."""
    from razdel import sentenize, tokenize

    for number, (start, end) in enumerate(_paragraphs(text)):
        for sentence in sentenize(text[start:end]):
            offset = start + sentence.start
            tokens = [(offset + t.start, offset + t.stop) for t in tokenize(sentence.text)]
            for at in range(0, len(tokens), MAX_TOKENS):
                yield number, tokens[at : at + MAX_TOKENS]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans between blank lines and, unless the text is wrapped at a fixed width, between lines."""
    wrapped = is_wrapped(text)
    start = 0
    for gap in PARAGRAPH.finditer(text):
        one_line = gap.group().count("\n") == 1
        if one_line and (wrapped or text[gap.end() : gap.end() + 1].islower()):
            continue
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def is_wrapped(text: str) -> bool:
    """Whether lines end where a page was full: several long lines, most of them ending inside a sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < WRAPPED_LINES:
        return False
    inside = sum(line[-1] not in '.!?…»":;' for line in lines)
    width = max(len(line) for line in lines)
    return WRAPPED_WIDTH[0] <= width <= WRAPPED_WIDTH[1] and inside * 2 > len(lines)
