"""Blocking: which chains are worth comparing at all."""

from __future__ import annotations

import collections
import functools
import itertools
from collections.abc import Sequence

from havenwatch.person.chain import Chain
from havenwatch.text.names import GIVEN, OTHER, given_names, parse_name
from havenwatch.text.translit import skeleton

_LONG_KEY = 4  # consonants: of a shorter surname too little is left without one of them
_SHORTEST_KEY = 2  # consonants; below that the whole word is the key (Ли, Юй)
# Sounds that spellings confuse are one sign in a key: Гнёт / Hniot, Кацман / Katsman, Санджиев / Sanjiev
_ALIKE = str.maketrans({"g": "h", "c": "k", "C": "k", "S": "s", "Z": "z", "d": "t", "b": "p", "v": "f"})


def block_key(key: str) -> str:
    """Coarse key of a folded word: consonants with confusable sounds made equal."""
    coarse = skeleton(key).translate(_ALIKE)
    return coarse if len(coarse) >= _SHORTEST_KEY else key


def keys(chain: Chain) -> frozenset[str]:
    """Keys of the surnames of all names of a chain; of every word when no surname is told apart."""
    return frozenset(key for name in (*chain.names, *chain.also) for key in _surname_keys(name))


@functools.lru_cache(maxsize=65536)
def _surname_keys(name: str) -> frozenset[str]:
    parsed = parse_name(name)
    words = parsed.of_kind(OTHER) or parsed.tokens
    return frozenset(block_key(key) for t in words for key in t.keys)


@functools.lru_cache(maxsize=65536)
def _near_keys(name: str) -> frozenset[str]:
    """Keys of a full name that survive one wrong consonant of the surname: a known given name beside what is left."""
    rows = {f"{gender}{n}" for t in parse_name(name).of_kind(GIVEN) for gender, n in given_names().get(t.key, ())}
    cut = {k[:n] + k[n + 1 :] for k in _surname_keys(name) if len(k) >= _LONG_KEY for n in range(1, len(k))}
    return frozenset(f"{row}~{left}" for row in rows for left in cut)


def all_keys(chain: Chain) -> frozenset[str]:
    """Keys by which a chain meets others: those of its surnames, and those of its full names with a slip in them."""
    near = (key for name in (*chain.names, *chain.also) for key in _near_keys(name))
    return keys(chain) | frozenset(near)


def _alike(chain: Chain, alone: frozenset[str]) -> tuple[object, ...]:
    """All that comparing looks at: chains with an equal key compare equally with every other chain."""
    told = (chain.gender, sorted(chain.profiles), sorted(chain.states), sorted(chain.charges), chain.born,
            sorted(chain.acts, key=repr), sorted(chain.places), sorted(chain.counsel))  # fmt: skip
    return (chain.names, chain.also, repr(told), chain.id if chain.id in alone else "")


def _representatives(chains: Sequence[Chain], alone: frozenset[str]) -> tuple[list[Chain], list[tuple[Chain, Chain]]]:
    """The first of each set of chains that compare alike, and the pairs of neighbours inside these sets."""
    sets: dict[tuple[object, ...], list[Chain]] = collections.defaultdict(list)
    for chain in sorted(chains, key=lambda c: c.id):
        sets[_alike(chain, alone)].append(chain)
    return [s[0] for s in sets.values()], [pair for s in sets.values() for pair in itertools.pairwise(s)]


def candidate_pairs(chains: Sequence[Chain], alone: frozenset[str] = frozenset()) -> tuple[tuple[Chain, Chain], ...]:
    """Pairs of named chains worth judging, each once, the lower id first, sorted.

    Chains of which equal things are told are compared with their neighbour only, and one of them with all others: a
    person whom a thousand documents name alike costs a thousand comparisons instead of half a million.

    Args:
        chains: of all documents.
        alone: ids of chains that stand for themselves, because a person has judged them.
    """
    first, near = _representatives([c for c in chains if c.name is not None], alone)
    blocks: dict[str, list[Chain]] = collections.defaultdict(list)
    for chain in first:
        for key in all_keys(chain):
            blocks[key].append(chain)
    far = ((a, b) for block in blocks.values() for a, b in itertools.combinations(block, 2))
    pairs = {(x.id, y.id): (x, y) for pair in itertools.chain(near, far) for x, y in [sorted(pair, key=lambda c: c.id)]}
    return tuple(pairs[k] for k in sorted(pairs))
