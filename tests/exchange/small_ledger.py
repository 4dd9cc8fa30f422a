"""A ledger of two persons: a named man, and a boy whose name must not leave in public."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from havenwatch.records import (
    Amount,
    CalendarEntry,
    Case,
    Conflict,
    ConflictValue,
    Document,
    Dossier,
    Event,
    Figure,
    Flag,
    Mention,
    Person,
    Problem,
    Review,
    Role,
    Snapshot,
    Source,
    Statement,
)

TEXT = (
    "Суд арестовал Ивана Лугового 3 марта. С ним задержан его сын Пётр. Иван подал на убежище.\n"
    "По данным ведомства, въехали 12,5 тыс. человек. Выборы назначены на 5 июня. Петра отпустили."
)
DAY = dt.date(2026, 3, 3)


def span(words: str) -> tuple[int, int]:
    start = re.search(rf"{re.escape(words)}\b", TEXT).start()
    return start, start + len(words)


def mention(id_: str, words: str, name: str | None, head: str, form: str = "name") -> Mention:
    start, end = span(words)
    return Mention(id_, "d1", start, end, words, form, name, head, 1, "m", ())


def statement(id_: str, words: str, kind: str, type_: str | None, **extra: object) -> Statement:
    start, end = span(words)
    usual = {
        "about": None, "status": "reported", "attributed_to": None, "speaker": None, "earliest": None,
        "latest": None, "date_text": None, "roles": (), "amount": None, "count": None, "confidence": 0.75,
        "found_by": "rule:test",
    }  # fmt: skip
    return Statement(id_, "d1", start, end, words, kind, type_, **(usual | extra))


def event(id_: str, type_: str, person: str, statements: tuple[str, ...], **extra: object) -> Event:
    usual = {
        "about": None, "status": "reported", "earliest": None, "latest": None, "place": None, "host": "KZ",
        "requesting": "RU", "destination": None, "actors": (), "count": None,
    }  # fmt: skip
    return Event(id_, type_, persons=(person,), statements=statements, **(usual | extra))


def document() -> Document:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return Document(
        "d1", "x-1", "src1", "https://example.org/1", "Суд и Пётр", "Пример", dt.date(2026, 3, 5),
        "2026-03-06T10:00:00+00:00", "ru", digest, None, TEXT,
    )  # fmt: skip


def statements() -> tuple[Statement, ...]:
    adult, boy = Role("person", "m1", "Ивана Лугового"), Role("person", "m2", "его сын Пётр")
    return (
        statement("s1", "Суд арестовал Ивана Лугового 3 марта", "event", "custody_ordered", earliest=DAY, latest=DAY,
                  date_text="3 марта", roles=(adult,), about="extradition"),
        statement("s2", "С ним задержан его сын Пётр", "event", "detained", roles=(boy,)),
        statement("s3", "Иван подал на убежище", "event", "asylum_applied", roles=(Role("person", "m3"),),
                  attributed_to="=адвокат", speaker="lawyer"),
        statement("s4", "въехали 12,5 тыс. человек", "figure", "border_entries",
                  amount=Amount("border_entries", 12500.0, None, approximate=False)),
        statement("s5", "Выборы назначены на 5 июня", "calendar", "election", status="planned"),
        statement("s6", "Петра отпустили", "event", "released", roles=(Role("person", "m4"),)),
    )  # fmt: skip


def dossier() -> Dossier:
    sides = (ConflictValue("3 марта", ("s1",)), ConflictValue("в марте, с Петром", ("s3",)))
    return Dossier(
        persons=(
            Person("p1", ("Иван Луговой",), anonymous=False, count=1, profiles=("activist",), mentions=("m1", "m3")),
            Person("p2", ("Пётр",), anonymous=False, count=1, profiles=("minor",), mentions=("m2", "m4")),
        ),
        judgements=(),
        events=(
            event("e1", "custody_ordered", "p1", ("s1",), earliest=DAY, latest=DAY, about="extradition"),
            event("e2", "detained", "p2", ("s2",)),
            event("e3", "asylum_applied", "p1", ("s3",), actors=("адвокат", "=HYPERLINK(1)")),
            event("e4", "released", "p2", ("s6",)),
        ),
        cases=(
            Case("c1", ("p1",), "KZ", "RU", ("activist",), (("asylum", "applied"), ("extradition", "custody")),
                 ("appeal",), (Flag("late", "custody over the limit", ("s1",)),), ("e1", "e3")),
            Case("c2", ("p2",), "KZ", "RU", ("minor",), (), (), (), ("e2", "e4")),
        ),
        figures=(Figure("f1", "border_entries", 12500.0, None, False, None, None, None, None, ("s4",)),),  # noqa: FBT003
        calendar=(CalendarEntry("k1", "election", None, None, None, False, ("s5",)),),  # noqa: FBT003
        conflicts=(Conflict("x1", "c1", "e1", None, "date", sides),),
    )  # fmt: skip


def small_snapshot() -> Snapshot:
    mentions = (
        mention("m1", "Ивана Лугового", "Иван Луговой", "m1"),
        mention("m2", "Пётр", "Пётр", "m2"),
        mention("m3", "Иван", "Иван", "m1"),
        mention("m4", "Петра", "Пётр", "m2"),
    )
    source = Source("src1", "clippings/march.jsonl", "line 1", "application/json", "0" * 64, 10, "2026-03-06T10:00:00")
    return Snapshot(
        (document(),),
        (source,),
        mentions,
        statements(),
        (Review("s1", "accepted", (), "seen", "anna", "2026-03-07T10:00:00"),),
        dossier(),
        (Problem("statement", "d1", "-- two words could not be read"),),
    )
