"""Windows of annotated texts as padded tensors."""

from __future__ import annotations

import bisect
import dataclasses
import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from brat import Text
from torch import Tensor

from havenwatch.model.windows import Window, windows

BOS, PAD, EOS = 0, 1, 2


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One window.

    Ids of its pieces with the marks at both ends; places of words; gold spans with the sentences that they start in;
    relations; tokens of whole sentences (first and last word, sentence, tag, head as 1 + place or 0, link).
    """

    text: int
    window: Window
    ids: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...]
    sentences: tuple[int, ...]
    relations: tuple[tuple[int, int, int], ...]
    tokens: tuple[tuple[int, int, int, int, int, int], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows; see network.py for the shapes.

    `entity` marks true entities and `sentence` numbers theirs [B, K]; `syntax` has the six columns of tokens [6, B, M],
    -100 for a head, tag or link where there is none.
    """

    ids: Tensor
    pieces: Tensor
    first: Tensor
    last: Tensor
    word: Tensor
    gold: Tensor
    begin: Tensor
    end: Tensor
    kinds: Tensor
    entity: Tensor
    sentence: Tensor
    related: Tensor
    syntax: Tensor


Labels = tuple[dict[str, int], dict[str, int], dict[str, int], dict[str, int]]


def example(at: int, text: Text, window: Window, labels: Labels) -> Example:
    """Cut a window out of a text; spans and relations that reach over its border are left out."""
    types, kinds, tags, links = labels
    ids, first, last = [BOS], [], []
    for word in text.words[window.first : window.last]:
        first.append(len(ids))
        ids.extend(word.pieces)
        last.append(len(ids) - 1)
    inside = {n: s for n, s in enumerate(text.spans) if window.first <= s[0] and s[1] < window.last}
    place = {n: k for k, n in enumerate(inside)}
    spans = tuple((a - window.first, b - window.first, types[t]) for a, b, t in inside.values())
    pairs = tuple((place[a], place[b], kinds[t]) for a, b, t in text.relations if a in place and b in place)
    near = tuple(bisect.bisect_right(text.breaks, text.words[a].start) for a, _, _ in inside.values())
    return Example(
        at, window, (*ids, EOS), tuple(first), tuple(last), spans, near, pairs, _tokens(text, window, tags, links)
    )


def _tokens(
    text: Text, window: Window, tags: dict[str, int], links: dict[str, int]
) -> tuple[tuple[int, int, int, int, int, int], ...]:
    cut = {t.sentence for t in text.tokens if not (window.first <= t.first and t.last < window.last)}
    inside = {n: t for n, t in enumerate(text.tokens) if t.sentence not in cut}
    place = {n: k + 1 for k, n in enumerate(inside)} | {-1: 0}
    return tuple(
        (t.first - window.first, t.last - window.first, t.sentence, tags.get(t.tag, -100), place[t.head],
         links.get(t.link, -100)) for t in inside.values())  # fmt: skip


def examples(texts: Sequence[Text], sizes: Sequence[int], labels: Labels, dice: random.Random) -> list[Example]:
    """All texts cut into windows of a size drawn for each text."""
    out = []
    for at, text in enumerate(texts):
        size = dice.choice(sizes)
        out += [example(at, text, w, labels) for w in windows(text.words, text.breaks, size)]
    return out


def grouped(found: Sequence[Example], tokens: int, dice: random.Random | None) -> Iterator[list[Example]]:
    """Groups of windows of like length, at most `tokens` pieces each with padding; dice shuffle them."""
    noise = dice.random if dice else (lambda: 0.0)
    rows = sorted(found, key=lambda e: len(e.ids) * (1 + 0.1 * noise()))
    groups: list[list[Example]] = []
    for row in rows:
        if not groups or (len(groups[-1]) + 1) * max(len(row.ids), len(groups[-1][0].ids)) > tokens:
            groups.append([])
        groups[-1].append(row)
    if dice:
        dice.shuffle(groups)
    yield from groups


def batch(rows: Sequence[Example], types: int, relations: int) -> Batch:
    """Pad a group of windows."""
    b, t = len(rows), max(len(r.ids) for r in rows)
    n, k = max(len(r.first) for r in rows), max([1, *(len(r.spans) for r in rows)])
    ids, first, last = np.full((b, t), PAD), np.zeros((b, n), int), np.zeros((b, n), int)
    word, gold = np.zeros((b, n), np.float32), np.zeros((b, types, n, n), np.float32)
    place, related = np.zeros((5, b, k), int), np.zeros((b, k, k, relations), np.float32)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = row.ids
        first[i, : len(row.first)], last[i, : len(row.last)] = row.first, row.last
        word[i, : len(row.first)] = 1
        for at, ((start, end, kind), near) in enumerate(zip(row.spans, row.sentences, strict=True)):
            gold[i, kind, start, end] = 1
            place[:, i, at] = start, end, kind, 1, near
        for head, tail, kind in row.relations:
            related[i, head, tail, kind] = 1
    real = (ids != PAD).astype(np.float32)
    whole = map(torch.from_numpy, (ids, real, first, last, word, gold, *place, related, _syntax(rows)))
    return Batch(*whole)


def _syntax(rows: Sequence[Example]) -> np.ndarray:
    out = np.zeros((6, len(rows), max([1, *(len(r.tokens) for r in rows)])), int)
    out[2], out[3:] = -1, -100
    for i, row in enumerate(rows):
        if row.tokens:
            out[:, i, : len(row.tokens)] = np.array(row.tokens).T
    return out
