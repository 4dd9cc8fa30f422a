"""Hearings, deadlines, elections as a calendar (RFC 5545): what is ahead, and how sure its date is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator

from havenwatch.case.tracks import run
from havenwatch.exchange.edition import Edition, edition, shown_name
from havenwatch.indicator.index import shifted
from havenwatch.ontology.procedure import load_procedure
from havenwatch.ontology.profile import Ontology
from havenwatch.records import PLANNED, REPORTED, Case, Event, Snapshot
from havenwatch.report.tell import event_label, stage_words

__all__ = ["export"]

LANGUAGE = "en"
HEARINGS = frozenset({"court_hearing"})
LONGEST = 75  # octets of a line before it is folded
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One calendar entry: the days from..to on which it may be, what it is, what is known of it."""

    id: str
    first: dt.date
    last: dt.date
    title: str
    text: str
    kind: str


def export(snapshot: Snapshot, ontology: Ontology, *, internal: bool = False, made: str | None = None) -> str:
    """Calendar as text. Dates that are not settled to a day span all days that the sources allow."""
    shown = edition(snapshot, internal=internal, made=made)
    stamp = dt.datetime.fromisoformat(str(shown.whole["made"])).astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    entries = sorted((*_public(shown, ontology), *_hearings(shown, ontology), *_deadlines(shown)), key=_order)
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//havenwatch//ledger//EN", "CALSCALE:GREGORIAN")
    about = (_line("X-WR-CALNAME", "havenwatch"), _line("X-WR-CALDESC", shown.note))
    body = (line for entry in entries for line in _entry(shown, entry, stamp))
    return "".join(f"{line}\r\n" for line in (*head, *about, *body, "END:VCALENDAR"))


def _order(entry: Entry) -> tuple[dt.date, str]:
    return entry.first, entry.id


def _public(shown: Edition, ontology: Ontology) -> Iterator[Entry]:
    """Elections, referendums, laws that come into force."""
    for found in shown.snapshot.dossier.calendar:
        if found.earliest is None or found.latest is None:
            continue
        place = "" if found.place is None else f", {_state(ontology, found.place)}"
        title = event_label(found.what, LANGUAGE, ontology) + place
        about = "The date is approximate. " if found.approximate else ""
        text = about + _quotes(shown, found.statements)
        yield Entry(found.id, found.earliest, found.latest, title, text, "PUBLIC EVENT")


def _hearings(shown: Edition, ontology: Ontology) -> Iterator[Entry]:
    cases = {e: c for c in shown.snapshot.dossier.cases for e in c.events}
    for event in shown.snapshot.dossier.events:
        dated = event.earliest is not None and event.latest is not None
        if event.type not in HEARINGS or not dated or event.status not in {REPORTED, PLANNED}:
            continue
        if event.earliest is not None and event.latest is not None:
            matter = "" if event.about is None else f" ({event.about})"
            who = _who(shown, cases.get(event.id))
            title = f"{event_label(event.type, LANGUAGE, ontology)}{matter}: {who}"
            yield Entry(event.id, event.earliest, event.latest, title, _quotes(shown, event.statements), "HEARING")


def _deadlines(shown: Edition) -> Iterator[Entry]:
    """Ends of the time limits of the states in which cases stand, from the day on which the state began."""
    procedure = load_procedure()
    events = {e.id: e for e in shown.snapshot.dossier.events}
    for case in shown.snapshot.dossier.cases:
        law = procedure.countries.get(case.host or "")
        if law is None:
            continue
        begun = _begun(case, [events[e] for e in case.events if e in events])
        for limit in law.limits:
            event = begun.get(limit.track)
            stands = (limit.track, limit.state) in case.tracks
            if event is None or not stands or limit.days is None or event.earliest is None or event.latest is None:
                continue
            first, last = (shifted(day, dt.timedelta(days=limit.days)) for day in (event.earliest, event.latest))
            stage = stage_words(limit.track, limit.state, LANGUAGE)
            title = f"{stage}: limit of {limit.days} days ends: {_who(shown, case)}"
            source = (
                f"article {limit.article or 'not known'} ({limit.source}{'' if limit.verified else ', not verified'})"
            )
            computed = f"Computed from the procedure, not told by a source: {source}. Ask a lawyer."
            text = f"{computed} {_quotes(shown, event.statements)}"
            yield Entry(f"{case.id}-{limit.track}-{limit.state}", first, last, title, text, "DEADLINE")


def _begun(case: Case, events: list[Event]) -> dict[str, Event]:
    """For each track the event that led to its present state."""
    found: dict[str, Event] = {}
    for step in run(events, load_procedure(), requested=case.requesting is not None):
        before = dict(step.before)
        found |= {track: step.event for track, state in step.after if state != before[track]}
    return found


def _who(shown: Edition, case: Case | None) -> str:
    known = [shown.persons[p] for p in case.persons if p in shown.persons] if case is not None else []
    return shown.mask(", ".join(shown_name(p, shown.masked) for p in known)) or "person not named"


def _state(ontology: Ontology, place: str) -> str:
    return ", ".join(ontology.places.state_name(iso, LANGUAGE) for iso in place.split("-"))


def _quotes(shown: Edition, statements: Iterable[str]) -> str:
    """Quotes with publisher and address, as far as the edition shows them."""
    rows, documents = shown.statement_rows, shown.document_rows
    told = []
    for row in (rows[s] for s in statements if s in rows):
        document = documents[row["document"]]
        where = ", ".join(str(x) for x in (document["publisher"], document["published"], document["url"]) if x)
        told.append(f"\u201c{row['quote']}\u201d ({where or 'source not named'})")
    return "\n".join(told)


def _entry(shown: Edition, entry: Entry, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}@havenwatch"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{shifted(entry.last, dt.timedelta(days=1)):%Y%m%d}"
    unsure = "" if entry.first == entry.last else " (some day in this span)"
    yield _line("SUMMARY", entry.title + unsure)
    yield _line("DESCRIPTION", f"{entry.text}\n{shown.note}")
    yield f"CATEGORIES:{entry.kind}"
    yield f"CLASS:{'CONFIDENTIAL' if shown.internal else 'PUBLIC'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _line(name: str, text: str) -> str:
    """A property with its text escaped, folded at 75 octets without cutting a letter."""
    escaped = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign, shown in (("\\", "\\\\"), ("\n", "\\n"), (";", "\\;"), (",", "\\,")):
        escaped = escaped.replace(sign, shown)
    rows, row = [], ""
    for letter in f"{name}:{escaped}":
        if len((row + letter).encode()) > LONGEST:
            rows.append(row)
            row = " "
        row += letter
    return "\r\n".join([*rows, row])
