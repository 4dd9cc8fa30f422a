"""Copies of documents, kept so that a new one is compared with the texts that may resemble it and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from havenwatch.document import Print, Signature, band_hashes, originals, resembles, signature_of
from havenwatch.ledger.storage import schema
from havenwatch.ledger.storage.portion import portions
from havenwatch.ledger.storage.rows import to_date

__all__ = ["enter_all", "enter_new", "of_originals", "originals_of"]


def originals_of(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Original of each copy among some documents."""
    table, found = schema.copy, dict[str, str]()
    for part in portions(ids):
        query = sa.select(table.c.document, table.c.original)
        query = query.where(table.c.document.in_(part), table.c.original.is_not(None))
        found |= {row.document: row.original for row in connection.execute(query)}
    return found


def of_originals(connection: sa.Connection, ids: Iterable[str]) -> tuple[str, ...]:
    """Copies of some documents."""
    table, found = schema.copy, list[str]()
    for part in portions(ids):
        found += connection.execute(sa.select(table.c.document).where(table.c.original.in_(part))).scalars()
    return tuple(found)


def enter_all(connection: sa.Connection, copies: Mapping[str, str | None]) -> None:
    """Put what is known of all documents (copy or not) in place of what the ledger has of them."""
    known = set(connection.execute(sa.select(schema.copy.c.document)).scalars())
    _number(connection, sorted(copies.keys() - known))
    found = connection.execute(sa.select(schema.copy.c.document, schema.copy.c.original))
    before = {row.document: row.original for row in found}
    _point(connection, {d: o for d, o in copies.items() if before.get(d) != o})


def enter_new(connection: sa.Connection, changed: Iterable[str]) -> set[str]:
    """Enter documents that are not known yet; those whose original is other than before, the new ones included."""
    wanted, known, table = set(changed), set[str](), schema.copy
    for part in portions(wanted):
        known |= set(connection.execute(sa.select(table.c.document).where(table.c.document.in_(part))).scalars())
    new = sorted(wanted - known)
    _number(connection, new)
    prints = _alike(connection, new)
    now = originals(prints.values())
    before = originals_of(connection, prints)
    other = {d for d in prints if before.get(d) != now.get(d)}
    _point(connection, {d: now.get(d) for d in other})
    return other | set(new)


def _point(connection: sa.Connection, copies: Mapping[str, str | None]) -> None:
    if copies:
        table = schema.copy
        update = (
            sa.update(table).where(table.c.document == sa.bindparam("copied")).values(original=sa.bindparam("first"))
        )
        connection.execute(update, [{"copied": d, "first": o} for d, o in copies.items()])


def _number(connection: sa.Connection, new: Sequence[str]) -> None:
    """Give documents their numbers and enter the bands of their signatures."""
    last = connection.execute(sa.select(sa.func.max(schema.copy.c.number))).scalar() or 0
    for part in portions(new):
        numbers = {d: last + n for n, d in enumerate(part, 1)}
        last += len(part)
        connection.execute(sa.insert(schema.copy), [{"document": d, "number": n} for d, n in numbers.items()])
        prints = _prints(connection, part)
        bands = [{"hash": h, "number": numbers[d]} for d, p in prints.items() for h in _hashes(p)]
        if bands:
            connection.execute(sa.insert(schema.band), bands)


def _hashes(found: Print) -> tuple[int, ...]:
    return () if found.words is None or found.signature is None else band_hashes(found.signature)


def _prints(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Print]:
    """What copies are told by, for some documents; texts are loaded only where their signature was not kept."""
    table, mark, found = schema.document, schema.signature, dict[str, Print]()
    columns = [c for c in table.c if c.name not in {"sha256", "text"}]
    for part in portions(ids):
        query = sa.select(*columns, mark.c.data).outerjoin_from(table, mark, mark.c.document == table.c.id)
        rows = connection.execute(query.where(table.c.id.in_(part))).all()
        texts = _texts(connection, [row.id for row in rows if row.data is None])
        for row in rows:
            signature = signature_of(texts[row.id]) if row.data is None else Signature.load(row.data)
            address = row.url or row.external_id
            found[row.id] = Print(row.id, to_date(row.published), row.words_sha256, signature, address)
    return found


def _texts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, str]:
    table = schema.document
    if not ids:
        return {}
    rows = connection.execute(sa.select(table.c.id, table.c.text).where(table.c.id.in_(ids)))
    return {row.id: row.text for row in rows}


def _alike(connection: sa.Connection, new: Iterable[str]) -> dict[str, Print]:
    """The documents with all that a chain of equal or nearly equal texts connects with them."""
    found = {d: p for d, p in _prints(connection, new).items() if p.words is not None}
    queue = list(found.values())
    while queue:
        one = queue.pop()
        near = _prints(connection, set(_candidates(connection, one)) - found.keys())
        for other in near.values():
            if other.words == one.words or _resemble(one, other):
                found[other.id] = other
                queue.append(other)
    return found


def _resemble(one: Print, other: Print) -> bool:
    return one.signature is not None and other.signature is not None and resembles(one.signature, other.signature)


def _candidates(connection: sa.Connection, one: Print) -> Iterator[str]:
    """Documents with the words of one, or with a band of its signature."""
    table = schema.document
    yield from connection.execute(sa.select(table.c.id).where(table.c.words_sha256 == one.words)).scalars()
    band, copy = schema.band, schema.copy
    query = sa.select(copy.c.document).join_from(band, copy, copy.c.number == band.c.number)
    hashes = _hashes(one)
    if hashes:
        yield from connection.execute(query.where(band.c.hash.in_(hashes)).distinct()).scalars()
