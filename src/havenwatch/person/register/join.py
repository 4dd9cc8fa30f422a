"""Joining: judgements "same" become persons, strongest first, and nothing is joined that is judged different."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence

from havenwatch.records import DIFFERENT, SAME, UNSURE, Judgement

LONE = "rule:surname_with_support"
# Judgement on two nodes that no block brought together, None when no rule speaks
Differ = Callable[[str, str], Judgement | None]


def by_person(judgement: Judgement) -> bool:
    """Whether a person made the judgement."""
    return not judgement.by.startswith("rule:")


class Components:
    """Growing sets of nodes; two sets that hold a pair judged different are never joined.

    `node_of` maps the ids of judgements to nodes. Nodes that nothing compared are compared when two sets meet; those
    that turn out to be different stand in `found`.
    """

    def __init__(
        self, nodes: Iterable[str], judgements: Iterable[Judgement], node_of: Mapping[str, str], differ: Differ
    ) -> None:
        self.members = {n: frozenset((n,)) for n in nodes}
        self.found: dict[frozenset[str], Judgement] = {}
        self._node_of = node_of
        self._differ = differ
        self._known: dict[frozenset[str], Judgement | None] = {}
        # of a pair of nodes what a person says counts, then what keeps them apart, then the strongest
        for j in sorted(judgements, key=lambda j: (by_person(j), j.verdict == DIFFERENT, j.score, j.left, j.right)):
            self._known[frozenset((node_of[j.left], node_of[j.right]))] = j

    def barrier(self, judgement: Judgement) -> Judgement | None:
        """The judgement that keeps the two sets apart, the strongest; a rule does not bar what a person joined."""
        left, right = (self.members[self._node_of[i]] for i in (judgement.left, judgement.right))
        if left == right:
            return None
        found = [j for a in left for b in right if (j := self._different(a, b)) is not None]
        if by_person(judgement):
            found = [j for j in found if by_person(j)]
        return max(found, key=lambda j: (by_person(j), j.score, j.left, j.right), default=None)

    def apart(self, left: str, right: str) -> bool:
        """Whether the nodes of two ids are judged different."""
        return self._different(self._node_of[left], self._node_of[right]) is not None

    def _different(self, a: str, b: str) -> Judgement | None:
        pair = frozenset((a, b))
        if pair not in self._known:
            made = self._known[pair] = self._differ(*sorted(pair)) if len(pair) > 1 else None
            if made is not None and made.verdict == DIFFERENT:
                self.found[pair] = made
        judged = self._known[pair]
        return judged if judged is not None and judged.verdict == DIFFERENT else None

    def join(self, judgement: Judgement) -> None:
        """Make the two sets one."""
        joined = frozenset().union(*(self.members[self._node_of[i]] for i in (judgement.left, judgement.right)))
        for member in joined:
            self.members[member] = joined


def strength(judgement: Judgement) -> tuple[bool, float, str, str]:
    """Order in which judgements are heard: people first, then by score."""
    return (not by_person(judgement), -judgement.score, judgement.left, judgement.right)


def _refused(judgement: Judgement, barrier: Judgement) -> Judgement:
    reason = f"would join {barrier.left} and {barrier.right}, which are judged different ({barrier.by})"
    return dataclasses.replace(judgement, verdict=UNSURE, reasons=(*judgement.reasons, reason))


def nobody(_: str, __: str) -> None:
    """Stands where pairs that were not compared stay so."""
    return


def join(
    nodes: Iterable[str],
    judgements: Sequence[Judgement],
    node_of: Mapping[str, str] | None = None,
    differ: Differ = nobody,
) -> tuple[tuple[frozenset[str], ...], tuple[Judgement, ...]]:
    """Sets of nodes that are one person each, and the judgements as they stand afterwards.

    A judgement that would bring two chains together that are judged different becomes unsure, with the reason.

    Args:
        nodes: what is joined.
        judgements: with ids that `node_of` maps to nodes (ids of nodes themselves when None).
        node_of: node of each id.
        differ: judges two nodes that no judgement speaks of, when they are about to be joined.
    """
    every = list(nodes)
    components, final = Components(every, judgements, node_of or {n: n for n in every}, differ), []
    for judgement in sorted(_open_choices(judgements, components), key=strength):
        if judgement.verdict != SAME:
            final.append(judgement)
            continue
        barrier = components.barrier(judgement)
        if barrier is None:
            components.join(judgement)
        final.append(judgement if barrier is None else _refused(judgement, barrier))
    final += components.found.values()
    return tuple(sorted(set(components.members.values()), key=sorted)), tuple(sorted(final, key=strength))


def _open_choices(judgements: Sequence[Judgement], components: Components) -> list[Judgement]:
    """Judgements in which a lone surname that fits two different persons equally well is left unsure for both."""
    offers: dict[str, list[tuple[str, Judgement]]] = {}
    for j in judgements:
        if j.verdict == SAME and j.by == LONE:
            offers.setdefault(j.left, []).append((j.right, j))
            offers.setdefault(j.right, []).append((j.left, j))
    tied = {
        j
        for fits in offers.values()
        for (a, first), (b, second) in itertools.combinations(fits, 2)
        if first.score == second.score and components.apart(a, b)
        for j in (first, second)
    }
    why = "fits two different persons equally well"
    return [dataclasses.replace(j, verdict=UNSURE, reasons=(*j.reasons, why)) if j in tied else j for j in judgements]
