"""The reader: nested entities, event triggers and relations of a text in any of the supported languages.

One small encoder (multilingual-e5-small, trained on NEREL; see the pack's manifest) reads windows of whole sentences; a
head scores each (first word, last word, type), another each pair of what was found, a third gives word classes and
syntax, which it learnt from slovnet.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import importlib.resources
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from havenwatch.errors import ModelError
from havenwatch.model.embedding import Embeddings, Floats
from havenwatch.model.nesting import Cells, decoded, probability
from havenwatch.model.pack import open_pack
from havenwatch.model.windows import windows
from havenwatch.model.words import Word, load_pieces, sentence_breaks

PROTOCOL = 2  # raised when the form of the weights changes
ROLES = ("encoder", "pairs", "syntax", "embeddings", "vocabulary", "scores", "normaliser")
LABELS = ("types", "relations", "tags", "links")
BOS, EOS = 0, 2
BLOCK = 50_000  # characters whose words are held at a time: bounds memory on a long text
ENTITIES = 96  # at most so many of a window are paired, the surest ones; only tables and lists have more


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """An entity or event trigger `text[start:end]`; spans nest. `type` is one of NEREL's, `score` a probability."""

    start: int
    end: int
    type: str
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class Relation:
    """`head` and `tail` are positions in the reading's spans; `type` is one of NEREL's, `score` a probability."""

    head: int
    tail: int
    type: str
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class SpanReading:
    """All spans of a text by (start, -end, type), and the relations between them; both empty for an empty text."""

    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder makes of one window: scores of spans [S, N, N], vectors of words' ends [N, H]."""

    scores: Floats
    first: Floats
    last: Floats


# Tags "NOUN|Case=Nom|...", the likeliest first; position of the head among the tokens or -1; relation to it.
Syntax = tuple[tuple[str, ...], int, str]


class Reader:
    """Loaded weights; calls may come from one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Check and load a pack.

        Raises:
            ModelError: a file is missing, damaged, or of another protocol.
        """
        pack = open_pack(folder, PROTOCOL, ROLES)
        self.pieces = load_pieces(*(pack.files[role] for role in ROLES[4:]))
        self._encoder, self._pairs, self._syntax = (open_session(pack.files[role]) for role in ROLES[:3])
        try:
            self.types, self.relations, self._tags, self._links = (tuple(pack.about[name]) for name in LABELS)
            self.size, self.longest, hidden = (int(pack.about[name]) for name in ("window", "longest", "hidden"))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{folder / 'manifest.json'}: no {error}; reinstall havenwatch") from error
        self._embeddings = Embeddings(pack.files["embeddings"], hidden)

    def read(self, text: str) -> SpanReading:
        """Spans and relations of the whole text; offsets are exact code points of `text`."""
        spans: list[Span] = []
        relations: list[Relation] = []
        for words, sentences in self._windows(text):
            seen = self.see(words)
            cells, values = decoded(seen.scores)
            surest = np.sort(np.argsort(-values, kind="stable")[:ENTITIES])
            related = self._related(seen, cells[surest], sentences)
            places = len(spans) + surest
            relations += [Relation(int(places[r.head]), int(places[r.tail]), r.type, r.score) for r in related]
            spans += self._named(words, cells, values)
        return _ordered(spans, relations)

    def given(self, text: str, spans: Sequence[tuple[int, int, str]]) -> list[Relation]:
        """Relations between spans that are given, for measuring; only those whole in one window can be related."""
        out: list[Relation] = []
        for words, sentences in self._windows(text):
            starts, ends = {w.start: n for n, w in enumerate(words)}, {w.end: n for n, w in enumerate(words)}
            inside = [n for n, (a, b, t) in enumerate(spans) if a in starts and b in ends and t in self.types]
            cells = [(self.types.index(spans[n][2]), starts[spans[n][0]], ends[spans[n][1]]) for n in inside]
            found = self._related(self.see(words), np.array(cells).reshape(-1, 3), sentences)
            out += [Relation(inside[r.head], inside[r.tail], r.type, r.score) for r in found]
        return out

    def spans(self, words: Sequence[Word], seen: Seen) -> list[Span]:
        """Spans of a window."""
        return self._named(words, *decoded(seen.scores))

    def _named(self, words: Sequence[Word], cells: Cells, values: Floats) -> list[Span]:
        rows = zip(cells.tolist(), probability(values), strict=True)
        return [Span(words[a].start, words[b].end, self.types[kind], float(value)) for (kind, a, b), value in rows]

    def _windows(self, text: str) -> Iterator[tuple[list[Word], list[int]]]:
        """Words of each window, and the numbers of the sentences that they stand in."""
        for start, end in blocks(text):
            block = text[start:end]
            words = shifted(self.pieces.words(block), start)
            breaks = [at + start for at in sentence_breaks(block)]
            for window in windows(words, breaks, self.size):
                part = words[window.first : window.last]
                yield part, [bisect.bisect_right(breaks, word.start) for word in part]

    def see(self, words: Sequence[Word]) -> Seen:
        """Encode one window of at least one word."""
        ids, ends = [BOS], []
        for word in words:
            ids.extend(word.pieces)
            ends.append(len(ids) - 1)
        starts = [1, *(end + 1 for end in ends[:-1])]
        embedded = self._embeddings.rows([*ids, EOS])
        given = {"embedded": embedded[None], "first": np.array([starts]), "last": np.array([ends])}
        scores, first, last = self._encoder.run(None, given)
        return Seen(scores[0], first, last)

    def _related(self, seen: Seen, cells: Cells, sentences: Sequence[int]) -> list[Relation]:
        """Relations between cells of one sentence: over its end none was learnt."""
        if len(cells) < 2:
            return []
        given: dict[str, Any] = {"words_first": seen.first, "words_last": seen.last}
        given |= {"kinds": cells[None, :, 0], "begin": cells[None, :, 1], "end": cells[None, :, 2]}
        (scores,) = self._pairs.run(None, given)
        numbers = np.array(sentences)[cells[:, 1]]
        near = (numbers[:, None] == numbers) & ~np.eye(len(cells), dtype=bool)
        hits = np.argwhere((scores[0] > 0) & near[:, :, None])
        values = probability(scores[0][tuple(hits.T)])
        return [Relation(a, b, self.relations[k], float(v)) for (a, b, k), v in zip(hits.tolist(), values, strict=True)]

    def parse(self, seen: Seen, tokens: Sequence[tuple[int, int, int]]) -> list[Syntax]:
        """Syntax of tokens, each given as (first word, last word, number of its sentence)."""
        rows = np.array(tokens)[None]
        given: dict[str, Any] = {"words_first": seen.first, "words_last": seen.last}
        given |= {"begin": rows[..., 0], "end": rows[..., 1], "sentence": rows[..., 2]}
        tags, heads, links = (x.tolist() for x in self._syntax.run(None, given))
        ranked = (tuple(self._tags[t] for t in row) for row in tags)
        return [(row, h - 1, self._links[n]) for row, h, n in zip(ranked, heads, links, strict=True)]


def shifted(words: Sequence[Word], by: int) -> list[Word]:
    """The same words of a text in which theirs begins at `by`."""
    return [Word(w.start + by, w.end + by, w.pieces) for w in words]


def open_session(path: Path) -> Any:
    """An onnxruntime session of one thread; a ModelError names a file that it cannot load."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"{path}: onnxruntime cannot load it ({error}); reinstall havenwatch") from error


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most BLOCK characters, cut at a line's end if there is one in the last half, else at a space."""
    start = 0
    while start < len(text):
        end = min(start + BLOCK, len(text))
        if end < len(text):
            cuts = (text.rfind(mark, start + BLOCK // 2, end) for mark in ("\n", " "))
            end = next((cut + 1 for cut in cuts if cut > 0), end)
        yield start, end
        start = end


def _ordered(spans: Sequence[Span], relations: Sequence[Relation]) -> SpanReading:
    order = sorted(range(len(spans)), key=lambda n: (spans[n].start, -spans[n].end, spans[n].type))
    place = {old: new for new, old in enumerate(order)}
    moved = sorted((place[r.head], place[r.tail], r.type, r.score) for r in relations)
    return SpanReading(tuple(spans[n] for n in order), tuple(Relation(*row) for row in moved))


@functools.cache
def load_reader() -> Reader:
    """The reader shipped with the package, loaded once a process."""
    return Reader(Path(str(importlib.resources.files("havenwatch.model") / "weights" / "reader")))
