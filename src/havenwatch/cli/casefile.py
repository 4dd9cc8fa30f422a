"""One case as text for a terminal: timeline, stage, remedies, flags, conflicts, each with quotes and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from havenwatch.indicator import Index
from havenwatch.lang.phrases import load_phrases
from havenwatch.ontology import Ontology
from havenwatch.ontology.procedure import load_procedure
from havenwatch.person.spelling import other_spellings
from havenwatch.records import (
    REPORTED,
    RULE,
    UNSURE,
    Case,
    Conflict,
    ConflictValue,
    Document,
    Event,
    Person,
    Snapshot,
    Statement,
)
from havenwatch.report.cite import Evidence
from havenwatch.report.tell import SAYS_ITSELF, Teller, flag_words, stage_words, telling_profiles

LANGUAGE = "en"

__all__ = ["Casefile", "caption", "case_rows", "period"]


class Casefile:
    """Looks up what a case refers to by id, and prints it.

    Built once for a snapshot; every method is a pure reading of it.
    """

    def __init__(self, snapshot: Snapshot, ontology: Ontology) -> None:
        self._ontology = ontology
        self._teller = Teller.of(Evidence(Index.of(snapshot), load_phrases(LANGUAGE)), ontology)
        self._conflicts = snapshot.dossier.conflicts
        self._persons = {p.id: p for p in snapshot.dossier.persons}
        self._judgements = snapshot.dossier.judgements
        self._person_of = {m: p.id for p in snapshot.dossier.persons for m in p.mentions}
        self._events = {e.id: e for e in snapshot.dossier.events}
        self._statements = {s.id: s for s in snapshot.statements}
        self._documents = {d.id: d for d in snapshot.documents}
        self._gone = {w.statement: w for w in snapshot.withdrawals}
        self._sources = {s.id: s.name for s in snapshot.sources}

    def title(self, case: Case) -> str:
        """Names of the persons, or what is known of an anonymous one."""
        return ", ".join(caption(self._persons[p]) for p in case.persons if p in self._persons) or "nobody named"

    def state(self, iso: str | None) -> str:
        """English name of a state; "not known" for None."""
        return "not known" if iso is None else self._ontology.places.state_name(iso, LANGUAGE)

    def lines(self, case: Case) -> Iterator[str]:
        """The whole case, line by line."""
        yield f"{self.title(case)}  [{case.id}]"
        forms = [f for p in case.persons if p in self._persons for f in other_spellings(self._persons[p].names)]
        if forms:
            yield f"also written: {', '.join(forms)}"
        yield f"host: {self.state(case.host)}; wanted by: {self.state(case.requesting)}"
        if profiles := telling_profiles(case.profiles):
            yield f"described as: {', '.join(profiles)}"
        yield from _section("Stage", (f"  {stage_words(*step, LANGUAGE)}" for step in case.tracks))
        yield from _section("Open remedies by the procedure", (f"  {_remedy(r)}" for r in case.open_remedies))
        yield from _section("What sources say of remedies", self._claims(case))
        yield from _section("Red flags", self._flags(case))
        yield from _section("Timeline", self._timeline(case))
        yield from _section("Sources disagree", self._disagreement(case))
        yield from _section(
            "May be the same person (unsure, for a person to decide)", dict.fromkeys(self._possible(case))
        )

    def _timeline(self, case: Case) -> Iterator[str]:
        for event in (self._events[e] for e in case.events if e in self._events):
            disputed = any(c.event == event.id and c.field == "date" for c in self._conflicts)
            note = " - sources disagree on the date, see below" if disputed else ""
            yield f"  {period(event.earliest, event.latest):24}  {self._act(event)}{note}"
            yield from self._quotes(event.statements)

    def _act(self, event: Event) -> str:
        say = self._teller.evidence.say
        about = "" if event.about in (None, SAYS_ITSELF.get(event.type)) else f" (about: {event.about})"
        key = self._teller.status(event)
        status = "" if key == REPORTED else f" - {say(f'status.{key}')}"
        actors = ", ".join(self._teller.actors(event))
        by = f"; by {actors}" if actors else ""
        return f"{self._teller.label(event.type)}{about}{status}{by}"

    def _flags(self, case: Case) -> Iterator[str]:
        for flag in case.flags:
            yield f"  {flag_words(flag, LANGUAGE, self._ontology)}"
            yield from self._quotes(flag.statements)

    def _claims(self, case: Case) -> Iterator[str]:
        """Claims on remedies as the sources make them, beside what the procedure leaves open."""
        told = {m for p in case.persons if p in self._persons for m in self._persons[p].mentions}
        claims = (s for s in self._statements.values() if s.kind == RULE and told & set(s.values("person")))
        for claim in sorted(claims, key=lambda s: (s.document, s.start)):
            yield f"  {(claim.type or 'claim').replace('_', ' ')}"
            yield from self._quotes((claim.id,))

    def _possible(self, case: Case) -> Iterator[str]:
        """Unsure judgements that concern the persons of the case: who else may be meant."""
        own = {m for p in case.persons if p in self._persons for m in self._persons[p].mentions}
        for judgement in (j for j in self._judgements if j.verdict == UNSURE):
            inside = [i for i in (judgement.left, judgement.right) if i in own]
            if len(inside) == 1:
                other = judgement.left if judgement.right in own else judgement.right
                who = self._person_of.get(other)
                name = "somebody" if who is None else caption(self._persons[who])
                yield f"  {name}: {'; '.join(judgement.reasons)}"

    def _disagreement(self, case: Case) -> Iterator[str]:
        for conflict in conflicts_of(case, self._conflicts):
            kind = "" if conflict.kind in ("", conflict.field) else f" ({conflict.kind.replace('_', ' ')})"
            yield f"  {conflict.field.replace('_', ' ')}{kind}:"
            for side in conflict.values:
                yield f"    {_side(conflict, side)}"
                yield from self._quotes(side.statements)

    def _quotes(self, statements: Iterable[str]) -> Iterator[str]:
        for statement in (self._statements[s] for s in statements if s in self._statements):
            yield f"      “{' '.join(statement.quote.split())}”{_said(statement)}{self._withdrawn(statement)}"
            yield f"        {self.source(self._documents[statement.document])}"

    def _withdrawn(self, statement: Statement) -> str:
        found = self._gone.get(statement.id)
        how = {"changed": "the page does not say so any more", "vanished": "the page is gone"}
        return "" if found is None else f" - WITHDRAWN: {how[found.reason]}, seen on {found.since[:10]}"

    def source(self, document: Document) -> str:
        """Outlet, publication date and address of a document, as far as they are known."""
        outlet = document.publisher or document.title or self._sources.get(document.source, document.source)
        date = "date not given" if document.published is None else document.published.isoformat()
        return ", ".join(part for part in (outlet, date, document.url) if part)


def caption(person: Person) -> str:
    """The first name; for an anonymous person or group the count and the profiles."""
    if person.names:
        return person.names[0]
    number = "persons, number not given" if person.count is None else f"{person.count} not named"
    return ", ".join((number, *telling_profiles(person.profiles)))


def period(earliest: dt.date | None, latest: dt.date | None) -> str:
    """Closed interval of a date: one day, two days with a slash, "date not given" for None."""
    if earliest is None and latest is None:
        return "date not given"
    days = ["..." if day is None else day.isoformat() for day in (earliest, latest)]
    return days[0] if days[0] == days[1] else "/".join(days)


def conflicts_of(case: Case, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Conflicts on the case itself or on one of its events."""
    return tuple(c for c in conflicts if c.case == case.id or c.event in case.events)


def case_rows(cases: Iterable[Case], file: Casefile) -> list[tuple[str, ...]]:
    """Id, person, host, requesting state, number of events, stages: the list of cases, the fullest first."""
    ordered = sorted(cases, key=lambda c: (-len(c.events), file.title(c), c.id))
    return [(c.id, file.title(c), c.host or "", c.requesting or "", str(len(c.events)), _stages(c)) for c in ordered]


def _stages(case: Case) -> str:
    return "; ".join(stage_words(track, state, LANGUAGE) for track, state in case.tracks)


def _remedy(remedy: str) -> str:
    known = load_procedure().remedies.get(remedy)
    return remedy.replace("_", " ") if known is None else known.labels[LANGUAGE]


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    body = tuple(lines)
    if body:
        yield ""
        yield title
        yield from body


def _side(conflict: Conflict, side: ConflictValue) -> str:
    """One value of a conflict in words, with the number of its sources when these are several."""
    computed = ", ".join(_remedy(r) for r in side.value.split())
    value = f"open by the procedure: {computed}" if not side.statements else side.value
    plain = value.replace("_", " ") if conflict.field in {"remedies", "legal_status", "outcome"} else value
    return plain if side.sources < 2 else f"{plain}  ({side.sources} independent sources)"


def _said(statement: Statement) -> str:
    return "" if statement.attributed_to is None else f" (says {statement.attributed_to})"
