"""Kinds of chains in their blocks: which kinds are compared, and what they were judged."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from havenwatch.person.block import keys_of, limit
from havenwatch.person.chain import Chain
from havenwatch.person.judge import judge
from havenwatch.person.register.kind import face
from havenwatch.person.register.maps import Maps
from havenwatch.records import Judgement

SEEKER, TARGET = "seeker", "target"
Block = Mapping[str, Sequence[str]]
Pair = tuple[str, str]


def blocks_of(chain: Chain) -> Iterator[tuple[str, str]]:
    """(role, block) of every block of a named chain."""
    keys = keys_of(chain)
    yield from ((SEEKER, key) for key in sorted(keys.seeker))
    yield from ((TARGET, key) for key in sorted(keys.target - keys.seeker))


def partners(block: Block, role: str) -> Iterator[str]:
    """Kinds of a block with which one of this role is compared."""
    yield from block.get(SEEKER, ())
    if role == SEEKER:
        yield from block.get(TARGET, ())


def pairs(block: Block) -> Iterator[Pair]:
    """Pairs of a block that are compared."""
    seekers = block.get(SEEKER, ())
    yield from itertools.combinations(seekers, 2)
    yield from itertools.product(seekers, block.get(TARGET, ()))


class Blocks:
    """Kinds with their blocks and links.

    `touched` are kinds whose members, links or faces changed since it was emptied, `inner` the judgements inside kinds
    (each chain with the next) that came, or None for those that went.
    Maps: `chain`: id -> Chain; `kind`: kind -> ids of its chains; `face`: kind -> the Chain that it is compared by;
    `block`: block -> role -> kinds; `link`: two kinds -> (blocks that bring them together, Judgement or None);
    `near`: kind -> kinds with which a judgement stands.
    """

    def __init__(self, maps: Maps) -> None:
        self.maps = maps
        self.touched: set[str] = set()
        self.inner: dict[Pair, Judgement | None] = {}

    def chain(self, identity: str) -> Chain:
        """The chain of that id."""
        found = self.maps.get("chain", identity)
        if not isinstance(found, Chain):
            raise KeyError(identity)
        return found

    def keep(self, name: str, key: str, value: Any) -> None:
        """Put a value, or forget the key when it is empty."""
        if value:
            self.maps.put(name, key, value)
        else:
            self.maps.drop(name, key)

    def members(self, kind: str) -> tuple[str, ...]:
        """Ids of the chains of a kind, sorted; empty for one that is no more."""
        return tuple(self.maps.get("kind", kind) or ())

    def set_members(self, kind: str, members: Sequence[str]) -> None:
        """Give a kind its chains; when it is compared by something else than before, it is compared anew."""
        self.touched.add(kind)
        self._inside(self.members(kind), members)
        self.keep("kind", kind, tuple(members))
        before: Chain | None = self.maps.get("face", kind)
        now = face(map(self.chain, members)) if members else None
        if now == before:
            return
        if before is not None:
            self._leave(kind, before)
        self.keep("face", kind, now)
        if now is not None:
            self._enter(kind, now)

    def _inside(self, before: Sequence[str], now: Sequence[str]) -> None:
        old, new = set(itertools.pairwise(before)), set(itertools.pairwise(now))
        for pair in old ^ new:
            left, right = map(self.chain, pair)
            if left.origin != right.origin:  # within one document they are judged by what stands there
                self.inner[pair] = judge(left, right) if pair in new else None

    def links(self, kind: str) -> Iterator[Judgement]:
        """Judgements between a kind and others."""
        for other in self.maps.get("near", kind) or ():
            yield self.maps.get("link", _name(kind, other))[1]  # type: ignore[index]

    def compare(self, left: str, right: str) -> Judgement | None:
        """Judgement of the rules on two kinds, None when none speaks or one of them has no name."""
        a, b = self.maps.get("face", left), self.maps.get("face", right)
        return None if a is None or b is None or a.name is None or b.name is None else judge(a, b)

    def _enter(self, kind: str, chain: Chain) -> None:
        for role, key in blocks_of(chain):
            block: Block = self.maps.get("block", key) or {}
            size = sum(map(len, block.values()))
            if size == limit(key):  # it grows too large
                self._unlink_all(pairs(block), key)
            if size < limit(key):
                for other in partners(block, role):
                    self._link((kind, other), key)
            own = list(block.get(role, ()))
            bisect.insort(own, kind)
            self.maps.put("block", key, {**block, role: tuple(own)})

    def _leave(self, kind: str, chain: Chain) -> None:
        for role, key in blocks_of(chain):
            block: Block = self.maps.get("block", key) or {}
            size = sum(map(len, block.values()))
            left = {**block, role: tuple(k for k in block.get(role, ()) if k != kind)}
            if size <= limit(key):
                self._unlink_all(((kind, other) for other in partners(left, role)), key)
            if size == limit(key) + 1:
                for pair in pairs(left):
                    self._link(pair, key)
            self.keep("block", key, {r: kinds for r, kinds in left.items() if kinds})

    def _link(self, pair: Pair, key: str) -> None:
        """Note that a block brings two kinds together; at the first one they are judged."""
        name = _name(*pair)
        known = self.maps.get("link", name)
        if known is not None:
            self.maps.put("link", name, (tuple(sorted({*known[0], key})), known[1]))
            return
        judgement = self.compare(*pair)
        self.maps.put("link", name, ((key,), judgement))
        if judgement is not None:
            self._neighbours(pair, linked=True)

    def _unlink_all(self, gone: Iterable[Pair], key: str) -> None:
        for pair in gone:
            name = _name(*pair)
            known = self.maps.get("link", name)
            if known is None:
                continue
            left = tuple(k for k in known[0] if k != key)
            self.keep("link", name, (left, known[1]) if left else None)
            if not left and known[1] is not None:
                self._neighbours(pair, linked=False)

    def _neighbours(self, pair: Pair, *, linked: bool) -> None:
        self.touched.update(pair)
        for a, b in (pair, pair[::-1]):
            others = [k for k in self.maps.get("near", a) or () if k != b]
            if linked:
                bisect.insort(others, b)
            self.keep("near", a, tuple(others))


def _name(a: str, b: str) -> str:
    return f"{min(a, b)} {max(a, b)}"
