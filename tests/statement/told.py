"""What a text tells, in the few fields that a reader would check, and the tables' way of writing it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable

from havenwatch.ontology import load_ontology
from havenwatch.records import EVENT, REPORTED, Document, Mention, Reading, Statement
from havenwatch.statement import read_document

Read = Callable[..., Reading]
PUBLISHED = dt.date(2026, 3, 5)  # a Thursday
ADVERSE = frozenset(t.id for t in load_ontology().events.values() if t.direction < 0)
ANY = "*"  # this field is not what the row is about


@dataclasses.dataclass(frozen=True)
class Act:
    """One expected event.

    `who` is the name in the nominative, or "x3" for three persons without a name; two persons are joined by " + ".
    `when` is a day, an interval "first..last", or "" for no date; `host` and `requesting` are states or "".
    """

    type: str
    who: str = ANY
    when: str = ANY
    host: str = ANY
    status: str = REPORTED
    requesting: str = ANY

    def fits(self, told: Act) -> bool:
        wanted, found = dataclasses.astuple(self), dataclasses.astuple(told)
        return all(w in (ANY, f) for w, f in zip(wanted, found, strict=True))


def document_of(text: str, published: dt.date | None = PUBLISHED, language: str | None = "ru") -> Document:
    """The text as a stored document."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(f"d{digest[:16]}", None, "s0", None, None, None, published, "2026-03-06T00:00:00+00:00", language,
                    digest, None, text)  # fmt: skip


def read_text(text: str, published: dt.date | None = PUBLISHED, language: str | None = "ru") -> Reading:
    """Reading of the text with the shipped models and ontology."""
    return read_document(document_of(text, published, language), load_ontology())


def events(reading: Reading) -> list[Statement]:
    """Statements that tell an event."""
    return [s for s in reading.statements if s.kind == EVENT]


def happened(reading: Reading) -> list[Statement]:
    """Events told as having happened; what is only presupposed ("отказ", "дезертир") is left out."""
    return [s for s in events(reading) if s.status == REPORTED]


def told(reading: Reading) -> list[Act]:
    """Events of a reading, in order, as rows of a table are written."""
    return [act_of(reading, s) for s in events(reading)]


def act_of(reading: Reading, statement: Statement) -> Act:
    """One event statement as a row."""
    mentions = {m.id: m for m in reading.mentions}
    heads = [mentions[mentions[v].head] for v in statement.values("person")]
    days = [d.isoformat() for d in (statement.earliest, statement.latest) if d is not None]
    host, requesting = (" ".join(statement.values(name)) for name in ("host", "requesting"))
    return Act(statement.type or "", " + ".join(map(called, heads)), "..".join(dict.fromkeys(days)), host,
               statement.status, requesting)  # fmt: skip


def called(mention: Mention) -> str:
    """Name of a person, or the number of those without a name."""
    return mention.name if mention.name is not None else f"x{mention.count if mention.count is not None else ''}"


def missing(reading: Reading, wanted: tuple[Act, ...]) -> list[Act]:
    """Expected events that the reading does not tell; each told event serves one of them."""
    left = told(reading)
    out: list[Act] = []
    for act in wanted:
        found = next((t for t in left if act.fits(t)), None)
        if found is None:
            out.append(act)
        else:
            left.remove(found)
    return out


def accusations(reading: Reading, wanted: tuple[Act, ...] = ()) -> list[Act]:
    """Adverse events told as having happened that are not among the expected ones."""
    rest = [t for t in told(reading) if t.type in ADVERSE and t.status == REPORTED]
    return [t for t in rest if not any(act.fits(t) for act in wanted)]


def check(reading: Reading, *wanted: Act) -> None:
    """Fails with all that was told when an expected event is missing or an adverse one is made up."""
    assert missing(reading, wanted) == [], f"told: {told(reading)}"
    assert accusations(reading, wanted) == []
