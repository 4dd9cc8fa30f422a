"""The plain lists of a report: mechanisms, figures, calendar, opinions, policy, what was not read, sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from havenwatch.lang.phrases import Phrases
from havenwatch.ontology.counting import load_rules
from havenwatch.ontology.quantity import load_quantities
from havenwatch.records import CalendarEntry, Document, Event, Figure, Problem, Statement
from havenwatch.report.cite import publication_date, shorten, web_address
from havenwatch.report.record import Block, Listing, Paragraph, Section, Sentence, Table
from havenwatch.report.section.cases import conflict_table
from havenwatch.report.tell import Teller

COUNTED = "person"  # unit of a count of people: the column beside it says of whom
READING = "statement"  # stage of the problems that the reader reports
MOST_NAMED = 5  # documents named beside one message
MOST_PROBLEMS = 40  # messages shown; the ledger's status command lists all


def quotes(teller: Teller, name: str, statements: Sequence[Statement]) -> Section:
    """Words of sources as quotes, each with who says it (mechanisms, forecasts, advice)."""
    say = teller.evidence.say
    items = tuple(_quoted(teller, s) for s in sorted(statements, key=lambda s: (s.document, s.start)))
    intro = Paragraph((teller.evidence.plain(say(f"{name}.intro")),), "note")
    return _listed(say, name, (intro, Listing(items, quoted=True)) if items else ())


def _quoted(teller: Teller, statement: Statement) -> Sentence:
    evidence, say = teller.evidence, teller.evidence.say
    document = evidence.index.documents[statement.document]
    speaker = statement.attributed_to or (
        statement.speaker and say.get(f"speaker.{statement.speaker}", statement.speaker)
    )
    who = (
        say("quote.in_source", who=speaker, source=evidence.source(document)) if speaker else evidence.source(document)
    )
    # a forecast or an advice is no event: whether it was planned says nothing of it
    return evidence.sentence(say("quote.line", quote=shorten(statement.quote), who=who), (statement.id,))


def _listed(say: Phrases, name: str, blocks: tuple[Block, ...]) -> Section:
    """A section, or one that says that the documents hold nothing of the kind."""
    empty = Paragraph((Sentence(say(f"{name}.empty"), factual=False),))
    return Section(name, say(f"section.{name}"), blocks or (empty,))


def figures(teller: Teller, found: Sequence[Figure], beside: Sequence[Block] = ()) -> Section:
    """Numbers as the sources give them, sources that disagree in rows of their own, open statistics `beside` them."""
    say = teller.evidence.say
    rows = tuple(_figure_row(teller, f) for f in sorted(found, key=lambda f: (f.quantity, f.of or "", f.value, f.id)))
    columns = tuple(say(f"figures.{c}") for c in ("quantity", "value", "of", "place", "period"))
    disputes = [conflict_table(teller, c) for f in found for c in teller.conflicts.get(f.id, ())]
    return _listed(
        say, "figures", (*((Table(say("figures.caption"), columns, rows), *disputes) if rows else ()), *beside)
    )


def _figure_row(teller: Teller, figure: Figure) -> tuple[Sentence, ...]:
    evidence, say = teller.evidence, teller.evidence.say
    digits = 0 if float(figure.value).is_integer() else 2
    value = say.number(figure.value, digits)
    value = say("figures.about", value=value) if figure.approximate else value
    unit = "" if figure.unit in (None, COUNTED) else " " + say.get(f"unit.{figure.unit}", figure.unit)
    labels = next((q.labels for q in load_quantities() if q.id == figure.quantity), {})
    quantity = labels.get(say.language, figure.quantity.replace("_", " "))
    place = "\u2013" if figure.place is None else " \u2013 ".join(teller.state(p) for p in figure.place.split("-"))
    return (
        evidence.plain(quantity[:1].upper() + quantity[1:]),
        evidence.sentence(value + unit, figure.statements),
        evidence.plain(figure.of or "\u2013"),
        evidence.plain(place),
        evidence.plain(say.dates(figure.earliest, figure.latest)),
    )


def calendar(teller: Teller, found: Sequence[CalendarEntry], until: dt.date | None) -> Section:
    """Dated public events, those ahead of the data date first."""
    say = teller.evidence.say
    ahead = [c for c in found if until is None or c.latest is None or c.latest > until]
    past = [c for c in found if c not in ahead]
    blocks: list[Block] = []
    for name, entries in (("ahead", ahead), ("past", past)):
        rows = tuple(_calendar_row(teller, c) for c in sorted(entries, key=_by_date))
        if rows:
            columns = (say("calendar.date"), say("calendar.what"))
            blocks.append(Table(say(f"calendar.{name}"), columns, rows))
    return _listed(say, "calendar", tuple(blocks))


def _by_date(record: CalendarEntry | Event) -> tuple[dt.date, str]:
    return (record.earliest or dt.date.max, record.id)


def _calendar_row(teller: Teller, entry: CalendarEntry) -> tuple[Sentence, ...]:
    evidence, say = teller.evidence, teller.evidence.say
    date = say.dates(entry.earliest, entry.latest)
    date = say("calendar.about", date=date) if entry.approximate else date
    what = say.get(f"calendar_event.{entry.what}", teller.label(entry.what))
    return (evidence.plain(date), evidence.sentence(what[:1].upper() + what[1:], entry.statements))


def policy(teller: Teller, events: Sequence[Event], host: str) -> Section:
    """Events of the country that concern no single person."""
    say = teller.evidence.say
    rows = tuple((teller.evidence.plain(teller.date(e)), teller.event(e, host)) for e in sorted(events, key=_by_date))
    columns = (say("calendar.date"), say("calendar.what"))
    return _listed(say, "policy", (Table(say("policy.caption"), columns, rows),) if rows else ())


def unread(teller: Teller, readable: frozenset[str]) -> Section:
    """What could not be read: documents in other languages, documents without a date, problems by message."""
    evidence, say = teller.evidence, teller.evidence.say
    snapshot = evidence.index.snapshot
    read = {s.document for s in snapshot.statements}
    foreign = {d.id: d for d in snapshot.documents if d.language not in readable and d.id not in read}
    items: list[Sentence] = []
    if foreign:
        numbers = Counter(d.language or say("unread.no_language") for d in foreign.values())
        listed = ", ".join(f"{language}: {say.number(n)}" for language, n in sorted(numbers.items()))
        items.append(evidence.plain(say("unread.languages", n=len(foreign), listed=listed)))
    undated = sum(d.published is None for d in snapshot.documents)
    if undated:
        items.append(evidence.plain(say("unread.undated", n=undated)))
    # that its language is not read is said above, once for all
    told = _by_message(p for p in snapshot.problems if p.stage != READING or p.document not in foreign)
    items += [_problem(teller, message, documents) for message, documents in told[:MOST_PROBLEMS]]
    if len(told) > MOST_PROBLEMS:
        items.append(evidence.plain(say("unread.more", n=len(told) - MOST_PROBLEMS)))
    return _listed(say, "unread", (Listing(tuple(items)),) if items else ())


def _by_message(problems: Iterable[Problem]) -> list[tuple[str, tuple[str, ...]]]:
    """Messages with the documents that each is about, in the order of the messages."""
    found: dict[str, set[str]] = {}
    for problem in problems:
        found.setdefault(problem.message, set()).update(() if problem.document is None else (problem.document,))
    return [(message, tuple(sorted(documents))) for message, documents in sorted(found.items())]


def _problem(teller: Teller, message: str, documents: tuple[str, ...]) -> Sentence:
    evidence, say = teller.evidence, teller.evidence.say
    known = [evidence.index.documents[d] for d in documents if d in evidence.index.documents]
    if not known:
        return evidence.plain(message)
    names = "; ".join(dict.fromkeys(evidence.source(d) for d in known[:MOST_NAMED]))
    rest = "" if len(known) <= MOST_NAMED else f" (+{say.number(len(known) - MOST_NAMED)})"
    return evidence.plain(say("unread.problem", source=names + rest, message=message))


def method(teller: Teller) -> Section:
    """How the figures come about, rule by rule, and what they cannot say."""
    evidence, say = teller.evidence, teller.evidence.say
    texts = tuple(evidence.plain(say(f"method.{key}")) for key in ("reading", "dates", "ratio", "change", "verdict"))
    rules = tuple(
        evidence.plain(f"{rule.id} \u2013 {rule.labels[say.language]}. {rule.definitions[say.language]}")
        for rule in load_rules().values()
    )
    return Section("method", say("section.method"), (Listing(texts), Listing(rules)))


def limits(teller: Teller) -> Section:
    """What a reader must not take from the report."""
    say = teller.evidence.say
    keys = ("reports", "selection", "delay", "identity", "abstracts", "names")
    items = tuple(teller.evidence.plain(say(f"limits.{key}")) for key in keys)
    return Section("limits", say("section.limits"), (Listing(items),))


def sources(teller: Teller, cited: Iterable[str]) -> Section:
    """Every document that a footnote cites: publisher, title, date, address, digest of its text."""
    evidence, say = teller.evidence, teller.evidence.say
    documents = [evidence.index.documents[d] for d in sorted(set(cited))]
    rows = tuple(
        tuple(evidence.plain(cell) for cell in _source_cells(teller, d))
        for d in sorted(documents, key=lambda d: (d.published or dt.date.max, d.id))
    )
    columns = tuple(say(f"sources.{c}") for c in ("source", "date", "address", "digest"))
    return _listed(say, "sources", (Table(say("sources.caption"), columns, rows),) if rows else ())


def _source_cells(teller: Teller, document: Document) -> tuple[str, ...]:
    evidence, say = teller.evidence, teller.evidence.say
    name = evidence.source(document)
    name = f"{name}. {say('sources.copy')}" if document.duplicate_of is not None else name
    date = publication_date(document, say)
    return (name, date, web_address(document) or document.external_id or "\u2013", document.sha256[:16])
