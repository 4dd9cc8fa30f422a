"""What a change is derived from, and what comes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from havenwatch.person.register import Maps
from havenwatch.records import Document, Judgement, Reading, Review

Pair = tuple[str, str]


class Ground(Protocol):
    """The stored ledger as it is now, with the dossier as it was before the change.

    `maps` hold the register of persons and the notes that this package keeps of each document.
    """

    maps: Maps

    def documents(self, ids: Iterable[str]) -> Mapping[str, Document]:
        """Documents by id, with the original of each copy."""
        ...

    def readings(self, ids: Iterable[str]) -> Mapping[str, Reading]:
        """Readings by document; those that are not read are left out."""
        ...

    def reviews(self, statements: Iterable[str]) -> tuple[Review, ...]:
        """Live reviews of some statements."""
        ...

    def judgements(self) -> tuple[Judgement, ...]:
        """Live judgements of people."""
        ...

    def heads(self, mentions: Iterable[str]) -> Mapping[str, str]:
        """Mention id -> head of its chain; mentions that are no more are left out."""
        ...

    def versions(self, urls: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Address -> all documents of that address, sorted."""
        ...

    def copies(self, originals: Iterable[str]) -> tuple[str, ...]:
        """Documents that repeat the words of some others."""
        ...

    def places(self, statements: Iterable[str]) -> Mapping[str, str]:
        """Statement id -> its document."""
        ...

    def records(self, noun: str, ids: Iterable[str]) -> Mapping[str, Any]:
        """Derived records by id; those that are not there are left out."""
        ...

    def referring(self, noun: str, other: str, ids: Iterable[str]) -> frozenset[str]:
        """Ids of derived records of `noun` that refer to records of `other` (`persons`, `statements`, ...)."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Delta:
    """What becomes of a dossier.

    `before` holds, by noun and id, records that are no more or were otherwise, `put` those that are new or other now.
    `judged` holds pairs whose judgement is new or other, None for one that is gone.
    """

    before: Mapping[str, Mapping[str, Any]]
    put: Mapping[str, Mapping[str, Any]]
    judged: Mapping[Pair, Judgement | None]
