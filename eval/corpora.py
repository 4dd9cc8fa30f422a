"""The annotated sets, in eval/gold and beside the repository, as documents; and the whole chain without a ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.unseen import analyser_for
from havenwatch.case import derive
from havenwatch.exchange.json import export
from havenwatch.ontology import load_ontology
from havenwatch.records import Document, Snapshot, Source
from havenwatch.statement import LANGUAGES
from havenwatch.statement.read import read_with

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OWN = "news"  # documents that lie in the repository itself
OWN_DATES = "dates"  # marked sentences that lie there too, and need no scorer
GOLD = Path(__file__).with_name("gold")
OTHER = tuple(sorted(p.stem.removeprefix("documents-") for p in (GOLD / "other").glob("documents-*.jsonl")))
RETRIEVED = "2026-01-01T00:00:00+00:00"  # fixed: nothing that is scored depends on it


@dataclasses.dataclass(frozen=True, slots=True)
class Corpus:
    """Documents of one set with the path of their reference annotations."""

    name: str
    documents: tuple[Document, ...]
    gold: Path
    digest: str


def load_corpus(name: str, shared: Path = SHARED, languages: Sequence[str] = LANGUAGES) -> Corpus:
    """The set `news`, `seed`, `coverage`, `wikinews` or `passages`, or one of `OTHER`, restricted to `languages`.

    A name with a language behind it (`coverage:en`) is the set in that language alone.

    Raises:
        FileNotFoundError: the shared data are not beside the repository; the sets of the repository need none of them.
    """
    if name == "seed":
        return _seed(shared)
    name, _, language = name.partition(":")
    languages = (language,) if language else languages
    texts, gold = files_of(name, shared)
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    documents = tuple(document_of(row) for row in rows if row["language"] in languages)
    whole = f"{name}:{language}" if language else name
    return Corpus(whole, documents, gold, digest_of([texts, gold]))


def files_of(name: str, shared: Path = SHARED) -> tuple[Path, Path]:
    """Documents and reference annotations of a set; of `name:language` those of the whole set."""
    name = name.partition(":")[0]
    if name in OTHER:
        return GOLD / "other" / f"documents-{name}.jsonl", GOLD / "other" / f"gold-{name}.jsonl"
    folder = GOLD if name == OWN else shared / "data" / name
    return folder / "documents.jsonl", folder / "gold.jsonl"


def all_documents(name: str, shared: Path = SHARED) -> list[Document]:
    """Documents of a set in all its languages, in the order of the file."""
    lines = (shared / "data" / name / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    return [document_of(json.loads(line)) for line in lines]


def _seed(shared: Path) -> Corpus:
    text, gold = shared / "seed" / "article.txt", shared / "acceptance" / "seed.yaml"
    row = {"text": text.read_text(encoding="utf-8"), "id": None, "language": "ru", "published": "2026-03-05"}
    return Corpus("seed", (document_of(row),), gold, digest_of([text, gold]))


def document_of(row: dict[str, Any]) -> Document:
    """A row of a set (id, text, language, published) as a document."""
    text = row["text"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    ident = f"d{hashlib.sha256(json.dumps([row['id'], digest]).encode()).hexdigest()[:16]}"
    published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
    return Document(ident, row["id"], f"src{ident}", row.get("url"), None, None, published, RETRIEVED,
                    row["language"], digest, None, text)  # fmt: skip


def _source(document: Document) -> Source:
    name, size = document.external_id or "article.txt", len(document.text.encode())
    return Source(document.source, name, None, "text/plain", document.sha256, size, RETRIEVED)


def digest_of(paths: Sequence[Path]) -> str:
    """SHA-256 over the bytes of the files, in order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def export_of(documents: Sequence[Document]) -> dict[str, Any]:
    """Export of the documents after reading and linking, as `havenwatch export json` gives it.

    What was trained on annotated documents reads them with weights that never saw them.
    """
    ontology = load_ontology()
    readings = [read_with(document, ontology, analyser_for(document)) for document in documents]
    dossier = derive(documents, readings, (), (), ontology)
    sources = tuple(_source(document) for document in documents)
    snapshot = Snapshot(
        documents=tuple(documents), sources=sources, mentions=tuple(m for r in readings for m in r.mentions),
        statements=tuple(s for r in readings for s in r.statements), reviews=(), dossier=dossier,
        problems=tuple(p for r in readings for p in r.problems),
    )  # fmt: skip
    return export(snapshot)
