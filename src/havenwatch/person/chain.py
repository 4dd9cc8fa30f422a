"""Chains: all that one document says about one person, the unit that identity is judged on."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.person.background import Act, Years, acts_of, born, counsel_of, other_names, places_of
from havenwatch.person.charge import charge_classes
from havenwatch.records import Document, Mention, Reading, Statement

NAMED, GROUP = "name", "group"


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """The mentions of one person or group in one document and what its statements say of that person.

    `id` is the id of the head mention. `names` are nominative names, the fullest first, empty for anonymous chains.
    `forms` are the words as written. `states` are (role, ISO) pairs of host and requesting states. `charges` are
    classes of accusation. `told` tells whether a statement names the person; `origin` is the document whose words
    these are (the earlier one for a near-duplicate). `also` are other names that the text itself gives to the person,
    `acts` what is reported to have befallen, `places` and `counsel` (lawyers who speak) as folded words, `born` the
    years between which the birth lies, None when no age is told.
    """

    id: str
    document: str
    origin: str
    mentions: tuple[str, ...]
    names: tuple[str, ...]
    forms: tuple[str, ...]
    count: int | None
    gender: str | None
    profiles: frozenset[str]
    states: frozenset[tuple[str, str]]
    charges: frozenset[str]
    told: bool
    also: tuple[str, ...] = ()
    acts: frozenset[Act] = frozenset()
    places: frozenset[str] = frozenset()
    counsel: frozenset[str] = frozenset()
    born: Years | None = None

    @property
    def name(self) -> str | None:
        """The fullest name, None for an anonymous chain."""
        return self.names[0] if self.names else None


def _fullest(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda n: (-len(n.split()), -len(n), n)))


def _states(statements: Iterable[Statement]) -> frozenset[tuple[str, str]]:
    return frozenset((r.name, r.value) for s in statements for r in s.roles if r.name in ("host", "requesting"))


def _gender(mentions: Sequence[Mention]) -> str | None:
    """Gender that most mentions of the chain show, None when unknown or even."""
    seen = collections.Counter(m.gender for m in mentions if m.gender is not None).most_common(2)
    return None if not seen or (len(seen) > 1 and seen[0][1] == seen[1][1]) else seen[0][0]


def _count(head: str, mentions: Sequence[Mention]) -> int | None:
    """Number of persons: what the head says, else the largest number that any mention gives."""
    first = next((m.count for m in mentions if m.id == head), None)
    return first if first is not None else max((m.count for m in mentions if m.count is not None), default=None)


def _chain(
    head: str, mentions: Sequence[Mention], statements: Sequence[Statement], document: Document | None, origin: str
) -> Chain:
    ordered = sorted(mentions, key=lambda m: (m.start, m.end, m.id))
    accusations = (value for s in statements for value in s.values("accusation"))
    names = _fullest(m.name for m in ordered if m.form == NAMED and m.name is not None)
    return Chain(
        id=head,
        document=ordered[0].document,
        origin=origin,
        mentions=tuple(sorted(m.id for m in ordered)),
        names=names,
        forms=tuple(sorted({m.text for m in ordered if m.form in (NAMED, GROUP)})),
        count=_count(head, ordered),
        gender=_gender(ordered),
        profiles=frozenset(p for m in ordered for p in m.profiles),
        states=_states(statements),
        charges=frozenset(c for a in accusations for c in charge_classes(a)),
        told=any(s.values("person") for s in statements),
        also=other_names(names, ordered, "" if document is None else document.text),
        acts=acts_of(statements),
        places=places_of(statements),
        counsel=counsel_of(statements),
        born=born(statements, None if document is None else document.published),
    )


def origins(documents: Iterable[Document]) -> dict[str, str]:
    """Document id -> id of the document whose words it repeats (its own when it repeats none)."""
    copies = {d.id: d.duplicate_of for d in documents}
    roots = {}
    for start in copies:
        root, seen = start, {start}
        while (parent := copies.get(root)) is not None and parent in copies and parent not in seen:
            root = parent
            seen.add(root)
        roots[start] = root
    return roots


def _pages(documents: Sequence[Document]) -> dict[str, str]:
    """The same with the versions of one page as one text: who is told of there is one person, whatever changed."""
    roots = origins(documents)
    first: dict[str, str] = {}
    for document in sorted(documents, key=lambda d: d.id):
        if document.url is not None:
            first.setdefault(document.url, roots[document.id])
    return {d.id: roots[d.id] if d.url is None else first[d.url] for d in documents}


def heads(readings: Iterable[Reading]) -> dict[str, str]:
    """Mention id -> head of its chain; a head that was not read itself stands for its own chain."""
    return {m.id: m.head for r in readings for m in r.mentions}


def _statements_by_head(reading: Reading, head_of: Mapping[str, str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in reading.statements:
        for head in {head_of[m] for m in (*statement.values("person"), *statement.values("bearer")) if m in head_of}:
            found.setdefault(head, []).append(statement)
    return found


def chains(
    readings: Sequence[Reading], documents: Sequence[Document], pages: Mapping[str, str] | None = None
) -> tuple[Chain, ...]:
    """All chains, sorted by id. Anonymous ones that no statement speaks of are left out.

    `pages` tells which text each document stands for, when not all documents are given.
    """
    roots, found, by_id = _pages(documents) if pages is None else pages, [], {d.id: d for d in documents}
    for reading in readings:
        head_of = heads([reading])
        told = _statements_by_head(reading, head_of)
        groups: dict[str, list[Mention]] = {}
        for mention in reading.mentions:
            groups.setdefault(mention.head, []).append(mention)
        origin = roots.get(reading.document, reading.document)
        document = by_id.get(reading.document)
        found += [_chain(head, group, told.get(head, []), document, origin) for head, group in groups.items()]
    return tuple(sorted((c for c in found if c.told or c.name is not None), key=lambda c: c.id))
