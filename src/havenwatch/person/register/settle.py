"""The register: chains go in and out, and what follows for persons and judgements is told piece by piece.

All that is kept follows from the set of chains alone, so that any order and any batches give the same persons.
"""

from __future__ import annotations

import bisect
import collections
import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from havenwatch.person import possible
from havenwatch.person.block import surname_keys
from havenwatch.person.chain import Chain
from havenwatch.person.judge import judge
from havenwatch.person.register.blocks import Blocks, Pair
from havenwatch.person.register.join import join
from havenwatch.person.register.kind import kind_of
from havenwatch.person.register.make import make_person
from havenwatch.person.register.maps import Maps, Memory
from havenwatch.records import SAME, Judgement, Person

_COPY = "rule:copy"
Pairs = dict[Pair, Judgement]


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What follows from chains that came or went.

    `gone` are ids of persons that are no more, `persons` the new ones and those that were made anew. `judgements` holds
    the pairs whose judgement is new or other than before, None for one that is gone.
    """

    gone: frozenset[str]
    persons: tuple[Person, ...]
    judgements: Mapping[Pair, Judgement | None]


class Register:
    """Persons of all chains that were put in.

    Args:
        maps: where everything is kept; memory when None.
        decided: people's judgements by pair of chains, those that the maps were made with.
    """

    def __init__(self, maps: Maps | None = None, decided: Mapping[Pair, Judgement] | None = None) -> None:
        self._maps: Maps = Memory() if maps is None else maps
        self._blocks = Blocks(self._maps)
        self.decide(decided or {})
        self._unnamed: set[str] = set()  # unnamed chains whose possible links are to be looked for

    def decide(self, decided: Mapping[Pair, Judgement]) -> None:
        """Put people's judgements in place of the earlier ones; chains of the pairs that differ must be out."""
        self._decided = dict(decided)
        self._said: dict[str, list[Judgement]] = collections.defaultdict(list)
        for judgement in self._decided.values():
            self._said[judgement.left].append(judgement)
            self._said[judgement.right].append(judgement)

    def person_of(self, chain: str) -> str | None:
        """Id of the person of a chain, None for a chain that is not here."""
        kind = self._maps.get("kind_of", chain)
        return None if kind is None else self._maps.get("person_of", kind)

    def add(self, chains: Iterable[Chain]) -> None:
        """Put chains in; `settle` tells what follows."""
        grown: dict[str, list[str]] = {}
        new = sorted(chains, key=lambda c: c.id)
        for chain in new:
            kind = kind_of(chain, alone=chain.id in self._said)
            self._maps.put("chain", chain.id, chain)
            self._maps.put("kind_of", chain.id, kind)
            bisect.insort(grown.setdefault(kind, list(self._blocks.members(kind))), chain.id)
        for kind, members in grown.items():
            self._blocks.set_members(kind, members)
        for chain in new:
            self._enter_document(chain)
            self._trace(chain, present=True)

    def remove(self, ids: Iterable[str]) -> None:
        """Take chains out; `settle` tells what follows."""
        for i in sorted(ids):
            chain, kind = self._blocks.chain(i), str(self._maps.get("kind_of", i))
            self._leave_document(chain, kind)
            self._trace(chain, present=False)
            members = [m for m in self._blocks.members(kind) if m != i]
            self._maps.drop("kind_of", i)
            self._blocks.set_members(kind, members)
            self._maps.drop("chain", i)

    def settle(self) -> Change:
        """Join anew what the changes since the last call reach, and look for the possible links of unnamed persons."""
        touched = set(self._blocks.touched)
        before = {p for k in touched if (p := self._maps.get("person_of", k)) is not None}
        zone = self._zone(touched | {k for p in before for k in self._maps.get("person", p) or ()})
        before |= {p for k in zone if (p := self._maps.get("person_of", k)) is not None}
        judged, groups = self._joined(zone)
        persons = self._regroup(touched, before, groups)
        changed = self._refile(touched | zone, judged)
        self._unnamed |= {c for k in zone for c in self._blocks.members(k) if self._blocks.chain(c).name is None}
        # a pair that one of them gives up can be one that another holds now
        changed = _held(self._blocks.inner, changed, self._possible())
        self._blocks.inner.clear()
        self._blocks.touched.clear()
        self._unnamed.clear()
        made = tuple(p for p in persons.values() if p is not None)
        return Change(frozenset(before - persons.keys()), made, changed)

    # what stands in one document

    def _enter_document(self, chain: Chain) -> None:
        """Judge a chain beside the others of its document, with which it shares what is told there."""
        known = list(self._maps.get("origin", chain.origin) or ())
        for other in (self._blocks.chain(i) for i in known):
            judgement = _beside(chain, other)
            if judgement is not None:
                pair = (judgement.left, judgement.right)
                self._maps.put("made", " ".join(pair), judgement)
                for kind in {str(self._maps.get("kind_of", i)) for i in pair}:
                    self._blocks.touched.add(kind)
                    self._maps.put("beside", kind, (*(self._maps.get("beside", kind) or ()), pair))
        bisect.insort(known, chain.id)
        self._maps.put("origin", chain.origin, tuple(known))

    def _leave_document(self, chain: Chain, kind: str) -> None:
        known = tuple(i for i in self._maps.get("origin", chain.origin) or () if i != chain.id)
        self._blocks.keep("origin", chain.origin, known)
        for pair in [tuple(p) for p in self._maps.get("beside", kind) or () if chain.id in p]:
            self._maps.drop("made", " ".join(pair))
            for other in {str(self._maps.get("kind_of", i)) for i in pair}:
                self._blocks.touched.add(other)
                kept = tuple(p for p in self._maps.get("beside", other) or () if tuple(p) != pair)
                self._blocks.keep("beside", other, kept)

    # persons

    def _raw(self, kind: str) -> Iterator[Judgement]:
        """All judgements on chains of a kind as the rules and people made them, a pair once or more."""
        for judgement in self._blocks.links(kind):
            if (judgement.left, judgement.right) not in self._decided:
                yield judgement
        for pair in self._maps.get("beside", kind) or ():
            if tuple(pair) not in self._decided:
                yield self._maps.get("made", " ".join(pair))  # type: ignore[misc]
        for chain in self._blocks.members(kind) if self._said else ():
            here = (j for j in self._said.get(chain, ()))
            yield from (j for j in here if all(self._maps.get("kind_of", i) is not None for i in (j.left, j.right)))

    def _kind(self, chain: str) -> str:
        return str(self._maps.get("kind_of", chain))

    def _zone(self, start: Iterable[str]) -> set[str]:
        """Kinds that a path of judgements "same" connects with one of these, these included."""
        found: set[str] = set()
        queue = [k for k in start if self._blocks.members(k)]
        while queue:
            kind = queue.pop()
            if kind not in found:
                found.add(kind)
                same = (j for j in self._raw(kind) if j.verdict == SAME)
                queue += [k for j in same for k in (self._kind(j.left), self._kind(j.right)) if k not in found]
        return found

    def _joined(self, zone: set[str]) -> tuple[Pairs, tuple[frozenset[str], ...]]:
        """Judgements on the kinds of a zone as they stand after joining, and the sets of kinds that are one person."""
        raw: Pairs = {}
        for kind in sorted(zone):
            for j in self._raw(kind):
                known = raw.get((j.left, j.right))
                raw[j.left, j.right] = j if known is None else max(known, j, key=_beside_first)
        node_of = {i: self._kind(i) for pair in raw for i in pair}
        inner = {p: j for p, j in raw.items() if node_of[p[0]] in zone and node_of[p[1]] in zone}
        groups, final = join(sorted(zone), list(inner.values()), node_of, self._blocks.differ)
        return raw | {(j.left, j.right): j for j in final}, groups

    def _regroup(
        self, touched: set[str], before: set[str], groups: Iterable[frozenset[str]]
    ) -> dict[str, Person | None]:
        """File the groups as persons; None for one that stays what it was: the same kinds, none of them touched."""
        filed = {p: frozenset(self._maps.get("person", p) or ()) for p in before}
        known = {kinds: person for person, kinds in filed.items() if not kinds & touched}
        found: dict[str, Person | None] = {known[g]: None for g in groups if g in known}
        for earlier in before - found.keys():
            self._maps.drop("person", earlier)
            for kind in filed[earlier]:
                self._maps.drop("person_of", kind)
        for group in (g for g in groups if g not in known):
            person = make_person([self._blocks.chain(c) for k in sorted(group) for c in self._blocks.members(k)])
            self._maps.put("person", person.id, tuple(sorted(group)))
            for kind in group:
                self._maps.put("person_of", kind, person.id)
            found[person.id] = person
        return found

    def _refile(self, kinds: set[str], judged: Pairs) -> dict[Pair, Judgement | None]:
        """File the judgements on these kinds in place of the earlier ones; what is new, other or gone."""
        changed: dict[Pair, Judgement | None] = {}
        earlier = {tuple(p) for k in kinds for p in self._maps.get("filed", k) or ()}
        for pair in earlier - judged.keys():
            self._unfile(pair)
            changed[pair] = None
        for pair, judgement in judged.items():
            known = self._maps.get("final", " ".join(pair))
            both = tuple(sorted({self._kind(i) for i in pair}))  # a chain that came back may be of another kind
            if known is None or (known[0], tuple(known[1])) != (judgement, both):
                self._unfile(pair)
                self._file(pair, judgement, both)
            if known is None or known[0] != judgement:
                changed[pair] = judgement
        return changed

    def _file(self, pair: Pair, judgement: Judgement, kinds: Iterable[str]) -> None:
        self._maps.put("final", " ".join(pair), (judgement, tuple(kinds)))
        for kind in kinds:
            self._maps.put("filed", kind, (*(self._maps.get("filed", kind) or ()), pair))

    def _unfile(self, pair: Pair) -> None:
        known = self._maps.get("final", " ".join(pair))
        if known is not None:
            self._maps.drop("final", " ".join(pair))
            for kind in known[1]:
                self._blocks.keep(
                    "filed", kind, tuple(p for p in self._maps.get("filed", kind) or () if tuple(p) != pair)
                )

    # possible links

    def _trace(self, chain: Chain, *, present: bool) -> None:
        """Note the rare acts of a chain, and which unnamed persons of other texts may be concerned by them."""
        if chain.name is None:
            self._unnamed.add(chain.id)
        for trace in possible.traces(chain):
            for bucket in map(_name, trace.home()):
                others = [i for i in self._maps.get("bucket", bucket) or () if i != chain.id]
                if present:
                    bisect.insort(others, chain.id)
                self._blocks.keep("bucket", bucket, tuple(others))
            near = {i for bucket in map(_name, trace.around()) for i in self._maps.get("bucket", bucket) or ()}
            self._unnamed |= {i for i in near if self._blocks.chain(i).name is None}

    def _possible(self) -> dict[Pair, Judgement | None]:
        """Possible links of the unnamed chains that may have changed; None for one that is gone."""
        changed: dict[Pair, Judgement | None] = {}
        for i in sorted(self._unnamed):
            now = self._links_of(i) if self._maps.get("chain", i) is not None else {}
            gone = {tuple(p) for p in self._maps.get("maybe", i) or ()} - now.keys()
            self._blocks.keep("maybe", i, tuple(sorted(now)))
            for pair in gone:
                other = next(c for c in pair if c != i)
                if pair not in {tuple(p) for p in self._maps.get("maybe", other) or ()}:
                    changed[pair] = None  # the other one, unnamed too, holds to it no more
            changed |= now
        return changed

    def _links_of(self, unnamed: str) -> Pairs:
        chain = self._blocks.chain(unnamed)
        near = {
            i
            for trace in possible.traces(chain)
            for bucket in map(_name, trace.around())
            for i in self._maps.get("bucket", bucket) or ()
        }
        own = self.person_of(unnamed)
        others = (self._blocks.chain(i) for i in sorted(near) if self.person_of(i) != own)
        found = [j for other in others if (j := possible.link(chain, other)) is not None]
        open_ones = (j for j in found if (j.left, j.right) not in self._decided)
        return {(j.left, j.right): j for j in possible.best_few(open_ones, self._kind, unnamed)}


def _beside_first(judgement: Judgement) -> tuple[bool, bool, float]:
    """Of two judgements on one pair: a person's, then the one made within a document, which knows more."""
    return not judgement.by.startswith("rule:"), "told in one document" in judgement.reasons, judgement.score


def _beside(chain: Chain, other: Chain) -> Judgement | None:
    """Judgement on two chains of one origin, None when no rule speaks."""
    left, right = sorted((chain.id, other.id))
    if chain.name is None and other.name is None:
        twins = (chain.forms, chain.count) == (other.forms, other.count) and chain.document != other.document
        return Judgement(left, right, SAME, 1.0, ("the document repeats another",), _COPY, None) if twins else None
    if chain.name is None or other.name is None or not surname_keys(chain) & surname_keys(other):
        return None
    return judge(chain, other)


def _held(*parts: Mapping[Pair, Judgement | None]) -> dict[Pair, Judgement | None]:
    """Judgements of all parts; None only where no part has one."""
    found: dict[Pair, Judgement | None] = {}
    for pair, judgement in (item for part in parts for item in part.items()):
        found[pair] = judgement if judgement is not None else found.get(pair)
    return found


def _name(bucket: possible.Bucket) -> str:
    return " ".join(map(str, bucket))
