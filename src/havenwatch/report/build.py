"""The report on one country, from the snapshot alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence

from havenwatch.indicator.context.asylum import AsylumStatistics
from havenwatch.indicator.context.compare import compare as compare_hosts
from havenwatch.indicator.index import Index, resolve_country
from havenwatch.indicator.indicate import data_until, indicate_rules
from havenwatch.lang.phrases import Phrases, load_phrases
from havenwatch.ontology.counting import load_rules
from havenwatch.ontology.profile import Ontology
from havenwatch.records import ADVICE, FORECAST, RULE, UNREVIEWED, Case, Event, Snapshot, Statement
from havenwatch.report.cite import Evidence
from havenwatch.report.record import Block, Paragraph, Report, Section, Sentence
from havenwatch.report.section import compare, listing
from havenwatch.report.section.answer import MAIN_RULE, answer
from havenwatch.report.section.cases import case_view, lines_of_time
from havenwatch.report.section.changed import changed
from havenwatch.report.section.procedure import procedure
from havenwatch.report.section.residents import residents
from havenwatch.report.section.rules import rules_section
from havenwatch.report.section.terms import terms
from havenwatch.report.section.who import who
from havenwatch.report.tell import REMEDY_CLAIMS, Teller, readable_languages


def build(
    snapshot: Snapshot,
    country: str,
    until: dt.date | None,
    language: str,
    ontology: Ontology,
    *,
    asylum: AsylumStatistics | None = None,
) -> Report:
    """Report on `country` (name or ISO code) in `language` (en, ru), with data up to `until`.

    `asylum` are UNHCR's tables where they are at hand. `until` None, or later than the latest publication date in the
    ledger, stands for that date. An empty ledger gives a report that says so.

    Raises:
        UsageError: the country or the language is not known.
    """
    say = load_phrases(language)
    index = Index.of(snapshot)
    iso = resolve_country(country, ontology, index.states())
    today, until = until, data_until(index, until)
    teller = Teller.of(Evidence(index, say), ontology)
    name = ontology.places.state_name(iso, language)
    sections = _sections(teller, iso, name, (until, today or until), asylum)
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


def _sections(
    teller: Teller, iso: str, name: str, days: tuple[dt.date | None, dt.date | None], asylum: AsylumStatistics | None
) -> tuple[Section, ...]:
    """Sections in their order; `days` are the data date and the day from which the calendar looks ahead."""
    until, today = days
    index, ontology = teller.evidence.index, teller.ontology
    indicators = indicate_rules(index, iso, until, load_rules())
    main = indicators[MAIN_RULE]
    here = list(index.events_in.get(iso, ()))
    cited = Citable(index, iso, here, ontology.places.states)
    dossier = index.snapshot.dossier
    hosted = _latest_first((c for c in dossier.cases if _happens_in(c, iso, index)), index)
    figures = [f for f in dossier.figures if cited.concerns(f.place, f.statements)]
    origins = sorted({c.requesting for c in hosted if c.requesting is not None})
    events = [e for e in here if e.persons or index.cases_of.get(e.id)]
    hosts = compare_hosts(index, iso, main.period, main.until)
    return (
        terms(teller, name, main.until),
        answer(teller, indicators),
        changed(teller, events, main),
        rules_section(teller, indicators),
        who(teller, hosted, iso, main.until),
        residents(teller, hosted, figures, main, iso),
        listing.quotes(teller, "advice", cited.statements(ADVICE)),
        _cases(teller, iso, hosted, main.until),
        procedure(teller, hosted, iso),
        listing.quotes(teller, "mechanisms", cited.statements(RULE)),
        listing.figures(teller, figures, compare.asylum(teller, asylum, iso, origins)),
        compare.compare(teller, hosts, main.period),
        listing.calendar(teller, [c for c in dossier.calendar if cited.concerns(c.place, c.statements)], today),
        listing.quotes(teller, "forecasts", cited.statements(FORECAST)),
        compare.conflicts(teller, hosted, (f.id for f in figures)),
        listing.policy(teller, [e for e in here if _without_person(e, ontology, index)], iso),
        listing.unread(teller, readable_languages(ontology)),
        listing.method(teller),
        listing.limits(teller),
    )


def _without_person(event: Event, ontology: Ontology, index: Index) -> bool:
    kind = ontology.events.get(event.type)
    return (kind is not None and kind.policy) or (not event.persons and not index.cases_of.get(event.id))


def _cases(teller: Teller, iso: str, hosted: Sequence[Case], until: dt.date | None) -> Section:
    """Lines of time, cases with the country as host or with an event in it, then those in which it asks for one."""
    say, index = teller.evidence.say, teller.evidence.index
    hosting = {c.id for c in hosted}
    asked = [c for c in index.snapshot.dossier.cases if c.requesting == iso and c.id not in hosting]
    blocks: list[Block] = [*lines_of_time(teller, hosted, until), *(case_view(teller, case) for case in hosted)]
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
