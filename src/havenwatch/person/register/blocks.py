"""Kinds of chains in their blocks: which kinds are compared, and what they were judged."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from havenwatch.person import block as sizes
from havenwatch.person.block import keys_of, surname_keys
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
    for key in sorted(keys.target - keys.seeker):
        yield (f"{TARGET} {keys.given}", key)


def is_crowd(block: Block, crowd: int) -> bool:
    """Whether so many stand in a block, or beside one surname so many given names, that it proves nothing."""
    given = sum(role != SEEKER for role in block)
    return given > sizes.GIVEN_NAMES or sum(map(len, block.values())) > crowd


def in_order(block: Block) -> list[str]:
    """All kinds of a block, in the order that settles which are its head."""
    return sorted(itertools.chain.from_iterable(block.values()))


def pairs(block: Block, crowd: int) -> set[Pair]:
    """Pairs of a block that are compared: the first kinds with all others, a seeker in each; none in a crowd."""
    if is_crowd(block, crowd):
        return set()
    seekers, everybody = set(block.get(SEEKER, ())), in_order(block)
    head = everybody[: sizes.HEAD]
    return {(min(a, b), max(a, b)) for a in head for b in everybody if a != b and (a in seekers or b in seekers)}


def change(before: Block, now: Block, kind: str, crowd: int) -> tuple[set[Pair], set[Pair]]:
    """Pairs that go and pairs that come when one kind enters or leaves a block."""
    crowds = is_crowd(before, crowd), is_crowd(now, crowd)
    if all(crowds):
        return set(), set()
    old, new = in_order(before), in_order(now)
    if any(crowds) or kind in old[: sizes.HEAD] or kind in new[: sizes.HEAD]:
        gone, come = pairs(before, crowd), pairs(now, crowd)
        return gone - come, come - gone
    larger = now if len(new) > len(old) else before  # the usual case: only the kind's own pairs differ
    seekers = set(larger.get(SEEKER, ()))
    own = {(min(a, kind), max(a, kind)) for a in new[: sizes.HEAD] if a in seekers or kind in seekers}
    return (set(), own) if larger is now else (own, set())


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

    def differ(self, left: str, right: str) -> Judgement | None:
        """Judgement on two kinds that no block brought together; None where no surname is shared.

        A stage name and the name in the passport are unlike, and that is no evidence.
        """
        a, b = self.maps.get("face", left), self.maps.get("face", right)
        near = a is not None and b is not None and surname_keys(a) & surname_keys(b)
        return self.compare(left, right) if near else None

    def _enter(self, kind: str, chain: Chain) -> None:
        for role, key in blocks_of(chain):
            before: Block = self.maps.get("block", key) or {}
            own = list(before.get(role, ()))
            bisect.insort(own, kind)
            self._change(key, kind, before, {**before, role: tuple(own)})

    def _leave(self, kind: str, chain: Chain) -> None:
        for role, key in blocks_of(chain):
            before: Block = self.maps.get("block", key) or {}
            now = {**before, role: tuple(k for k in before.get(role, ()) if k != kind)}
            self._change(key, kind, before, {r: kinds for r, kinds in now.items() if kinds})

    def _change(self, key: str, kind: str, before: Block, now: Block) -> None:
        gone, come = change(before, now, kind, sizes.crowd(key))
        self._unlink_all(gone, key)
        for pair in sorted(come):
            self._link(pair, key)
        self.keep("block", key, now)

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
