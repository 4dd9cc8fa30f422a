"""The network: a BERT encoder over given word embeddings; heads for nested spans, for relations, for syntax.

Shapes: B windows, T pieces, N words, K entities, M tokens of syntax, H 384 hidden, S span types, R relation types.
"""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = 40  # widths of spans in words that have a bias of their own; wider ones share the last
DISTANCES = 16  # buckets of the distance between two entities, a direction each


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network; `layers` is how many of the base encoder's twelve are kept."""

    types: int
    relations: int
    tags: int
    links: int
    layers: int = 12
    hidden: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    span: int = 128
    pair: int = 256
    arc: int = 128
    dropout: float = 0.1
    head_dropout: float = 0.1


class Drop(nn.Module):
    """Dropout with masks cut at random from one pool: drawing them anew took an eighth of the time on a CPU."""

    pool: Tensor | None = None

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """The same while evaluating; else each number zeroed or scaled up."""
        if not self.training or self.rate == 0:
            return x
        return x * self._mask(x.numel(), x.device).view(x.shape).to(x.dtype)

    def _mask(self, size: int, device: torch.device) -> Tensor:
        if self.pool is None or len(self.pool) < 2 * size:
            keep = 1 - self.rate
            self.pool = torch.empty(4 * size, device=device).bernoulli_(keep).div_(keep).bfloat16()
        at = int(torch.randint(len(self.pool) - size, ()))
        return self.pool[at : at + size]


class Layer(nn.Module):
    """One encoder layer, normalised after each half as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.norm1 = nn.LayerNorm(shape.hidden, 1e-12)
        self.inner = nn.Linear(shape.hidden, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.hidden)
        self.norm2 = nn.LayerNorm(shape.hidden, 1e-12)
        self.drop = Drop(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """[B, T, H] with an additive mask [B, 1, 1, T], None without padding."""
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        q = q * (h // self.heads) ** -0.5
        scores = q @ k.transpose(2, 3)
        weights = self.drop((scores if mask is None else scores + mask.to(q.dtype)).softmax(3))
        mixed = weights.to(v.dtype) @ v  # written out: the fused kernel's backward pass is slow at 32 wide heads
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, t, h))))
        return self.norm2(x + self.drop(self.outer(functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """The base encoder without its table of word embeddings, which stay as they came."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(shape.positions, shape.hidden))
        self.kind = nn.Parameter(torch.zeros(shape.hidden))
        self.norm = nn.LayerNorm(shape.hidden, 1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.drop = Drop(shape.dropout)

    def forward(self, embedded: Tensor, pieces: Tensor) -> Tensor:
        """Word embeddings [B, T, H] and 1 for a piece, 0 for padding [B, T], as [B, T, H]."""
        x = self.drop(self.norm(embedded + self.positions[: embedded.shape[1]] + self.kind))
        mask = (1.0 - pieces)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        return x


def gathered(x: Tensor, index: Tensor) -> Tensor:
    """Rows [B, N, H] of x [B, T, H] at index [B, N]."""
    return x.gather(1, index[:, :, None].expand(-1, -1, x.shape[2]))


class SpanHead(nn.Module):
    """A score for each (first word, last word, type): bilinear in the ends, linear in the mean, a bias by width."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.types, self.size = shape.types, shape.span
        self.first = nn.Linear(shape.hidden, shape.span)
        self.last = nn.Linear(shape.hidden, shape.span)
        self.bilinear = nn.Parameter(torch.randn(shape.span, shape.types * shape.span) / shape.span)
        self.ends = nn.Linear(shape.hidden, 2 * shape.types)
        self.inside = nn.Linear(shape.hidden, shape.types, bias=False)
        self.width = nn.Parameter(torch.full((WIDTHS, shape.types), -4.0))
        self.drop = Drop(shape.head_dropout)

    def forward(self, first: Tensor, last: Tensor) -> Tensor:
        """Vectors of the words' first and last pieces [B, N, H] as scores [B, S, N, N]; ends before starts included."""
        b, n, _ = first.shape
        start = self.drop(functional.gelu(self.first(first)))
        end = self.drop(functional.gelu(self.last(last)))
        left = (start @ self.bilinear).view(b, n, self.types, self.size).permute(0, 2, 1, 3)
        scores = left @ end[:, None].transpose(2, 3)
        head, _ = self.ends(first).float().transpose(1, 2).split(self.types, 1)
        _, tail = self.ends(last).float().transpose(1, 2).split(self.types, 1)
        return scores + head[:, :, :, None] + tail[:, :, None, :] + self._mean(first + last) + self._widths(n)

    def _mean(self, word: Tensor) -> Tensor:
        total = self.inside(word).float().cumsum(1).transpose(1, 2)
        before = functional.pad(total, (1, 0))[:, :, :-1]
        place = torch.arange(word.shape[1])
        length = (place[None, :] - place[:, None] + 1).clamp(min=1)
        return (total[:, :, None, :] - before[:, :, :, None]) / length

    def _widths(self, n: int) -> Tensor:
        place = torch.arange(n)
        width = (place[None, :] - place[:, None]).clamp(0, WIDTHS - 1)
        return self.width[width].permute(2, 0, 1)


class PairHead(nn.Module):
    """Scores of relations between two entities of a window: their ends, types, what stands between, the distance."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.kind = nn.Embedding(shape.types, 64)
        whole = 2 * shape.hidden + 64
        self.head = nn.Linear(whole, 2 * shape.pair)
        self.tail = nn.Linear(whole, 2 * shape.pair)
        self.between = nn.Linear(shape.hidden, shape.pair, bias=False)
        self.distance = nn.Embedding(2 * DISTANCES + 2, shape.pair)
        self.prior = nn.Embedding(shape.types * shape.types, shape.relations)
        self.types = shape.types
        self.out = nn.Linear(2 * shape.pair, shape.relations)
        self.drop = Drop(shape.head_dropout)
        nn.init.constant_(self.out.bias, -4.0)
        nn.init.zeros_(self.prior.weight)

    def forward(self, first: Tensor, last: Tensor, begin: Tensor, end: Tensor, kinds: Tensor) -> Tensor:
        """Word vectors [B, N, H] twice, entities' first and last words and types [B, K], as scores [B, K, K, R]."""
        ends = [gathered(first, begin), gathered(last, end), self.kind(kinds).to(first.dtype)]
        whole = self.drop(torch.cat(ends, 2))
        head_sum, head_product = self.head(whole).chunk(2, 2)
        tail_sum, tail_product = self.tail(whole).chunk(2, 2)
        bucket = self.distance(buckets(begin, end))
        added = head_sum[:, :, None] + tail_sum[:, None] + self._between(first + last, begin, end) + bucket
        mixed = torch.cat([functional.gelu(added), head_product[:, :, None] * tail_product[:, None]], 3)
        return self.out(self.drop(mixed)) + self.prior(kinds[:, :, None] * self.types + kinds[:, None])

    def _between(self, word: Tensor, begin: Tensor, end: Tensor) -> Tensor:
        """Projected mean of the words between each two entities, [B, K, K, P]; zero where they touch or overlap."""
        total = functional.pad(self.between(word).float().cumsum(1), (0, 0, 1, 0))
        after, before = gathered(total, end + 1), gathered(total, begin)
        right = (begin[:, None] - end[:, :, None] - 1).clamp(min=0)[..., None]
        left = (begin[:, :, None] - end[:, None] - 1).clamp(min=0)[..., None]
        rightward = (before[:, None] - after[:, :, None]) * (right > 0)
        leftward = (before[:, :, None] - after[:, None]) * (left > 0)
        return (rightward + leftward) / (right + left).clamp(min=1)


def buckets(begin: Tensor, end: Tensor) -> Tensor:
    """Rounded distance of entity pairs by direction [B, K, K]; two more: the first holds the second, or lies in it."""
    gap = (begin[:, None] - end[:, :, None]).clamp(min=0) - (begin[:, :, None] - end[:, None]).clamp(min=0)
    size = (gap.abs().float() * 2).sqrt().long().clamp(max=DISTANCES - 1)
    holds = (begin[:, :, None] <= begin[:, None]) & (end[:, :, None] >= end[:, None])
    inside = holds.transpose(1, 2) & ~holds
    apart = size + (gap < 0) * DISTANCES
    return apart * ~(holds | inside) + holds * 2 * DISTANCES + inside * (2 * DISTANCES + 1)


class SyntaxHead(nn.Module):
    """Tags of tokens, their heads and the relations to them; column 0 of the heads is the root."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        whole = 2 * shape.hidden
        self.tag = nn.Linear(whole, shape.tags)
        self.low, self.high = nn.Linear(whole, shape.arc), nn.Linear(whole, shape.arc)
        self.arc = nn.Parameter(torch.randn(shape.arc, shape.arc) / shape.arc)
        self.likely = nn.Linear(shape.arc, 1, bias=False)
        self.root = nn.Parameter(torch.zeros(shape.arc))
        self.below, self.above = nn.Linear(whole, shape.arc), nn.Linear(whole, shape.arc)
        self.mixed = nn.Linear(3 * shape.arc, shape.links)
        self.drop = Drop(shape.head_dropout)

    def tokens(self, first: Tensor, last: Tensor, begin: Tensor, end: Tensor) -> Tensor:
        """Word vectors [B, N, H] twice and tokens' first and last words [B, M] as [B, M, 2H]."""
        return self.drop(torch.cat([gathered(first, begin), gathered(last, end)], 2))

    def heads(self, tokens: Tensor, sentence: Tensor) -> Tensor:
        """Scores [B, M, 1 + M] of each token's head: the root, or a token of the same sentence [B, M]."""
        low, high = self.drop(functional.gelu(self.low(tokens))), self.drop(functional.gelu(self.high(tokens)))
        high = torch.cat([self.root.to(high.dtype).expand(high.shape[0], 1, -1), high], 1)
        scores = (low @ self.arc.to(low.dtype)) @ high.transpose(1, 2) + self.likely(high).transpose(1, 2)
        same = (sentence[:, :, None] == sentence[:, None]).float()
        return scores.float() + functional.pad(same - 1, (1, 0)) * 1e4

    def links(self, tokens: Tensor, head: Tensor) -> Tensor:
        """Scores [B, M, L] of relations to the given heads [B, M], 0 being the root."""
        below, above = functional.gelu(self.below(tokens)), functional.gelu(self.above(tokens))
        above = gathered(functional.pad(above, (0, 0, 1, 0)), head)
        return self.mixed(self.drop(torch.cat([below, above, below * above], 2)))


class Reader(nn.Module):
    """Encoder and all heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.spans = SpanHead(shape)
        self.pairs = PairHead(shape)
        self.syntax = SyntaxHead(shape)

    def words(self, embedded: Tensor, pieces: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of the first and of the last piece of each word, [B, N, H] each."""
        x = self.encoder(embedded, pieces)
        return gathered(x, first), gathered(x, last)
