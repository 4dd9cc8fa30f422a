"""Persons of changed documents: their chains are exchanged in the register, which tells what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from havenwatch.case.change.ground import Ground, Pair
from havenwatch.case.change.texts import Texts
from havenwatch.person.chain import Chain, chains
from havenwatch.person.link import onto_heads
from havenwatch.person.register import Change, Maps, Register
from havenwatch.records import Judgement

TOLD, DECIDED = "told", "decided"  # document -> its chains; what people judged, as the register was given it


class People:
    """The register as it stands after the change; `change` is what became of persons and judgements."""

    def __init__(self, ground: Ground, texts: Texts, changed: frozenset[str]) -> None:
        self._maps = ground.maps
        self._texts = texts
        pages = _pages(ground, texts, changed)
        now = {c.id: c for c in chains(texts.readings(pages), list(texts.documents.values()), pages)}
        before = {i for d in pages for i in self._maps.get(TOLD, d) or ()}
        earlier = {(j.left, j.right): j for j in self._maps.get(DECIDED, "") or ()}
        decided = self._decided(ground, now, before)
        self._register = Register(self._maps, earlier)
        moved = {i for i in before | now.keys() if self._maps.get("chain", i) != now.get(i)}
        moved |= {i for p in earlier.keys() | decided.keys() if earlier.get(p) != decided.get(p) for i in p}
        known = {i: c for i in moved if (c := self._maps.get("chain", i)) is not None}
        self._register.remove(known)
        self._register.decide(decided)
        self._register.add(c for i in moved if (c := now.get(i) or (None if i in before else known.get(i))) is not None)
        self.change: Change = self._register.settle()
        note_chains(self._maps, pages, now.values())
        note_decided(self._maps, decided)

    def _decided(self, ground: Ground, now: Mapping[str, Chain], before: set[str]) -> dict[Pair, Judgement]:
        judged = ground.judgements()
        head_of = ground.heads(m for j in judged for m in (j.left, j.right))

        def stands(chain: str) -> bool:
            return chain in now or (chain not in before and self._maps.get("chain", chain) is not None)

        return {pair: j for pair, j in onto_heads(judged, head_of).items() if all(map(stands, pair))}

    def of_mention(self, mention: str) -> str | None:
        """Person of a mention of a loaded document, None for nobody."""
        head = self._texts.heads.get(mention)
        return None if head is None else self._register.person_of(head)

    def stands(self, person: str) -> bool:
        """Whether a person is in the register."""
        return self._maps.get("person", person) is not None

    def documents(self, person: str) -> frozenset[str]:
        """Documents that mention a person."""
        kinds = self._maps.get("person", person) or ()
        told = (c for k in kinds for c in self._maps.get("kind", k) or ())
        return frozenset(chain.document for c in told if (chain := self._maps.get("chain", c)) is not None)


def _pages(ground: Ground, texts: Texts, changed: frozenset[str]) -> dict[str, str]:
    """The changed documents with all versions of their pages -> the text that each stands for."""
    texts.need(changed)
    urls = {d.url for i in changed if (d := texts.documents.get(i)) is not None and d.url is not None}
    versions = ground.versions(urls)
    texts.need(i for ids in versions.values() for i in ids)
    found = {i: texts.root(i) for i in changed}
    for ids in versions.values():
        found |= dict.fromkeys(ids, texts.root(min(ids)))
    return found


def note_chains(maps: Maps, documents: Iterable[str], found: Iterable[Chain]) -> None:
    """Note which chains each of the documents has."""
    told: dict[str, list[str]] = {d: [] for d in documents}
    for chain in found:
        told[chain.document].append(chain.id)
    for document, ids in told.items():
        maps.put(TOLD, document, tuple(sorted(ids)))


def note_decided(maps: Maps, decided: Mapping[Pair, Judgement]) -> None:
    """Note what people judged, as the register was given it."""
    maps.put(DECIDED, "", tuple(decided[p] for p in sorted(decided)))
