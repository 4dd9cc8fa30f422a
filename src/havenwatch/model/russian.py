"""Russian models: slovnet's news NER, morphology and syntax over navec vectors, with pymorphy3 lemmas.

Weights: natasha 1.6.0 (MIT), trained on the Nerus silver corpus; see weights/ru/LICENSE.
Their digests are checked before use, so that a damaged or foreign file is never read silently.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from havenwatch.errors import ModelError
from havenwatch.text.morph import corrected, lemma
from havenwatch.text.tokens import ROOT, Analysis, Entity, Sentence, Token, children_of

ROLES = ("navec", "ner", "morph", "syntax")
PROTOCOL = 1  # raised when the form of the weights changes
MAX_TOKENS = 160  # a longer "sentence" (a list, a table) is cut: memory of the syntax model grows with its square
BATCH = 32  # sentences analysed at a time: bounds memory on a long text
WRAPPED_LINES, WRAPPED_WIDTH = 3, (40, 100)  # fewer lines, or narrower or wider ones, are headlines and paragraphs
PARAGRAPH = re.compile(r"[^\S\n]*\n\s*")


class RussianModel:
    """An `Analyser` for Russian text; about 0.7 s and 180 MB to load, then some 100 kB of text a second on one core."""

    def __init__(self, folder: Path) -> None:
        _one_thread()
        from navec import Navec
        from slovnet import NER, Morph, Syntax

        paths = check_weights(folder)
        vectors = Navec.load(paths["navec"])
        self._ner = NER.load(paths["ner"]).navec(vectors)
        self._morph = Morph.load(paths["morph"]).navec(vectors)
        self._syntax = Syntax.load(paths["syntax"]).navec(vectors)

    def analyse(self, text: str) -> Analysis:
        """Sentences, tokens and entities of the whole text; offsets are exact code points of `text`."""
        pieces = list(split(text))
        sentences: list[Sentence] = []
        entities: list[Entity] = []
        for at in range(0, len(pieces), BATCH):
            batch = pieces[at : at + BATCH]
            words = [[w.text for w in piece] for _, piece in batch]
            markups = zip(batch, self._morph.map(words), self._syntax.map(words), strict=True)
            sentences.extend(_sentence(n, piece, m, s) for (n, piece), m, s in markups)
            entities.extend(self._entities(text, [piece for _, piece in batch]))
        return Analysis(tuple(sentences), tuple(entities))

    def _entities(self, text: str, pieces: Sequence[Any]) -> Iterator[Entity]:
        for piece in pieces:
            start, end = piece[0].start, piece[-1].stop
            for span in self._ner(text[start:end]).spans:
                yield Entity(start + span.start, start + span.stop, span.type)


def _one_thread() -> None:
    """Keep matrix products on one core: they are small, and waiting threads made them ten times slower."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def split(text: str) -> Iterator[tuple[int, list[Any]]]:
    """(paragraph number, tokens) of each sentence; tokens carry absolute offsets, long sentences are cut."""
    from razdel import sentenize, tokenize

    for number, (start, end) in enumerate(_paragraphs(text)):
        for sentence in sentenize(text[start:end]):
            offset = start + sentence.start
            tokens = [_shift(token, offset) for token in tokenize(sentence.text)]
            for at in range(0, len(tokens), MAX_TOKENS):
                yield number, tokens[at : at + MAX_TOKENS]


def _shift(token: Any, offset: int) -> Any:
    token.start += offset
    token.stop += offset
    return token


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans between blank lines and, unless the text is wrapped at a fixed width, between lines."""
    wrapped = is_wrapped(text)
    start = 0
    for gap in PARAGRAPH.finditer(text):
        one_line = gap.group().count("\n") == 1
        if one_line and (wrapped or text[gap.end() : gap.end() + 1].islower()):
            continue
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def is_wrapped(text: str) -> bool:
    """Whether lines end where a page was full: several long lines, most of them ending inside a sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < WRAPPED_LINES:
        return False
    inside = sum(line[-1] not in '.!?…»":;' for line in lines)
    width = max(len(line) for line in lines)
    return WRAPPED_WIDTH[0] <= width <= WRAPPED_WIDTH[1] and inside * 2 > len(lines)


def _sentence(paragraph: int, piece: Sequence[Any], morph: Any, syntax: Any) -> Sentence:
    heads = without_cycles([int(t.head_id) - 1 for t in syntax.tokens])
    rows = zip(piece, morph.tokens, syntax.tokens, heads, strict=True)
    tokens = tuple(_token(n, word, m, s.rel, head) for n, (word, m, s, head) in enumerate(rows))
    return Sentence(tokens[0].start, tokens[-1].end, paragraph, tokens, children_of(tokens))


def _token(index: int, word: Any, morph: Any, rel: str, head: int) -> Token:
    feats = corrected(word.text, morph.pos, morph.feats)
    base = lemma(word.text, morph.pos, feats)
    return Token(index, word.start, word.stop, word.text, base, morph.pos, feats, head, rel)


def without_cycles(heads: Sequence[int]) -> list[int]:
    """Heads as a forest: the parser picks each head alone, so that rings occur; a ring is cut at its first token."""
    out = [head if 0 <= head < len(heads) and head != n else ROOT for n, head in enumerate(heads)]
    for start in range(len(out)):
        seen: set[int] = set()
        at = start
        while at != ROOT and at not in seen:
            seen.add(at)
            at = out[at]
        if at != ROOT:
            out[_first_of_ring(out, at)] = ROOT
    return out


def _first_of_ring(heads: Sequence[int], at: int) -> int:
    ring, nxt = {at}, heads[at]
    while nxt != at:
        ring.add(nxt)
        nxt = heads[nxt]
    return min(ring)


def check_weights(folder: Path) -> dict[str, str]:
    """Paths of the weight files by role after their digests were compared with the manifest.

    Raises:
        ModelError: the manifest or a file is missing or malformed, of another protocol, or a SHA-256 differs.
    """
    return {role: _checked(folder / file, digest) for role, (file, digest) in _manifest(folder).items()}


def _manifest(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "manifest.json"
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        protocol, files = read["protocol"], read["files"]
        found = {role: (str(files[role]["file"]), str(files[role]["sha256"])) for role in ROLES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no readable manifest of weights ({error!r}); reinstall havenwatch") from error
    if protocol != PROTOCOL:
        raise ModelError(f"{path}: weights of protocol {protocol}, this version reads {PROTOCOL}; reinstall havenwatch")
    return found


def _checked(path: Path, digest: str) -> str:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: weights cannot be read ({error}); reinstall havenwatch") from error
    if found != digest:
        raise ModelError(f"{path}: weights do not match the manifest (SHA-256 {found[:12]}...); reinstall havenwatch")
    return str(path)


@functools.cache
def load_russian() -> RussianModel:
    """The Russian model shipped with the package, loaded once a process."""
    return RussianModel(Path(str(importlib.resources.files("havenwatch.model") / "weights" / "ru")))
