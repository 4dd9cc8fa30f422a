"""Persons' names that the reader did not mark: two or three capitalised words in a row that no list knows."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.text.gloss.lists import Gloss
from havenwatch.text.gloss.strung.suffixes import readings, stems
from havenwatch.text.tokens import Analysis, Entity, Sentence, Token

LENGTHS = (2, 3)  # words of a full name; a lone capital may be anything
QUOTES = ("«", "»", '"', "“", "”", "„")


def with_unmarked(analysis: Analysis, gloss: Gloss) -> tuple[Entity, ...]:
    """All entities in order, with the names that the reader missed."""
    runs = [e for s in analysis.sentences for e in _names(s, gloss)]
    marked = [e for e in analysis.entities if e.type != "PER" or not any(_inside(e, r) for r in runs)]
    found = [e for e in runs if not any(_overlap(e, o) for o in marked if o.type != "LOC")]
    return tuple(sorted((*marked, *found), key=lambda e: (e.start, -e.end)))


def _names(sentence: Sentence, gloss: Gloss) -> Iterator[Entity]:
    run: list[Token] = []
    for token in (*sentence.tokens, None):
        if token is not None and _unknown(token, gloss):
            run.append(token)
            continue
        before = sentence.tokens[run[0].index - 1].text if run and run[0].index else ""
        if len(run) in LENGTHS and before not in QUOTES and any(t.pos == "PROPN" for t in run):
            yield Entity(run[0].start, run[-1].end, "PER")
        run = []


def _unknown(token: Token, gloss: Gloss) -> bool:
    """Whether a word is written as a name, taken for one, and no word of the lists under any suffix."""
    capital = token.text[:1].isupper() and not token.text.isupper() and token.text.replace("-", "").isalpha()
    if not capital or token.rel == "punct" or token.pos not in ("PROPN", "NOUN", "X"):
        return False
    rules = gloss.inflection.suffixes
    if rules is None:
        return False
    return not any(stem in gloss.known for r in readings(token.text.lower(), rules) for stem in stems(r, rules))


def _inside(part: Entity, whole: Entity) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _overlap(left: Entity, right: Entity) -> bool:
    return left.start < right.end and right.start < left.end
