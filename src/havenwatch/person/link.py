"""Linking: judgements become persons, and what people decided goes before every rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.person.chain import chains, heads
from havenwatch.person.register import Maps, Register
from havenwatch.person.register.join import by_person
from havenwatch.records import Document, Judgement, Person, Reading


def onto_heads(judgements: Iterable[Judgement], head_of: Mapping[str, str]) -> dict[tuple[str, str], Judgement]:
    """People's judgements by pair of chains, the latest of each pair; mentions that no longer exist are passed over."""
    live: dict[tuple[str, str], Judgement] = {}
    for j in sorted(judgements, key=lambda j: (j.made or "", j.by, j.verdict, j.left, j.right)):
        if by_person(j) and j.left in head_of and j.right in head_of:
            left, right = sorted((head_of[j.left], head_of[j.right]))
            if left != right:
                live[left, right] = dataclasses.replace(j, left=left, right=right)
    return live


def link(
    readings: Sequence[Reading],
    documents: Sequence[Document],
    judgements: Sequence[Judgement],
    maps: Maps | None = None,
) -> tuple[tuple[Person, ...], tuple[Judgement, ...]]:
    """Persons of all documents and the judgements that made them, both independent of the order of the inputs.

    Args:
        readings: one for each document.
        documents: for publication dates and near-duplicates.
        judgements: those made by people; rule judgements among them are ignored and made anew.
        maps: where the register is kept, empty; memory when None.

    Returns:
        Persons sorted by id, judgements sorted by (left, right). A pair judged by a person keeps that judgement.
    """
    every = chains(readings, documents)
    known = {c.id for c in every}
    decided = {k: j for k, j in onto_heads(judgements, heads(readings)).items() if set(k) <= known}
    register = Register(maps, decided)
    register.add(every)
    change = register.settle()
    judged = (j for j in change.judgements.values() if j is not None)
    persons = tuple(sorted(change.persons, key=lambda p: p.id))
    return persons, tuple(sorted(judged, key=lambda j: (j.left, j.right)))
