"""Kinds: chains of which equal things are told and that are one person beyond doubt, compared as one.

A person whom a thousand documents name alike costs a handful of comparisons instead of half a million.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable

from havenwatch.person.chain import Chain
from havenwatch.person.judge import judge
from havenwatch.records import SAME, content_id

_ENOUGH = 3  # things in common: no rule asks for more


def kind_of(chain: Chain, *, alone: bool) -> str:
    """Key of the kind of a chain: that of all chains like it, its own where likeness proves too little.

    Args:
        chain: named or not.
        alone: whether a person has judged the chain, so that it stands for itself.
    """
    if chain.name is None or alone:
        return content_id("k", chain.id)
    support = len(chain.states) + len(chain.charges) + len(chain.profiles - {"other", "activist"})
    alike = _alike(chain.names[0], min(support, _ENOUGH), telling=support > len(chain.states))
    told = (chain.gender, sorted(chain.profiles), sorted(chain.states), sorted(chain.charges), chain.born)
    return content_id("k", chain.names, chain.also, told, None if alike else chain.id)


@functools.lru_cache(maxsize=65536)
def _alike(name: str, support: int, *, telling: bool) -> bool:
    """Whether two chains with this very name and so much in common are one person by the rules."""
    told = frozenset(("host", str(n)) for n in range(support - telling))
    charges = frozenset({"charge"}) if telling else frozenset[str]()
    one = Chain("a", "a", "a", (), (name,), (), 1, None, frozenset(), told, charges, told=True)
    judged = judge(one, dataclasses.replace(one, id="b", origin="b"))
    return judged is not None and judged.verdict == SAME


def face(chains: Iterable[Chain]) -> Chain:
    """What a kind is compared by: its first chain, with all that is told in any of them."""
    every = sorted(chains, key=lambda c: c.id)
    if len(every) == 1:
        return every[0]
    return dataclasses.replace(
        every[0],
        acts=frozenset().union(*(c.acts for c in every)),
        places=frozenset().union(*(c.places for c in every)),
        counsel=frozenset().union(*(c.counsel for c in every)),
        forms=tuple(sorted({f for c in every for f in c.forms})),
    )
