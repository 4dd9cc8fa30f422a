"""Encode all that the head of acts learns from: python train/04_acts/encode.py --shared DATA --silver FILE --cache DIR.

The cache holds `features.npy`, one row a word, and `items.jsonl`; windows and bags are cut anew when it is opened.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from annotations import SETS, Act, Item, Shown, annotated, phrases, rows, shown

from havenwatch.model.acts.features import features
from havenwatch.model.reader import load_reader
from havenwatch.ontology import load_ontology
from havenwatch.records import STATUSES

ROUNDS, TOGETHER = 3, 5  # how often each phrase stands in a mixed text, and how many stand there


@dataclasses.dataclass(frozen=True, slots=True)
class Cache:
    """Items with their windows, the names of types and statuses, the group of each type, and sizes for the network."""

    items: tuple[Item, ...]
    windows: tuple[Shown, ...]
    types: tuple[str, ...]
    groups: tuple[int, ...]
    sizes: dict[str, int]


def silver(path: Path) -> list[Item]:
    """Texts with acts that the rules read there."""
    return [_read(row) for row in rows(path)]


def _read(row: dict) -> Item:
    acts = tuple(Act(kind, status, ((start, end),)) for kind, status, start, end in row["acts"])
    return Item(row["origin"], row["id"], row["language"], row["text"], acts, bool(acts))


def mixed(parts: Sequence[Item]) -> Iterator[Item]:
    """Texts of several phrases of one language: a phrase alone has other states than one in a text."""
    chance = random.Random(0)
    for number in range(ROUNDS):
        for language in sorted({p.language for p in parts}):
            own = [p for p in parts if p.language == language]
            chance.shuffle(own)
            yield from (_joined(own[n : n + TOGETHER], f"{number}-{n}") for n in range(0, len(own), TOGETHER))


def _joined(parts: Sequence[Item], ident: str) -> Item:
    text, acts = "", []
    for part in parts:
        at = len(text)
        acts += [Act(a.type, a.status, tuple((x + at, y + at) for x, y in a.spans)) for a in part.acts]
        text += part.text.rstrip(".") + ". "
    return Item("mix", f"{parts[0].language}-{ident}", parts[0].language, text, tuple(acts), bool(acts))


def main() -> None:
    """Encode from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--silver", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    given = parser.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    short = phrases(load_ontology())
    items = [i for name in SETS for i in annotated(given.shared / name)]
    items += [*short, *mixed(short), *silver(given.silver)]
    reader = load_reader()
    whole = [features(reader.see(words)).astype(np.float16) for words, _ in shown(reader, items, (), ())]
    np.save(given.cache / "features.npy", np.concatenate(whole))
    lines = (json.dumps(dataclasses.asdict(item), ensure_ascii=False) for item in items)
    (given.cache / "items.jsonl").write_text("\n".join(lines), encoding="utf-8")
    print(len(items), "items", len(whole), "windows", sum(map(len, whole)), "words")


def open_cache(folder: Path) -> Cache:
    """What `main` has written, with the windows cut."""
    items = tuple(_item(row) for row in rows(folder / "items.jsonl"))
    table = np.load(folder / "features.npy", mmap_mode="r")
    ontology, reader = load_ontology(), load_reader()
    types = tuple(sorted(ontology.events))
    names = sorted({ontology.events[t].group for t in types})
    windows, at = [], 0
    for words, window in shown(reader, items, types, STATUSES):
        windows.append(dataclasses.replace(window, features=table[at : at + len(words)]))
        at += len(words)
    if at != len(table):
        raise SystemExit(f"{folder}: {len(table)} rows for {at} words; encode anew")
    states = table.shape[1] - len(reader.types)
    sizes = {"hidden": states // 2, "states": states, "others": len(reader.types)}
    sizes |= {"types": len(types), "statuses": len(STATUSES)}
    groups = tuple(names.index(ontology.events[t].group) for t in types)
    return Cache(items, tuple(windows), types, groups, sizes)


def _item(row: dict) -> Item:
    acts = tuple(Act(a["type"], a["status"], tuple(map(tuple, a["spans"]))) for a in row.pop("acts"))
    return Item(**row, acts=acts)


if __name__ == "__main__":
    main()
