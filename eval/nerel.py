"""Score the reader on a folder of BRAT files: `python -m eval.nerel DIR [--json]`.

nested: exact spans with their type, micro-averaged; discontinuous spans are dropped, as in the published baselines.
relations: (head, tail, type) within one sentence, with the true entities given, and end to end from those found. A
sentence is razdel's, and ends with its line: razdel alone takes a headline and what follows for one.
"""

from __future__ import annotations

import argparse
import bisect
import collections
import dataclasses
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from eval.brat import Annotated, Span, Triple, read_folder
from eval.errors import EvaluationError
from havenwatch.model.reader import Reader, SpanReading, load_reader


@dataclasses.dataclass(slots=True)
class Tally:
    """Counts of what was found, what is true, and what is both."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, found: frozenset[Any], gold: frozenset[Any]) -> None:
        """Count one document."""
        self.right += len(found & gold)
        self.found += len(found)
        self.gold += len(gold)

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 if nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the true that was found; 0 if nothing is true."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def figures(texts: Sequence[Annotated], reader: Reader) -> dict[str, Any]:
    """All figures of the command; documents_per_second counts reading alone, one thread."""
    nested, given, whole = Tally(), Tally(), Tally()
    types: dict[str, Tally] = collections.defaultdict(Tally)
    spent = 0.0
    for text in texts:
        began = time.perf_counter()
        reading = reader.read(text.text)
        spent += time.perf_counter() - began
        spans = frozenset((s.start, s.end, s.type) for s in reading.spans)
        nested.add(spans, text.spans)
        for kind in {s[2] for s in spans | text.spans}:
            types[kind].add(*(frozenset(s for s in some if s[2] == kind) for some in (spans, text.spans)))
        near = Sentences(text.text)
        gold = near.within(text.relations)
        whole.add(near.within(_triples(reading)), gold)
        given.add(near.within(_given(reader, text)), gold)
    return {
        "nested": _rounded(nested),
        "types": {kind: round(types[kind].f1, 4) for kind in sorted(types)},
        "relations": {"f1": round(given.f1, 4), "end_to_end_f1": round(whole.f1, 4)},
        "documents_per_second": round(len(texts) / spent, 2) if spent else 0.0,
        "documents": len(texts),
        "discontinuous_dropped": sum(text.dropped for text in texts),
    }


class Sentences:
    """Tells whether two spans start in one sentence."""

    def __init__(self, text: str) -> None:
        from razdel import sentenize

        lines = (at for at, char in enumerate(text, 1) if char == "\n")
        self._starts = sorted({*lines, *(s.start for s in sentenize(text))})

    def within(self, triples: Iterable[Triple]) -> frozenset[Triple]:
        """The triples whose two ends stand in one sentence."""
        return frozenset(t for t in triples if self._number(t[0]) == self._number(t[1]))

    def _number(self, span: Span) -> int:
        return bisect.bisect_right(self._starts, span[0])


def _triples(reading: SpanReading) -> list[Triple]:
    spans = [(s.start, s.end, s.type) for s in reading.spans]
    return [(spans[r.head], spans[r.tail], r.type) for r in reading.relations]


def _given(reader: Reader, text: Annotated) -> list[Triple]:
    spans = sorted(text.spans)
    return [(spans[r.head], spans[r.tail], r.type) for r in reader.given(text.text, spans)]


def _rounded(tally: Tally) -> dict[str, float]:
    return {name: round(getattr(tally, name), 4) for name in ("precision", "recall", "f1")}


def main() -> int:
    """Score from the command line; 2 if the folder cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    try:
        found = figures(read_folder(given.folder), load_reader())
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found) if given.json else table(found))
    return 0


def table(found: dict[str, Any]) -> str:
    """The figures for reading."""
    nested, relations = found["nested"], found["relations"]
    rows = [f"nested     P {nested['precision']:.3f}  R {nested['recall']:.3f}  F1 {nested['f1']:.3f}"]
    rows += [f"relations  F1 {relations['f1']:.3f} given entities, {relations['end_to_end_f1']:.3f} end to end"]
    rows += [f"speed      {found['documents_per_second']:.1f} documents/s over {found['documents']} documents"]
    rows += [f"dropped    {found['discontinuous_dropped']} discontinuous spans", ""]
    rows += [f"{kind:18} {value:.3f}" for kind, value in found["types"].items()]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
