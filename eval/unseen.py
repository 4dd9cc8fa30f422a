"""The head of acts that never saw a document: what it was trained on may not flatter the figures.

`train/04_acts/folds` holds a head for each fifth of the annotated documents, trained without that fifth; a document
that stands in none of them is read with the head that ships.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from eval.errors import EvaluationError
from havenwatch.model.acts import ActHead, load_acts
from havenwatch.model.acts.head import PROTOCOL
from havenwatch.model.analysis import ReaderAnalyser
from havenwatch.model.pack import open_pack
from havenwatch.model.reader import load_reader
from havenwatch.records import Document

FOLDS = Path(__file__).resolve().parents[1] / "train" / "04_acts" / "folds"
DIGITS = 12  # of a document's digest, enough to tell the documents apart


@functools.cache
def held_out(folder: Path = FOLDS) -> Mapping[str, Path]:
    """The pack that never saw a document, by the first digits of the document's digest.

    Raises:
        EvaluationError: the packs are not there.
    """
    packs = sorted(p for p in folder.glob("*") if p.is_dir())
    if not packs:
        raise EvaluationError(f"{folder}: no heads of the folds; train/04_acts/README.md says how they are made")
    return {digest: pack for pack in packs for digest in open_pack(pack, PROTOCOL, ()).about["held_out"]}


@functools.cache
def _head(folder: Path) -> ActHead:
    return ActHead(folder)


def head_for(document: Document, folder: Path = FOLDS) -> ActHead:
    """A head that was not trained on the document."""
    pack = held_out(folder).get(document.sha256[:DIGITS])
    return load_acts() if pack is None else _head(pack)


def analyser_for(document: Document) -> ReaderAnalyser:
    """The shipped reader with a head of acts that was not trained on the document."""
    return ReaderAnalyser(load_reader(), head_for(document))
