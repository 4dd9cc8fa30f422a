"""Train one head of acts: python train/04_acts/train.py --cache build/acts --fold 0 --seed 0.

Fold -1 leaves nothing out: that is what ships. `encode.py` makes the cache first; `export.py` makes packs of the heads.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from annotations import Shown, digest
from encode import Cache, open_cache
from network import Head, Shape
from torch import Tensor
from torch.nn import functional

SILVER = ("nerel", "hrdsattack")
FOLDER = Path(__file__).parent


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows. The bags are flat: for each of their words its place, type and number of bag."""

    features: Tensor
    mask: Tensor
    weight: Tensor
    place: Tensor
    type: Tensor
    bag: Tensor
    status: Tensor
    bag_weight: Tensor


def batch_of(windows: Sequence[Shown], weights: dict[str, float], cache: Cache) -> Batch:
    """Windows side by side; the weight of a window is that of its origin."""
    longest, width = max(len(w.places) for w in windows), windows[0].features.shape[1]
    features = torch.zeros(len(windows), longest, width)
    mask = torch.zeros(len(windows), longest, dtype=torch.bool)
    flat: list[tuple[int, int, int]] = []
    bags: list[tuple[int, float]] = []
    weight = [weights[cache.items[w.item].origin] for w in windows]
    for row, window in enumerate(windows):
        features[row, : len(window.places)] = torch.from_numpy(window.features.astype(np.float32))
        mask[row, : len(window.places)] = True
        for bag in window.bags:
            flat += [(row * longest + n, bag.type, len(bags)) for n in range(bag.first, bag.last + 1)]
            bags.append((bag.status, weight[row]))
    place, kind, number = torch.tensor(flat, dtype=torch.long).reshape(-1, 3).T
    status = torch.tensor([s for s, _ in bags], dtype=torch.long)
    return Batch(features, mask, torch.tensor(weight), place, kind, number, status, torch.tensor([w for _, w in bags]))


def loss_of(head: Head, batch: Batch, config: dict) -> Tensor:
    """Likelihood of the bags (at least one word tells the act), of the words outside them, and of the statuses."""
    with torch.autocast("cpu", torch.bfloat16):
        types, statuses = head(batch.features, batch.mask)
    types, statuses = types.float().flatten(0, 1), statuses.float().flatten(0, 1)
    silent = functional.softplus(types)  # -log of the probability that a word tells nothing
    outside = (batch.mask * batch.weight[:, None]).flatten()[:, None].repeat(1, types.shape[1])
    outside[batch.place, batch.type] = 0.0
    loss = config["negative"] * (silent * outside).sum()
    if not len(batch.status):
        return loss
    count = len(batch.status)
    none = torch.zeros(count).index_add(0, batch.bag, -silent[batch.place, batch.type])
    loss = loss - (torch.log(-torch.expm1(none.clamp(max=-1e-6))) * batch.bag_weight).sum()
    share = _shares(types[batch.place, batch.type].detach(), batch.bag, count)
    told = torch.zeros(count, statuses.shape[1]).index_add(0, batch.bag, share[:, None] * statuses[batch.place])
    known = batch.status >= 0
    wrong = functional.cross_entropy(told[known], batch.status[known], reduction="none", label_smoothing=0.05)
    return loss + config["status"] * (wrong * batch.bag_weight[known]).sum()


def _shares(scores: Tensor, bag: Tensor, count: int) -> Tensor:
    """Softmax within each bag."""
    top = torch.full((count,), -torch.inf).scatter_reduce(0, bag, scores, "amax")
    weight = torch.exp(scores - top[bag])
    return weight / torch.zeros(count).index_add(0, bag, weight)[bag]


def batches(windows: Sequence[Shown], size: int, chance: random.Random) -> Iterator[list[Shown]]:
    """Windows of like length together, in random order."""
    order = sorted(windows, key=lambda w: len(w.places) + chance.random() * 8)
    rows = [order[n : n + size] for n in range(0, len(order), size)]
    chance.shuffle(rows)
    yield from rows


def useful(window: Shown, cache: Cache, config: dict) -> bool:
    """Whether to learn from a window: one of an origin with a weight; of silent silver ones only one in `silent`."""
    item = cache.items[window.item]
    if item.origin not in config["weights"]:
        return False
    silent = item.origin in SILVER and not window.bags
    return not silent or int(digest(item.text + str(window.places[0])), 16) % config["silent"] == 0


def train(cache: Cache, windows: Sequence[Shown], config: dict, seed: int, said: str) -> Head:
    """A head with the running average of its weights over the second half of the steps."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    head = Head(Shape(**cache.sizes, **config["shape"]), torch.tensor(cache.groups))
    steps = config["epochs"] * (len(windows) // config["batch"] + 1)
    optimiser = torch.optim.AdamW(head.parameters(), lr=config["rate"], weight_decay=config["decay"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, config["rate"], total_steps=steps + 1, pct_start=0.1)
    average: dict[str, Tensor] = {}
    begun = time.time()
    for epoch in range(config["epochs"]):
        total = 0.0
        for rows in batches(windows, config["batch"], chance):
            loss = loss_of(head, batch_of(rows, config["weights"], cache), config) / (8 * len(rows))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
            if epoch >= config["epochs"] // 2:
                _averaged(average, head, config["average"])
        print(f"{said} epoch {epoch} loss {total:.1f} {time.time() - begun:.0f} s", flush=True)
    head.load_state_dict(average)
    return head.eval()


def _averaged(average: dict[str, Tensor], head: Head, decay: float) -> None:
    for name, value in head.state_dict().items():
        if name not in average:
            average[name] = value.clone()
        elif value.is_floating_point():
            average[name].lerp_(value, 1 - decay)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--config", default="both", help="name of a config beside this file (default: %(default)s)")
    parser.add_argument("--without", help="languages left out altogether, joined by commas")
    given = parser.parse_args()
    torch.set_num_threads(1)
    cache = open_cache(given.cache)
    without = (given.without or "").split(",")
    left_out = {n for n, i in enumerate(cache.items) if i.fold == given.fold >= 0 or i.language in without}
    config = tomllib.loads((FOLDER / f"{given.config}.toml").read_text(encoding="utf-8"))
    name = f"{'without' if given.without else given.config}-{given.fold}-{given.seed}"
    windows = [w for w in cache.windows if w.item not in left_out and useful(w, cache, config)]
    head = train(cache, windows, config, given.seed, name)
    torch.save(head.state_dict(), given.cache / f"{name}.pt")
    (given.cache / f"{name}.json").write_text(json.dumps(config), encoding="utf-8")


if __name__ == "__main__":
    main()
