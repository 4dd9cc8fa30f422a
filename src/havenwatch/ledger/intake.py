"""Storing items: one transaction an item, so that a broken run loses at most the one in hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa

from havenwatch import __version__
from havenwatch.document import make_documents, signature_of, words_digest
from havenwatch.ledger.ahead import Prepared, ReadDocument, Task
from havenwatch.ledger.custody import note_visit, store_capture
from havenwatch.ledger.reading import force, is_forced, is_read, read
from havenwatch.ledger.results import Added
from havenwatch.ledger.safety.warning import warnings
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import Database, journal, problems, rows, schema
from havenwatch.records import Document, Problem, content_id, to_json
from havenwatch.source import SKIPPED, Gone, Item, Obstacle

SOURCE = "source"
WHO = f"havenwatch {__version__}"

__all__ = ["WHO", "Intake", "read_ahead"]


class Intake:
    """One run of add: counts and problems grow with each item that is taken."""

    def __init__(self, database: Database, stages: Stages, *, forced: bool = False) -> None:
        self._database = database
        self._stages = stages
        self._forced = forced
        self._counts: Counter[str] = Counter(items=0, new=0, known=0, failed=0, statements=0)
        with database.read() as connection:
            self._problems: list[Problem] = list(warnings(connection))
        self._places: defaultdict[str, set[str]] = defaultdict(set)

    def ahead(self, found: Iterable[Item | Problem | Prepared]) -> Iterator[Item | Problem | Prepared]:
        """The same in the same order, with the items that are news made ready by the crew, if there is one."""
        if self._stages.crew is None:
            yield from found
            return
        for one, parts in self._stages.crew.ahead(found, self._task):
            if not isinstance(one, Item) or parts is None:
                yield one
            else:
                yield Prepared(one, parts, self._stages.version, self._forced)

    def _task(self, found: Item | Problem | Prepared) -> Task | None:
        if not isinstance(found, Item):
            return None
        with self._database.read() as connection:
            known = _document_of(connection, _key(found)) is not None
        return None if known else Task(found, self._forced)

    def take(self, found: Item | Problem | Prepared) -> None:
        """Store what an item gives, or the problem that stands in its place; of a skipped file nothing is stored.

        What was made ready of an item is used as far as this version of the reader made it.
        """
        if isinstance(found, Problem) and found.stage == SKIPPED:
            self._problems.append(found)
            return
        with self._database.write() as connection:
            if not isinstance(found, Problem):
                item = found.item if isinstance(found, Prepared) else found
                self._places[item.source.name].add(item.place)
                self._item(connection, item, found if isinstance(found, Prepared) else None)
            else:
                self._failure(connection, found)

    def finish(self) -> Added:
        """Drop problems at places that the inputs no longer have; outcome of the run."""
        with self._database.write() as connection:
            for name, places in self._places.items():
                problems.keep_only(connection, name, places)
        plain = (Problem(p.stage, p.document, p.message) for p in self._problems)
        return Added(dict(self._counts), tuple(dict.fromkeys(plain)))

    def _failure(self, connection: sa.Connection, found: Problem) -> None:
        if isinstance(found, Obstacle):
            self._places[found.name].add(found.place)
        if isinstance(found, Gone):
            note_visit(connection, WHO, found.name, found.status)
        self._counts["failed"] += not isinstance(found, Obstacle) or found.lost
        self._note(connection, found)

    def _note(self, connection: sa.Connection, found: Problem) -> None:
        problems.note(connection, found)
        self._problems.append(found)

    def _item(self, connection: sa.Connection, item: Item, ready: Prepared | None) -> None:
        self._counts["items"] += 1
        key = _key(item)
        document = _document_of(connection, key)
        if document is not None:
            self._counts["known"] += 1
            problems.forget(connection, item.place, SOURCE)  # it was obtained, whatever failed before
            self._capture(connection, item)
            self._force(connection, document)
            self._problems += problems.at(connection, item.place, document)
            return
        problems.forget(connection, item.place)
        made = list(make_documents(item)) if ready is None else ready.parts
        for part in made:
            if isinstance(part, Problem):
                self._note(connection, part)
            else:
                self._document(connection, item, key, part, ready)
        self._counts["failed"] += all(isinstance(part, Problem) for part in made)

    def _document(
        self, connection: sa.Connection, item: Item, key: str, made: Document | ReadDocument, of: Prepared | None
    ) -> None:
        ready = made if isinstance(made, ReadDocument) else _bare(made)
        identity = ready.document.id
        new = _insert(connection, item, key, ready)
        self._capture(connection, item)
        self._counts["new" if new else "known"] += 1
        (document,) = rows.documents(connection, [identity])
        if self._forced and force(connection, identity):
            journal.append(connection, WHO, "forced", {"document": identity})
        elif is_read(connection, document):
            return
        fits = of is not None and (of.version, of.forced) == (self._stages.version, is_forced(connection, identity))
        self._read(connection, document, ready if fits else None)

    def _capture(self, connection: sa.Connection, item: Item) -> None:
        """Keep the visit that gave the item, if there was one and it told something new."""
        seen = item.capture
        if seen is not None and not store_capture(connection, WHO, item.source.id, seen):
            note_visit(connection, WHO, seen.address, 200, seen.made)

    def _force(self, connection: sa.Connection, identity: str) -> bool:
        """Read a document whatever the gate says, if this run is to and it was not yet; whether it was read."""
        if not self._forced or not force(connection, identity):
            return False
        journal.append(connection, WHO, "forced", {"document": identity})
        (document,) = rows.documents(connection, [identity])
        self._read(connection, document)
        return True

    def _read(self, connection: sa.Connection, document: Document, ready: ReadDocument | None = None) -> None:
        reading = read(connection, document, self._stages, ready)
        self._counts["statements"] += len(reading.statements)
        self._problems += reading.problems


def read_ahead(database: Database, ids: Iterable[str], stages: Stages) -> Iterator[tuple[str, ReadDocument | None]]:
    """Ids of stored documents in the order given, each with what the crew made of it, None without a crew."""
    if stages.crew is None:
        yield from ((identity, None) for identity in ids)
        return

    def task(identity: str) -> Task:
        with database.read() as connection:
            (document,) = rows.documents(connection, [identity])
            return Task(document, is_forced(connection, identity))

    for identity, parts in stages.crew.ahead(ids, task):
        yield identity, next((p for p in parts or () if isinstance(p, ReadDocument)), None)


def _key(item: Item) -> str:
    """Id of an item with its hints: what is the same in every run."""
    return content_id("item-", item.source.id, to_json(item.hints))


def _bare(made: Document) -> ReadDocument:
    return ReadDocument(made, words_digest(made.text), signature_of(made.text).dump(), None)


def _document_of(connection: sa.Connection, key: str) -> str | None:
    """The document that an item with these hints gave before and that was read, else None."""
    table = schema.provenance
    query = sa.select(table.c.document).join(schema.reading, schema.reading.c.document == table.c.document)
    found: str | None = connection.execute(query.where(table.c.id == key)).scalar()
    return found


def _insert(connection: sa.Connection, item: Item, key: str, ready: ReadDocument) -> bool:
    """Store item, source and document as far as they are new; whether the document is."""
    made = ready.document
    _add(connection, schema.blob, "sha256", {"sha256": item.source.sha256, "size": item.source.size, "data": item.data})
    _add(connection, schema.source, "id", to_json(item.source))
    identity = {k: to_json(getattr(made, k)) for k in ("id", "external_id", "url", "published", "sha256", "text")}
    new = _add(connection, schema.document, "id", {**identity, "words_sha256": ready.words_sha256})
    _add(connection, schema.signature, "document", {"document": made.id, "data": ready.signature})
    if _add(connection, schema.provenance, "id", rows.provenance_of(made, key)):
        ids = {"document": made.id, "source": item.source.id, "provenance": key}
        journal.append(connection, WHO, "added", ids)
    return new


def _add(connection: sa.Connection, table: sa.Table, key: str, row: Mapping[str, object]) -> bool:
    known = connection.execute(sa.select(table.c[key]).where(table.c[key] == row[key])).first()
    if known is None:
        connection.execute(sa.insert(table).values(**row))
    return known is None
