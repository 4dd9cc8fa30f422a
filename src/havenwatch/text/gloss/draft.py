"""A token while it is rendered: the same as `Token`, but its grammar may still change."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from havenwatch.text.tokens import ROOT, Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


@dataclasses.dataclass
class Draft:
    """One token; `base` is its dictionary form in its own language, `lower` the form without capitals."""

    index: int
    start: int
    end: int
    text: str
    lower: str
    base: str
    lemma: str
    senses: list[str]
    pos: str
    feats: dict[str, str]
    head: int
    rel: str

    def hang(self, head: int, rel: str) -> None:
        """Put below another token."""
        self.head, self.rel = head, rel

    @property
    def token(self) -> Token:
        """The finished token."""
        senses = tuple(dict.fromkeys(s for s in (*self.senses, self.base, self.lower) if s != self.lemma))
        return Token(self.index, self.start, self.end, self.text, self.lemma, self.pos, dict(self.feats), self.head,
                     self.rel, senses)  # fmt: skip


def drafts_of(sentence: Sentence) -> list[Draft]:
    """Tokens of a sentence as drafts; features that only Russian has are kept until they are decided."""
    return [_draft(t) for t in sentence.tokens]


def _draft(t: Token) -> Draft:
    lower = t.text.lower().replace("’", "'")
    return Draft(t.index, t.start, t.end, t.text, lower, lower, lower, [], t.pos, dict(t.feats), t.head, t.rel)


def children(row: Sequence[Draft], index: int) -> list[Draft]:
    """Dependents of a token, in order."""
    return [d for d in row if d.head == index and d.index != index]


def swap_heads(row: Sequence[Draft], upper: Draft, lower: Draft) -> None:
    """Let `lower` take the place of `upper`, which hung above it, with all that hung on `upper`."""
    lower.head, lower.rel = upper.head, upper.rel
    for d in row:
        if d.head == upper.index and d.index != lower.index:
            d.head = lower.index
    upper.head = lower.index
    if lower.head == lower.index:
        lower.head = ROOT
