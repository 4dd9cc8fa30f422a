"""Cases of the report: persons, procedure, timeline, flags and conflicts, each sentence with its statements."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from havenwatch.case.tracks import HAPPENED, run
from havenwatch.ontology.procedure import load_procedure
from havenwatch.person.spelling import other_spellings
from havenwatch.records import ALLEGED, PLANNED, REPORTED, Case, Conflict, Event, Flag, Person, Statement
from havenwatch.report.cite import MOST_CITED
from havenwatch.report.draw import bars
from havenwatch.report.record import Block, CaseView, Chart, Sentence, Step, Table
from havenwatch.report.tell import Teller, dates_in_words, flag_words, stage_words, telling_profiles

_IN_LATIN = re.compile(r"^[^(),]*[\u0400-\u052f][^(),]* \([^(),\u0400-\u052f]+\)$")
ABOUT = "about "  # how a conflict marks an approximate figure


def case_view(teller: Teller, case: Case) -> CaseView:
    """One case with everything known of it."""
    evidence = teller.evidence
    index = evidence.index
    persons = [index.persons[p] for p in case.persons if p in index.persons]
    events = [index.events[e] for e in case.events if e in index.events]
    steps = tuple(_step(teller, event, case.host) for event in events)
    title = ", ".join(teller.person(p) for p in persons) or evidence.say("case.nobody")
    return CaseView(
        id=case.id,
        title=evidence.mask(title),
        facts=tuple(_facts(teller, case, persons, events)),
        steps=steps,
        flags=tuple(_flag(teller, flag) for flag in case.flags),
        conflicts=tuple(conflict_table(teller, c) for c in _conflicts(teller, case)),
    )


def lines_of_time(teller: Teller, cases: Sequence[Case], until: dt.date | None) -> list[Block]:
    """Chart of the cases over time, an event as long as its date is unsure, with a table of first and last days."""
    evidence, say = teller.evidence, teller.evidence.say
    rows = [_line_of_time(teller, case) for case in cases[: bars.MOST_CASES]]
    text = say("bars.description", n=len(rows))
    drawing = None if until is None else bars.draw([row for row, _ in rows], until, say("bars.title"), text, say)
    if drawing is None:
        return []
    cells = tuple(cells for row, cells in rows if row.spans)
    table = Table(say("bars.table"), (say("who.case"), say("bars.dated"), say("bars.span")), cells, folded=True)
    return [Chart(drawing, evidence.plain(say("bars.caption", n=len(cases), m=len(cells))), (table,))]


def _line_of_time(teller: Teller, case: Case) -> tuple[bars.Row, tuple[Sentence, ...]]:
    evidence, say = teller.evidence, teller.evidence.say
    index, directions = evidence.index, teller.ontology.events
    name = case_name(teller, case)
    events = [index.events[e] for e in case.events if e in index.events and index.events[e].status == REPORTED]
    dated = [(e, e.earliest, e.latest) for e in events if e.earliest is not None and e.latest is not None]
    spans = tuple(bars.Span(a, b, 0 if e.type not in directions else directions[e.type].direction) for e, a, b in dated)
    days = [d for _, a, b in dated for d in (a, b)]
    period = say.dates(min(days), max(days)) if days else "\u2013"
    number = evidence.sentence(
        say.number(len(dated)), [e.statements[0] for e, _, _ in dated if e.statements][:MOST_CITED]
    )
    cells = (evidence.plain(name), number if dated else evidence.plain("0"), evidence.plain(period))
    # beside a line there is room for one spelling only
    short = name.rpartition("(")[2].rstrip(")") if say.language != "ru" and _IN_LATIN.search(name) else name
    return bars.Row(short, spans), cells


def case_name(teller: Teller, case: Case) -> str:
    """Persons of a case in words, masked where they must be."""
    index = teller.evidence.index
    names = [teller.person(index.persons[p]) for p in case.persons if p in index.persons]
    return teller.evidence.mask(", ".join(names) or teller.evidence.say("case.nobody"))


def _flag(teller: Teller, flag: Flag) -> Sentence:
    words = flag_words(flag, teller.evidence.say.language, teller.ontology)
    return teller.evidence.sentence(words, flag.statements)


def _step(teller: Teller, event: Event, host: str | None) -> Step:
    kind = teller.ontology.events.get(event.type)
    direction = 0 if kind is None or event.status not in {REPORTED, ALLEGED} else kind.direction
    return Step(teller.date(event), teller.event(event, host), direction)


def _facts(
    teller: Teller, case: Case, persons: list[Person], events: list[Event]
) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Who, which states, which profiles, the stage of each track, remedies computed and as the sources claim them."""
    evidence, say = teller.evidence, teller.evidence.say
    every = [s for event in events for s in event.statements]
    mentions = _naming(teller, persons) or every[:1]
    spellings = [n for p in persons if p.id not in evidence.mask.persons for n in other_spellings(p.names)]
    if spellings:
        yield say("case.spellings"), (evidence.sentence(", ".join(spellings), mentions),)
    unknown = say("case.unknown")
    yield say("case.host"), (_state(teller, case.host, unknown, every),)
    yield say("case.requesting"), (_state(teller, case.requesting, unknown, every),)
    if profiles := telling_profiles(case.profiles):
        yield say("case.profiles"), (evidence.sentence(", ".join(map(teller.profile, profiles)), mentions),)
    led, latest = _led_to(case, events), _latest(events)
    stages = [
        evidence.sentence(stage_words(t, s, say.language), led.get(t, latest)) for t, s in case.tracks if s != "none"
    ]
    if stages:
        yield say("case.stage"), tuple(stages)
    yield (
        say("case.remedies"),
        (_remedies(teller, case, [s for t, _ in case.tracks for s in led.get(t, ())] or latest),),
    )
    claims = tuple(_claims(teller, case, events))
    if claims:
        yield say("case.claims"), claims


def _state(teller: Teller, iso: str | None, unknown: str, statements: list[str]) -> Sentence:
    if iso is None:
        return teller.evidence.plain(unknown)
    return teller.evidence.sentence(teller.state(iso), _naming_state(teller, iso, statements))


def _naming_state(teller: Teller, iso: str, statements: list[str]) -> list[str]:
    """First statement whose roles or whose event name the state, else the first statement of the case."""
    found = teller.evidence.index.statements
    naming = [s for s in statements if s in found and any(r.value == iso for r in found[s].roles)]
    return (naming or statements)[:1]


def _naming(teller: Teller, persons: Iterable[Person]) -> list[str]:
    """First statement of each person's mentions, the evidence for spellings and profiles."""
    mentions = {m for p in persons for m in p.mentions}
    index = teller.evidence.index
    events = {e for p in persons for e in teller.evidence.index.events_of.get(p.id, ())}
    statements = [s for e in sorted(events) for s in index.events[e].statements if s in index.statements]
    naming = [s for s in statements if set(index.statements[s].values("person")) & mentions]
    return (naming or statements)[:1]


def _led_to(case: Case, events: list[Event]) -> dict[str, tuple[str, ...]]:
    """For each track the statements of the event that led it to its state; none where no event at hand did."""
    found: dict[str, tuple[str, ...]] = {}
    for step in run(events, load_procedure(), requested=case.requesting is not None):
        before = dict(step.before)
        found |= {track: step.event.statements for track, state in step.after if state != before[track]}
    return found


def _latest(events: list[Event]) -> list[str]:
    """Statements of the last event that happened, of the last one at all where none did."""
    happened = [e for e in events if e.status in HAPPENED]
    return list((happened or events)[-1].statements) if events else []


def _remedies(teller: Teller, case: Case, statements: list[str]) -> Sentence:
    say = teller.evidence.say
    if not case.open_remedies:
        return teller.evidence.plain(say("case.no_remedies"))
    remedies = load_procedure().remedies
    found = ((remedies[r].labels if r in remedies else {}, r) for r in case.open_remedies)
    words = "; ".join(labels.get(say.language, r.replace("_", " ")) for labels, r in found)
    return teller.evidence.sentence(words, statements)


def _claims(teller: Teller, case: Case, events: list[Event]) -> Iterator[Sentence]:
    """What sources say of remedies: appeals announced, or the claim that none is left."""
    evidence, say = teller.evidence, teller.evidence.say
    for event in events:
        if event.type == "appeal_filed" and event.status == PLANNED:
            about = (
                "" if event.about is None else say("event.about", about=say.get(f"about.{event.about}", event.about))
            )
            yield evidence.sentence(f"{say('case.appeal_announced')} {about}".strip(), event.statements)
    index = evidence.index
    told = [index.statements[s] for e in events for s in e.statements if s in index.statements]
    for claim in sorted(_remedy_claims(teller, told), key=lambda s: (s.document, s.start)):
        if _concerns(teller, claim, case):
            words = say(f"case.claim_{claim.type}")
            yield evidence.sentence(say("case.claimed", claim=words, source=outlets(teller, (claim.id,))), (claim.id,))


def _remedy_claims(teller: Teller, told: Iterable[Statement]) -> list[Statement]:
    documents = {s.document for s in told}
    return [s for s in teller.claims if s.document in documents]


def _concerns(teller: Teller, claim: Statement, case: Case) -> bool:
    """Whether a claim is about the case: it names its person, or nobody, right after a statement on that person."""
    index = teller.evidence.index
    mentions = {m for p in case.persons if p in index.persons for m in index.persons[p].mentions}
    if claim.values("person"):
        return bool(mentions & {*claim.values("person")})
    before = [s for s in index.snapshot.statements if s.document == claim.document and s.start < claim.start]
    nearest = max((s for s in before if s.values("person")), key=lambda s: (s.start, s.id), default=None)
    return nearest is not None and bool(mentions & {*nearest.values("person")})


def _conflicts(teller: Teller, case: Case) -> list[Conflict]:
    own = [*teller.conflicts.get(case.id, ())]
    return own + [c for e in case.events for c in teller.conflicts.get(e, ()) if c.case in (None, case.id)]


def conflict_table(teller: Teller, conflict: Conflict) -> Table:
    """Values side by side, each with its own sources; nothing is picked or averaged."""
    evidence, say = teller.evidence, teller.evidence.say
    index = evidence.index
    field = say.get(f"field.{conflict.field}", conflict.field)
    event = index.events.get(conflict.event) if conflict.event is not None else None
    caption = say("conflict.caption", field=field)
    if event is not None:
        caption = say("conflict.caption_event", field=field, event=teller.label(event.type))
    rows = tuple(
        (
            evidence.sentence(value_words(teller, conflict.field, value.value), value.statements),
            evidence.plain(outlets(teller, value.statements)),
        )
        for value in conflict.values
    )
    return Table(caption, (say("conflict.value"), say("conflict.sources")), rows)


def value_words(teller: Teller, field: str, value: str) -> str:
    """One side of a conflict in the language of the report: dates, states and outcomes are written as codes."""
    say = teller.evidence.say
    if field == "date":
        return dates_in_words(value, say)
    if field in {"host", "agent"}:
        return teller.state(value)
    if field in {"outcome", "legal_status"}:
        kind, _, denied = value.partition(" ")
        return f"{teller.label(kind)}, {say('status.denied')}" if denied else teller.label(kind)
    if field == "remedies":
        return _remedies_in_words(teller, value)
    if field == "figure" and value.startswith(ABOUT):
        return say("figures.about", value=value.removeprefix(ABOUT))
    return value


def _remedies_in_words(teller: Teller, value: str) -> str:
    """What a source claims of remedies, or the remedies that the procedure leaves open."""
    say, known = teller.evidence.say, load_procedure().remedies
    if value in ("remedies_exhausted", "appeal_filed"):
        return say(f"remedies.{value}")
    names = (known[r].labels.get(say.language, r) for r in value.split() if r in known)
    return say("remedies.computed", remedies=", ".join(names))


def outlets(teller: Teller, statements: Iterable[str]) -> str:
    """Names of the sources of statements, each once."""
    index = teller.evidence.index
    documents = [index.statements[s].document for s in statements if s in index.statements]
    return "; ".join(dict.fromkeys(teller.evidence.source(index.documents[d]) for d in documents))
