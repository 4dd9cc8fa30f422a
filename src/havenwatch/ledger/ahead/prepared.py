"""Items and documents made ready to be stored: all that needs no ledger, as pure functions and frozen records.

Whoever stores them checks that each reading fits: the same document with the same title, publisher and language, read
by the same version, with the gate or without. One that does not fit is made again, so that the ledger comes out the
same whether anything was made ahead or not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

from havenwatch.document import make_documents, signature_of, words_digest
from havenwatch.records import Document, Problem, Reading
from havenwatch.source import Item

if TYPE_CHECKING:
    from havenwatch.ledger.stages import Stages

T = TypeVar("T")

__all__ = ["Crew", "Parts", "Prepared", "ReadDocument", "Task", "prepare"]


@dataclasses.dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with all that is made of it alone.

    `words_sha256` and `signature` are those of its words, by which copies are told. `reading` is None when it could
    not be made: by a reader that failed, which the writer tries again, or, with a `fault`, by one that took its process
    down, which nobody tries again.
    """

    document: Document
    words_sha256: str | None
    signature: bytes
    reading: Reading | None
    fault: str | None = None


Parts = tuple[Problem | ReadDocument, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Prepared:
    """An item with its documents and problems in order; `version` is that of the reader, `forced` that no gate was."""

    item: Item
    parts: Parts
    version: str
    forced: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """What one turn of a crew makes ready: an item, or a stored document that is read again."""

    of: Item | Document
    forced: bool = False


class Crew(Protocol):
    """Whoever makes things ready in other processes."""

    def ahead(self, found: Iterable[T], task: Callable[[T], Task | None]) -> Iterator[tuple[T, Parts | None]]:
        """All that is found, in the same order, each with what was made ready of it.

        None stands for a thing without a task, and for one that whoever stores it is to make himself.
        """
        ...


def prepare(task: Task, stages: Stages) -> Parts:
    """All that can be made of an item or a document without a ledger."""
    if isinstance(task.of, Document):
        return (_read(task.of, stages, forced=task.forced),)
    made = make_documents(task.of)
    return tuple(p if isinstance(p, Problem) else _read(p, stages, forced=task.forced) for p in made)


def _read(document: Document, stages: Stages, *, forced: bool) -> ReadDocument:
    from havenwatch.ledger.reading import reading_of

    try:
        reading = reading_of(document, stages, forced=forced)
    except Exception:  # noqa: BLE001 - the writer makes it again and tells what went wrong
        reading = None
    return ReadDocument(document, words_digest(document.text), signature_of(document.text).dump(), reading)
