"""The head of acts as a torch network; `havenwatch.model.acts.head` computes the same with numpy."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

RARE = -5.5  # log odds at the start: an act of a given type is told by about one word in 250
FLANK = 1  # words to each side that a convolution sees


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """Sizes: states of a word (a multiple of `hidden`), other features, types, statuses, inner width."""

    hidden: int
    states: int
    others: int
    types: int
    statuses: int
    width: int
    feature_dropout: float
    dropout: float
    masked: float


class Head(nn.Module):
    """Features [B, N, F] and mask [B, N] to log odds of types [B, N, T] and scores of statuses [B, N, S]."""

    def __init__(self, shape: Shape, groups: Tensor) -> None:
        super().__init__()
        self.shape, d, side = shape, shape.width, 2 * FLANK + 1
        self.register_buffer("groups", groups)
        self.inner = nn.Linear(shape.states + shape.others, d)
        self.beside = nn.Conv1d(d, d, side, padding=FLANK)
        self.own = nn.Parameter(torch.randn(shape.types, d) * 0.02)
        self.shared = nn.Parameter(torch.randn(int(groups.max()) + 1, d) * 0.02)
        self.bias = nn.Parameter(torch.full((shape.types,), RARE))
        self.told = nn.Conv1d(d, d, side, padding=FLANK)
        self.middle, self.status = nn.Linear(d, d), nn.Linear(d, shape.statuses)
        self.few, self.many = nn.Dropout(shape.feature_dropout), nn.Dropout(shape.dropout)

    def forward(self, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        there = mask[..., None].float()
        h = activation(self.inner(self.few(self._shown(features)))) * there
        h = h + self._convolved(self.beside, h) * there
        told = h + self._convolved(self.told, h) * there
        types = self.many(h) @ (self.own + self.shared[self.groups]).T + self.bias
        return types, self.status(self.many(activation(self.middle(self.many(told)))))

    def _shown(self, features: Tensor) -> Tensor:
        """Normalised states beside the other features; in training some words are hidden."""
        shape = self.shape
        states = features[..., : shape.states].unflatten(-1, (-1, shape.hidden))
        whole = torch.cat(
            [functional.layer_norm(states, (shape.hidden,)).flatten(-2), features[..., shape.states :]], -1
        )
        if not self.training:
            return whole
        return whole * (torch.rand(whole.shape[:2]) > shape.masked)[..., None]

    def _convolved(self, layer: nn.Conv1d, h: Tensor) -> Tensor:
        return activation(layer(self.many(h).transpose(1, 2))).transpose(1, 2)


def activation(x: Tensor) -> Tensor:
    """GELU by its tangent form, which numpy has too."""
    return functional.gelu(x, approximate="tanh")


class Averaged(nn.Module):
    """Features [N, F] of one window to probabilities of types [N, T] and statuses [N, S], the mean of several heads."""

    def __init__(self, heads: Sequence[Head], warmth: float) -> None:
        super().__init__()
        self.heads, self.warmth = nn.ModuleList(heads), warmth

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        mask = torch.ones_like(features[None, :, 0])
        both = [head(features[None], mask) for head in self.heads]
        types = torch.stack([types[0].sigmoid() for types, _ in both]).mean(0)
        return types, torch.stack([(told[0] * self.warmth).softmax(-1) for _, told in both]).mean(0)
