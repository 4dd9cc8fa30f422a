"""Score the whole chain on an annotated set: `python -m eval.statements SET [--misses N]`.

The figures are those of the acceptance scorer beside the repository; sets are cut down to the languages that are read.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.corpora import OTHER, OWN, OWN_DATES, SHARED, Corpus, export_of, files_of, load_corpus
from havenwatch.statement import LANGUAGES

SETS = ("news", *OTHER, "seed", "coverage", "wikinews", "passages")
HALVES = ("even", "odd")


def scorer(shared: Path = SHARED) -> Path:
    """Path of the acceptance scorer; it may be absent."""
    return shared / "acceptance" / "score.py"


def unmeasured(name: str, shared: Path = SHARED) -> str | None:
    """Why the set cannot be scored here, in words; None when it can."""
    if name == OWN_DATES:
        return None
    if name not in (OWN, *OTHER) and not (shared / "data").exists():
        return f"{shared.name}/ with the annotated data is not beside the repository"
    if not scorer(shared).exists():
        return f"the scorer {shared.name}/acceptance/{scorer(shared).name} is not beside the repository"
    return None


def score(corpus: Corpus, *arguments: str) -> str:
    """Output of the acceptance scorer over the export of the corpus."""
    return score_export(corpus, export_of(corpus.documents), *arguments)


def score_export(corpus: Corpus, export: Mapping[str, Any], *arguments: str) -> str:
    """Output of the acceptance scorer over an export."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        path.write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
        gold = _restricted(corpus, Path(folder))
        command = [sys.executable, str(scorer()), str(path), str(gold), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own scorer


def figures(corpus: Corpus) -> dict[str, Any]:
    """The scorer's figures as a mapping."""
    found: dict[str, Any] = json.loads(score(corpus, "--json"))
    return found


def _restricted(corpus: Corpus, folder: Path) -> Path:
    """Gold of the documents that were read; a set with other languages is cut down to them."""
    if corpus.gold.suffix == ".yaml":
        return corpus.gold
    kept = {d.external_id for d in corpus.documents}
    lines = corpus.gold.read_text(encoding="utf-8").splitlines()
    (folder / "gold.jsonl").write_text("\n".join(x for x in lines if json.loads(x)["doc"] in kept), encoding="utf-8")
    texts = files_of(corpus.name)[0].read_text(encoding="utf-8")
    (folder / "documents.jsonl").write_text(texts, encoding="utf-8")
    return folder / "gold.jsonl"


def halved(corpus: Corpus, half: str | None) -> Corpus:
    """The texts whose number (the digits of their id) is `odd` or `even`; all for None."""
    if half is None:
        return corpus
    rest = HALVES.index(half)
    numbers = ((d, "".join(c for c in d.external_id or "" if c.isdigit())) for d in corpus.documents)
    return dataclasses.replace(corpus, documents=tuple(d for d, n in numbers if n and int(n) % 2 == rest))


def _known(name: str) -> str:
    if name.partition(":")[0] not in SETS:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(SETS)}")
    return name


def main() -> int:
    """Print the figures of one set, or why it was not checked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=_known, metavar="SET", help=f"{', '.join(SETS)}; with a language: passages:en")
    parser.add_argument("--language", action="append", help="only texts in this language; may be given several times")
    parser.add_argument("--half", choices=HALVES, help="only texts whose number is odd or even: one half is looked at")
    parser.add_argument("--misses", default="0", metavar="N", help="print up to N misses and N false hits")
    arguments = parser.parse_args()
    reason = unmeasured(arguments.set)
    if reason is not None:
        print(f"{arguments.set} not checked: {reason}")
        return 0
    languages = tuple(arguments.language or LANGUAGES)
    corpus = halved(load_corpus(arguments.set, languages=languages), arguments.half)
    print(score(corpus, "--misses", arguments.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
