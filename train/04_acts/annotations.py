"""What the head of acts learns from: annotated documents and the ontology's phrases, as words with bags of evidence.

A bag is a stretch of words of which at least one tells an act of a type; which one, nobody has annotated. Words outside
every bag of a type tell no act of that type.
"""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from eval.acts import gold_acts
from havenwatch.model.reader import Reader
from havenwatch.model.sentences import split
from havenwatch.model.windows import windows
from havenwatch.model.words import Word
from havenwatch.ontology import Ontology

SETS = ("wikinews", "passages", "coverage")
FOLDS = 5
NONE = np.zeros((0, 0), np.float16)


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """A gold act: type, status (None: not annotated), all places in which it is told."""

    type: str
    status: str | None
    spans: tuple[tuple[int, int], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A text with its acts; `relevant` is False where no act is told of anybody."""

    origin: str
    ident: str
    language: str
    text: str
    acts: tuple[Act, ...]
    relevant: bool
    fold: int = -1


@dataclasses.dataclass(frozen=True, slots=True)
class Bag:
    """Words `first` to `last` (included) of a window; type as a number; status as a number or -1."""

    first: int
    last: int
    type: int
    status: int


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One window as the head sees it: features [N, F], bags, offsets and sentence numbers of its words."""

    item: int
    features: np.ndarray
    bags: tuple[Bag, ...]
    places: tuple[tuple[int, int, int], ...]


def rows(path: Path) -> list[dict]:
    """Lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def annotated(folder: Path) -> list[Item]:
    """A set with gold quotes, its documents dealt to folds within each language in the order of their digests."""
    gold = {row["doc"]: row for row in rows(folder / "gold.jsonl")}
    items = [_item(folder.name, row, gold[row["id"]]) for row in rows(folder / "documents.jsonl")]
    dealt: dict[str, int] = {}
    out = []
    for item in sorted(items, key=lambda i: digest(i.text)):
        number = dealt.get(item.language, int(digest(item.language)[:8], 16))
        dealt[item.language] = number + 1
        out.append(dataclasses.replace(item, fold=number % FOLDS))
    return out


def digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _item(origin: str, row: dict, gold: dict) -> Item:
    acts = tuple(Act(a.type, a.status, a.spans) for a in gold_acts(row["text"], gold))
    return Item(origin, row["id"], row["language"], row["text"], acts, bool(gold["cases"]))


def phrases(ontology: Ontology) -> list[Item]:
    """The ontology's phrases of frames and triggers, and its near misses, as short texts."""
    out = []
    for kind in ontology.events.values():
        for language, frames in kind.frames.items():
            out += [_phrase(kind.id, language, f.phrase, None, f.status) for f in frames]
        for language, triggers in kind.triggers.items():
            out += [_phrase(kind.id, language, t.phrase, t.text, None) for t in triggers]
        out += [_phrase(miss.instead, "ru", miss.text, None, None) for miss in kind.near_misses]
    return out


def _phrase(kind: str | None, language: str, text: str, trigger: str | None, status: str | None) -> Item:
    at = text.lower().find(trigger.lower()) if trigger is not None else -1
    span = (at, at + len(trigger)) if at >= 0 and trigger is not None else (0, len(text))
    acts = (Act(kind, status, (span,)),) if kind is not None else ()
    return Item("ontology", digest(text)[:12], language, text, acts, bool(acts))


def shown(reader: Reader, items: Sequence[Item], types: Sequence[str],
          statuses: Sequence[str]) -> Iterator[tuple[list[Word], Shown]]:  # fmt: skip
    """All windows of the items, as the reading cuts them, without features; bags only where types are given."""
    for number, item in enumerate(items):
        starts = [piece[0][0] for _, piece in split(item.text)]
        words = reader.pieces.words(item.text)
        for window in windows(words, starts, reader.size, reader.longest):
            part = words[window.first : window.last]
            places = tuple((w.start, w.end, bisect.bisect_right(starts, w.start)) for w in part)
            bags = tuple(_bags(item, places, types, statuses)) if types else ()
            yield part, Shown(number, NONE, bags, places)


def _bags(item: Item, places: Sequence[tuple[int, int, int]], types: Sequence[str],
          statuses: Sequence[str]) -> Iterator[Bag]:  # fmt: skip
    for act in item.acts:
        for start, end in act.spans:
            inside = [n for n, (a, b, _) in enumerate(places) if a < end and b > start]
            if inside:
                status = statuses.index(act.status) if act.status is not None else -1
                yield Bag(inside[0], inside[-1], types.index(act.type), status)
