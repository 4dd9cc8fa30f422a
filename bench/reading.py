"""Speed and memory of reading: time to load, documents a second, peak memory, on a corpus of JSON lines.

Usage: python -m bench.reading [FILE.jsonl] [--json]

The first document is read once beforehand, so that "load" holds everything that happens only once: imports,
ontology, weights. Documents in a language that is not read are left out. Memory is the peak of the whole process.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from havenwatch.records import Document

CORPUS = Path(__file__).resolve().parents[1] / "examples" / "kazakhstan" / "documents.jsonl"
# ru_maxrss counts kilobytes, on macOS bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclasses.dataclass(frozen=True)
class Result:
    documents: int
    characters: int
    statements: int
    load_seconds: float
    read_seconds: float
    peak_megabytes: float

    @property
    def rate(self) -> float:
        """Documents a second once loaded."""
        return self.documents / self.read_seconds


def documents(path: Path) -> Iterator[Document]:
    from havenwatch.document import make_documents
    from havenwatch.source import Hints, Item, open_items

    for item in open_items([str(path)], Hints()):
        if isinstance(item, Item):
            yield from (d for d in make_documents(item) if isinstance(d, Document))


def measure(path: Path) -> Result:
    begun = time.perf_counter()
    from havenwatch.ontology import load_ontology
    from havenwatch.statement import read_document

    ontology = load_ontology()
    corpus = [d for d in documents(path) if not read_document(dataclasses.replace(d, text=""), ontology).problems]
    read_document(corpus[0], ontology)
    loaded = time.perf_counter()
    readings = [read_document(d, ontology) for d in corpus]
    done = time.perf_counter()
    return Result(
        documents=len(corpus),
        characters=sum(len(d.text) for d in corpus),
        statements=sum(len(r.statements) for r in readings),
        load_seconds=loaded - begun,
        read_seconds=done - loaded,
        peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    result = measure(wanted.corpus)
    if wanted.json:
        print(json.dumps(dataclasses.asdict(result) | {"documents_a_second": result.rate}))
        return
    print(f"{wanted.corpus.name} on {platform.machine()}, Python {platform.python_version()}")
    print(f"  load      {result.load_seconds:7.2f} s   imports, ontology, weights, first document")
    print(f"  read      {result.read_seconds:7.2f} s   {result.documents} documents, {result.characters} characters")
    print(f"  speed     {result.rate:7.1f}     documents a second")
    print(f"  found     {result.statements:7d}     statements")
    print(f"  memory    {result.peak_megabytes:7.0f} MB  peak")


if __name__ == "__main__":
    main()
