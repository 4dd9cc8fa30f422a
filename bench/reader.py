"""The reader beside its peers: documents a second, load time, memory and size, on the same texts in one run.

Usage: python -m bench.reader NEREL_DIR [--english HRDS.json.xz] [-o FILE.json]

Each system runs in a process of its own on one thread: ours, natasha's NER alone, natasha's full pipeline (NER,
morphology, syntax, lemmas) and, on English, spaCy's small model. A peer that is not installed is named as left out:
pip install 'havenwatch[bench]'. Persons, organisations and places of the Russian texts are scored on the same spans.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import inspect
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from eval.brat import Annotated, read_folder
from eval.hrds import read_articles

WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "havenwatch" / "model" / "weights"
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts kilobytes, on macOS bytes
Found = set[tuple[int, int, str]]
Read = Callable[[str], Found]
NAMES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "PERSON": "PER", "ORGANIZATION": "ORG", "COUNTRY": "LOC",
         "CITY": "LOC", "STATE_OR_PROVINCE": "LOC", "DISTRICT": "LOC", "LOCATION": "LOC", "GPE": "LOC"}  # fmt: skip


def ours() -> Read:
    from havenwatch.model.reader import load_reader

    reader = load_reader()
    return lambda text: {(s.start, s.end, s.type) for s in reader.read(text).spans}


def ours_with_syntax() -> Read:
    from havenwatch.model.analysis import load_analyser

    analyser = load_analyser()
    return lambda text: {(e.start, e.end, e.type) for e in analyser.analyse(text).entities}


def natasha(*, full: bool) -> Read:
    # pymorphy2, which natasha brings, asks for a function that Python 3.11 no longer has.
    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = lambda f: inspect.getfullargspec(f)[:4]  # type: ignore[attr-defined]
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    segmenter, words = Segmenter(), NewsEmbedding()
    names, vocabulary = NewsNERTagger(words), MorphVocab()
    morphology, syntax = (NewsMorphTagger(words), NewsSyntaxParser(words)) if full else (None, None)

    def read(text: str) -> Found:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(names)
        if full:
            doc.tag_morph(morphology)
            doc.parse_syntax(syntax)
            for token in doc.tokens:
                token.lemmatize(vocabulary)
        return {(s.start, s.stop, s.type) for s in doc.spans}

    return read


def spacy() -> Read:
    import en_core_web_sm

    model = en_core_web_sm.load()
    return lambda text: {(e.start_char, e.end_char, e.label_) for e in model(text).ents}


SYSTEMS: dict[str, tuple[str, str, Callable[[], Read]]] = {
    "havenwatch: entities, triggers, relations": ("ru", "havenwatch", ours),
    "havenwatch: with word classes, syntax, lemmas": ("ru", "havenwatch", ours_with_syntax),
    "natasha: NER alone": ("ru", "natasha", lambda: natasha(full=False)),
    "natasha: NER, morphology, syntax, lemmas": ("ru", "natasha", lambda: natasha(full=True)),
    "havenwatch on English": ("en", "havenwatch", ours),
    "spaCy en_core_web_sm": ("en", "en_core_web_sm", spacy),
}


def measure(name: str, texts: list[str], gold: list[Found]) -> dict[str, Any]:
    """One system over all texts, in this process."""
    begun = time.perf_counter()
    read = SYSTEMS[name][2]()
    loaded = time.perf_counter()
    read(texts[0])
    started = time.perf_counter()
    found = [read(text) for text in texts]
    spent = time.perf_counter() - started
    row: dict[str, Any] = {
        "load_seconds": round(loaded - begun, 2),
        "documents_per_second": round(len(texts) / spent, 1),
    }
    row["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6)
    if gold:
        row["names_f1"] = {kind: f1([named(f, kind) for f in found], [named(g, kind) for g in gold]) for kind in KINDS}
    return row


KINDS = ("PER", "ORG", "LOC", "all")


def named(spans: Iterable[tuple[int, int, str]], kind: str) -> set[tuple[int, int, str]]:
    """Outermost names of a kind, so that flat and nested readers are asked for the same."""
    kept = {(a, b, NAMES[t]) for a, b, t in spans if t in NAMES and kind in (NAMES[t], "all")}
    return {s for s in kept if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in kept)}


def f1(found: list[Found], gold: list[Found]) -> float:
    right = sum(len(f & g) for f, g in zip(found, gold, strict=True))
    total = sum(len(f) + len(g) for f, g in zip(found, gold, strict=True))
    return round(2 * right / total, 4) if total else 0.0


def alone(name: str, argv: list[str]) -> dict[str, Any]:
    """Measure a system in a process of its own, on one thread."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, "-W", "ignore", "-m", "bench.reader", *argv, "--system", name]
    out = subprocess.run(command, env=os.environ | one, capture_output=True, text=True, check=False)
    if out.returncode:
        return {"left_out": f"cannot be loaded ({out.stderr.strip().splitlines()[-1].split(':')[0]})"}
    return dict(json.loads(out.stdout.splitlines()[-1]))


def corpus(language: str, folder: Path, english: Path | None) -> tuple[list[str], list[Found]]:
    if language == "ru":
        texts: list[Annotated] = read_folder(folder)
        return [t.text for t in texts], [set(t.spans) for t in texts]
    return [a.text for a in read_articles(english)] if english is not None else [], []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="BRAT files, such as NEREL's dev")
    parser.add_argument("--english", type=Path, help="HRDsAttack JSON, for the English rows")
    parser.add_argument("-o", "--out", type=Path, help="write the results here as JSON")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.system:
        language = SYSTEMS[given.system][0]
        with contextlib.redirect_stdout(sys.stderr):
            row = measure(given.system, *corpus(language, given.folder, given.english))
        print(json.dumps(row))
        return 0
    argv = [str(given.folder), *(["--english", str(given.english)] if given.english else [])]
    rows = {name: alone(name, argv) if importlib.util.find_spec(module) else {"left_out": f"{module} is not installed"}
            for name, (language, module, _) in SYSTEMS.items() if language == "ru" or given.english}  # fmt: skip
    packs = (p for p in sorted(WEIGHTS.iterdir()) if p.is_dir())
    sizes = {pack.name: round(sum(f.stat().st_size for f in pack.iterdir()) / 1e6, 1) for pack in packs}
    result = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
              "weights_megabytes": sizes, "systems": rows}  # fmt: skip
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
