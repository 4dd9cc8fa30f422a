"""Analysed text: sentences of tokens with lemma, word class, features and a syntactic head, and named entities.

This is the border between a language's models and the reading that is built on them: whoever can fill these records
(today the multilingual reader) can be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol

from havenwatch.text.acts import ActEvidence

ROOT = -1  # head of the root of a sentence


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One token; `index` and `head` are positions in its sentence, offsets count code points of the text.

    `pos` and `feats` follow Universal Dependencies (VERB, Case=Dat); `rel` is the relation to `head`. `senses` are
    further readings of the lemma and the dictionary form in the text's own language, where the two differ.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    feats: Mapping[str, str]
    head: int
    rel: str
    senses: tuple[str, ...] = ()

    def has(self, name: str, *values: str) -> bool:
        """Whether feature `name` has one of `values`."""
        return self.feats.get(name) in values


@dataclasses.dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as a span of the text; `type` is PER, LOC or ORG."""

    start: int
    end: int
    type: str


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `children[i]` are the positions of the dependents of token i; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Analysis:
    """All sentences and entities of one text, in order; `acts` is what a model sees of acts there, if one looked."""

    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    acts: ActEvidence | None = None


class Analyser(Protocol):
    """Turns a text of one language into sentences, tokens and entities; offsets stay exact."""

    def analyse(self, text: str, language: str = "ru") -> Analysis:
        """Analyse the whole text; an empty text gives an empty analysis."""
        ...


def children_of(tokens: tuple[Token, ...]) -> tuple[tuple[int, ...], ...]:
    """Dependents of each token, in order of position."""
    below: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if 0 <= token.head < len(tokens) and token.head != token.index:
            below[token.head].append(token.index)
    return tuple(tuple(x) for x in below)


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
