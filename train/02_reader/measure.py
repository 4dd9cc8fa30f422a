"""Scores of a network on annotated texts, in words: a first look while it trains. The judge is eval.nerel."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Sequence

import torch
from batches import Example, batch, examples, grouped
from brat import Text
from network import Reader
from torch import Tensor


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """Micro F1 of nested spans, and of relations within a sentence between given entities.

    `tags`, `heads`, `links`: agreement with the silver syntax, links counted where the head agrees too.
    """

    nested: float
    relations: float
    tags: float
    heads: float
    links: float


def evaluate(
    reader: Reader, embed: Callable[[Tensor], Tensor], texts: Sequence[Text], labels: tuple[list[str], ...], size: int
) -> Score:
    """Read all windows of at most `size` pieces and compare."""
    maps = tuple({label: n for n, label in enumerate(names)} for names in labels)
    rows = examples(texts, [size], maps, random.Random(0))
    spans, relations, syntax = Counts(), Counts(), torch.zeros(4)
    with torch.inference_mode(), torch.autocast(next(reader.parameters()).device.type, torch.bfloat16):
        for group in grouped(rows, 2000, None):
            _compare(reader, embed, group, labels, (spans, relations, syntax))
    missed = sum(len(t.spans) for t in texts) - spans.gold
    shares = [round(float(x), 4) for x in syntax[:3] / syntax[3].clamp(min=1)]
    return Score(spans.f1(missed), relations.f1(0), *shares)


@dataclasses.dataclass(slots=True)
class Counts:
    """Running counts."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, found: set[tuple[int, ...]], gold: set[tuple[int, ...]]) -> None:
        """Count one window."""
        self.right += len(found & gold)
        self.found += len(found)
        self.gold += len(gold)

    def f1(self, missed: int) -> float:
        """F1; `missed` are gold items that no window holds whole."""
        return round(2 * self.right / max(1, self.found + self.gold + missed), 4)


def _compare(
    reader: Reader,
    embed: Callable[[Tensor], Tensor],
    group: list[Example],
    labels: tuple[list[str], ...],
    counts: tuple[Counts, Counts, torch.Tensor],
) -> None:
    given = batch(group, len(labels[0]), len(labels[1]))
    device = next(reader.parameters()).device
    first, last = reader.words(*(x.to(device) for x in (embed(given.ids), given.pieces, given.first, given.last)))
    scores = reader.spans(first, last).float().cpu()
    pairs = reader.pairs(first, last, *(x.to(device) for x in (given.begin, given.end, given.kinds))).float().cpu()
    counts[2].add_(_agreement(reader, first, last, given.syntax.to(device)).cpu())
    for i, row in enumerate(group):
        n, k = len(row.first), len(row.spans)
        hits = scores[i, :, :n, :n].triu().gt(0).nonzero().tolist() if n else []
        counts[0].add({(a, b, t) for t, a, b in hits if b >= a}, set(row.spans))
        near = row.sentences
        hit = {tuple(x) for x in pairs[i, :k, :k].gt(0).nonzero().tolist()}
        counts[1].add(*({x for x in some if near[x[0]] == near[x[1]]} for some in (hit, set(row.relations))))


def _agreement(reader: Reader, first: Tensor, last: Tensor, silver: Tensor) -> Tensor:
    begin, end, sentence, tag, head, link = silver
    tokens = reader.syntax.tokens(first, last, begin, end)
    real = head >= 0
    right_tag = (reader.syntax.tag(tokens).argmax(2) == tag) & real
    found = reader.syntax.heads(tokens, sentence).argmax(2)
    right_link = (found == head) & (reader.syntax.links(tokens, found).argmax(2) == link)
    return torch.stack([right_tag.sum(), ((found == head) & real).sum(), right_link.sum(), real.sum()]).float()
