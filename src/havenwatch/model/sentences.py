"""Sentences and tokens of a text by razdel's rules, with the paragraphs that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_TOKENS = 160  # a longer "sentence" (a list, a table) is cut: the cost of syntax grows with its square
WRAPPED_LINES, WRAPPED_WIDTH = 3, (40, 100)  # fewer lines, or narrower or wider ones, are headlines and paragraphs
# Words of other languages: letters with inner hyphens and apostrophes ("пам'ять"), numbers, single signs. A clitic is a
# token of its own where it says something: "'s", "n't"; so is an elided article: "l'opposant".
CLITIC = r"['’](?:s|re|ve|ll|d|m)\b"
OTHER = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|{CLITIC}|n['’]t\b|(?<![^\W\d_])[^\W\d_А-яЀ-ӿ]{{1,2}}['’](?=[^\W\d_])(?!(?:s|t|re|ve|ll|d|m)\b)"
    rf"|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_](?:[^\W\d_]|[-](?=[^\W\d_])|['’ʼ](?!(?:s|t|re|ve|ll|d|m)\b)(?=[^\W\d_]))*"
    r"|\d+(?:[.,:]\d+)*|[^\w\s]|_"
)
CARRIER = re.compile(r"[^\W\d_]{3}[aei]r$|[áéí]r$|[áé]ndo$")  # infinitive or gerund; shorter ones are "charla", "perla"
ORDINAL = "#"  # among the abbreviations: a small number with a stop is an ordinal ("am 20. Mai")
ABBREVIATION = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.)+$|(?:^|[\s(])(\w+)\.$")
PARAGRAPH = re.compile(r"[^\S\n]*\n\s*")

Piece = list[tuple[int, int]]  # tokens of one sentence (never empty), as offsets into the text


def split(
    text: str, abbreviations: frozenset[str] | None = None, enclitics: tuple[str, ...] = ()
) -> Iterator[tuple[int, Piece]]:
    """(Paragraph number, tokens) of each sentence; long sentences are cut.

    With `abbreviations` (lower case, without the stop) the text is not Russian: words are cut by the general rule, and
    no sentence ends behind one of them. `enclitics` are pronouns that a verb carries at its end ("entregarlo"): tokens
    of their own.
    """
    for number, (start, end) in enumerate(_paragraphs(text)):
        for low, high in _sentences(text[start:end], abbreviations):
            tokens = list(_tokens(text[start + low : start + high], start + low, abbreviations))
            if enclitics:
                tokens = [part for token in tokens for part in _parted(text, token, enclitics)]
            for at in range(0, len(tokens), MAX_TOKENS):
                yield number, tokens[at : at + MAX_TOKENS]


def _tokens(sentence: str, offset: int, abbreviations: frozenset[str] | None) -> Iterator[tuple[int, int]]:
    from razdel import tokenize

    if abbreviations is None:
        yield from ((offset + t.start, offset + t.stop) for t in tokenize(sentence))
        return
    skip = -1
    for found in OTHER.finditer(sentence):
        start, end = found.span()
        if start == skip:
            continue
        if found.group().lower() in abbreviations and sentence[end : end + 2] in (". ", ".,"):
            end = skip = end + 1
            skip -= 1
        yield offset + start, offset + end


def _parted(text: str, token: tuple[int, int], enclitics: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """A token, or its verb and the pronoun at its end."""
    start, end = token
    word = text[start:end]
    found = next((e for e in enclitics if word.endswith(e) and CARRIER.search(word[: -len(e)])), None)
    if found is None or not word[:1].islower():
        yield token
    else:
        yield start, end - len(found)
        yield end - len(found), end


def _sentences(paragraph: str, abbreviations: frozenset[str] | None) -> Iterator[tuple[int, int]]:
    from razdel import sentenize

    open_at: int | None = None
    for sentence in sentenize(paragraph):
        start = sentence.start if open_at is None else open_at
        if abbreviations is not None and sentence.stop < len(paragraph) and _goes_on(sentence.text, abbreviations):
            open_at = start
            continue
        open_at = None
        yield start, sentence.stop
    if open_at is not None:
        yield open_at, len(paragraph)


def _goes_on(sentence: str, abbreviations: frozenset[str]) -> bool:
    """Whether the stop that ends a piece belongs to an abbreviation or initial."""
    found = ABBREVIATION.search(sentence[-24:])
    if found is None:
        return False
    word = found.group(1)
    ordinal = ORDINAL in abbreviations and word is not None and word.isdigit() and len(word) <= len("31")
    return ordinal or word is None or len(word) == 1 or word.lower() in abbreviations


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
