"""Sets of one component in the form that the gate knows: reader, victims, relevance gate, dates, names, linking."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval import dates, duckling, linking, names, nerel, relevance, victims
from eval.brat import read_folder
from eval.corpora import GOLD, Corpus, digest_of
from eval.hrds import read_articles
from havenwatch.model.gate import load_gate
from havenwatch.model.reader import load_reader

NEREL = "nerel/nerel-1.1-train-dev.tar.xz"
DUCKLING = ("EN", "RU", "UK")
HRDS = "hrdsattack/dev.json.xz"
PAIRS = "names/person_pairs.csv"
COVERAGE = ("coverage/documents.jsonl", "coverage/gold.jsonl")


def model_corpus(name: str, shared: Path) -> Corpus:
    """The set of that name; its documents are read when it is measured.

    Raises:
        FileNotFoundError: the data are not there.
    """
    data = shared / "data"
    paths = {
        "hrdsattack": [data / HRDS],
        "dates": [GOLD / "dates.jsonl"],
        "news dates": [data / "dates" / "news_dates.jsonl"],
        "duckling": [data / "dates" / f"duckling_{language}.hs" for language in DUCKLING],
        "names": [data / PAIRS],
        "linking": [data / file for file in COVERAGE],
    }.get(name, [data / NEREL])
    return Corpus(name, (), paths[0], digest_of(paths))


def _nerel(path: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        unpacked(path, Path(folder), "dev/")
        found = nerel.figures(read_folder(Path(folder) / "dev"), load_reader())
    flat = {f"nested {name}": value for name, value in found["nested"].items()}
    relations = {"relations": found["relations"]["f1"], "relations end to end": found["relations"]["end_to_end_f1"]}
    return flat | relations | {kind: found["types"][kind] for kind in ("PERSON", "ORGANIZATION", "COUNTRY")}


def _hrds(path: Path) -> dict[str, Any]:
    found = victims.figures(read_articles(path), load_reader())
    return {"victims": found["recall"], "victims exact": found["recall_exact"]}


def _relevance(path: Path) -> dict[str, Any]:
    data = path.parents[1]
    with tempfile.TemporaryDirectory() as folder:
        unpacked(path, Path(folder), "")
        others = relevance.other_texts(data, Path(folder))
        found = relevance.figures(relevance.relevant_texts(data), others, load_gate())
    return {"recall": found["recall"], "others rejected": found["others_rejected"]}


def _dates(path: Path) -> dict[str, Any]:
    return dict(dates.figures(dates.read_records(path)))


def _duckling(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in DUCKLING:
        language = name.lower()
        measured = duckling.figures(duckling.read_cases(path.with_name(f"duckling_{name}.hs")), language)
        found |= {language: measured["agreeing"], f"{language} equal": measured["equal"]}
    return found


def _names(path: Path) -> dict[str, Any]:
    return {"names": names.cross_validate(names.read_pairs(path)).f1}


def _linking(path: Path) -> dict[str, Any]:
    return linking.figures(path.parents[2])


def unpacked(archive: Path, folder: Path, part: str) -> None:
    """Unpack the files of an archive whose path holds `part`, without the folders above train and dev."""
    with tarfile.open(archive) as file:
        for member in file.getmembers():
            place = next((member.name[member.name.index(x) :] for x in ("train/", "dev/") if x in member.name), None)
            if member.isfile() and place is not None and part in member.name:
                member.name = place
                file.extract(member, folder, filter="data")


MEASURES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "nerel": _nerel,
    "hrdsattack": _hrds,
    "relevance": _relevance,
    "names": _names,
    "linking": _linking,
    "dates": _dates,
    "news dates": _dates,
    "duckling": _duckling,
}
