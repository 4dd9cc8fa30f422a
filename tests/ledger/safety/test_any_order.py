"""Whatever people and programs do to a ledger, in any order: it proves itself, and no decision is ever lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from ledger_fakes import bare

from havenwatch.errors import UsageError
from havenwatch.ledger import NOT_CHECKED, PASSED, Ledger, Stages
from havenwatch.ledger.desk import Seen
from havenwatch.ledger.stages import default_stages
from havenwatch.ledger.storage import rows, schema
from havenwatch.records import Document, Judgement, Reading, Review
from havenwatch.source import Capture, Gone, Hints
from havenwatch.source.web import Fetched, items_of

PAGE = "https://example.org/news/1"
TEXTS = (
    "date 2026-03-05 Генпрокуратура Казахстана 30 января одобрила выдачу Мансура Мовлаева в Россию.",
    "date 2026-03-07 Суд в Астане отказал в убежище Юлии Емельяновой. Её адвокат подал апелляцию.",
    "date 2026-03-09 Мансура Мовлаева задержали в Алматы, сообщил адвокат.",
    "date 2026-03-09 Мовлаева задержали в Алматы по запросу России. Юлию Емельянову освободили.",
    "date 2026-03-10 Police detained Yulia Yemelyanova in Astana. A court released Anna Belova in Tbilisi.",
    "date 2026-03-09 Мансура Мовлаева задержали в Алматы, сообщил адвокат!",
)
WORDINGS = (
    "Суд Тбилиси 2 марта 2026 года освободил Анну Белову под залог. Прокуратура обжаловала решение суда по её делу.",
    "Суд Тбилиси 2 марта 2026 года освободил Анну Белову под залог. Об апелляции по делу ничего не известно.",
)
PEOPLE = ("Анна", "Борис")
VERDICTS = ("accepted", "rejected", "unsure")
index = st.integers(0, 50)


@functools.cache
def known_reading(text: str, key: Document) -> Reading:
    return default_stages().read(key)


def read(document: Document) -> Reading:
    """The reader of the program; each text is read once for all runs."""
    plain = dataclasses.replace(document, retrieved="", source="", duplicate_of=None)
    return known_reading(document.text, plain)


def read_less(document: Document) -> Reading:
    """Another version of the reader: misses every second statement, takes the rest for planned."""
    found = read(document)
    kept = (dataclasses.replace(s, status="planned") for s in found.statements[::2])
    return dataclasses.replace(found, statements=tuple(kept))


REAL = default_stages()
READERS = (
    dataclasses.replace(REAL, read=read, gate=None, version="first"),
    dataclasses.replace(REAL, read=read_less, gate=None, version="second"),
)


def decisions(ledger: Ledger) -> tuple[Any, ...]:
    """All rows that people made, in order, and the chain of the journal."""
    with ledger._database.read() as connection:
        tables = (schema.act, schema.opinion, schema.marked)
        other = [tuple(map(tuple, connection.execute(t.select().order_by(t.c[0])))) for t in tables[:2]]
        marked = frozenset(map(tuple, connection.execute(tables[2].select())))
        log = tuple(connection.execute(schema.journal.select().order_by(schema.journal.c.number)))
        return (rows.all_reviews(connection), rows.all_judgements(connection), *other, tuple(map(tuple, log)), marked)


class LedgerMachine(RuleBasedStateMachine):
    """Rules are what a person or a program can do; a refused act (`UsageError`) must leave all as it was."""

    ledger: Ledger

    @initialize()
    def open(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.path = Path(self.place.name) / "ledger.db"
        self.reader, self.copies, self.seen_before = 0, 0, None
        self.documents: frozenset[str] = frozenset()
        for number, text in enumerate(TEXTS):
            (self.path.parent / f"{number}.txt").write_text(text, encoding="utf-8")
        self.ledger = Ledger.open(self.path, create=True, stages=self.stages)

    @property
    def stages(self) -> Stages:
        return READERS[self.reader]

    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.path, stages=self.stages)

    @rule(numbers=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=3))
    def add(self, numbers: list[int]) -> None:
        self.ledger.add([self.path.parent / f"{n}.txt" for n in numbers])

    @rule(wording=st.integers(0, 1))
    def page_is_visited(self, wording: int) -> None:
        told = f"<html><body><article><h1>Суд</h1><p>{WORDINGS[wording]}</p></article></body></html>".encode()
        now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        fetched = Fetched(PAGE, told, "text/html", Capture(PAGE, PAGE, 200, now, told))
        self.ledger.add_items(items_of(PAGE, fetched, Hints()))

    @rule()
    def page_is_gone(self) -> None:
        self.ledger.add_items([Gone("source", None, "is gone", PAGE)])

    @rule(number=index, verdict=st.sampled_from(VERDICTS), by=st.sampled_from(PEOPLE))
    def review(self, number: int, verdict: str, by: str) -> None:
        if statements := self.ledger.snapshot().statements:
            self.act("review", Seen(statements[number % len(statements)].id), verdict, (), "looked", by)

    @rule(number=index, status=st.sampled_from(("denied", "alleged")), by=st.sampled_from(PEOPLE))
    def correct(self, number: int, status: str, by: str) -> None:
        if statements := self.ledger.snapshot().statements:
            seen = Seen(statements[number % len(statements)].id)
            self.act("review", seen, "corrected", (("status", status),), "reads otherwise", by)

    @rule(number=index, by=st.sampled_from(PEOPLE))
    def read_a_second_time(self, number: int, by: str) -> None:
        if statements := self.ledger.snapshot().statements:
            made = "2026-03-01T10:00:00+00:00"
            self.ledger.desk.opine(Review(statements[number % len(statements)].id, "accepted", (), "", by, made))

    @rule(number=index, by=st.sampled_from(PEOPLE))
    def move_span(self, number: int, by: str) -> None:
        if statements := self.ledger.snapshot().statements:
            s = statements[number % len(statements)]
            self.act("respan", Seen(s.id), s.start, s.end - 1, "shorter", by)

    @rule(left=index, right=index, by=st.sampled_from(PEOPLE))
    def merge(self, left: int, right: int, by: str) -> None:
        if persons := self.ledger.snapshot().dossier.persons:
            chosen = [persons[left % len(persons)].id, persons[right % len(persons)].id]
            self.act("merge", chosen, "one person", by)

    @rule(number=index, by=st.sampled_from(PEOPLE))
    def split(self, number: int, by: str) -> None:
        found = self.ledger.snapshot()
        heads = {m.id: m.head for m in found.mentions}
        chains = [(p.id, sorted({heads[m] for m in p.mentions if m in heads})) for p in found.dossier.persons]
        if several := [(p, h) for p, h in chains if len(h) > 1]:
            person, away = several[number % len(several)]
            self.act("split", person, away[:1], "two persons", by)

    @rule(left=index, right=index, verdict=st.sampled_from(("same", "different", "unsure")))
    def judge(self, left: int, right: int, verdict: str) -> None:
        heads = sorted({m.head for m in self.ledger.snapshot().mentions})
        if len(heads) > 1:
            pair = sorted((heads[left % len(heads)], heads[right % len(heads)]))
            try:
                self.ledger.judge(Judgement(*pair, verdict, 1.0, (), "Анна", "2026-03-01T10:00:00+00:00"))
            except UsageError:
                return

    @rule(by=st.sampled_from(PEOPLE), number=st.integers(1, 12))
    def take_back(self, by: str, number: int) -> None:
        self.act("undo", number, by)

    @rule()
    def rebuild(self) -> None:
        self.ledger.rebuild()

    @rule()
    def another_reader(self) -> None:
        self.reader = 1 - self.reader
        self.reopen()
        self.ledger.rebuild()

    @rule()
    def open_anew(self) -> None:
        self.reopen()

    @precondition(lambda self: self.copies < 2)
    @rule()
    def back_up_and_restore(self) -> None:
        self.copies += 1
        before = self.ledger.snapshot()
        target = self.path.parent / f"copy-{self.copies}.db"
        self.ledger.backup(target)
        Ledger.restore(target, self.path, stages=self.stages)
        assert self.ledger.snapshot() == before

    def act(self, what: str, *words: Any) -> None:
        """One act at the desk; one that is refused leaves everything as it was."""
        before = decisions(self.ledger)
        try:
            getattr(self.ledger.desk, what)(*words)
        except UsageError:
            assert decisions(self.ledger) == before

    @invariant()
    def everything_is_proved(self) -> None:
        found = self.ledger.snapshot()
        states = {f.check: (f.state, f.message) for f in self.ledger.verify()}
        assert {c: s for c, s in states.items() if s[0] != PASSED} == {}
        assert NOT_CHECKED not in {s for s, _ in states.values()}
        texts = {d.id: d.text for d in found.documents}
        assert all(texts[s.document][s.start : s.end] == s.quote for s in found.statements)
        assert self.documents <= set(texts), "a document is lost"
        self.documents = frozenset(texts)

    @invariant()
    def no_decision_is_lost(self) -> None:
        now = decisions(self.ledger)
        if self.seen_before is not None:
            *rows_before, marked_before = self.seen_before
            *rows_now, marked_now = now
            assert all(n[: len(b)] == b for b, n in zip(rows_before, rows_now, strict=True))
            assert marked_before <= marked_now
        self.seen_before = now

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            grown = bare(self.ledger.snapshot())
            self.ledger.rebuild()
            assert bare(self.ledger.snapshot()) == grown, "what grew step by step differs from what is made anew"
            self.ledger.close()
            self.place.cleanup()


TestLedger = LedgerMachine.TestCase
# A step takes a tenth of a second, so a failing run is told as it was found, and not made shorter for minutes.
TestLedger.settings = settings(
    deadline=None, max_examples=12, stateful_step_count=14, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate), derandomize=True,
)  # fmt: skip
