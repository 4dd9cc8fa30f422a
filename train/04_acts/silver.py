"""What the rules read in texts that nobody has annotated: python train/04_acts/silver.py --shared DATA --out FILE.

NEREL's train and dev texts that are in no annotated set (Russian), and the first part of HRDsAttack's (English). An act
is the span from its trigger to its terms.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

from annotations import rows

from eval.hrds import read_articles
from havenwatch.model.analysis import load_analyser
from havenwatch.ontology import load_ontology
from havenwatch.records import Document
from havenwatch.statement.events import draft_events
from havenwatch.statement.read import cast_of, look_at
from havenwatch.statement.sayings import read_sayings
from havenwatch.statement.trigger.frames import index_frames, match_frames

ARTICLES, CHARACTERS = 200, 3000  # of HRDsAttack: so many articles, so much of each


def acts(language: str, text: str) -> list[tuple[str, str, int, int]]:
    """Type, status and span of each act that the rules read."""
    ontology, digest = load_ontology(), hashlib.sha256(text.encode()).hexdigest()
    document = Document(f"d{digest[:16]}", digest, "src", None, None, None, None, "2026-01-01T00:00:00+00:00",
                        language, digest, None, text)  # fmt: skip
    scene = look_at(document, ontology, load_analyser())
    matches = match_frames(scene, index_frames(ontology, language))
    drafts = draft_events(scene, matches, cast_of(scene, matches), frozenset(dict(read_sayings(scene))))
    found = []
    for draft in drafts:
        tokens = scene.sentence(draft.match.spot).tokens
        core = [tokens[n] for n in (draft.match.spot[1], *draft.match.terms)]
        found.append((draft.match.type, draft.status, min(t.start for t in core), max(t.end for t in core)))
    return found


def russian(shared: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of NEREL that nobody has annotated with acts."""
    known = {row["file"] for row in rows(shared / "wikinews" / "documents.jsonl")}
    with tarfile.open(shared / "nerel" / "nerel-1.1-train-dev.tar.xz") as archive:
        for member in archive:
            name = "/".join(Path(member.name).parts[-2:])
            if name.endswith(".txt") and name not in known and (file := archive.extractfile(member)) is not None:
                yield name, file.read().decode()


def english(shared: Path) -> Iterator[tuple[str, str]]:
    """Numbers and beginnings of HRDsAttack's articles."""
    for article in read_articles(shared / "hrdsattack" / "train.json.xz")[:ARTICLES]:
        yield article.id, article.text[:CHARACTERS]


def main() -> None:
    """Read from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=("nerel", "hrdsattack"), help="read one of the two")
    given = parser.parse_args()
    sources = {"nerel": ("ru", russian), "hrdsattack": ("en", english)}
    with given.out.open("w", encoding="utf-8") as file:
        for origin, (language, texts) in sources.items():
            for ident, text in texts(given.shared) if given.only in (None, origin) else ():
                row = {"origin": origin, "id": ident, "language": language, "text": text, "acts": acts(language, text)}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
