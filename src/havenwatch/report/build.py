"""The report on one country, from the snapshot alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable

from havenwatch.indicator.index import Index, resolve_country
from havenwatch.indicator.indicate import indicate_rules
from havenwatch.lang.phrases import Phrases, load_phrases
from havenwatch.ontology.counting import load_rules
from havenwatch.ontology.profile import Ontology
from havenwatch.records import ADVICE, FORECAST, RULE, UNREVIEWED, Case, Event, Snapshot, Statement
from havenwatch.report import listing
from havenwatch.report.answer import MAIN_RULE, answer, chart_section, rules_section
from havenwatch.report.cases import case_view
from havenwatch.report.cite import Evidence
from havenwatch.report.record import Block, Paragraph, Report, Section, Sentence
from havenwatch.report.tell import REMEDY_CLAIMS, Teller


def build(snapshot: Snapshot, country: str, until: dt.date | None, language: str, ontology: Ontology) -> Report:
    """Report on `country` (name or ISO code) in `language` (en, ru), with data up to `until`.

    `until` None stands for the latest publication date in the ledger. An empty ledger gives a report that says so.

    Raises:
        UsageError: the country or the language is not known.
    """
    say = load_phrases(language)
    index = Index.of(snapshot)
    iso = resolve_country(country, ontology, index.states())
    until = index.data_date() if until is None else until
    teller = Teller.of(Evidence(index, say), ontology)
    name = ontology.places.state_name(iso, language)
    sections = _sections(teller, iso, name, until)
    footnotes = teller.evidence.footnotes()
    sections = (*sections, listing.sources(teller, (note.document for note in footnotes)))
    return Report(
        country=iso,
        country_name=name,
        language=language,
        until=until,
        title=say("report.title", country=name),
        subtitle=say("report.subtitle_undated")
        if until is None
        else say("report.subtitle", date=say.dates(until, until)),
        banner=banner(snapshot, say),
        sections=sections,
        footnotes=footnotes,
    )


def banner(snapshot: Snapshot, say: Phrases) -> str:
    """That the report is machine-read, and which share of the statements a person has reviewed."""
    reviewed = len({r.statement for r in snapshot.reviews if r.verdict != UNREVIEWED})
    share = say.short(100 * reviewed / len(snapshot.statements)) if snapshot.statements else "0"
    return say("report.banner", share=share, n=reviewed, of=len(snapshot.statements))


def _sections(teller: Teller, iso: str, name: str, until: dt.date | None) -> tuple[Section, ...]:
    index, ontology = teller.evidence.index, teller.ontology
    indicators = indicate_rules(index, iso, until, load_rules())
    here = [e for e in index.snapshot.dossier.events if e.host == iso]
    cited = Citable(index, iso, here, ontology.places.states)
    return (
        answer(teller, indicators, name),
        rules_section(teller, indicators),
        chart_section(teller, [e for e in here if e.persons or index.cases_of.get(e.id)], indicators[MAIN_RULE]),
        _cases(teller, iso),
        listing.quotes(teller, "mechanisms", cited.statements(RULE)),
        listing.figures(teller, [f for f in index.snapshot.dossier.figures if cited.concerns(f.place, f.statements)]),
        listing.calendar(
            teller, [c for c in index.snapshot.dossier.calendar if cited.concerns(c.place, c.statements)], until
        ),
        listing.quotes(teller, "forecasts", cited.statements(FORECAST)),
        listing.quotes(teller, "advice", cited.statements(ADVICE)),
        listing.policy(teller, [e for e in here if _without_person(e, ontology, index)], iso),
        listing.unread(teller, listing.readable_languages(ontology)),
        listing.method(teller),
        listing.limits(teller),
    )


def _without_person(event: Event, ontology: Ontology, index: Index) -> bool:
    kind = ontology.events.get(event.type)
    return (kind is not None and kind.policy) or (not event.persons and not index.cases_of.get(event.id))


def _cases(teller: Teller, iso: str) -> Section:
    """Cases with the country as host or with an event in it, then those in which it asks for the person."""
    say, index = teller.evidence.say, teller.evidence.index
    hosted = [c for c in index.snapshot.dossier.cases if _happens_in(c, iso, index)]
    asked = [c for c in index.snapshot.dossier.cases if c.requesting == iso and not _happens_in(c, iso, index)]
    blocks: list[Block] = [case_view(teller, case) for case in _latest_first(hosted, index)]
    if asked:
        blocks.append(Paragraph((Sentence(say("case.asked"), factual=False),), "note"))
        blocks += [case_view(teller, case) for case in _latest_first(asked, index)]
    intro = Sentence(say("cases.intro", n=len(hosted)) if hosted else say("cases.none"), factual=False)
    return Section("cases", say("section.cases"), (Paragraph((intro,), "note"), *blocks))


def _happens_in(case: Case, iso: str, index: Index) -> bool:
    return case.host == iso or any(index.events[e].host == iso for e in case.events if e in index.events)


def _latest_first(cases: Iterable[Case], index: Index) -> list[Case]:
    """Cases by the date of their last dated event, latest first, undated last; ties by id."""

    def last(case: Case) -> dt.date:
        dates = (index.events[e].latest for e in case.events if e in index.events)
        return max((d for d in dates if d is not None), default=dt.date.min)

    return sorted(sorted(cases, key=lambda c: c.id), key=last, reverse=True)


class Citable:
    """Which statements and records without a case belong to the report of a country."""

    def __init__(self, index: Index, iso: str, events: Iterable[Event], states: Container[str]) -> None:
        """`events` are those of the country: their documents speak of it."""
        self._index, self._iso, self._states = index, iso, states
        self._documents = {d for e in events for d in index.documents_of(e)}

    def concerns(self, place: str | None, statements: Iterable[str]) -> bool:
        """Whether the place is the country, or none is named in a document that speaks of the country."""
        if place is not None:
            return self._iso in place.split("-")
        return any(self._speaks(s) for s in statements)

    def statements(self, kind: str) -> list[Statement]:
        """Statements of a kind (rule, forecast, advice) on the country, without those that a reviewer rejected.

        Claims on the remedies of one case stand in that case, not among the rules of the country.
        """
        kept = (s for s in self._index.snapshot.statements if s.kind == kind and s.id not in self._index.rejected)
        found = (s for s in kept if s.type not in REMEDY_CLAIMS)
        return [s for s in found if self._places(s, found_in=self._iso)]

    def _places(self, statement: Statement, found_in: str) -> bool:
        named = {v for v in (*statement.values("place"), *statement.values("host")) if v in self._states}
        return found_in in named if named else self._speaks(statement.id)

    def _speaks(self, statement: str) -> bool:
        found = self._index.statements.get(statement)
        return found is not None and found.document in self._documents
