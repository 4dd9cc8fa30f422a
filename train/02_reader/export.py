"""Make the pack that the package ships: python train/02_reader/export.py RUN build/encoder src/.../weights/reader."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from network import Reader, Shape, gathered
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

OPSET = 17
PROTOCOL = 2
WINDOW, LONGEST = 126, 254  # pieces of a packed window, and of a single sentence that is longer
RANKED = 12  # tags a token, the likeliest first: the dictionary then picks the first that it knows for the word
FLOAT = ("spans",)  # parts of the graph that stay in f32: quantised, the bilinear head loses a point


class EncoderGraph(nn.Module):
    """One window: embeddings [1, T, H], words' pieces [1, N], as scores [1, S, N, N] and word vectors [N, H] twice."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, embedded: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        encoder = self.reader.encoder
        x = encoder.norm(embedded + encoder.positions[: embedded.shape[1]] + encoder.kind)
        for layer in encoder.layers:
            x = layer(x, None)
        one, two = gathered(x, first), gathered(x, last)
        return self.reader.spans(one, two), one[0], two[0]


class PairGraph(nn.Module):
    """Relations of one window from word vectors [N, H] and entities [1, K]."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.pairs = reader.pairs

    def forward(self, words_first: Tensor, words_last: Tensor, begin: Tensor, end: Tensor, kinds: Tensor) -> Tensor:
        """Scores [1, K, K, R]."""
        return self.pairs(words_first[None], words_last[None], begin, end, kinds)


class SyntaxGraph(nn.Module):
    """Tokens of one window [1, M]: likeliest tags [M, RANKED], heads (0: root, else 1 + place), links [M]."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.syntax = reader.syntax

    def forward(
        self, words_first: Tensor, words_last: Tensor, begin: Tensor, end: Tensor, sentence: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        tokens = self.syntax.tokens(words_first[None], words_last[None], begin, end)
        heads = self.syntax.heads(tokens, sentence).argmax(2)
        links = self.syntax.links(tokens, heads).argmax(2)
        return self.syntax.tag(tokens)[0].topk(RANKED, 1).indices, heads[0], links[0]


def load(run: Path, spans: float, relations: float) -> tuple[Reader, dict[str, Any]]:
    """The averaged network of a run, without dropout, with thresholds taken off its scores; and the run's state."""
    state = torch.load(run, weights_only=False, map_location="cpu")
    reader = Reader(Shape(*map(len, state["labels"]), **state["config"]["shape"]))
    reader.load_state_dict(state["average"])
    with torch.no_grad():
        reader.spans.width -= spans
        reader.pairs.out.bias -= relations
    reader.encoder.positions = nn.Parameter(reader.encoder.positions[: LONGEST + 2].clone())
    return reader.eval(), state


def write_graphs(reader: Reader, folder: Path) -> None:
    """The graphs in f32."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _encoder(reader, folder / "encoder.onnx")
        _pairs(reader, folder / "pairs.onnx")
        _syntax(reader, folder / "syntax.onnx")


def _encoder(reader: Reader, path: Path) -> None:
    given = (torch.randn(1, 12, 384), torch.arange(1, 8)[None], torch.arange(1, 8)[None])
    names = ["embedded", "first", "last"]
    axes = {"embedded": {1: "pieces"}, "first": {1: "words"}, "last": {1: "words"}}
    out = ["scores", "words_first", "words_last"]
    torch.onnx.export(EncoderGraph(reader), given, str(path), input_names=names, dynamic_axes=axes,
                      output_names=out, opset_version=OPSET, dynamo=False)  # fmt: skip


def _pairs(reader: Reader, path: Path) -> None:
    entity = torch.tensor([[0, 2, 4]])
    given = (torch.randn(7, 384), torch.randn(7, 384), entity, entity + 1, entity)
    names = ["words_first", "words_last", "begin", "end", "kinds"]
    axes = {n: {0: "words"} for n in names[:2]} | {n: {1: "entities"} for n in names[2:]}
    torch.onnx.export(PairGraph(reader), given, str(path), input_names=names, dynamic_axes=axes,
                      output_names=["related"], opset_version=OPSET, dynamo=False)  # fmt: skip


def _syntax(reader: Reader, path: Path) -> None:
    token = torch.tensor([[0, 2, 4]])
    given = (torch.randn(7, 384), torch.randn(7, 384), token, token + 1, torch.zeros_like(token))
    names = ["words_first", "words_last", "begin", "end", "sentence"]
    axes = {n: {0: "words"} for n in names[:2]} | {n: {1: "tokens"} for n in names[2:]}
    torch.onnx.export(SyntaxGraph(reader), given, str(path), input_names=names, dynamic_axes=axes,
                      output_names=["tags", "heads", "links"], opset_version=OPSET, dynamo=False)  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    """Matrix products in int8 per channel, except those of the span head."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
        nodes = onnx.load(ready).graph.node
        kept = [n.name for n in nodes if any(f"/{part}" in n.name for part in FLOAT)]
        quantize_dynamic(ready, target, op_types_to_quantize=["MatMul"], per_channel=True,
                         weight_type=QuantType.QInt8, nodes_to_exclude=kept)  # fmt: skip


def write_pack(run: Path, encoder: Path, folder: Path, about: dict[str, Any]) -> None:
    """Graphs, vocabulary and manifest."""
    reader, state = load(run, about["span_threshold"], about["relation_threshold"])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        write_graphs(reader, Path(scratch))
        for name in ("encoder.onnx", "pairs.onnx", "syntax.onnx"):
            if about["quantised"]:
                quantise(Path(scratch) / name, folder / name)
            else:
                shutil.copy(Path(scratch) / name, folder / name)
    for name in ("embeddings.q4", "scores.f32", "normaliser.json"):
        shutil.copy(encoder / name, folder / name)
    packed = gzip.compress((encoder / "vocabulary.txt").read_bytes(), mtime=0)
    (folder / "vocabulary.txt.gz").write_bytes(packed)
    names = {"encoder": "encoder.onnx", "pairs": "pairs.onnx", "syntax": "syntax.onnx",
             "embeddings": "embeddings.q4",
             "vocabulary": "vocabulary.txt.gz", "scores": "scores.f32", "normaliser": "normaliser.json"}  # fmt: skip
    shutil.copy(Path(__file__).with_name("LICENSE-weights.txt"), folder / "LICENSE")
    files = {role: {"file": name, "sha256": _digest(folder / name)} for role, name in names.items()}
    labels = dict(zip(("types", "relations", "tags", "links"), state["labels"], strict=True))
    sizes = {"protocol": PROTOCOL, "window": WINDOW, "longest": LONGEST, "hidden": 384}
    whole = sizes | about | {"epochs": state["epoch"], "files": files} | labels
    (folder / "manifest.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="a checkpoint, last.pt")
    parser.add_argument("encoder", type=Path, help="made by train/01_encoder")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--float", action="store_true", help="keep f32, to measure what int8 costs")
    parser.add_argument("--span-threshold", type=float, default=0.0, help="log odds from which a span counts")
    parser.add_argument("--relation-threshold", type=float, default=0.0)
    given = parser.parse_args()
    about = json.loads(Path(__file__).with_name("about.json").read_text(encoding="utf-8"))
    chosen = {"quantised": not given.float, "span_threshold": given.span_threshold,
              "relation_threshold": given.relation_threshold}  # fmt: skip
    write_pack(given.run, given.encoder, given.folder, about | chosen)


if __name__ == "__main__":
    main()
