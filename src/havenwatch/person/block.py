"""Blocking: which chains are worth comparing at all.

A chain stands in blocks by keys of its names. `Keys.always` are blocks in which everybody is compared, `Keys.few` those
that are used only while few stand in them: a surname, or a common name, that a whole town bears proves nothing and
brings nobody to anybody without something telling beside it.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from havenwatch.person.chain import Chain
from havenwatch.text.names import GIVEN, INITIAL, OTHER, NameToken, given_names, is_common_surname, parse_name
from havenwatch.text.translit import skeleton

FEW = 100  # kinds of chains; in a larger block a name without anything telling is no reason to compare
_SHORTEST_KEY = 2  # consonants; below that the whole word is the key (Ли, Юй)
_LONG_KEY = 4  # consonants: of a shorter surname too little is left without one of them
# Sounds that spellings confuse are one sign in a key: Гнёт / Hniot, Кацман / Katsman, Санджиев / Sanjiev
_ALIKE = str.maketrans({"g": "h", "c": "k", "C": "k", "S": "s", "Z": "z", "d": "t", "b": "p", "v": "f"})
_WIDE_PROFILES = frozenset({"other", "activist"})


@dataclasses.dataclass(frozen=True, slots=True)
class Keys:
    """Blocks of one chain: `always` and `few` as above; `target` are blocks in which only others look for it."""

    always: frozenset[str]
    few: frozenset[str]
    target: frozenset[str]


def block_key(key: str) -> str:
    """Coarse key of a folded word: consonants with confusable sounds made equal."""
    coarse = skeleton(key).translate(_ALIKE)
    return coarse if len(coarse) >= _SHORTEST_KEY else key


def surname_keys(chain: Chain) -> frozenset[str]:
    """Coarse keys of the surnames of all names of a chain; of every word when no surname is told apart."""
    return frozenset(key for name in (*chain.names, *chain.also) for key in _surname_keys(name))


@functools.lru_cache(maxsize=65536)
def _surname_keys(name: str) -> frozenset[str]:
    parsed = parse_name(name)
    words = parsed.of_kind(OTHER) or parsed.tokens
    return frozenset(block_key(key) for t in words for key in t.keys)


def _given_keys(token: NameToken) -> Iterator[str]:
    """Keys of a given name: its first sound, and the rows of the list of given names (Саша is Александр)."""
    for key in token.keys:
        yield block_key(key)[:1]
        if token.kind == GIVEN:
            yield from (f"{gender}{row}" for gender, row in given_names().get(key, ()))


@functools.lru_cache(maxsize=65536)
def _full_keys(name: str) -> frozenset[str]:
    """Keys of a name with a given name or an initial beside the surname; empty for a surname alone."""
    parsed = parse_name(name)
    given = parsed.of_kind(GIVEN, INITIAL)
    if not given or not parsed.of_kind(OTHER):
        others = parsed.of_kind(OTHER)  # neither word is in the lists: the order is open
        return (
            frozenset(f"{a}|{b}" for a in _surname_keys(name) for t in others for b in _given_keys(t))
            if len(others) > 1
            else frozenset()
        )
    return frozenset(f"{a}|{b}" for a in _surname_keys(name) for t in given for b in _given_keys(t))


@functools.lru_cache(maxsize=65536)
def _near_keys(name: str) -> frozenset[str]:
    """Keys of a full name that survive one wrong consonant of the surname: a known given name beside what is left."""
    rows = {f"{gender}{n}" for t in parse_name(name).of_kind(GIVEN) for gender, n in given_names().get(t.key, ())}
    cut = {k[:n] + k[n + 1 :] for k in _surname_keys(name) if len(k) >= _LONG_KEY for n in range(1, len(k))}
    return frozenset(f"{row}~{left}" for row in rows for left in cut)


def _told(chain: Chain) -> Iterator[str]:
    """What is telling about the person, as parts of keys."""
    yield from (f"charge {c}" for c in chain.charges)
    yield from (f"profile {p}" for p in chain.profiles - _WIDE_PROFILES)
    yield from (f"counsel {c}" for c in chain.counsel)
    yield from (f"{kind} {first}" for kind, _, first, last in chain.acts if first is not None and first == last)


def _common(name: str) -> bool:
    return any(is_common_surname(t.key) for t in parse_name(name).of_kind(OTHER))


def keys_of(chain: Chain) -> Keys:
    """Blocks of a named chain."""
    names = (*chain.names, *chain.also)
    full = frozenset(key for name in names for key in _full_keys(name))
    near = frozenset(key for name in names for key in _near_keys(name))
    surnames = surname_keys(chain)
    telling = frozenset(f"{s}#{t}" for s in surnames for t in _told(chain))
    alone = frozenset(f"{s}#" for s in surnames)
    if not full:
        return Keys(frozenset(), alone | telling, frozenset())
    if any(_common(name) for name in names):
        return Keys(frozenset(), full, alone | telling)
    return Keys(full | near, frozenset(), alone | telling)
