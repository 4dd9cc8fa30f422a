"""What the rules have to tell of a ledger as it is; the watch tells each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from havenwatch.indicator import indicate
from havenwatch.ledger import Alert
from havenwatch.ontology import Ontology
from havenwatch.records import Case, Conflict, Event, Person, Snapshot, content_id
from havenwatch.report.tell import event_label, stage_words
from havenwatch.watching.config import Config, Rule

LANGUAGE = "en"
# Acts by which a person leaves the power of the host state against their will.
REMOVALS = ("extradited", "expelled", "handed_to_military", "abducted")
HAPPENED = "reported"

__all__ = ["candidates"]


def candidates(snapshot: Snapshot, config: Config, ontology: Ontology) -> tuple[Alert, ...]:
    """Alerts that the rules of a config raise on the whole ledger, sorted by id; the same facts give the same ids."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = _Telling(snapshot, ontology, now)
    found = {a.id: a for rule in config.rules for a in told.of(rule, config.countries)}
    return tuple(found[i] for i in sorted(found))


class _Telling:
    """Looks up what an alert refers to."""

    def __init__(self, snapshot: Snapshot, ontology: Ontology, now: str) -> None:
        self._snapshot = snapshot
        self._ontology = ontology
        self._now = now
        self._persons = {p.id: p for p in snapshot.dossier.persons}
        self._events = {e.id: e for e in snapshot.dossier.events}
        self._statements = {s.id: s for s in snapshot.statements}
        self._documents = {d.id: d for d in snapshot.documents}

    def of(self, rule: Rule, countries: tuple[str, ...]) -> Iterator[Alert]:
        """Alerts of one rule, limited to its country or, without one, to the given countries."""
        wanted = {rule.country} if rule.country is not None else set(countries)
        # a case whose host nobody names is none of a country
        cases = [c for c in self._snapshot.dossier.cases if c.host is not None and (not wanted or c.host in wanted)]
        by_country = {"change": self._change, "e_value": self._e_value}.get(rule.name)
        if by_country is not None:
            hosts = {c.host for c in cases if c.host is not None}
            yield from (a for host in sorted(hosts) for a in by_country(host, rule))
            return
        making = {"new_case": self._new, "stage_change": self._stages, "removal": self._removals,
                  "conflict": self._conflicts, "withdrawn": self._withdrawn}[rule.name]  # fmt: skip
        yield from (a for case in cases for a in making(case))

    def _new(self, case: Case) -> Iterator[Alert]:
        yield self._alert("new_case", (), f"New case: {self._title(case)}", case.events, case)

    def _stages(self, case: Case) -> Iterator[Alert]:
        for track, state in case.tracks:
            title = f"{self._title(case)}: {stage_words(track, state, LANGUAGE)}"
            yield self._alert("stage_change", (track, state), title, case.events[-3:], case)

    def _removals(self, case: Case) -> Iterator[Alert]:
        for event in (self._events[e] for e in case.events if e in self._events):
            if event.type in REMOVALS and event.status == HAPPENED:
                title = f"{event_label(event.type, LANGUAGE, self._ontology)}: {self._title(case)}"
                yield self._alert("removal", (event.type,), title, (event.id,), case)

    def _conflicts(self, case: Case) -> Iterator[Alert]:
        for conflict in self._snapshot.dossier.conflicts:
            if conflict.case == case.id or conflict.event in case.events:
                values = tuple(sorted(v.value for v in conflict.values))
                about = self._events[conflict.event].type if conflict.event in self._events else None
                title = f"Sources disagree on the {conflict.field}: {self._title(case)} ({' / '.join(values)})"
                yield self._alert("conflict", (about, conflict.field, values), title, _events_of(conflict, case), case)

    def _withdrawn(self, case: Case) -> Iterator[Alert]:
        mine = {s for e in case.events if e in self._events for s in self._events[e].statements}
        gone = [w for w in self._snapshot.withdrawals if w.statement in mine]
        for address, reason in dict.fromkeys((w.address, w.reason) for w in gone):
            these = [w for w in gone if (w.address, w.reason) == (address, reason)]
            quotes = dict.fromkeys(" ".join(self._statements[w.statement].quote.split()) for w in these)
            body = "\n".join([*(f"“{q}”" for q in quotes), f"{address}, since {these[0].since}"])
            keys = tuple(content_id("k-", "withdrawn", reason, w.statement) for w in these)
            title = f"Withdrawn ({reason}): {self._title(case)}"
            yield Alert(_id(keys), "withdrawn", self._now, title, body, case.id, keys)

    def _change(self, host: str, rule: Rule) -> Iterator[Alert]:
        """The rate of a country has changed, with a Bayes factor over the threshold under every prior."""
        found = indicate(self._snapshot, host, rule.counting, None, self._ontology)
        factors = [c.lowest for c in found.changes]
        if factors and min(factors) > rule.over:
            title = f"{self._ontology.places.state_name(host, LANGUAGE)}: the rate under {rule.counting} has changed"
            surely = f"Bayes factor over {rule.over:g} under every prior (lowest {min(factors):.3g})"
            keys = (content_id("k-", "change", host, rule.counting, rule.over),)
            yield Alert(_id(keys), "change", self._now, title, f"{surely}. {found.verdict.text}", None, keys)

    def _e_value(self, host: str, rule: Rule) -> Iterator[Alert]:
        """The evidence against the earlier rate has passed the threshold; it may be looked at every month."""
        signals = indicate(self._snapshot, host, rule.counting, None, self._ontology).signals
        if signals is None:  # nothing to compare
            return
        watch = signals.watch
        for month, value in [row for row in watch.e_values if row[1] > rule.over][:1]:
            title = f"{self._ontology.places.state_name(host, LANGUAGE)}: alarm under {rule.counting} in {month}"
            body = f"e-value {value:.3g} against at most {watch.ceiling:.3g} events a month, over {rule.over:g}."
            keys = (content_id("k-", "e_value", host, rule.counting, rule.over, month),)
            yield Alert(_id(keys), "e_value", self._now, title, body, None, keys)

    def _alert(self, rule: str, about: tuple[object, ...], title: str, events: Iterable[str], case: Case) -> Alert:
        """Alert on a case: a key for each statement of the case, so that it stays the same while the case grows."""
        lines = list(dict.fromkeys(x for e in events if e in self._events for x in self._told(self._events[e])))
        mine = sorted({s for e in case.events if e in self._events for s in self._events[e].statements})
        keys = tuple(content_id("k-", rule, *about, statement) for statement in mine)
        return Alert(_id(keys), rule, self._now, title, "\n".join(lines[:12]), case.id, keys)

    def _told(self, event: Event) -> Iterator[str]:
        for said in (self._statements[s] for s in event.statements[:3] if s in self._statements):
            document = self._documents[said.document]
            source = ", ".join(str(x) for x in (document.publisher, document.published, document.url) if x)
            yield f"“{' '.join(said.quote.split())}”{f' ({source})' if source else ''}"

    def _title(self, case: Case) -> str:
        names = ", ".join(_caption(self._persons[p]) for p in case.persons if p in self._persons) or "nobody named"
        host = "host not known" if case.host is None else self._ontology.places.state_name(case.host, LANGUAGE)
        return f"{names}, {host}"


def _id(keys: tuple[str, ...]) -> str:
    return content_id("al-", *keys)


def _caption(person: Person) -> str:
    return (
        person.names[0] if person.names else "a person who is not named" if person.count == 1 else "persons not named"
    )


def _events_of(conflict: Conflict, case: Case) -> tuple[str, ...]:
    return (conflict.event,) if conflict.event is not None else case.events[-2:]
