"""Versions of a page or post, and what its newest one does not say any more."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from havenwatch.ledger.custody.captures import GONE
from havenwatch.ledger.storage import schema
from havenwatch.records import CHANGED, VANISHED, Document, Statement, Version, Withdrawal
from havenwatch.source.web.place import without_tracking

_WORD = re.compile(r"[^\W_]+")

__all__ = ["CHANGED", "VANISHED", "versions", "withdrawals"]


def versions(connection: sa.Connection) -> tuple[Version, ...]:
    """Versions of all addresses that were visited, by address and time. A page seen once and still there has one."""
    seen: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    capture, origin = schema.capture, schema.provenance
    query = sa.select(capture.c.address, capture.c.made, origin.c.document).join(
        origin, origin.c.source == capture.c.source
    )
    for address, made, document in connection.execute(query):
        seen[without_tracking(address)][document].append(made)
    gone = _gone(connection)
    return tuple(v for address in sorted(seen) for v in _chain(address, seen[address], gone.get(address)))


def _chain(address: str, seen: Mapping[str, Sequence[str]], gone: str | None) -> Iterator[Version]:
    """Versions of one address in order of time: the one seen last is current unless the page is gone."""
    ordered = sorted(seen, key=lambda d: (min(seen[d]), d))
    last = max(ordered, key=lambda d: (max(seen[d]), d))
    newest = max(seen[last])
    vanished = gone if gone is not None and gone >= newest else None
    for number, document in enumerate(ordered, 1):
        later = (min(seen[other]) for other in ordered if min(seen[other]) > max(seen[document]))
        yield Version(
            address=address,
            document=document,
            number=number,
            first_seen=min(seen[document]),
            last_seen=max(seen[document]),
            replaced=None if document == last else next(later, newest),
            vanished=vanished,
        )


def _gone(connection: sa.Connection) -> dict[str, str]:
    """Addresses that the last visit found gone -> the time of that visit."""
    table = schema.visit
    found: dict[str, str] = {}
    for address, status, made in connection.execute(sa.select(table.c.address, table.c.status, table.c.made).order_by(
        table.c.made, table.c.id)):  # fmt: skip
        if status in GONE:
            found[without_tracking(address)] = made
        else:
            found.pop(without_tracking(address), None)
    return found


def withdrawals(
    found: Iterable[Version], documents: Iterable[Document], statements: Iterable[Statement]
) -> tuple[Withdrawal, ...]:
    """Statements whose words the current version of their page does not hold, or whose page is gone; sorted by id."""
    texts = {d.id: d.text for d in documents}
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        said[statement.document].append(statement)
    chains: dict[str, list[Version]] = defaultdict(list)
    for version in found:
        chains[version.address].append(version)
    kept = {v.document for v in found if v.replaced is None and v.vanished is None}
    marked = (w for chain in chains.values() for w in _withdrawn(chain, texts, said) if w.document not in kept)
    return tuple(sorted({w.statement: w for w in marked}.values(), key=lambda w: w.statement))


def _withdrawn(
    chain: Sequence[Version], texts: Mapping[str, str], said: Mapping[str, Sequence[Statement]]
) -> Iterator[Withdrawal]:
    current = next(v for v in chain if v.replaced is None)
    words = _words(texts.get(current.document, ""))
    for version in chain:
        for statement in said.get(version.document, ()):
            if current.vanished is not None:
                yield Withdrawal(statement.id, version.document, version.address, VANISHED, current.vanished, None)
            elif version is not current and _words(statement.quote) not in words:
                since = version.replaced or current.first_seen
                yield Withdrawal(statement.id, version.document, version.address, CHANGED, since, current.document)


def _words(text: str) -> str:
    """Words alone, so that a mended comma is no withdrawal."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(words)} "
