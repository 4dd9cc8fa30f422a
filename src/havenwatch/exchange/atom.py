"""A feed of what the ledger knows of cases, the newest first (RFC 4287): one entry an event."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from havenwatch.exchange.edition import Edition, edition, shown_name
from havenwatch.ontology.profile import Ontology
from havenwatch.records import Case, Event, Snapshot
from havenwatch.report.tell import event_label

__all__ = ["export"]

LANGUAGE = "en"
MOST_ENTRIES = 500
# control characters that XML 1.0 does not know
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Row = dict[str, Any]


def export(snapshot: Snapshot, ontology: Ontology, *, internal: bool = False, made: str | None = None) -> str:
    """Feed as text; an entry is as old as the latest document that tells its event."""
    shown = edition(snapshot, internal=internal, made=made)
    found = sorted(_dated(shown), key=lambda pair: (pair[0], pair[1].id), reverse=True)[:MOST_ENTRIES]
    updated = found[0][0] if found else str(shown.whole["made"])
    cases = {e: c for c in snapshot.dossier.cases for e in c.events}
    entries = "".join(_entry(shown, ontology, event, cases.get(event.id), day) for day, event in found)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{LANGUAGE}">\n'
        "<id>urn:havenwatch:changes</id>\n<title>havenwatch: what changed</title>\n"
        f"<updated>{updated}</updated>\n<author><name>havenwatch</name></author>\n"
        f"<subtitle>{_text(shown.note)}</subtitle>\n{entries}</feed>\n"
    )


def _dated(shown: Edition) -> Iterator[tuple[str, Event]]:
    """Events with the moment of their latest document: publication, else when it was stored."""
    documents = {d.id: d for d in shown.snapshot.documents}
    where = {s.id: s.document for s in shown.snapshot.statements}
    for event in shown.snapshot.dossier.events:
        told = [documents[where[s]] for s in event.statements if s in where]
        moments = [_moment(d.published, d.retrieved) for d in told]
        if moments:
            yield max(moments), event


def _moment(published: dt.date | None, retrieved: str) -> str:
    """RFC 3339 in UTC."""
    if published is not None:
        return f"{published.isoformat()}T00:00:00Z"
    moment = dt.datetime.fromisoformat(retrieved)
    moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(shown: Edition, ontology: Ontology, event: Event, case: Case | None, moment: str) -> str:
    rows = [shown.statement_rows[s] for s in event.statements if s in shown.statement_rows]
    documents = shown.document_rows
    names = [shown_name(shown.persons[p], shown.masked) for p in event.persons if p in shown.persons]
    state = "" if event.host is None else f" ({ontology.places.state_name(event.host, LANGUAGE)})"
    status = "" if event.status == "reported" else f" [{event.status}]"
    who = shown.mask(", ".join(names)) or "no person"
    title = f"{event_label(event.type, LANGUAGE, ontology)}{status}: {who}{state}"
    quotes = "\n".join(f"\u201c{row['quote']}\u201d ({_source(documents[row['document']])})" for row in rows)
    links = dict.fromkeys(documents[row["document"]]["url"] for row in rows)
    web = [url for url in links if url and url.startswith(("https://", "http://"))]
    related = "".join(f'<link rel="related" href={quoteattr(_CONTROL.sub("", url))}/>' for url in web)
    category = f"<category term={quoteattr(event.type)}/><category term={quoteattr(event.status)}/>"
    case_term = "" if case is None else f'<category scheme="urn:havenwatch:case" term={quoteattr(case.id)}/>'
    return (
        f"<entry><id>urn:havenwatch:event:{event.id}</id><title>{_text(title)}</title><updated>{moment}</updated>"
        f'{category}{case_term}{related}<content type="text">{_text(quotes)}</content></entry>\n'
    )


def _source(document: Row) -> str:
    return ", ".join(str(x) for x in (document["publisher"], document["published"]) if x) or "source not named"


def _text(text: str) -> str:
    return escape(_CONTROL.sub("", text))
