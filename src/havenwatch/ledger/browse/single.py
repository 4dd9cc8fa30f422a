"""Single records with what they refer to: cases, persons, conflicts, lists of a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from havenwatch.ledger.browse.inside import field_of
from havenwatch.ledger.browse.listing import briefs, known
from havenwatch.ledger.browse.record import CaseSheet, Heading, Hidden, Page, PersonSheet
from havenwatch.ledger.browse.texts import reviewed
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.codec import load
from havenwatch.records import (
    CalendarEntry,
    Case,
    Conflict,
    Event,
    Figure,
    Judgement,
    Mention,
    Person,
)

T = TypeVar("T")
# How many mentions of a person are shown with the words around them.
MOST_MENTIONS = 300
_AROUND = 60
# Variables of one SQL statement.
_PORTION = 10_000

__all__ = [
    "case", "cases_of_events", "conflicts", "hides", "named_in", "naming", "of_country", "person", "persons_of_cases",
    "withheld",
]  # fmt: skip


def records(connection: sa.Connection, noun: str, kind: type[T], ids: Iterable[str]) -> dict[str, T]:
    """Derived records by id."""
    table, wanted = schema.derived, sorted(set(ids))
    found: dict[str, T] = {}
    for start in range(0, len(wanted), _PORTION):
        part = wanted[start : start + _PORTION]
        query = sa.select(table.c.id, table.c.body).where(table.c.noun == noun, table.c.id.in_(part))
        found |= {row.id: load(kind, row.body) for row in connection.execute(query)}
    return found


def related(connection: sa.Connection, noun: str, ids: Iterable[str], other: str) -> list[str]:
    """Ids of records of `other` that records of `noun` refer to, in order."""
    table = schema.relation
    query = sa.select(table.c.other_id).where(table.c.noun == noun, table.c.id.in_(set(ids)), table.c.other == other)
    return list(dict.fromkeys(connection.execute(query.order_by(table.c.id, table.c.position)).scalars()))


def referring(connection: sa.Connection, noun: str, other: str, ids: Iterable[str]) -> list[str]:
    """Ids of records of `noun` that refer to records of `other`."""
    table, found = schema.relation, list[str]()
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _PORTION):
        part = wanted[start : start + _PORTION]
        query = sa.select(table.c.id).where(table.c.other == other, table.c.other_id.in_(part), table.c.noun == noun)
        found += connection.execute(query).scalars()
    # ordered here: asked to order, the database would walk through all records of the noun
    return sorted(set(found))


def owners(connection: sa.Connection, mentions: Iterable[str]) -> dict[str, str]:
    """Mention -> the person that it stands for."""
    table, wanted = schema.relation, set(mentions)
    query = sa.select(table.c.other_id, table.c.id).where(
        table.c.other == "mentions", table.c.other_id.in_(wanted), table.c.noun == "persons"
    )
    return {row.other_id: row.id for row in connection.execute(query)}


def case(connection: sa.Connection, identity: str, hidden: Hidden) -> CaseSheet | None:
    """A case with its events in order, their statements and documents, and the conflicts."""
    found = records(connection, "cases", Case, [identity]).get(identity)
    if found is None or identity in hidden.cases:
        return None
    events = records(connection, "events", Event, found.events)
    ordered = tuple(events[e] for e in found.events if e in events)
    about = [
        *referring(connection, "conflicts", "cases", [identity]),
        *referring(connection, "conflicts", "events", events),
    ]
    disputes = [c for c in records(connection, "conflicts", Conflict, about).values() if c.case in {None, identity}]
    cited = {s for e in ordered for s in e.statements} | {s for f in found.flags for s in f.statements}
    cited |= {s for c in disputes for v in c.values for s in v.statements}
    statements = _visible(reviewed(connection, cited), hidden)
    persons = records(connection, "persons", Person, found.persons)
    return CaseSheet(
        case=found,
        persons=tuple(persons[p] for p in found.persons if p in persons and p not in hidden.persons),
        events=ordered,
        statements=statements,
        documents=briefs(connection, frozenset(r.statement.document for r in statements.values())),
        conflicts=tuple(sorted(disputes, key=lambda c: c.id)),
    )


def _visible(found: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    return {s: r for s, r in found.items() if r.statement.document not in hidden.documents}


def conflicts(
    connection: sa.Connection, page: Page[Heading], hidden: Hidden
) -> tuple[Page[Heading], Mapping[str, Conflict], CaseSheet]:
    """Records of a page of conflicts with the events, statements and documents that they cite."""
    found = records(connection, "conflicts", Conflict, (row.id for row in page.rows))
    statements = _visible(
        reviewed(connection, {s for c in found.values() for v in c.values for s in v.statements}), hidden
    )
    events = records(connection, "events", Event, (c.event for c in found.values() if c.event is not None))
    nobody = Case("", (), None, None, (), (), (), (), ())
    documents = briefs(connection, frozenset(r.statement.document for r in statements.values()))
    return page, found, CaseSheet(nobody, (), tuple(events.values()), statements, documents, ())


def person(connection: sa.Connection, identity: str, hidden: Hidden) -> PersonSheet | None:
    """A person with mentions in order of their documents, judgements about them, and cases."""
    found = records(connection, "persons", Person, [identity]).get(identity)
    if found is None or identity in hidden.persons:
        return None
    mentions = [m for m in _mentions(connection, found.mentions) if m.document not in hidden.documents]
    heads = {m.head for m in mentions} | {m.id for m in mentions}
    cases = known(connection, "cases", frozenset(referring(connection, "cases", "persons", [identity])))
    shown = tuple(mentions[:MOST_MENTIONS])
    return PersonSheet(
        person=found,
        mentions=shown,
        excerpts=_excerpts(connection, shown),
        documents=briefs(connection, frozenset(m.document for m in shown)),
        judgements=_judgements(connection, heads, hidden),
        cases=tuple(h for c, h in sorted(cases.items()) if c not in hidden.cases),
    )


def _mentions(connection: sa.Connection, ids: Sequence[str]) -> list[Mention]:
    table, found = schema.mention, list[Mention]()
    for start in range(0, len(ids), _PORTION):
        query = sa.select(table.c.body).where(table.c.id.in_(ids[start : start + _PORTION]))
        found += [load(Mention, body) for body in connection.execute(query).scalars()]
    return sorted(found, key=lambda m: (m.document, m.start))


def _excerpts(connection: sa.Connection, mentions: Sequence[Mention]) -> dict[str, str]:
    """Mention -> some words around it."""
    table = schema.document
    texts: dict[str, str] = {}
    wanted = {m.document for m in mentions}
    for row in connection.execute(sa.select(table.c.id, table.c.text).where(table.c.id.in_(wanted))):
        texts[row.id] = row.text
    return {m.id: texts[m.document][max(0, m.start - _AROUND) : m.end + _AROUND] for m in mentions}


def _judgements(
    connection: sa.Connection, heads: set[str], hidden: Hidden
) -> tuple[tuple[Judgement, Heading | None], ...]:
    """Judgements between a mention of the person and one of somebody else, with the other person."""
    table, relation = schema.derived, schema.relation
    sides = (
        sa.select(relation.c.position).where(relation.c.noun == "judgements", relation.c.other == "mentions", on)
        for on in (relation.c.id.in_(heads), relation.c.other_id.in_(heads))
    )
    query = sa.select(table.c.body).where(table.c.noun == "judgements", table.c.position.in_(sa.union(*sides)))
    found = [load(Judgement, body) for body in connection.execute(query.limit(MOST_MENTIONS)).scalars()]
    others = {j: next((m for m in (j.left, j.right) if m not in heads), None) for j in found}
    owner = owners(connection, (m for m in others.values() if m is not None))
    persons = known(connection, "persons", frozenset(owner.values()))
    told = [
        (j, persons.get(owner.get(m or "", ""))) for j, m in others.items() if owner.get(m or "") not in hidden.persons
    ]
    return tuple(sorted(told, key=lambda pair: (pair[0].verdict, -pair[0].score, pair[0].left, pair[0].right)))


def of_country(
    connection: sa.Connection, noun: str, iso: str, limit: int, hidden: Hidden
) -> tuple[CalendarEntry | Figure | Event, ...]:
    """Calendar entries and figures of a place, or events of a country that stand in no case."""
    table, kinds = schema.derived, {"calendar": CalendarEntry, "figures": Figure, "events": Event}
    query = (
        sa.select(table.c.body).where(table.c.noun == noun).order_by(table.c.earliest.desc().nulls_last(), table.c.id)
    )
    if noun == "events":
        relation = schema.relation
        held = sa.exists().where(
            relation.c.other == "events", relation.c.other_id == table.c.id, relation.c.noun == "cases"
        )
        query = query.where(table.c.host == iso, sa.not_(held))
    else:
        query = query.where(field_of(table.c.body, "place") == iso)
    kind: Any = kinds[noun]
    found: list[Any] = [load(kind, body) for body in connection.execute(query.limit(limit)).scalars()]
    if not hidden.documents:
        return tuple(found)
    cited = reviewed(connection, {s for r in found for s in r.statements})
    return tuple(
        r for r in found if not {cited[s].statement.document for s in r.statements if s in cited} & hidden.documents
    )


def withheld(connection: sa.Connection, profiles: frozenset[str]) -> tuple[tuple[Person, ...], tuple[Mention, ...]]:
    """Persons who have one of these profiles, with their mentions."""
    table = schema.heading
    wanted = sa.or_(*(table.c.kind.contains(f'"{p}"') for p in sorted(profiles)))
    ids = connection.execute(sa.select(table.c.id).where(table.c.noun == "persons", wanted)).scalars().all()
    return naming(connection, ids)


def naming(connection: sa.Connection, persons: Iterable[str]) -> tuple[tuple[Person, ...], tuple[Mention, ...]]:
    """Persons with their mentions."""
    found = tuple(records(connection, "persons", Person, persons).values())
    return found, tuple(_mentions(connection, [m for p in found for m in p.mentions]))


def hides(connection: sa.Connection, mentions: Iterable[str]) -> Hidden:
    """Persons of these mentions, their cases, and every document that mentions one of them."""
    persons = frozenset(referring(connection, "persons", "mentions", mentions))
    cases = frozenset(referring(connection, "cases", "persons", persons))
    theirs = related(connection, "persons", persons, "mentions")
    documents = frozenset(m.document for m in _mentions(connection, theirs))
    return Hidden(documents, persons, cases)


def named_in(connection: sa.Connection, documents: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Forms of names in documents, each with the person whom it names (the mention where there is none)."""
    table, relation = schema.mention, schema.relation
    owner = sa.and_(relation.c.other == "mentions", relation.c.other_id == table.c.id, relation.c.noun == "persons")
    query = sa.select(table.c.body, relation.c.id).outerjoin(relation, owner)
    found: dict[str, str] = {}
    wanted = sorted(set(documents))
    for start in range(0, len(wanted), _PORTION):
        for row in connection.execute(query.where(table.c.document.in_(wanted[start : start + _PORTION]))):
            mention = load(Mention, row.body)
            for form in (mention.text, mention.name):
                if mention.form == "name" and form is not None:
                    found.setdefault(form, row.id or mention.head)
    return tuple(found.items())


def persons_of_cases(connection: sa.Connection, cases: Iterable[str]) -> dict[str, str]:
    """Case -> its first person."""
    table = schema.relation
    query = sa.select(table.c.id, table.c.other_id).where(
        table.c.noun == "cases", table.c.id.in_(set(cases)), table.c.other == "persons", table.c.position == 0
    )
    return {row.id: row.other_id for row in connection.execute(query)}


def cases_of_events(connection: sa.Connection, events: Iterable[str], hidden: Hidden) -> dict[str, Heading]:
    """Event -> one case that it stands in."""
    table = schema.relation
    query = sa.select(table.c.id, table.c.other_id).where(
        table.c.noun == "cases", table.c.other == "events", table.c.other_id.in_(set(events))
    )
    case_of = {row.other_id: row.id for row in connection.execute(query) if row.id not in hidden.cases}
    found = known(connection, "cases", frozenset(case_of.values()))
    return {e: found[c] for e, c in case_of.items() if c in found}
