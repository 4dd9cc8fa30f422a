"""Reading stored documents: what the reader finds is checked against the text before it is kept."""

from __future__ import annotations

import dataclasses

import sqlalchemy as sa

from havenwatch.ledger import dossier
from havenwatch.ledger.search import index
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import problems, rows, schema
from havenwatch.records import Document, Problem, Reading
from havenwatch.source import Obstacle

STAGE = "statement"
# Some 80 pages, about a minute of reading on one core. Longer texts are stored whole and read up to here.
READ_LIMIT = 200_000

__all__ = ["READ_LIMIT", "STAGE", "is_read", "read"]


def is_read(connection: sa.Connection, document: Document) -> bool:
    """Whether a reading is stored that was made of the document with the title, publisher and language it has now."""
    query = sa.select(schema.reading.c.input).where(schema.reading.c.document == document.id)
    return connection.execute(query).scalar() == rows.reading_input(document)


def read(connection: sa.Connection, document: Document, stages: Stages) -> Reading:
    """Read a document and store what was found in place of an earlier reading.

    A reader that fails leaves a problem, no reading in the ledger, and gives an empty one with that problem.
    """
    problems.forget(connection, document.id)
    dossier.touch(connection)
    try:
        reading = _checked(document, stages.read(_within_limit(document)))
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
