"""Terms of reference: what was asked, of which documents, for which time, by which rules; what is not in the report."""

from __future__ import annotations

import datetime as dt

from havenwatch.report.record import Listing, Paragraph, Section
from havenwatch.report.tell import Teller, readable_languages


def terms(teller: Teller, country: str, until: dt.date | None) -> Section:
    """Question, scope, documents, standard of evidence, what a reader will not find."""
    evidence, say = teller.evidence, teller.evidence.say
    index = evidence.index
    documents = index.snapshot.documents
    days = [d.published for d in documents if d.published is not None]
    values: dict[str, str | int] = {
        "n": len(documents),
        "sources": len(index.sources_of(d.id for d in documents)),
        "period": say.dates(min(days), max(days)) if days else say("dates.unknown"),
        "read": sum(d.language in readable_languages(teller.ontology) for d in documents),
        "copies": sum(d.duplicate_of is not None for d in documents),
    }
    date = say("dates.unknown") if until is None else say.dates(until, until)
    texts = (
        say("terms.scope", country=country, date=date),
        say("terms.documents", **values),
        say("terms.evidence"),
        say("terms.counting"),
        say("terms.absent"),
    )
    question = Paragraph((evidence.plain(say("answer.question", country=country)),), "lead")
    return Section("terms", say("section.terms"), (question, Listing(tuple(evidence.plain(t) for t in texts))))
