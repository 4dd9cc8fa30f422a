"""Blocking: which chains are worth comparing at all.

A chain stands in blocks by keys of its names. In a large block only its head is compared with the others, and a block
in which a crowd stands is not used: a name that so many bear proves nothing, and brings nobody to anybody without
something telling beside it, which has its own blocks.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from havenwatch.person.chain import Chain
from havenwatch.text.names import GIVEN, INITIAL, OTHER, given_names, parse_name
from havenwatch.text.translit import skeleton

# Kinds of chains in a block: beyond HEAD the others are compared with its first ones only (a person of whom much is
# told is found by any of them), beyond CROWD with none: then many bear the name
HEAD, CROWD = 6, 200
NEAR_CROWD = 8  # of names with one consonant left out: where many are so near, a slip proves nothing
# A surname alone is not used where more given names than these, by their first sounds, stand beside it
GIVEN_NAMES = 3
_SHORTEST_KEY = 2  # consonants; below that the whole word is the key (Ли, Юй)
_LONG_KEY = 4  # consonants: of a shorter surname too little is left without one of them
# Sounds that spellings confuse are one sign in a key: Гнёт / Hniot, Кацман / Katsman, Санджиев / Sanjiev
_ALIKE = str.maketrans({"g": "h", "c": "k", "C": "k", "S": "s", "Z": "z", "d": "t", "b": "p", "v": "f"})
_WIDE_PROFILES = frozenset({"other", "activist"})


@dataclasses.dataclass(frozen=True, slots=True)
class Keys:
    """Blocks of one chain: those in which it looks for others, and those in which only others look for it.

    `given` tells what the given name begins with, which shows how many different persons bear a surname.
    """

    seeker: frozenset[str]
    target: frozenset[str]
    given: str


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


def crowd(key: str) -> int:
    """How many kinds a block may hold to be used."""
    return min(NEAR_CROWD, CROWD) if "~" in key else CROWD


@functools.lru_cache(maxsize=65536)
def _given_keys(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of given name beside surname, and by the first sound of the given name; both empty for a surname alone.

    Those of a known given name are the rows of the list of given names (Саша is Александр).
    """
    parsed = parse_name(name)
    others = parsed.of_kind(OTHER)
    given = parsed.of_kind(GIVEN, INITIAL) if others else ()
    given = given or (others if len(others) > 1 else ())  # neither word is in the lists: the order is open
    surnames = _surname_keys(name)
    rows = {f"{g}{n}" for t in given for key in t.keys for g, n in given_names().get(key, ()) if t.kind == GIVEN}
    first = {block_key(key)[:1] for t in given for key in t.keys}
    return (
        frozenset(f"{s}|{row}" for s in surnames for row in rows),
        frozenset(f"{s}|{sound}" for s in surnames for sound in first),
    )


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


def keys_of(chain: Chain) -> Keys:
    """Blocks of a named chain."""
    names = (*chain.names, *chain.also)
    given = [_given_keys(name) for name in names]
    rows = frozenset(key for known, _ in given for key in known)
    sounds = frozenset(key for _, first in given for key in first)
    near = frozenset(key for name in names for key in _near_keys(name))
    told, surnames = tuple(_told(chain)), surname_keys(chain)
    telling = frozenset(f"{s}#{t}" for s in surnames for t in told)
    alone = frozenset(f"{s}#" for s in surnames)
    given_by = min((key.rpartition("|")[2] for key in sounds), default="")
    if rows:
        named = frozenset(f"{row}#{t}" for row in rows for t in told)
        return Keys(rows | near | named, sounds | alone | telling, given_by)
    if sounds:
        return Keys(sounds | telling, alone, given_by)
    return Keys(alone | telling, frozenset(), given_by)
