"""Silver syntax for the reader's third task: python train/02_reader/silver.py NEREL/train OUT.jsonl.

Tokens with word class, features, head and relation as natasha's slovnet models (MIT) read them, mended by the
dictionary where they are known to slip. One line a text: name, and sentences of [start, end, tag, head, relation].
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
from collections.abc import Mapping
from pathlib import Path

from navec import Navec
from slovnet import Morph, Syntax

from havenwatch.model.analysis import without_cycles
from havenwatch.model.sentences import Piece, split
from havenwatch.text.morph import corrected

BATCH = 32  # sentences


class Silver:
    """The two models over their word vectors."""

    def __init__(self, folder: Path) -> None:
        vectors = Navec.load(str(folder / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
        self.morph = Morph.load(str(folder / "model" / "slovnet_morph_news_v1.tar")).navec(vectors)
        self.syntax = Syntax.load(str(folder / "model" / "slovnet_syntax_news_v1.tar")).navec(vectors)

    def sentences(self, text: str) -> list[list[list[object]]]:
        """Rows of every sentence of a text."""
        pieces = [piece for _, piece in split(text)]
        return [row for at in range(0, len(pieces), BATCH) for row in self._batch(text, pieces[at : at + BATCH])]

    def _batch(self, text: str, pieces: list[Piece]) -> list[list[list[object]]]:
        words = [[text[a:b] for a, b in piece] for piece in pieces]
        read = zip(pieces, words, self.morph.map(words), self.syntax.map(words), strict=True)
        return [_rows(*parts) for parts in read]


def _rows(piece: Piece, words: list[str], morph: object, syntax: object) -> list[list[object]]:
    heads = without_cycles([int(t.head_id) - 1 for t in syntax.tokens])
    tags = [tag(word, t.pos, t.feats) for word, t in zip(words, morph.tokens, strict=True)]
    rows = zip(piece, tags, heads, syntax.tokens, strict=True)
    return [[start, end, label, head, t.rel] for (start, end), label, head, t in rows]


def tag(word: str, pos: str, feats: Mapping[str, str]) -> str:
    """Word class and features in one label."""
    mended = corrected(word, pos, feats)
    return f"{pos}|" + "|".join(f"{name}={value}" for name, value in sorted(mended.items()))


def main() -> None:
    """Analyse a folder from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    silver = Silver(Path(str(importlib.resources.files("natasha") / "data")))
    with given.out.open("w", encoding="utf-8") as file:
        for path in sorted(given.folder.glob("*.txt")):
            with path.open(encoding="utf-8", newline="") as text:
                line = json.dumps([path.stem, silver.sentences(text.read())], ensure_ascii=False)
            file.write(line + "\n")


if __name__ == "__main__":
    main()
