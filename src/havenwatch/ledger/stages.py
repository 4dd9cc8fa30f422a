"""The stages that a ledger calls: reading one document, deriving the dossier from all of them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.resources
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from havenwatch import __version__
from havenwatch.ledger.ahead import Crew
from havenwatch.records import Document, Dossier, Judgement, Problem, Reading, Review

if TYPE_CHECKING:
    from havenwatch.case.change import Delta, Ground

Read = Callable[[Document], Reading]
Gate = Callable[[Document], Problem | None]
Derive = Callable[[Sequence[Document], Sequence[Reading], Sequence[Review], Sequence[Judgement]], Dossier]
Whole = Callable[
    [Sequence[Document], Sequence[Reading], Sequence[Review], Sequence[Judgement]], tuple[Dossier, "Notes"]
]
Change = Callable[["Ground", Iterable[str]], "Delta"]
# What the result depends on: triggers, frames, places, word lists, and the code of every stage that uses them.
PARTS = ("ontology", "lang", "text", "model", "statement", "person", "event", "case")

__all__ = ["Change", "Derive", "Gate", "Notes", "Read", "Stages", "Whole", "code_digest", "default_stages"]


@dataclasses.dataclass(frozen=True, slots=True)
class Notes:
    """What changes of a dossier are told from: maps of the register by name, and the original of each document."""

    maps: Mapping[str, Mapping[str, Any]]
    copies: Mapping[str, str | None]


_SAMPLE = Document("doc-", None, "", None, None, None, None, "", None, "", None, "Суд в Алматы задержал активиста.")


@dataclasses.dataclass(frozen=True, slots=True)
class Stages:
    """How documents are read and the dossier is derived; `version` changes whenever either result may change.

    `gate` tells, before a document is read, why it is not worth reading, None if it is; without one all are read.
    `crew` reads with the same stages in other processes, ahead of the one writer; without one he reads himself.
    `whole` derives with notes from which `change` tells what a few changed documents change; without them every change
    has everything derived anew.
    """

    read: Read
    derive: Derive
    version: str
    gate: Gate | None = None
    crew: Crew | None = None
    whole: Whole | None = None
    change: Change | None = None

    def warm_up(self) -> None:
        """Load what the first reading would load."""
        from havenwatch.document import signature_of

        document = dataclasses.replace(_SAMPLE, language="ru")
        if self.gate is not None:
            self.gate(document)
        self.read(document)
        signature_of(document.text)


@functools.cache
def default_stages() -> Stages:
    """The stages of this program with its own ontology; their libraries are loaded at the first call."""
    return Stages(_read, _derive, f"{__version__}+{_digest()}", _gate, whole=_whole, change=_change)


def _read(document: Document) -> Reading:
    from havenwatch.ontology import load_ontology
    from havenwatch.statement import read_document

    return read_document(document, load_ontology())


def _gate(document: Document) -> Problem | None:
    from havenwatch.statement import set_aside

    return set_aside(document)


def _derive(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    reviews: Sequence[Review],
    judgements: Sequence[Judgement],
) -> Dossier:
    from havenwatch.case import derive
    from havenwatch.ontology import load_ontology

    return derive(documents, readings, reviews, judgements, load_ontology())


def _whole(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    reviews: Sequence[Review],
    judgements: Sequence[Judgement],
) -> tuple[Dossier, Notes]:
    from havenwatch.case import derive
    from havenwatch.case.change import note_all
    from havenwatch.ontology import load_ontology
    from havenwatch.person.register import Memory

    maps, ontology = Memory(), load_ontology()
    dossier = derive(documents, readings, reviews, judgements, ontology, maps)
    note_all(maps, documents, readings, reviews, judgements, ontology)
    return dossier, Notes(maps.everything(), {d.id: d.duplicate_of for d in documents})


def _change(ground: Ground, changed: Iterable[str]) -> Delta:
    from havenwatch.case.change import derive_change
    from havenwatch.ontology import load_ontology

    return derive_change(ground, changed, load_ontology())


def _digest() -> str:
    return code_digest(importlib.resources.files("havenwatch"), PARTS)


def code_digest(package: Traversable, parts: Sequence[str]) -> str:
    """Digest of the code and data of some parts of a package."""
    digest = hashlib.sha256()
    for part in parts:
        for name, data in _files(package.joinpath(part), part):
            digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:12]


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name) if folder.is_dir() else ():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith((".yaml", ".py", "manifest.json")):
            yield name, entry.read_bytes()
