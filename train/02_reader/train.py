"""Train the reader: python train/02_reader/train.py --data NEREL --encoder build/encoder --out build/reader."""

from __future__ import annotations

import argparse
import collections
import copy
import dataclasses
import json
import random
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from batches import Batch, batch, examples, grouped
from brat import Text, read_folder, read_silver
from measure import Score, evaluate
from network import Reader, Shape
from torch import Tensor
from torch.nn import functional

from havenwatch.model.words import load_pieces

UNK = 3


class Embeddings:
    """The base model's 4-bit word embeddings, looked up row by row; never trained."""

    def __init__(self, path: Path, hidden: int = 384) -> None:
        rows = np.fromfile(path, np.uint8).reshape(-1, hidden // 32, 18)
        self.scale = torch.from_numpy(np.ascontiguousarray(rows[:, :, :2]).view(np.float16)[..., 0].copy())
        self.nibbles = torch.from_numpy(rows[:, :, 2:].copy())

    def __call__(self, ids: Tensor) -> Tensor:
        """Ids [B, T] as [B, T, H]."""
        packed = self.nibbles[ids]
        whole = torch.cat([packed & 0xF, packed >> 4], -1).float() - 8
        return (whole * self.scale[ids].float()[..., None]).flatten(2)


def losses(reader: Reader, embed: Embeddings, given: Batch, config: dict[str, Any]) -> Tensor:
    """Losses of spans a word, of relations an entity, of tags, heads and links a token, as one vector of three."""
    device = next(reader.parameters()).device
    embedded = embed(masked(given, config["masked"])).to(device)
    given = Batch(*(getattr(given, f.name).to(device) for f in dataclasses.fields(Batch)))
    with torch.autocast(device.type, torch.bfloat16):
        first, last = reader.words(embedded, given.pieces, given.first, given.last)
        spans = reader.spans(first, last).float()
        pairs = reader.pairs(first, last, given.begin, given.end, given.kinds).float()
        syntax = _syntax_loss(reader, first, last, given.syntax)
    order = torch.ones(spans.shape[2:], device=device).triu()
    seen = given.word[:, None, :, None] * given.word[:, None, None, :] * order
    span_loss = (functional.binary_cross_entropy_with_logits(spans, given.gold, reduction="none") * seen).sum()
    both = given.entity[:, :, None] * given.entity[:, None]  # relations over a sentence's end are annotated unevenly
    both = both * (given.sentence[:, :, None] == given.sentence[:, None])
    pair_loss = (
        functional.binary_cross_entropy_with_logits(pairs, given.related, reduction="none").sum(3) * both
    ).sum()
    return torch.stack([span_loss / given.word.sum(), pair_loss / given.entity.sum().clamp(min=1), syntax])


def masked(given: Batch, share: float) -> Tensor:
    """Ids in which a share of the words is unknown, so that the context has to tell."""
    hidden = torch.rand(given.first.shape) < share
    number = torch.zeros(given.ids.shape, dtype=torch.long).scatter_add_(1, given.first, given.word.long()).cumsum(1)
    inside = hidden.gather(1, (number - 1).clamp(0, hidden.shape[1] - 1)) & (number > 0) & (given.ids > UNK)
    return given.ids.masked_fill(inside, UNK)


def _syntax_loss(reader: Reader, first: Tensor, last: Tensor, silver: Tensor) -> Tensor:
    begin, end, sentence, tag, head, link = silver
    tokens = reader.syntax.tokens(first, last, begin, end)
    rows = (
        (reader.syntax.tag(tokens), tag),
        (reader.syntax.heads(tokens, sentence), head),
        (reader.syntax.links(tokens, head.clamp(min=0)), link),
    )
    real = (head >= 0).sum().clamp(min=1)
    sums = [functional.cross_entropy(x.float().flatten(0, 1), y.flatten(), reduction="sum") for x, y in rows]
    return torch.stack(sums).sum() / real


def groups(reader: Reader, config: dict[str, Any]) -> list[dict[str, Any]]:
    """Parameters with their rates: lower layers learn more slowly; vectors are not decayed."""
    out = []
    top = len(reader.encoder.layers)
    for name, parameter in reader.named_parameters():
        rate, depth = config["head_rate"], None
        if name.startswith("encoder."):
            depth = int(name.split(".")[2]) + 1 if "layers" in name else 0
            rate = config["encoder_rate"] * config["layer_decay"] ** (top - depth)
        decay = config["weight_decay"] if parameter.ndim > 1 else 0.0
        out.append({"params": [parameter], "lr": rate, "weight_decay": decay, "peak": rate})
    return out


def schedule(step: int, total: int, warmup: float) -> float:
    """Linear warm-up, then a half cosine to zero."""
    start = max(1, int(total * warmup))
    if step < start:
        return (step + 1) / start
    return 0.5 * (1 + float(np.cos(np.pi * (step - start) / max(1, total - start))))


class Run:
    """One training run: network, its running average, optimiser, place; can be saved and resumed."""

    def __init__(self, config: dict[str, Any], labels: tuple[list[str], ...], encoder: Path) -> None:
        torch.manual_seed(config["seed"])
        self.config, self.labels = config, labels
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.shape = Shape(*map(len, labels), **config["shape"])
        self.reader = Reader(self.shape).to(self.device)
        weights = torch.load(encoder / "encoder.pt")
        kept = self.reader.encoder.state_dict().keys()
        self.reader.encoder.load_state_dict({k: v for k, v in weights.items() if k in kept})
        self.average = copy.deepcopy(self.reader).eval()
        self.embed = Embeddings(encoder / "embeddings.q4")
        self.optimiser = torch.optim.AdamW(groups(self.reader, config), betas=(0.9, 0.98), fused=False)
        self.epoch = self.step = self.total = 0

    def save(self, path: Path) -> None:
        """Write everything that resuming needs."""
        parts = {"reader": self.reader, "average": self.average, "optimiser": self.optimiser}
        state = {name: part.state_dict() for name, part in parts.items()}
        place = {"epoch": self.epoch, "step": self.step, "total": self.total}
        torch.save(state | place | {"config": self.config, "labels": self.labels}, path)

    def resume(self, path: Path) -> None:
        """Go on where a saved run stopped."""
        state = torch.load(path, weights_only=False)
        self.reader.load_state_dict(state["reader"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.epoch, self.step, self.total = state["epoch"], state["step"], state["total"]

    def start(self, path: Path) -> None:
        """Begin with the averaged weights of another run; parts that it lacks stay as they are."""
        state = torch.load(path, weights_only=False)["average"]
        for part in (self.reader, self.average):
            part.load_state_dict(state, strict=False)

    def batches(self, texts: list[Text]) -> Iterator[Batch]:
        """One epoch of batches, the same for the same seed and epoch."""
        dice = random.Random(self.config["seed"] * 1000 + self.epoch)
        maps = tuple({label: n for n, label in enumerate(names)} for names in self.labels)
        rows = examples(texts, self.config["sizes"], maps, dice)
        for group in grouped(rows, self.config["tokens"], dice):
            yield batch(group, *map(len, maps[:2]))

    def update(self, given: Batch) -> np.ndarray:
        """One step."""
        factor = schedule(self.step, self.total, self.config["warmup"])
        for part in self.optimiser.param_groups:
            part["lr"] = part["peak"] * factor
        parts = losses(self.reader, self.embed, given, self.config)
        self.optimiser.zero_grad()
        (parts @ torch.tensor(self.config["weights"], device=parts.device)).backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), self.config["clip"])
        self.optimiser.step()
        self.step += 1
        self._follow()
        return parts.detach().cpu().numpy()

    def _follow(self) -> None:
        decay = min(self.config["average"], (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.reader.parameters(), strict=True):
                mean.lerp_(now, 1 - decay)


def train(run: Run, texts: list[Text], dev: list[Text], out: Path) -> None:
    """Run to the last epoch; a checkpoint and a line of measurements after each."""
    if run.total == 0:
        run.total = run.config["epochs"] * sum(1 for _ in run.batches(texts))
    while run.epoch < run.config["epochs"]:
        began, sums, count = time.time(), np.zeros(3), 0
        run.reader.train()
        for given in run.batches(texts):
            sums += run.update(given)
            count += 1
            if count % 50 == 0:
                print(f"epoch {run.epoch + 1} step {run.step}/{run.total} loss {sums / count}", flush=True)
        run.epoch += 1
        run.save(out / "last.pt")
        score = evaluate(run.average, run.embed, dev, run.labels, size=126)
        _report(run, score, sums / count, time.time() - began, out)


def _report(run: Run, score: Score, loss: np.ndarray, seconds: float, out: Path) -> None:
    row = {"epoch": run.epoch, "loss": [round(float(x), 4) for x in loss], "seconds": round(seconds)}
    row |= dataclasses.asdict(score)
    with (out / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    print(json.dumps(row), flush=True)


def labels_of(texts: list[Text]) -> tuple[list[str], ...]:
    """Types, relations, tags and links; tags that stand fewer than three times are not learnt."""
    types = sorted({kind for text in texts for *_, kind in text.spans})
    kinds = sorted({kind for text in texts for *_, kind in text.relations})
    tags = collections.Counter(token.tag for text in texts for token in text.tokens)
    links = sorted({token.link for text in texts for token in text.tokens})
    return types, kinds, sorted(tag for tag, count in tags.items() if count > 2), links


def main() -> None:
    """Train from the command line; repeated with the same --out, it resumes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with NEREL's train and dev")
    parser.add_argument("--encoder", type=Path, required=True, help="made by train/01_encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--silver", type=Path, required=True, help="folder with train.jsonl and dev.jsonl of silver.py")
    parser.add_argument("--start", type=Path, help="a checkpoint whose averaged weights the run begins with")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    config = tomllib.loads(given.config.read_text(encoding="utf-8"))
    pieces = load_pieces(*(given.encoder / name for name in ("vocabulary.txt", "scores.f32", "normaliser.json")))
    texts, dev = (read_folder(given.data / part, pieces, read_silver(given.silver / f"{part}.jsonl"))
                  for part in ("train", "dev"))  # fmt: skip
    run = Run(config, labels_of(texts), given.encoder)
    if (given.out / "last.pt").exists():
        run.resume(given.out / "last.pt")
    elif given.start is not None:
        run.start(given.start)
    train(run, texts, dev, given.out)


if __name__ == "__main__":
    main()
