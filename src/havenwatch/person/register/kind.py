"""Kinds: chains of which equal things are told and that are one person beyond doubt, compared as one.

A person whom a thousand documents name alike costs a handful of comparisons instead of half a million.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from havenwatch.person.chain import Chain
from havenwatch.person.judge import judge
from havenwatch.records import SAME, content_id


def kind_of(chain: Chain, *, alone: bool) -> str:
    """Key of the kind of a chain: that of all chains like it, its own where likeness proves too little.

    Args:
        chain: named or not.
        alone: whether a person has judged the chain, so that it stands for itself.
    """
    if chain.name is None or alone:
        return content_id("k", chain.id)
    bare = dataclasses.replace(chain, acts=frozenset(), places=frozenset(), counsel=frozenset(), born=None)
    twin = dataclasses.replace(bare, id="", origin="")
    same = judge(bare, twin)
    alike = same is not None and same.verdict == SAME
    told = (chain.gender, sorted(chain.profiles), sorted(chain.states), sorted(chain.charges), chain.born)
    return content_id("k", chain.names, chain.also, told, None if alike else chain.id)


def face(chains: Iterable[Chain]) -> Chain:
    """What a kind is compared by: its first chain, with all that is told in any of them."""
    every = sorted(chains, key=lambda c: c.id)
    return dataclasses.replace(
        every[0],
        acts=frozenset().union(*(c.acts for c in every)),
        places=frozenset().union(*(c.places for c in every)),
        counsel=frozenset().union(*(c.counsel for c in every)),
        forms=tuple(sorted({f for c in every for f in c.forms})),
    )
