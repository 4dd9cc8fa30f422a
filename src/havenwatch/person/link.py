"""Linking: judgements become persons, and what people decided goes before every rule."""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.person.block import candidate_pairs
from havenwatch.person.chain import Chain, chains, heads
from havenwatch.person.judge import judge
from havenwatch.person.possible import possible
from havenwatch.person.spelling import best_first, forms
from havenwatch.records import DIFFERENT, SAME, UNSURE, Document, Judgement, Person, Reading, content_id

_COPY, _LONE = "rule:copy", "rule:surname_with_support"


def _by_person(judgement: Judgement) -> bool:
    return not judgement.by.startswith("rule:")


def copied(every: Sequence[Chain]) -> tuple[Judgement, ...]:
    """Anonymous chains of near-duplicate documents that have the same words: the same persons."""
    first: dict[tuple[str, tuple[str, ...], int | None], str] = {}
    found = []
    for chain in sorted(every, key=lambda c: (c.document != c.origin, c.id)):
        if chain.name is None:
            key = (chain.origin, chain.forms, chain.count)
            twin = first.setdefault(key, chain.id)
            if twin != chain.id and chain.document != chain.origin:
                left, right = sorted((twin, chain.id))
                found.append(Judgement(left, right, SAME, 1.0, ("the document repeats another",), _COPY, None))
    return tuple(found)


def _onto_heads(judgements: Iterable[Judgement], head_of: Mapping[str, str]) -> dict[tuple[str, str], Judgement]:
    """People's judgements by pair of chains, the latest of each pair; mentions that no longer exist are passed over."""
    live: dict[tuple[str, str], Judgement] = {}
    for j in sorted(judgements, key=lambda j: (j.made or "", j.by, j.verdict, j.left, j.right)):
        if _by_person(j) and j.left in head_of and j.right in head_of:
            left, right = sorted((head_of[j.left], head_of[j.right]))
            if left != right:
                live[left, right] = dataclasses.replace(j, left=left, right=right)
    return live


class _Components:
    """Growing sets of chains; two sets whose members are judged different are never joined."""

    def __init__(self, ids: Iterable[str], judgements: Iterable[Judgement]) -> None:
        self.members = {i: frozenset((i,)) for i in ids}
        self.apart: dict[str, dict[str, Judgement]] = {}
        for j in judgements:
            if j.verdict == DIFFERENT:
                self.apart.setdefault(j.left, {})[j.right] = j
                self.apart.setdefault(j.right, {})[j.left] = j

    def barrier(self, judgement: Judgement) -> Judgement | None:
        """The judgement that keeps the two sets apart, the strongest; a rule does not bar what a person joined."""
        left, right = self.members[judgement.left], self.members[judgement.right]
        found = [j for a in left for b, j in self.apart.get(a, {}).items() if b in right]
        if _by_person(judgement):
            found = [j for j in found if _by_person(j)]
        return max(found, key=lambda j: (_by_person(j), j.score, j.left, j.right), default=None)

    def join(self, judgement: Judgement) -> None:
        """Make the two sets one."""
        joined = self.members[judgement.left] | self.members[judgement.right]
        for member in joined:
            self.members[member] = joined


def _strength(judgement: Judgement) -> tuple[bool, float, str, str]:
    return (not _by_person(judgement), -judgement.score, judgement.left, judgement.right)


def _refused(judgement: Judgement, barrier: Judgement) -> Judgement:
    reason = f"would join {barrier.left} and {barrier.right}, which are judged different ({barrier.by})"
    return dataclasses.replace(judgement, verdict=UNSURE, reasons=(*judgement.reasons, reason))


def join(
    ids: Iterable[str], judgements: Sequence[Judgement]
) -> tuple[tuple[frozenset[str], ...], tuple[Judgement, ...]]:
    """Components of the judgements "same", strongest first, and the judgements as they stand afterwards.

    A judgement that would bring two chains together that are judged different becomes unsure, with the reason.
    """
    components, final = _Components(ids, judgements), []
    for judgement in sorted(judgements, key=_strength):
        if judgement.verdict != SAME:
            final.append(judgement)
            continue
        barrier = components.barrier(judgement)
        if barrier is None:
            components.join(judgement)
        final.append(judgement if barrier is None else _refused(judgement, barrier))
    return tuple(sorted(set(components.members.values()), key=sorted)), tuple(sorted(final, key=_strength))


def open_choices(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Judgements in which a lone surname that fits two different persons equally well is left unsure for both."""
    apart = {(j.left, j.right) for j in judgements if j.verdict == DIFFERENT}
    offers: dict[str, list[tuple[str, Judgement]]] = {}
    for j in judgements:
        if j.verdict == SAME and j.by == _LONE:
            offers.setdefault(j.left, []).append((j.right, j))
            offers.setdefault(j.right, []).append((j.left, j))
    tied = {
        j
        for fits in offers.values()
        for (a, first), (b, second) in itertools.combinations(fits, 2)
        if first.score == second.score and (min(a, b), max(a, b)) in apart
        for j in (first, second)
    }
    why = "fits two different persons equally well"
    return [dataclasses.replace(j, verdict=UNSURE, reasons=(*j.reasons, why)) if j in tied else j for j in judgements]


def _person(group: Sequence[Chain]) -> Person:
    seen = {(n, c.origin) for c in group for n in c.names}
    written = {form for c in group if c.name is not None for form in c.forms}
    anonymous = all(c.name is None for c in group)
    counts = [c.count for c in group if c.count is not None]
    return Person(
        id=content_id("p", sorted(c.id for c in group)),
        names=forms(best_first(collections.Counter(name for name, _ in seen)), written),
        anonymous=anonymous,
        count=max(counts, default=None if anonymous else 1),
        profiles=tuple(sorted({p for c in group for p in c.profiles})),
        mentions=tuple(sorted(m for c in group for m in c.mentions)),
    )


def link(
    readings: Sequence[Reading], documents: Sequence[Document], judgements: Sequence[Judgement]
) -> tuple[tuple[Person, ...], tuple[Judgement, ...]]:
    """Persons of all documents and the judgements that made them, both independent of the order of the inputs.

    Args:
        readings: one for each document.
        documents: for publication dates and near-duplicates.
        judgements: those made by people; rule judgements among them are ignored and made anew.

    Returns:
        Persons sorted by id, judgements sorted by (left, right). A pair judged by a person keeps that judgement.
    """
    every = chains(readings, documents)
    by_id = {c.id: c for c in every}
    decided = {k: j for k, j in _onto_heads(judgements, heads(readings)).items() if set(k) <= by_id.keys()}
    pairs = candidate_pairs(every, frozenset(i for pair in decided for i in pair))
    ruled = [j for a, b in pairs if (a.id, b.id) not in decided and (j := judge(a, b)) is not None]
    ruled += [j for j in copied(every) if (j.left, j.right) not in decided]
    groups, final = join(by_id, [*decided.values(), *open_choices(ruled)])
    of = {i: min(group) for group in groups for i in group}
    judged = {(j.left, j.right) for j in final}
    maybe = [j for j in possible(every, of) if (j.left, j.right) not in judged]
    persons = (_person([by_id[i] for i in sorted(group)]) for group in groups)
    return tuple(sorted(persons, key=lambda p: p.id)), tuple(sorted([*final, *maybe], key=_pair))


def _pair(judgement: Judgement) -> tuple[str, str]:
    return judgement.left, judgement.right
