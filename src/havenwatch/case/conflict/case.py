"""What sources disagree on within one case: accusation, outcome, legal status, what is left to do, dates, terms."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from havenwatch.case.conflict.figure import periods_meet
from havenwatch.case.conflict.sources import On, Sources, collect, conflict
from havenwatch.case.conflict.term import terms
from havenwatch.event.cluster import ONCE
from havenwatch.event.interval import gap, in_words, interval
from havenwatch.person.charge import charge_classes
from havenwatch.records import DENIED, IMPLIED, PLANNED, REPORTED, Case, Conflict, Event, Statement

_LEGAL_OUTCOMES = frozenset({
    "asylum_granted", "asylum_refused", "extradition_approved", "extradition_refused", "extradited", "expelled",
    "handed_to_military", "released", "convicted", "acquitted", "appeal_filed", "asylum_applied", "detained",
    "administrative_offence", "killed", "abducted",
})  # fmt: skip
_HAPPENED = frozenset({REPORTED, IMPLIED})
_REMOVALS = ("expelled", "extradited", "handed_to_military")
_ONE_REMOVAL_DAYS = 7  # accounts of one removal differ by days; a second removal comes months later
# Acts that may come again, and the days within which two texts that each tell one date it differently rather than
# tell two of them
_REDATED = {"detained": 14, "detained_in_transit": 14, "custody_ordered": 7, "asylum_refused": 14, "convicted": 14,
            "expulsion_ordered": 14, "charged": 7}  # fmt: skip
# A crime in the host state (a border crossed) is beside what the other state accuses of, and contradicts nothing
_BESIDE = frozenset({"border"})
_ACCUSING = frozenset({"charged", "wanted", "extradition_requested"})
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s|\n")
_REST = 120  # code points behind a quote that can still be its sentence
_REOPENING = frozenset({"appeal_filed", "appeal_granted", "remitted"})
_TERMED = frozenset({"convicted", "custody_ordered", "expulsion_ordered", "entry_denied"})
EXHAUSTED = "remedies_exhausted"


@dataclasses.dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its events in order of time and what sources claim about remedies."""

    case: Case
    events: tuple[Event, ...]
    claims: tuple[Statement, ...]

    def of_type(self, *types: str) -> tuple[Event, ...]:
        """Events of these types that happened."""
        return tuple(e for e in self.events if e.type in types and e.status in _HAPPENED)


def charge(view: CaseView, sources: Sources) -> list[Conflict]:
    """Accusations whose classes exclude each other between texts; words in no class are not compared.

    An old sentence is no accusation that is pending: it is compared only where a text tells nothing else.
    """
    told = {s.id: s for e in view.events for s in sources.told(e.statements)}
    accused = [(s, v) for s in told.values() for v in _accusations(s, sources) if charge_classes(v) - _BESIDE]
    by_origin: dict[str, list[tuple[Statement, str]]] = {}
    for statement, words in accused:
        by_origin.setdefault(sources.origin(statement.id), []).append((statement, words))
    kept = [pair for pairs in by_origin.values() for pair in _pending(pairs)]
    classes: dict[str, set[str]] = {}
    for statement, words in kept:
        classes.setdefault(sources.origin(statement.id), set()).update(charge_classes(words) - _BESIDE)
    apart = any(not a & b for a, b in itertools.combinations(classes.values(), 2))
    found = collect((words, statement.id) for statement, words in kept)
    return [conflict("charge", "charge", found, sources, On(case=view.case.id))] if apart else []


def _accusations(statement: Statement, sources: Sources) -> tuple[str, ...]:
    """Words of the accusation: as read, else the rest of the sentence of a statement that tells of one."""
    read = statement.values("accusation")
    if any(charge_classes(words) for words in read) or statement.type not in _ACCUSING:
        return read
    document = sources.documents.get(statement.document)
    rest = "" if document is None else document.text[statement.start : statement.end + _REST]
    sentence = _SENTENCE_END.split(rest, maxsplit=1)[0].strip()
    return (sentence,) if sentence else ()


def _pending(pairs: Sequence[tuple[Statement, str]]) -> list[tuple[Statement, str]]:
    pending = [(s, words) for s, words in pairs if s.type in _ACCUSING]
    return pending or list(pairs)


def outcome(view: CaseView, sources: Sources) -> list[Conflict]:
    """One act reported by some and denied by others.

    A text that tells both, and reports of other days, speak of two acts: they do not contradict each other.
    """
    found = []
    told = [e for e in view.events if e.type in _LEGAL_OUTCOMES]
    for kind in sorted({e.type for e in told}):
        acts = [e for e in told if e.type == kind]
        denied = [e for e in acts if e.status == DENIED]
        no = [i for e in denied for i in e.statements]
        done = [e for e in acts if e.status in _HAPPENED and any(_one_matter(e, d) for d in denied)]
        yes = [i for e in done for i in e.statements]
        if yes and no and not sources.origins(yes) & sources.origins(no):
            sides = {kind: yes, f"{kind} denied": no}
            found.append(conflict("outcome", "outcome", sides, sources, On(case=view.case.id)))
    return found


def _one_matter(a: Event, b: Event) -> bool:
    """Whether two events of one type can be one act: an appeal only where both tell what it is against."""
    told = a.about == b.about and (a.about is not None or a.type != "appeal_filed")
    return told and periods_meet(a, b)


def _apart(a: Event, b: Event, sources: Sources) -> bool:
    """Whether no text tells both events."""
    return not sources.origins(a.statements) & sources.origins(b.statements)


def _days_between(a: Event, b: Event) -> int | None:
    x, y = interval(a), interval(b)
    return None if x is None or y is None else gap(x, y)


def removal(view: CaseView, sources: Sources) -> list[Conflict]:
    """One removal that some call an extradition and others an expulsion."""
    told = view.of_type(*_REMOVALS)
    found = []
    for a, b in itertools.combinations(told, 2):
        days = _days_between(a, b)
        if a.type != b.type and _apart(a, b, sources) and (days is None or days <= _ONE_REMOVAL_DAYS):
            sides = {a.type: a.statements, b.type: b.statements}
            found.append(conflict("outcome", "outcome", sides, sources, On(case=view.case.id)))
    return found


def redated(view: CaseView, sources: Sources) -> list[Conflict]:
    """Two dates some days apart for an act of one type, told by different texts: rather one act than two."""
    found = []
    for a, b in itertools.combinations(sorted(view.events, key=lambda e: e.id), 2):
        days = _days_between(a, b)
        kinds = {a.type, b.type}
        near = days is not None and 0 < days <= min((_REDATED.get(k, 0) for k in kinds), default=0)
        one = len(kinds) == 1 or kinds == {"detained", "detained_in_transit"}
        told = a.status in _HAPPENED and b.status in _HAPPENED
        if near and one and told and a.about == b.about and _apart(a, b, sources) and not kinds <= ONCE:
            first = min(a, b, key=lambda e: (interval(e) or (dt.date.max,) * 2, e.id))
            found.append(conflict("date", "date", _dates((a, b), sources), sources, On(event=first.id)))
    return found


def _dates(events: Iterable[Event], sources: Sources) -> dict[str, list[str]]:
    told = (s for e in events for s in sources.told(e.statements))
    return collect((in_words(i), s.id) for s in told if (i := interval(s)) is not None)


def asylum(view: CaseView, sources: Sources) -> list[Conflict]:
    """Asylum refused by one source and, later, still pending by another, with nothing told that reopened the claim."""
    refused = view.of_type("asylum_refused")
    if not refused or any(e.about == "asylum" and e.type in _REOPENING and e.status in _HAPPENED for e in view.events):
        return []
    no = [(s, day) for e in refused for s in e.statements if (day := _day(s, sources)) is not None]
    denying = sources.origins(s for e in refused for s in e.statements)
    yes = [(s, d) for s, d in _pending_claims(view, sources) if sources.origin(s) not in denying]
    later = sorted({s for s, d in yes if any(day < d for _, day in no)})
    if not later:
        return []
    last = max(d for s, d in yes if s in later)
    sides = {"asylum_refused": [s for s, day in no if day < last], "asylum_pending": later}
    return [conflict("legal_status", "legal_status", sides, sources, On(case=view.case.id))]


def _pending_claims(view: CaseView, sources: Sources) -> Iterator[tuple[str, dt.date]]:
    """Statements by which a claim was pending on the day of their text.

    So is one of a claim that was lodged, in a text by which the surrender is suspended: it waits for the decision.
    """
    waiting = sources.origins(s for e in view.of_type("extradition_suspended") for s in e.statements)
    for event in view.of_type("asylum_pending", "asylum_applied"):
        for s in event.statements:
            day = sources.published(s)
            if day is not None and (event.type == "asylum_pending" or sources.origin(s) in waiting):
                yield s, day


def _day(statement: str, sources: Sources) -> dt.date | None:
    """Latest day of what a statement tells: of its date, else of its text."""
    told = sources.statements[statement]
    return told.latest if told.latest is not None else sources.published(statement)


def remedies(view: CaseView, sources: Sources) -> list[Conflict]:
    """A source by which no remedy is left, beside an appeal that others announce and what the procedure leaves open."""
    claims = [s.id for s in view.claims]
    if not claims:
        return []
    appeals = [
        s.id
        for e in view.events
        if e.type == "appeal_filed" and e.status in {PLANNED, REPORTED}
        for s in sources.told(e.statements)
        if sources.origin(s.id) not in sources.origins(claims) and _still(s, claims, sources)
    ]
    sides: dict[str, Sequence[str]] = {EXHAUSTED: claims}
    if appeals:
        sides["appeal_filed"] = appeals
    if view.case.open_remedies:
        sides[" ".join(view.case.open_remedies)] = ()
    return [conflict("legal_status", "remedies", sides, sources, On(case=view.case.id))] if len(sides) > 1 else []


def _still(appeal: Statement, claims: Iterable[str], sources: Sources) -> bool:
    """Whether an appeal is not known to be older than half a month before the claim."""
    day = _day(appeal.id, sources)
    claimed = [d for c in claims if (d := sources.published(c)) is not None]
    return day is None or not claimed or day >= min(claimed) - dt.timedelta(days=15)


def term(view: CaseView, sources: Sources) -> list[Conflict]:
    """Lengths of one sentence or order that differ between texts."""
    found = []
    for kind in sorted({e.type for e in view.events} & _TERMED):
        told = [s for e in view.of_type(kind) for s in sources.told(e.statements)]
        spans = {s.id: days for s in told if (days := terms(s.quote, _language(s, sources)))}
        rival = [
            pair
            for pair in itertools.combinations(sorted(spans), 2)
            if not spans[pair[0]] & spans[pair[1]] and _one_act(*pair, sources)
        ]
        if rival:
            sides = collect((" + ".join(sorted(spans[s])), s) for s in sorted({s for pair in rival for s in pair}))
            found.append(conflict("number", "sentence", sides, sources, On(case=view.case.id)))
    return found


def _language(statement: Statement, sources: Sources) -> str:
    document = sources.documents.get(statement.document)
    return (None if document is None else document.language) or "ru"


def _one_act(a: str, b: str, sources: Sources) -> bool:
    """Whether two statements of different texts can tell one act: their dates meet or one has none."""
    if not sources.independent([a], [b]):
        return False
    x, y = interval(sources.statements[a]), interval(sources.statements[b])
    return x is None or y is None or gap(x, y) == 0


CHECKS = (charge, outcome, removal, redated, asylum, remedies, term)
