"""Figures of rules and model at several thresholds: python train/04_acts/combine.py SET ... --at 0,0.6,0.9,0.75.

Each text is encoded once, by a head that never saw it; then the whole chain runs for each row of thresholds (doubt,
add, status, sure). `--at 0,2,2,2` is the rules alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from eval import corpora, statements
from eval.corpora import Corpus, load_corpus
from eval.unseen import analyser_for
from havenwatch.records import Document
from havenwatch.statement.acts import combine
from havenwatch.text.tokens import Analysis

SHOWN = ("events", "acts", "status", "false alarms")


class Kept:
    """An analyser that has analysed its one text already."""

    def __init__(self, document: Document) -> None:
        self._analysis = analyser_for(document).analyse(document.text, document.language or "ru")

    def analyse(self, text: str, language: str = "ru") -> Analysis:  # noqa: ARG002 - the protocol
        """The analysis, whatever is asked."""
        return self._analysis


def row(corpus: Corpus) -> str:
    """The scorer's figures in one line."""
    found = statements.figures(corpus)
    return " ".join(f"{k} {_shown(found[k])}" for k in SHOWN)


def _shown(value: Sequence[float] | float) -> str:
    return "/".join(f"{x:.3f}" for x in value) if isinstance(value, list) else f"{value:.3f}"


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="+")
    parser.add_argument("--at", action="append", required=True, metavar="DOUBT,ADD,STATUS,SURE")
    given = parser.parse_args()
    for name in given.set:
        corpus = load_corpus(name)
        kept = {d.id: Kept(d) for d in corpus.documents}
        corpora.analyser_for = lambda document, kept=kept: kept[document.id]
        for numbers in given.at:
            combine.THRESHOLDS = combine.Thresholds(*map(float, numbers.split(",")))
            print(name, numbers, row(corpus), flush=True)


if __name__ == "__main__":
    main()
