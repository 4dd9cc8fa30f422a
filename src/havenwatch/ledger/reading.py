"""Reading stored documents: what the reader finds is checked against the text before it is kept."""

from __future__ import annotations

import dataclasses

import sqlalchemy as sa

from havenwatch.errors import WorkerError
from havenwatch.ledger import dossier
from havenwatch.ledger.ahead import ReadDocument
from havenwatch.ledger.desk.marked import carry
from havenwatch.ledger.search import index
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import problems, rows, schema
from havenwatch.records import Document, Problem, Reading
from havenwatch.source import Obstacle

STAGE = "statement"
# Some 80 pages, about a minute of reading on one core. Longer texts are stored whole and read up to here.
READ_LIMIT = 200_000

__all__ = ["READ_LIMIT", "STAGE", "force", "is_forced", "is_read", "read", "reading_of"]


def is_read(connection: sa.Connection, document: Document) -> bool:
    """Whether a reading is stored that was made of the document with the title, publisher and language it has now."""
    query = sa.select(schema.reading.c.input).where(schema.reading.c.document == document.id)
    return connection.execute(query).scalar() == rows.reading_input(document)


def read(connection: sa.Connection, document: Document, stages: Stages, ready: ReadDocument | None = None) -> Reading:
    """Read a document and store what was found in place of an earlier reading.

    `ready` is what this version of the reader made of it before, with the gate unless the document is forced.

    What the gate sets aside, unless a person forced it, gives an empty reading with the gate's reason.

    A reader that fails leaves a problem, no reading in the ledger, and gives an empty one with that problem.
    """
    problems.forget(connection, document.id)
    dossier.touch(connection)
    try:
        found = _made_before(document, ready)
        if found is None:
            found = reading_of(document, stages, forced=is_forced(connection, document.id))
        reading = carry(connection, found)
    except Exception as error:  # noqa: BLE001 - whatever one text does to the reader, the others are still read
        reason = f"could not be read ({type(error).__name__}: {error}); it is stored, 'havenwatch rebuild' tries again"
        failure = Obstacle(STAGE, document.id, reason, document.id, lost=False)
        problems.note(connection, failure)
        rows.delete_reading(connection, document.id)
        index(connection, document, ())
        return Reading(document.id, (), (), (failure,))
    rows.insert_reading(connection, document, reading, stages.version)
    index(connection, document, reading.statements)
    return reading


def reading_of(document: Document, stages: Stages, *, forced: bool) -> Reading:
    """What a reader makes of a document, checked against its text; `forced` asks no gate. Raises what the reader does.

    What the gate sets aside has an empty reading with its reason.
    """
    reason = None if forced or stages.gate is None else stages.gate(document)
    if reason is not None:
        return Reading(document.id, (), (), (reason,))
    return _checked(document, stages.read(_within_limit(document)))


def _made_before(document: Document, ready: ReadDocument | None) -> Reading | None:
    """The reading that was made ahead, None without one or when it was made of other words than are read now."""
    if ready is None or rows.reading_input(ready.document) != rows.reading_input(document):
        return None
    if ready.fault is not None:
        raise WorkerError(ready.fault)
    return ready.reading


def force(connection: sa.Connection, document: str) -> bool:
    """Have a document read whatever the gate says; whether that is news."""
    if is_forced(connection, document):
        return False
    connection.execute(sa.insert(schema.forced).values(document=document))
    return True


def is_forced(connection: sa.Connection, document: str) -> bool:
    """Whether a person wants a document read whatever the gate says."""
    table = schema.forced
    return connection.execute(sa.select(table.c.document).where(table.c.document == document)).first() is not None


def _within_limit(document: Document) -> Document:
    short = len(document.text) <= READ_LIMIT
    return document if short else dataclasses.replace(document, text=document.text[:READ_LIMIT])


def _checked(document: Document, reading: Reading) -> Reading:
    """The reading without statements whose quotes are not in the text, and with a problem for what is left out."""
    good = tuple(s for s in reading.statements if document.text[s.start : s.end] == s.quote)
    faults = []
    if len(good) < len(reading.statements):
        lost = len(reading.statements) - len(good)
        faults.append(f"{lost} statements were left out, their quotes are not in the text; report this fault")
    if len(document.text) > READ_LIMIT:
        faults.append(f"only the first {READ_LIMIT} of {len(document.text)} characters were read; split it to read all")
    found = (Problem(STAGE, document.id, fault) for fault in faults)
    return dataclasses.replace(reading, statements=good, problems=(*reading.problems, *found))
