"""A reader and a deriver that are small, fast and independent of order, for tests of the ledger alone."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import defaultdict

from havenwatch.ledger import Stages
from havenwatch.records import (
    Document,
    Dossier,
    Event,
    Mention,
    Person,
    Problem,
    Reading,
    Snapshot,
    Statement,
    content_id,
)


def read(document: Document) -> Reading:
    """Each name in capitals is a mention, each sentence a statement; "FAIL" stops the reader, "ODD" is a problem."""
    if "FAIL" in document.text:
        raise RuntimeError("the reader stumbled")
    mentions = tuple(
        Mention(content_id("m-", document.id, m.start()), document.id, m.start(), m.end(), m[0], "name", m[0],
                content_id("m-", document.id, m.start()), 1, None, ())
        for m in re.finditer(r"[A-ZА-ЯЁ]{4,}", document.text)
    )  # fmt: skip
    statements = tuple(_statement(document, m) for m in re.finditer(r"[^.\s][^.]*\.", document.text))
    problems = (Problem("statement", document.id, "an odd word"),) if "ODD" in document.text else ()
    return Reading(document.id, mentions, statements, problems)


def _statement(document: Document, m: re.Match[str]) -> Statement:
    identity = content_id("st-", document.id, m.start())
    return Statement(identity, document.id, m.start(), m.end(), m[0], "event", "detained", None, "reported", None, None,
                     None, None, None, (), None, None, 0.5, "rule:fake")  # fmt: skip


def derive(documents, readings, reviews, judgements) -> Dossier:
    """A person per name, an event per wording, originals only; rejected statements drop out."""
    copies = {d.id for d in documents if d.duplicate_of is not None}
    rejected = {r.statement for r in reviews if r.verdict == "rejected"}
    names, told = defaultdict(list), defaultdict(list)
    for reading in readings:
        for m in reading.mentions:
            names[m.text].append(m.id)
        for s in reading.statements:
            if s.document not in copies and s.id not in rejected:
                told[s.quote].append(s.id)
    persons = [
        Person(content_id("p-", n), (n,), anonymous=False, count=1, profiles=(), mentions=tuple(sorted(ids)))
        for n, ids in names.items()
    ]
    events = [
        Event(content_id("e-", q), "detained", None, "reported", None, None, None, None, None, None, (), None, (),
              tuple(sorted(i)))
        for q, i in told.items()
    ]  # fmt: skip
    by_id = {"key": lambda r: r.id}
    return Dossier(tuple(sorted(persons, **by_id)), tuple(judgements), tuple(sorted(events, **by_id)), (), (), (), ())


STAGES = Stages(read, derive, "fake-1")

TEXTS = {
    "a.txt": "date 2026-01-05 Суд задержал IVANOVA в Астане. Адвокат обжаловал.",
    "b.txt": "date 2026-01-04 Суд задержал IVANOVA, в Астане! Адвокат обжаловал.",
    "c.txt": "Мансур MOVLAEV получил убежище. Прокуратура молчит.",
    "d.jsonl": "\n".join(
        json.dumps(line, ensure_ascii=False)
        for line in (
            {"id": "1", "text": "The court released MOVLAYEV. ODD word.", "published": "2026-02-01", "publisher": "A"},
            {"text": 5},
            {"text": "Второй раз задержан PETROV. Первый раз в мае.", "published": "2026-02-31"},
            {"id": "4", "text": "The court released MOVLAYEV. ODD word.", "published": "2026-02-03"},
        )
    ),
    "e.txt": "FAIL here.",
}


def bare(snapshot: Snapshot) -> Snapshot:
    """The snapshot without timestamps, the one thing that may differ."""
    return dataclasses.replace(
        snapshot,
        documents=tuple(dataclasses.replace(d, retrieved="") for d in snapshot.documents),
        sources=tuple(dataclasses.replace(s, retrieved="") for s in snapshot.sources),
    )
